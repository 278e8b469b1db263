-- When each kind of thing was last changed: what is computed from many tables asks here whether it still holds. Triggers keep it, so that
-- no writer can forget. 'part' is what units owe by their parts, which is less than all that changes there. Reports have a row each (object_id), the others one for all. `position` follows the order of commits.
CREATE TABLE changed (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    what      TEXT NOT NULL CHECK (what IN ('unit', 'indicator', 'plan', 'part', 'report')),
    object_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX changed_uq ON changed (what, object_id);
CREATE TRIGGER unit_changed_insert AFTER INSERT ON unit BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER unit_changed_update AFTER UPDATE ON unit BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER unit_changed_delete AFTER DELETE ON unit BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER unit_successor_changed_insert AFTER INSERT ON unit_successor BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER unit_successor_changed_update AFTER UPDATE ON unit_successor BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER unit_successor_changed_delete AFTER DELETE ON unit_successor BEGIN DELETE FROM changed WHERE what = 'unit'; INSERT INTO changed (what, object_id) VALUES ('unit', 0); END;
CREATE TRIGGER indicator_changed_insert AFTER INSERT ON indicator BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_changed_update AFTER UPDATE ON indicator BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_changed_delete AFTER DELETE ON indicator BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_reporter_changed_insert AFTER INSERT ON indicator_reporter BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_reporter_changed_update AFTER UPDATE ON indicator_reporter BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_reporter_changed_delete AFTER DELETE ON indicator_reporter BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_operand_changed_insert AFTER INSERT ON indicator_operand BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_operand_changed_update AFTER UPDATE ON indicator_operand BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER indicator_operand_changed_delete AFTER DELETE ON indicator_operand BEGIN DELETE FROM changed WHERE what = 'indicator'; INSERT INTO changed (what, object_id) VALUES ('indicator', 0); END;
CREATE TRIGGER plan_changed_insert AFTER INSERT ON plan BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER plan_changed_update AFTER UPDATE ON plan BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER plan_changed_delete AFTER DELETE ON plan BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER task_changed_insert AFTER INSERT ON task BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER task_changed_update AFTER UPDATE ON task BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER task_changed_delete AFTER DELETE ON task BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER measure_changed_insert AFTER INSERT ON measure BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER measure_changed_update AFTER UPDATE ON measure BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER measure_changed_delete AFTER DELETE ON measure BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_changed_insert AFTER INSERT ON target BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_changed_update AFTER UPDATE ON target BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_changed_delete AFTER DELETE ON target BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER duty_changed_insert AFTER INSERT ON duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER duty_changed_update AFTER UPDATE ON duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER duty_changed_delete AFTER DELETE ON duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER unit_duty_changed_insert AFTER INSERT ON unit_duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER unit_duty_changed_update AFTER UPDATE ON unit_duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER unit_duty_changed_delete AFTER DELETE ON unit_duty BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER unit_duty_owed_insert AFTER INSERT ON unit_duty BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER unit_duty_owed_update AFTER UPDATE OF role, reports, every, valid_from, valid_to ON unit_duty BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER unit_duty_owed_delete AFTER DELETE ON unit_duty BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER unit_duty_figure_changed_insert AFTER INSERT ON unit_duty_figure BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER unit_duty_figure_changed_update AFTER UPDATE ON unit_duty_figure BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER unit_duty_figure_changed_delete AFTER DELETE ON unit_duty_figure BEGIN DELETE FROM changed WHERE what = 'part'; INSERT INTO changed (what, object_id) VALUES ('part', 0); END;
CREATE TRIGGER milestone_changed_insert AFTER INSERT ON milestone BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER milestone_changed_update AFTER UPDATE ON milestone BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER milestone_changed_delete AFTER DELETE ON milestone BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_split_changed_insert AFTER INSERT ON target_split BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_split_changed_update AFTER UPDATE ON target_split BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER target_split_changed_delete AFTER DELETE ON target_split BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER share_version_changed_insert AFTER INSERT ON share_version BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER share_version_changed_update AFTER UPDATE ON share_version BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER share_version_changed_delete AFTER DELETE ON share_version BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER report_exception_changed_insert AFTER INSERT ON report_exception BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER report_exception_changed_update AFTER UPDATE ON report_exception BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER report_exception_changed_delete AFTER DELETE ON report_exception BEGIN DELETE FROM changed WHERE what = 'plan'; INSERT INTO changed (what, object_id) VALUES ('plan', 0); END;
CREATE TRIGGER report_changed_insert AFTER INSERT ON report BEGIN DELETE FROM changed WHERE what = 'report' AND object_id = NEW.report_id; INSERT INTO changed (what, object_id) VALUES ('report', NEW.report_id); END;
CREATE TRIGGER report_changed_update AFTER UPDATE ON report BEGIN DELETE FROM changed WHERE what = 'report' AND object_id = NEW.report_id; INSERT INTO changed (what, object_id) VALUES ('report', NEW.report_id); END;
