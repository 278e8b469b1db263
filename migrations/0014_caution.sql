-- Rungs of the ladder of escalation that were called for: by the daily job, or by a person.
CREATE TABLE caution (
    caution_id   BIGINT PRIMARY KEY,
    rung         TEXT NOT NULL,
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    task_id      BIGINT NOT NULL REFERENCES task (task_id),
    owner_id     BIGINT NOT NULL REFERENCES unit (unit_id),   -- who supervises: the plan office, or who handed the part down
    state        TEXT NOT NULL CHECK (state IN ('proposed', 'dismissed', 'in_force', 'objected', 'withdrawn', 'lifted')),
    basis        TEXT NOT NULL,                               -- which rule, by which facts
    light        TEXT NOT NULL,                               -- of the part on the day
    reason       TEXT NOT NULL,                               -- of who raised or confirmed it
    proposed_on  TEXT NOT NULL,
    proposed_by  TEXT NOT NULL,                               -- empty: the program
    proposer_id  BIGINT NOT NULL,
    confirmed_on TEXT,
    confirmed_by TEXT NOT NULL,
    confirmer_id BIGINT,
    object_until TEXT,
    objection    TEXT NOT NULL,
    objected_on  TEXT,
    objected_by  TEXT NOT NULL,
    answer       TEXT NOT NULL,
    answered_on  TEXT,
    answered_by  TEXT NOT NULL,
    lifted_on    TEXT,
    version      INTEGER NOT NULL
);
CREATE INDEX caution_unit_ix ON caution (unit_id, state);
CREATE INDEX caution_task_ix ON caution (task_id);
CREATE INDEX caution_state_ix ON caution (state);
