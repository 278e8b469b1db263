-- Matters under supervision (督办事项); the order (督办单) is the printable page of one.
CREATE TABLE supervision_order (
    order_id      BIGINT PRIMARY KEY,
    number        TEXT NOT NULL,             -- empty until registered
    year          INTEGER,                   -- of the number
    serial        INTEGER,
    owner_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    source        TEXT NOT NULL,
    urgency       TEXT NOT NULL,
    title         TEXT NOT NULL,
    content       TEXT NOT NULL,
    basis         TEXT NOT NULL,
    instructed_by TEXT NOT NULL,
    instructed_on TEXT,
    feedback      TEXT NOT NULL,
    contact       TEXT NOT NULL,
    task_id       BIGINT REFERENCES task (task_id),
    origin        TEXT NOT NULL,             -- "occasion:12", "inspection:7"; empty: entered by hand
    main_id       BIGINT REFERENCES unit (unit_id),
    limit_day     TEXT,
    limit_days    INTEGER NOT NULL,
    limit_working INTEGER NOT NULL CHECK (limit_working IN (0, 1)),
    state         TEXT NOT NULL,
    state_before  TEXT NOT NULL,
    running       INTEGER NOT NULL CHECK (running IN (0, 1)),  -- open and with its main unit: the clock runs
    given_on      TEXT,
    sign_due_on   TEXT,
    first_due_on  TEXT,                      -- never overwritten by an extension
    due_on        TEXT,
    near_from     TEXT,
    held_since    TEXT,
    reported_on   TEXT,
    unit_days     INTEGER NOT NULL,
    superior_days INTEGER NOT NULL,
    late          INTEGER NOT NULL CHECK (late IN (0, 1)),
    returned      INTEGER NOT NULL,
    chased        INTEGER NOT NULL,
    chased_on     TEXT,
    drafter_id    BIGINT NOT NULL,           -- user; 0: the program
    handler_id    BIGINT,
    merged_into   BIGINT REFERENCES supervision_order (order_id),
    version       INTEGER NOT NULL
);
CREATE UNIQUE INDEX supervision_order_number_uq ON supervision_order (year, serial);
CREATE INDEX supervision_order_due_ix ON supervision_order (due_on, order_id);
CREATE INDEX supervision_order_main_ix ON supervision_order (main_id, state);
CREATE INDEX supervision_order_owner_ix ON supervision_order (owner_id, state);
CREATE INDEX supervision_order_task_ix ON supervision_order (task_id);
CREATE INDEX supervision_order_running_ix ON supervision_order (due_on) WHERE running = 1;
CREATE UNIQUE INDEX supervision_order_origin_uq ON supervision_order (origin) WHERE origin <> '';
-- What the board counts, so that it reads no wide row.
CREATE INDEX supervision_order_board_ix ON supervision_order (main_id, state, late, returned, due_on, near_from, sign_due_on, owner_id, given_on, order_id);

CREATE TABLE order_unit (
    order_id BIGINT NOT NULL REFERENCES supervision_order (order_id),
    unit_id  BIGINT NOT NULL REFERENCES unit (unit_id),
    PRIMARY KEY (order_id, unit_id)
);
CREATE INDEX order_unit_unit_ix ON order_unit (unit_id);

-- Every step, append-only.
CREATE TABLE order_step (
    step_id    BIGINT PRIMARY KEY,
    order_id   BIGINT NOT NULL REFERENCES supervision_order (order_id),
    action     TEXT NOT NULL,
    state_from TEXT NOT NULL,
    state_to   TEXT NOT NULL,
    on_day     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    actor      TEXT NOT NULL,
    post       TEXT NOT NULL,
    unit_id    BIGINT,
    unit       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    progress   TEXT NOT NULL,
    problems   TEXT NOT NULL,
    next_steps TEXT NOT NULL,
    signer     TEXT NOT NULL,
    note       TEXT NOT NULL,                -- what changed: a new main unit, a new limit, the leader's word
    due_on     TEXT                          -- the limit after the step
);
CREATE INDEX order_step_order_ix ON order_step (order_id, step_id);

-- Extension, suspension, withdrawal: asked before the limit, examined, decided.
CREATE TABLE order_request (
    request_id   BIGINT PRIMARY KEY,
    order_id     BIGINT NOT NULL REFERENCES supervision_order (order_id),
    kind         TEXT NOT NULL CHECK (kind IN ('extension', 'suspension', 'withdrawal')),
    state        TEXT NOT NULL CHECK (state IN ('asked', 'examined', 'granted', 'refused', 'taken_back')),
    reason       TEXT NOT NULL,
    progress     TEXT NOT NULL,
    due_before   TEXT NOT NULL,
    due_wanted   TEXT,
    due_granted  TEXT,
    asked_on     TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    asked_by     TEXT NOT NULL,
    examiner_id  BIGINT,
    examined_by  TEXT NOT NULL,
    examined_on  TEXT,
    opinion      TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    decided_on   TEXT,
    decision     TEXT NOT NULL,
    version      INTEGER NOT NULL
);
CREATE INDEX order_request_order_ix ON order_request (order_id, request_id);
CREATE INDEX order_request_state_ix ON order_request (state);

CREATE TABLE order_file (
    file_id     BIGINT PRIMARY KEY,
    order_id    BIGINT NOT NULL REFERENCES supervision_order (order_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),
    sha256      TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    size        BIGINT NOT NULL,
    media_type  TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    step_id     BIGINT,                      -- the report it was handed in with; null: not yet
    removed_at  BIGINT
);
CREATE INDEX order_file_order_ix ON order_file (order_id);
