-- Inspections (督导检查). An inspection is planned, approved, carried out on each of its objects, concluded and followed up.
CREATE TABLE inspection (
    inspection_id   BIGINT PRIMARY KEY,
    organiser_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    type            TEXT NOT NULL CONSTRAINT inspection_type_ck CHECK (type IN ('comprehensive', 'special', 'event', 'routine', 'lead')),
    methods         TEXT NOT NULL,        -- words with blanks between
    title           TEXT NOT NULL,
    authority       TEXT NOT NULL CONSTRAINT inspection_authority_ck CHECK (authority IN ('government', 'head', 'proposal', 'delegated')),
    basis           TEXT NOT NULL,
    assigned_item   TEXT NOT NULL,        -- assigned_…: to a department, by its government
    assigned_scope  TEXT NOT NULL,
    assigned_duty   TEXT NOT NULL,
    assigned_from   TEXT,
    assigned_to     TEXT,
    content         TEXT NOT NULL,
    scope           TEXT NOT NULL,
    from_on         TEXT,
    to_on           TEXT,
    invited         TEXT NOT NULL,
    state           TEXT NOT NULL CONSTRAINT inspection_state_ck
                    CHECK (state IN ('draft', 'pending', 'refused', 'approved', 'concluded', 'cancelled')),
    drafter_id      BIGINT NOT NULL REFERENCES user_account (user_id),
    drafted_by      TEXT NOT NULL,        -- unit and name, as under a decision
    drafted_on      TEXT NOT NULL,
    decided_by      TEXT NOT NULL,        -- who approved or refused it
    decided_on      TEXT,
    refused_for     TEXT NOT NULL,
    version         INTEGER NOT NULL
);
CREATE INDEX inspection_organiser_ix ON inspection (organiser_id);

-- The tasks it looks at.
CREATE TABLE inspection_task (
    inspection_id BIGINT NOT NULL REFERENCES inspection (inspection_id),
    task_id       BIGINT NOT NULL REFERENCES task (task_id),
    place         INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, task_id)
);

CREATE TABLE inspection_member (
    inspection_id BIGINT NOT NULL REFERENCES inspection (inspection_id),
    user_id       BIGINT NOT NULL REFERENCES user_account (user_id),
    leads         INTEGER NOT NULL CONSTRAINT inspection_member_leads_ck CHECK (leads IN (0, 1)),
    place         INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, user_id)
);

-- A guard broken with leave: by which rule, what it said, and why.
CREATE TABLE inspection_override (
    inspection_id BIGINT NOT NULL REFERENCES inspection (inspection_id),
    rule          TEXT NOT NULL,
    said          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    by_whom       TEXT NOT NULL,
    PRIMARY KEY (inspection_id, rule)
);

-- One object with its conclusion and reconsideration. The first conclusion is never overwritten.
CREATE TABLE inspection_object (
    object_id      BIGINT PRIMARY KEY,
    inspection_id  BIGINT NOT NULL REFERENCES inspection (inspection_id),
    unit_id        BIGINT NOT NULL REFERENCES unit (unit_id),
    place          INTEGER NOT NULL,
    state          TEXT NOT NULL CONSTRAINT inspection_object_state_ck CHECK (state IN ('open', 'served', 'asked', 'decided')),
    conclusion     TEXT NOT NULL,
    concluded_by   TEXT NOT NULL,
    served_at      BIGINT,
    served_on      TEXT,
    ask_by         TEXT,                  -- the last day to ask for reconsideration
    asked_for      TEXT NOT NULL,
    asked_by       TEXT NOT NULL,
    asked_on       TEXT,
    decide_by      TEXT,
    outcome        TEXT CONSTRAINT inspection_object_outcome_ck CHECK (outcome IN ('upheld', 'changed', 'withdrawn')),
    changed_text   TEXT NOT NULL,
    decided_for    TEXT NOT NULL,
    decided_by     TEXT NOT NULL,
    decided_on     TEXT,
    version        INTEGER NOT NULL
);
CREATE UNIQUE INDEX inspection_object_uq ON inspection_object (inspection_id, unit_id);
CREATE INDEX inspection_object_unit_ix ON inspection_object (unit_id);

-- Who declared a conflict and keeps away from an object.
CREATE TABLE inspection_recusal (
    object_id BIGINT NOT NULL REFERENCES inspection_object (object_id),
    user_id   BIGINT NOT NULL REFERENCES user_account (user_id),
    reason    TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (object_id, user_id)
);

-- Who took part in a conclusion: none of them decides its reconsideration.
CREATE TABLE inspection_participant (
    object_id BIGINT NOT NULL REFERENCES inspection_object (object_id),
    user_id   BIGINT NOT NULL REFERENCES user_account (user_id),
    PRIMARY KEY (object_id, user_id)
);

-- The checklist of an object: one line a task, as it stood when it was drawn, and free lines.
CREATE TABLE inspection_line (
    line_id   BIGINT PRIMARY KEY,
    object_id BIGINT NOT NULL REFERENCES inspection_object (object_id),
    task_id   BIGINT REFERENCES task (task_id),
    title     TEXT NOT NULL,
    measure   TEXT NOT NULL,              -- of the year
    targets   TEXT NOT NULL,              -- one a line
    figures   TEXT NOT NULL,              -- latest, one a line
    light     TEXT NOT NULL,              -- colour; empty: none
    light_word TEXT NOT NULL,
    drawn_on  TEXT NOT NULL,
    finding   TEXT NOT NULL CONSTRAINT inspection_line_finding_ck CHECK (finding IN ('open', 'ok', 'problem')),
    said      TEXT NOT NULL,
    found_by  TEXT NOT NULL,
    found_on  TEXT,
    version   INTEGER NOT NULL
);
CREATE INDEX inspection_line_object_ix ON inspection_line (object_id, line_id);

CREATE TABLE rectification (
    rectification_id BIGINT PRIMARY KEY,
    object_id        BIGINT NOT NULL REFERENCES inspection_object (object_id),
    line_id          BIGINT REFERENCES inspection_line (line_id),
    what             TEXT NOT NULL,
    unit_id          BIGINT NOT NULL REFERENCES unit (unit_id),
    due_on           TEXT NOT NULL,
    state            TEXT NOT NULL CONSTRAINT rectification_state_ck CHECK (state IN ('open', 'reported', 'returned', 'passed', 'dropped')),
    report           TEXT NOT NULL,
    reported_on      TEXT,
    reported_by      TEXT NOT NULL,
    checked          TEXT NOT NULL,
    checked_on       TEXT,
    checked_by       TEXT NOT NULL,
    order_id         BIGINT,              -- the supervision order it became
    version          INTEGER NOT NULL
);
CREATE INDEX rectification_object_ix ON rectification (object_id);
CREATE INDEX rectification_unit_ix ON rectification (unit_id, due_on);

-- Files of a finding or of a report on rectification; never compulsory.
CREATE TABLE inspection_file (
    file_id          BIGINT PRIMARY KEY,
    line_id          BIGINT REFERENCES inspection_line (line_id),
    rectification_id BIGINT REFERENCES rectification (rectification_id),
    sha256           TEXT NOT NULL,
    file_name        TEXT NOT NULL,
    size             BIGINT NOT NULL,
    media_type       TEXT NOT NULL,
    uploader_id      BIGINT NOT NULL,
    uploaded_by      TEXT NOT NULL,
    uploaded_at      BIGINT NOT NULL,
    removed_at       BIGINT,
    CONSTRAINT inspection_file_of_ck CHECK ((line_id IS NULL) <> (rectification_id IS NULL))
);
CREATE INDEX inspection_file_line_ix ON inspection_file (line_id);
CREATE INDEX inspection_file_rectification_ix ON inspection_file (rectification_id);

-- Who did what, when and why; append-only.
CREATE TABLE inspection_step (
    step_id       BIGINT PRIMARY KEY,
    inspection_id BIGINT NOT NULL REFERENCES inspection (inspection_id),
    object_id     BIGINT REFERENCES inspection_object (object_id),  -- null: of the whole inspection
    at            BIGINT NOT NULL,
    on_day        TEXT NOT NULL,
    act           TEXT NOT NULL,
    user_id       BIGINT NOT NULL,
    by_whom       TEXT NOT NULL,
    post_name     TEXT NOT NULL,
    reason        TEXT NOT NULL
);
CREATE INDEX inspection_step_inspection_ix ON inspection_step (inspection_id, step_id);
