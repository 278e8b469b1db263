-- Approved values, append-only. `position` follows the order of commits: SQLite has one writer.
CREATE TABLE fact (
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    indicator_id   BIGINT NOT NULL REFERENCES indicator (indicator_id),
    period         TEXT NOT NULL,
    unit_id        BIGINT NOT NULL REFERENCES unit (unit_id),
    version        INTEGER NOT NULL,
    value_e4       BIGINT,
    numerator_e4   BIGINT,
    denominator_e4 BIGINT,
    report_id      BIGINT NOT NULL REFERENCES report (report_id),
    author         TEXT NOT NULL,
    reviewer       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    at             BIGINT NOT NULL
);
CREATE UNIQUE INDEX fact_uq ON fact (indicator_id, unit_id, period, version);
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
