-- Approved values, append-only. Sequences do not follow the order of commits: readers that tail the table remember the snapshot of
-- their last reading, and ask for the transactions that it did not show.
CREATE TABLE fact (
    position       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction    BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
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
CREATE INDEX fact_transaction_ix ON fact (transaction);
CREATE FUNCTION fact_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fact is append-only'; END $$;
CREATE TRIGGER fact_no_change BEFORE UPDATE OR DELETE ON fact FOR EACH ROW EXECUTE FUNCTION fact_append_only();
