-- When each kind of thing was last changed: what is computed from many tables asks here whether it still holds. Triggers keep it, so that
-- no writer can forget. 'part' is what units owe by their parts, which is less than all that changes there. Reports have a row each (object_id), the others one for all. Who follows the table remembers the snapshot of the
-- last reading, and asks for the transactions that it did not show (as with fact).
CREATE TABLE changed (
    what        TEXT NOT NULL CHECK (what IN ('unit', 'indicator', 'plan', 'part', 'report')),
    object_id   BIGINT NOT NULL,
    transaction BIGINT NOT NULL,
    PRIMARY KEY (what, object_id)
);
CREATE INDEX changed_transaction_ix ON changed (transaction);
CREATE FUNCTION note_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE object BIGINT := 0;
BEGIN
    IF TG_ARGV[0] = 'report' THEN object := NEW.report_id; END IF;
    INSERT INTO changed AS known VALUES (TG_ARGV[0], object, pg_current_xact_id()::text::bigint)
    ON CONFLICT (what, object_id) DO UPDATE SET transaction = excluded.transaction WHERE known.transaction <> excluded.transaction;
    RETURN NULL;
END $$;
CREATE TRIGGER unit_changed AFTER INSERT OR UPDATE OR DELETE ON unit FOR EACH STATEMENT EXECUTE FUNCTION note_changed('unit');
CREATE TRIGGER unit_successor_changed AFTER INSERT OR UPDATE OR DELETE ON unit_successor FOR EACH STATEMENT EXECUTE FUNCTION note_changed('unit');
CREATE TRIGGER indicator_changed AFTER INSERT OR UPDATE OR DELETE ON indicator FOR EACH STATEMENT EXECUTE FUNCTION note_changed('indicator');
CREATE TRIGGER indicator_reporter_changed AFTER INSERT OR UPDATE OR DELETE ON indicator_reporter FOR EACH STATEMENT EXECUTE FUNCTION note_changed('indicator');
CREATE TRIGGER indicator_operand_changed AFTER INSERT OR UPDATE OR DELETE ON indicator_operand FOR EACH STATEMENT EXECUTE FUNCTION note_changed('indicator');
CREATE TRIGGER plan_changed AFTER INSERT OR UPDATE OR DELETE ON plan FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER task_changed AFTER INSERT OR UPDATE OR DELETE ON task FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER measure_changed AFTER INSERT OR UPDATE OR DELETE ON measure FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER target_changed AFTER INSERT OR UPDATE OR DELETE ON target FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER duty_changed AFTER INSERT OR UPDATE OR DELETE ON duty FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER unit_duty_changed AFTER INSERT OR UPDATE OR DELETE ON unit_duty FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER unit_duty_owed AFTER INSERT OR DELETE OR UPDATE OF role, reports, every, valid_from, valid_to ON unit_duty FOR EACH STATEMENT EXECUTE FUNCTION note_changed('part');
CREATE TRIGGER unit_duty_figure_changed AFTER INSERT OR UPDATE OR DELETE ON unit_duty_figure FOR EACH STATEMENT EXECUTE FUNCTION note_changed('part');
CREATE TRIGGER milestone_changed AFTER INSERT OR UPDATE OR DELETE ON milestone FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER target_split_changed AFTER INSERT OR UPDATE OR DELETE ON target_split FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER share_version_changed AFTER INSERT OR UPDATE OR DELETE ON share_version FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER report_exception_changed AFTER INSERT OR UPDATE OR DELETE ON report_exception FOR EACH STATEMENT EXECUTE FUNCTION note_changed('plan');
CREATE TRIGGER report_changed AFTER INSERT OR UPDATE ON report FOR EACH ROW EXECUTE FUNCTION note_changed('report');
