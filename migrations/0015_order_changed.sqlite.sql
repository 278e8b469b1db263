-- Lights of tasks ask for orders whose clock runs.
CREATE TRIGGER supervision_order_changed AFTER UPDATE OF running, due_on, main_id ON supervision_order BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
