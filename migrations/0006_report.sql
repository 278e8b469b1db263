-- One unit's report on one task for one period.
CREATE TABLE report (
    report_id          BIGINT PRIMARY KEY,
    unit_duty_id       BIGINT NOT NULL REFERENCES unit_duty (unit_duty_id),
    unit_id            BIGINT NOT NULL REFERENCES unit (unit_id),
    task_id            BIGINT NOT NULL REFERENCES task (task_id),
    plan_id            BIGINT NOT NULL REFERENCES plan (plan_id),
    period             TEXT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved')),
    step               INTEGER NOT NULL,      -- place on the review route; 0 while the unit holds it
    waiting_unit_id    BIGINT REFERENCES unit (unit_id),  -- who has the ball while submitted
    progress_pct_e4    BIGINT,
    progress           TEXT NOT NULL,
    problems           TEXT NOT NULL,
    next_steps         TEXT NOT NULL,
    opened_at          BIGINT NOT NULL,
    first_submitted_at BIGINT,
    submitted_at       BIGINT,
    decided_at         BIGINT,
    version            INTEGER NOT NULL
);
CREATE UNIQUE INDEX report_uq ON report (unit_duty_id, period);
CREATE INDEX report_unit_ix ON report (unit_id, period);
CREATE INDEX report_plan_ix ON report (plan_id, period);
CREATE INDEX report_waiting_ix ON report (waiting_unit_id) WHERE state = 'submitted';

CREATE TABLE report_value (
    report_id      BIGINT NOT NULL REFERENCES report (report_id),
    indicator_id   BIGINT NOT NULL REFERENCES indicator (indicator_id),
    value_e4       BIGINT,
    numerator_e4   BIGINT,
    denominator_e4 BIGINT,
    explanation    TEXT NOT NULL,
    origin         TEXT NOT NULL,         -- of a figure that was known and confirmed: where it was known from
    PRIMARY KEY (report_id, indicator_id)
);

-- What a unit answers to questions about its report (data quality). The question stands as it was asked.
CREATE TABLE report_answer (
    report_id    BIGINT NOT NULL REFERENCES report (report_id),
    question_key TEXT NOT NULL,
    question     TEXT NOT NULL,
    answer       TEXT NOT NULL,
    PRIMARY KEY (report_id, question_key)
);

-- History of every value and of who did what; append-only.
CREATE TABLE report_event (
    event_id  BIGINT PRIMARY KEY,
    report_id BIGINT NOT NULL REFERENCES report (report_id),
    at        BIGINT NOT NULL,
    on_day    TEXT NOT NULL,              -- the business day: `at` is real time, and a site may stand still at a date
    action    TEXT NOT NULL,
    step      INTEGER NOT NULL,
    user_id   BIGINT NOT NULL,
    user_name TEXT NOT NULL,
    post_name TEXT NOT NULL,
    unit_id   BIGINT,
    unit_name TEXT NOT NULL,
    reason    TEXT NOT NULL,
    changes   TEXT NOT NULL               -- JSON array of {field, name, before, after}
);
CREATE INDEX report_event_report_ix ON report_event (report_id, event_id);

CREATE TABLE evidence (
    evidence_id BIGINT PRIMARY KEY,
    report_id   BIGINT NOT NULL REFERENCES report (report_id),
    sha256      TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    size        BIGINT NOT NULL,
    media_type  TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    removed_at  BIGINT
);
CREATE INDEX evidence_report_ix ON evidence (report_id);
CREATE INDEX evidence_sha256_ix ON evidence (sha256);

-- Who has opened which evidence: what a reviewer has not seen is marked.
CREATE TABLE evidence_read (
    evidence_id BIGINT NOT NULL REFERENCES evidence (evidence_id),
    user_id     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (evidence_id, user_id)
);

-- Fields that the plan office adds to the form of a report. Never deleted: valid_to is the first day a field is no longer asked.
CREATE TABLE form_field (
    form_field_id  BIGINT PRIMARY KEY,
    plan_id        BIGINT NOT NULL REFERENCES plan (plan_id),
    place          INTEGER NOT NULL,      -- order on the form
    name           TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('number', 'text', 'choice', 'date')),
    measure        TEXT NOT NULL,         -- of a number
    decimals       INTEGER NOT NULL,
    choices        TEXT NOT NULL,         -- one a line
    help           TEXT NOT NULL,
    required       INTEGER NOT NULL CHECK (required IN (0, 1)),
    rarely_changes INTEGER NOT NULL CHECK (rarely_changes IN (0, 1)),  -- the last answer is offered for confirmation
    levels         TEXT NOT NULL,         -- of the units asked, with blanks between; empty: all
    group_id       BIGINT REFERENCES unit_group (group_id),            -- null: all
    valid_from     TEXT NOT NULL,         -- the first day of a month
    valid_to       TEXT,
    version        INTEGER NOT NULL
);
CREATE INDEX form_field_plan_ix ON form_field (plan_id, place);

-- The tasks whose reports ask a field; without any, all of the plan.
CREATE TABLE form_field_task (
    form_field_id BIGINT NOT NULL REFERENCES form_field (form_field_id),
    task_id       BIGINT NOT NULL REFERENCES task (task_id),
    PRIMARY KEY (form_field_id, task_id)
);

CREATE TABLE report_field (
    report_id     BIGINT NOT NULL REFERENCES report (report_id),
    form_field_id BIGINT NOT NULL REFERENCES form_field (form_field_id),
    value         TEXT NOT NULL,          -- plain: 12.5, 2020-06-01, the words; empty: not given
    explanation   TEXT NOT NULL,
    origin        TEXT NOT NULL,          -- as of report_value
    PRIMARY KEY (report_id, form_field_id)
);

-- A cap on what units are asked in a year, exceeded with a signed reason; append-only.
CREATE TABLE burden_excess (
    burden_excess_id BIGINT PRIMARY KEY,
    at               BIGINT NOT NULL,
    subject          TEXT NOT NULL,       -- what did it: the name of a field, a part handed down
    level            TEXT NOT NULL,
    units            INTEGER NOT NULL,    -- above the cap
    fields           BIGINT NOT NULL,     -- of the unit that is asked most
    cap              BIGINT NOT NULL,
    reason           TEXT NOT NULL,
    signed_unit      TEXT NOT NULL,
    signed_post      TEXT NOT NULL,
    signed_by        TEXT NOT NULL
);

-- A unit's days of one period as the plan office granted them. The ordinary days are not stored and never change by it.
CREATE TABLE report_exception (
    exception_id BIGINT PRIMARY KEY,
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    period       TEXT NOT NULL,
    due_on       TEXT NOT NULL,           -- the last day that is on time
    lock_on      TEXT NOT NULL,           -- the first day on which nothing can be changed any more
    reason       TEXT NOT NULL,
    granted_by   TEXT NOT NULL,           -- unit and name
    granted_at   BIGINT NOT NULL,
    granted_on   TEXT NOT NULL,           -- business day
    revoked_at   BIGINT,
    revoked_by   TEXT,
    revoked_for  TEXT                     -- the reason
);
CREATE UNIQUE INDEX report_exception_uq ON report_exception (unit_id, period) WHERE revoked_at IS NULL;
