-- Lights of tasks ask for orders whose clock runs.
CREATE TRIGGER supervision_order_changed AFTER UPDATE OF running, due_on, main_id ON supervision_order FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
