CREATE TABLE plan (
    plan_id        BIGINT PRIMARY KEY,
    owner_unit_id  BIGINT NOT NULL REFERENCES unit (unit_id),
    office_unit_id BIGINT NOT NULL REFERENCES unit (unit_id),  -- the plan office: last step of the review route
    title          TEXT NOT NULL,
    doc_number     TEXT,
    issuer         TEXT,
    issued_on      TEXT,
    period_from    INTEGER,
    period_to      INTEGER,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'confirmed')),
    imported_at    BIGINT NOT NULL,
    imported_by    TEXT NOT NULL,
    confirmed_at   BIGINT,
    confirmed_by   TEXT,
    version        INTEGER NOT NULL
);

-- The stored text never changes; a revised document is a new version.
CREATE TABLE document (
    document_id BIGINT PRIMARY KEY,
    plan_id     BIGINT NOT NULL REFERENCES plan (plan_id),
    version_no  INTEGER NOT NULL,
    file_name   TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    text        TEXT NOT NULL,
    stored_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX document_version_uq ON document (plan_id, version_no);
CREATE UNIQUE INDEX document_sha256_uq ON document (sha256);

-- Anchors are code points [begin_cp, end_cp) of the document's text and 1-based inclusive lines.
CREATE TABLE clause (
    clause_id   BIGINT PRIMARY KEY,
    document_id BIGINT NOT NULL REFERENCES document (document_id),
    parent_id   BIGINT REFERENCES clause (clause_id),
    ordinal     INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('heading', 'paragraph', 'table_row', 'table_header', 'front', 'back')),
    level       INTEGER NOT NULL,
    ref         TEXT NOT NULL,
    title       TEXT NOT NULL,
    begin_cp    INTEGER NOT NULL,
    end_cp      INTEGER NOT NULL,
    start_line  INTEGER NOT NULL,
    end_line    INTEGER NOT NULL
);
CREATE INDEX clause_document_ix ON clause (document_id, ordinal);

CREATE TABLE task (
    task_id        BIGINT PRIMARY KEY,
    plan_id        BIGINT NOT NULL REFERENCES plan (plan_id),
    clause_id      BIGINT REFERENCES clause (clause_id),
    ordinal        INTEGER NOT NULL,
    ref            TEXT NOT NULL,
    title          TEXT NOT NULL,
    first_title    TEXT NOT NULL,           -- first_…: as drawn from the document, never overwritten
    content        TEXT NOT NULL,
    deadline       TEXT,
    first_deadline TEXT,
    continuous     INTEGER NOT NULL CHECK (continuous IN (0, 1)),
    state          TEXT NOT NULL CHECK (state IN ('draft', 'accepted', 'rejected')),
    begin_cp       INTEGER NOT NULL,
    end_cp         INTEGER NOT NULL,
    start_line     INTEGER NOT NULL,
    end_line       INTEGER NOT NULL,
    version        INTEGER NOT NULL
);
CREATE UNIQUE INDEX task_plan_uq ON task (plan_id, ordinal);  -- a document may use a number twice, so `ref` is not unique

CREATE TABLE measure (
    measure_id BIGINT PRIMARY KEY,
    task_id    BIGINT NOT NULL REFERENCES task (task_id),
    year_from  INTEGER NOT NULL,
    year_to    INTEGER NOT NULL,
    text       TEXT NOT NULL,
    begin_cp   INTEGER NOT NULL,
    end_cp     INTEGER NOT NULL,
    start_line INTEGER NOT NULL,
    end_line   INTEGER NOT NULL
);
CREATE INDEX measure_task_ix ON measure (task_id, year_from);

CREATE TABLE target (
    target_id    BIGINT PRIMARY KEY,
    task_id      BIGINT NOT NULL REFERENCES task (task_id),
    ordinal      INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('numeric', 'reference', 'all_of_set', 'deliverable')),
    name         TEXT NOT NULL,
    op           TEXT NOT NULL,             -- literal operator of the document
    effective_op TEXT NOT NULL,             -- what is scored; a plain figure of a rising indicator means "at least"
    value_e4     BIGINT,                    -- in `unit` as written
    value_max_e4 BIGINT,
    unit         TEXT NOT NULL,
    base_e4      BIGINT,                    -- value in the indicator's base unit (1.5万人次 is 15000 人次)
    base_max_e4  BIGINT,
    year         INTEGER,
    due_on       TEXT,
    scope        TEXT NOT NULL,
    change       TEXT NOT NULL CHECK (change IN ('', '+', '-')),
    per_year     INTEGER NOT NULL CHECK (per_year IN (0, 1)),
    indicator_id BIGINT REFERENCES indicator (indicator_id),
    first_name   TEXT NOT NULL,             -- first_…: as drawn from the document, never overwritten
    first_op     TEXT NOT NULL,
    first_value_e4     BIGINT,
    first_value_max_e4 BIGINT,
    first_unit   TEXT NOT NULL,
    first_year   INTEGER,
    begin_cp     INTEGER NOT NULL,
    end_cp       INTEGER NOT NULL,
    start_line   INTEGER NOT NULL,
    end_line     INTEGER NOT NULL,
    version      INTEGER NOT NULL
);
CREATE INDEX target_task_ix ON target (task_id, ordinal);
CREATE INDEX target_indicator_ix ON target (indicator_id);

-- A duty as the document words it; its units once resolved are duty_member rows.
CREATE TABLE duty (
    duty_id      BIGINT PRIMARY KEY,
    task_id      BIGINT NOT NULL REFERENCES task (task_id),
    ordinal      INTEGER NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('lead', 'responsible', 'supporting')),
    first_role   TEXT NOT NULL,             -- as drawn from the document, never overwritten
    literal      TEXT NOT NULL,
    resolution   TEXT NOT NULL CHECK (resolution IN ('unit', 'group', 'answer', 'open')),
    group_code   TEXT,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    note         TEXT NOT NULL,
    begin_cp     INTEGER NOT NULL,
    end_cp       INTEGER NOT NULL,
    start_line   INTEGER NOT NULL,
    end_line     INTEGER NOT NULL,
    version      INTEGER NOT NULL
);
CREATE INDEX duty_task_ix ON duty (task_id, ordinal);

CREATE TABLE duty_member (
    duty_id BIGINT NOT NULL REFERENCES duty (duty_id),
    unit_id BIGINT NOT NULL REFERENCES unit (unit_id)
);
CREATE UNIQUE INDEX duty_member_uq ON duty_member (duty_id, unit_id);

-- A change of something of a confirmed plan, with its reason; append-only.
CREATE TABLE correction (
    correction_id BIGINT PRIMARY KEY,
    task_id       BIGINT NOT NULL REFERENCES task (task_id),
    object_kind   TEXT NOT NULL CHECK (object_kind IN ('task', 'target', 'duty')),
    object_id     BIGINT NOT NULL,
    label         TEXT NOT NULL,            -- what the thing was called before
    reason        TEXT NOT NULL,
    changes       TEXT NOT NULL,            -- JSON: [{field, name, before, after}]
    made_at       BIGINT NOT NULL,
    user_name     TEXT NOT NULL,
    post_name     TEXT NOT NULL,
    unit_name     TEXT NOT NULL
);
CREATE INDEX correction_task_ix ON correction (task_id, correction_id);

-- A change of what a target of a confirmed plan asks for: asked for by one person, decided by another.
CREATE TABLE target_change (
    change_id           BIGINT PRIMARY KEY,
    target_id           BIGINT NOT NULL REFERENCES target (target_id),
    task_id             BIGINT NOT NULL REFERENCES task (task_id),
    state               TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused', 'withdrawn')),
    before_op           TEXT NOT NULL,
    before_value_e4     BIGINT,
    before_value_max_e4 BIGINT,
    before_unit         TEXT NOT NULL,
    before_year         INTEGER,
    before_scope        TEXT NOT NULL,
    after_op            TEXT NOT NULL,
    after_value_e4      BIGINT,
    after_value_max_e4  BIGINT,
    after_unit          TEXT NOT NULL,
    after_year          INTEGER,
    after_scope         TEXT NOT NULL,
    reason              TEXT NOT NULL,
    proposed_on         TEXT NOT NULL,
    proposed_at         BIGINT NOT NULL,
    proposed_user       BIGINT NOT NULL,
    proposed_by         TEXT NOT NULL,
    decided_on          TEXT,
    decided_at          BIGINT,
    decided_by          TEXT,
    note                TEXT NOT NULL                        -- why it was refused
);
CREATE UNIQUE INDEX target_change_open_uq ON target_change (target_id) WHERE state = 'proposed';
CREATE INDEX target_change_task_ix ON target_change (task_id, change_id);

-- What a person must decide before the plan can be confirmed.
CREATE TABLE question (
    question_id  BIGINT PRIMARY KEY,
    plan_id      BIGINT NOT NULL REFERENCES plan (plan_id),
    task_id      BIGINT NOT NULL REFERENCES task (task_id),
    duty_id      BIGINT REFERENCES duty (duty_id),
    code         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'answered')),
    answer       TEXT,
    answered_by  TEXT,
    answered_at  BIGINT,
    from_package INTEGER NOT NULL CHECK (from_package IN (0, 1)),
    begin_cp     INTEGER NOT NULL,
    end_cp       INTEGER NOT NULL,
    start_line   INTEGER NOT NULL,
    end_line     INTEGER NOT NULL
);
CREATE INDEX question_plan_ix ON question (plan_id, state);
CREATE INDEX question_task_ix ON question (task_id);

-- One unit's part of one task, made when the plan is confirmed or when a unit hands a part down.
CREATE TABLE unit_duty (
    unit_duty_id BIGINT PRIMARY KEY,
    plan_id      BIGINT NOT NULL REFERENCES plan (plan_id),
    task_id      BIGINT NOT NULL REFERENCES task (task_id),
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    role         TEXT NOT NULL CHECK (role IN ('lead', 'responsible', 'supporting')),
    duty_id      BIGINT REFERENCES duty (duty_id),
    parent_id    BIGINT REFERENCES unit_duty (unit_duty_id),  -- handed down from
    note         TEXT NOT NULL,
    reports      INTEGER NOT NULL CHECK (reports IN (0, 1)),  -- owes reports: lead units, counties and whoever was given a part
    every        TEXT CHECK (every IN ('month', 'quarter', 'half_year', 'year')),  -- chosen by who handed it down; null: as reporting.yaml says
    valid_from   TEXT NOT NULL,
    valid_to     TEXT,
    version      INTEGER NOT NULL
);
CREATE UNIQUE INDEX unit_duty_uq ON unit_duty (task_id, unit_id);
CREATE INDEX unit_duty_unit_ix ON unit_duty (unit_id);
CREATE INDEX unit_duty_plan_ix ON unit_duty (plan_id);
CREATE INDEX unit_duty_lead_ix ON unit_duty (task_id) WHERE role = 'lead' AND valid_to IS NULL;

-- The figures a unit is asked for by who handed the part down, who reports them for all below: a piece of the figure above, never added to it.
CREATE TABLE unit_duty_figure (
    unit_duty_id BIGINT NOT NULL REFERENCES unit_duty (unit_duty_id),
    indicator_id BIGINT NOT NULL REFERENCES indicator (indicator_id)
);
CREATE UNIQUE INDEX unit_duty_figure_uq ON unit_duty_figure (unit_duty_id, indicator_id);
CREATE INDEX unit_duty_figure_indicator_ix ON unit_duty_figure (indicator_id);

-- Who reports an indicator: the units the package names, and those asked for a piece (within_above) of what a unit above reports.
CREATE VIEW reporter AS
    SELECT r.indicator_id, r.unit_id, 0 AS within_above FROM indicator_reporter r
    UNION ALL
    SELECT DISTINCT f.indicator_id, ud.unit_id, 1 FROM unit_duty_figure f JOIN unit_duty ud ON ud.unit_duty_id = f.unit_duty_id
    WHERE NOT EXISTS (SELECT 1 FROM indicator_reporter r WHERE r.indicator_id = f.indicator_id AND r.unit_id = ud.unit_id);

CREATE TABLE assignment (
    assignment_id BIGINT PRIMARY KEY,
    unit_duty_id  BIGINT NOT NULL REFERENCES unit_duty (unit_duty_id),
    kind          TEXT NOT NULL CHECK (kind IN ('head', 'deputy_head', 'responsible_leader', 'lead_section', 'responsible_section', 'person')),
    post_id       BIGINT REFERENCES post (post_id),
    section_id    BIGINT REFERENCES section (section_id),
    state         TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'returned')),
    reason        TEXT NOT NULL,
    decided_at    BIGINT,
    decided_by    TEXT
);
CREATE INDEX assignment_duty_ix ON assignment (unit_duty_id);
CREATE INDEX assignment_post_ix ON assignment (post_id);
CREATE INDEX assignment_section_ix ON assignment (section_id);

CREATE TABLE milestone (
    milestone_id   BIGINT PRIMARY KEY,
    unit_duty_id   BIGINT NOT NULL REFERENCES unit_duty (unit_duty_id),
    title          TEXT NOT NULL,
    due_on         TEXT NOT NULL,
    first_due_on   TEXT NOT NULL,          -- never overwritten
    planned_pct_e4 BIGINT NOT NULL,
    done_on        TEXT,
    removed        INTEGER NOT NULL CHECK (removed IN (0, 1)),
    version        INTEGER NOT NULL
);
CREATE INDEX milestone_duty_ix ON milestone (unit_duty_id);
