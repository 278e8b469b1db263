-- The list of inspections goes by the day they begin, newest first.
CREATE INDEX inspection_begin_ix ON inspection (COALESCE(from_on, drafted_on), inspection_id);
