-- Occasions of the rhythm of the year (调度, 小结, 大检查, 考核): one for each owner, rule of rhythm.yaml and span.
CREATE TABLE occasion (
    occasion_id BIGINT PRIMARY KEY,
    plan_id     BIGINT NOT NULL REFERENCES plan (plan_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),   -- who runs it
    rule        TEXT NOT NULL,                               -- the rule's code; what it said is kept with the occasion
    kind        TEXT NOT NULL CHECK (kind IN ('dispatch', 'summary', 'inspection', 'assessment')),
    owner       TEXT NOT NULL CHECK (owner IN ('plan_office', 'lead_department', 'county', 'internal')),
    name        TEXT NOT NULL,
    every       TEXT NOT NULL CHECK (every IN ('month', 'quarter', 'half_year', 'year')),
    period      TEXT NOT NULL,                               -- last month of the span
    agenda      TEXT NOT NULL,                               -- sections of the pack, with commas
    opens_on    TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'held', 'closed', 'skipped')),
    meets_on    TEXT,                                        -- when it was called for
    place       TEXT NOT NULL,
    chair       TEXT NOT NULL,                               -- a post
    notes       TEXT NOT NULL,
    held_on     TEXT,
    minutes     TEXT NOT NULL,
    skip_reason TEXT NOT NULL,
    opened_at   BIGINT NOT NULL,
    version     INTEGER NOT NULL
);
CREATE UNIQUE INDEX occasion_uq ON occasion (plan_id, unit_id, rule, period);
CREATE INDEX occasion_period_ix ON occasion (period);

-- What lay before the meeting, as it was on the day it was held; written once.
CREATE TABLE occasion_pack (
    occasion_id BIGINT PRIMARY KEY REFERENCES occasion (occasion_id),
    watermark   BIGINT NOT NULL,     -- position of the facts it was made of
    as_of       TEXT NOT NULL,       -- business date
    content     TEXT NOT NULL,       -- JSON as the API answers it
    frozen_at   BIGINT NOT NULL
);

-- Units invited, and who came.
CREATE TABLE occasion_unit (
    occasion_id BIGINT NOT NULL REFERENCES occasion (occasion_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),
    attendance  TEXT NOT NULL CHECK (attendance IN ('invited', 'present', 'absent', 'leave')),
    substitute  TEXT NOT NULL,       -- who came instead of somebody on leave
    PRIMARY KEY (occasion_id, unit_id)
);
CREATE INDEX occasion_unit_ix ON occasion_unit (unit_id);

-- What was decided (议定事项).
CREATE TABLE occasion_decision (
    decision_id BIGINT PRIMARY KEY,
    occasion_id BIGINT NOT NULL REFERENCES occasion (occasion_id),
    text        TEXT NOT NULL,
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),   -- responsible
    due_on      TEXT NOT NULL,
    task_id     BIGINT REFERENCES task (task_id),
    done_on     TEXT,
    outcome     TEXT NOT NULL,       -- what became of it
    order_id    BIGINT               -- the supervision order it was turned into
);
CREATE INDEX occasion_decision_ix ON occasion_decision (occasion_id);

CREATE TABLE occasion_decision_unit (
    decision_id BIGINT NOT NULL REFERENCES occasion_decision (decision_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),   -- assists
    PRIMARY KEY (decision_id, unit_id)
);
