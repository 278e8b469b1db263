-- Who did what, when, from where; written in the transaction of the change. Append-only: only the sealer may set sealed_block, once.
CREATE TABLE audit_event (
    event_id       BIGINT PRIMARY KEY,      -- time-ordered
    at             BIGINT NOT NULL,         -- microseconds UTC, real time
    user_id        BIGINT,                  -- null: nobody was logged in; no foreign keys: the record outlives what it names
    user_name      TEXT NOT NULL,           -- names as they were then
    post_id        BIGINT,
    post_name      TEXT NOT NULL,
    unit_id        BIGINT,
    unit_name      TEXT NOT NULL,
    action         TEXT NOT NULL,
    object_kind    TEXT NOT NULL,
    object_id      TEXT NOT NULL,
    summary        TEXT NOT NULL,
    detail         TEXT NOT NULL,           -- JSON, never queried inside
    success        INTEGER NOT NULL CONSTRAINT audit_event_success_ck CHECK (success IN (0, 1)),
    remote_address TEXT NOT NULL,
    request_id     TEXT NOT NULL,
    sealed_block   BIGINT
);
CREATE INDEX audit_event_user_ix ON audit_event (user_id, event_id);
CREATE INDEX audit_event_object_ix ON audit_event (object_kind, object_id, event_id);
CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF event_id, at, user_id, user_name, post_id, post_name, unit_id, unit_name, action,
    object_kind, object_id, summary, detail, success, remote_address, request_id ON audit_event
    BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_reseal BEFORE UPDATE OF sealed_block ON audit_event WHEN OLD.sealed_block IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'audit_event is sealed'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
