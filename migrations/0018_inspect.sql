-- The list of inspections goes by the day they begin, newest first.
CREATE INDEX inspection_begin_ix ON inspection (COALESCE(from_on, drafted_on), inspection_id);

-- Why a mail was not sent, said anew in another language: as the text of a notice.
ALTER TABLE mail_outbox ADD COLUMN error_code TEXT NOT NULL DEFAULT '';
ALTER TABLE mail_outbox ADD COLUMN error_params TEXT NOT NULL DEFAULT '';
