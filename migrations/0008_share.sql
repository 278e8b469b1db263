-- Shares of targets (目标分解): what a unit holds of a target, divided among the units directly below.
CREATE TABLE target_split (
    split_id  BIGINT PRIMARY KEY,
    target_id BIGINT NOT NULL REFERENCES target (target_id),
    unit_id   BIGINT NOT NULL REFERENCES unit (unit_id),     -- who divides
    top       INTEGER NOT NULL CHECK (top IN (0, 1)),        -- 1: the plan office divides the target itself; 0: a unit its own share
    year      INTEGER NOT NULL,                              -- of the target; of a yearly one each year has its own
    indicator_id BIGINT NOT NULL REFERENCES indicator (indicator_id), -- what the shares count, when they were made,
    measure   TEXT NOT NULL,                                 -- and the indicator's unit then: in another they mean nothing
    method    TEXT NOT NULL CHECK (method IN ('hand', 'equal', 'proportional', 'table', 'per_unit')),
    basis     TEXT NOT NULL,                                 -- by what, in words: 2019年淘宝村, 户数, the name of the table
    state     TEXT NOT NULL CHECK (state IN ('draft', 'issued')),
    reason    TEXT NOT NULL,                                 -- why less than what is held was issued
    issued_at BIGINT,
    issued_by TEXT,
    held_e4   BIGINT,                                        -- what was held when it was issued
    version   INTEGER NOT NULL
);
CREATE UNIQUE INDEX target_split_uq ON target_split (target_id, unit_id, top, year);

-- The shares of a split as they are now.
CREATE TABLE share (
    split_id  BIGINT NOT NULL REFERENCES target_split (split_id),
    unit_id   BIGINT NOT NULL REFERENCES unit (unit_id),
    value_e4  BIGINT,                                        -- in the indicator's base unit; null: taken back
    value_max_e4 BIGINT,                                     -- of a range its upper end, divided as the lower ends (value) are
    figure_e4 BIGINT                                         -- what it was measured by
);
CREATE UNIQUE INDEX share_uq ON share (split_id, unit_id);
CREATE INDEX share_unit_ix ON share (unit_id);

-- A change of issued shares, asked for and decided.
CREATE TABLE share_change (
    change_id     BIGINT PRIMARY KEY,
    split_id      BIGINT NOT NULL REFERENCES target_split (split_id),
    state         TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused', 'withdrawn')),
    reason        TEXT NOT NULL,
    proposed_on   TEXT NOT NULL,
    proposed_at   BIGINT NOT NULL,
    proposed_user BIGINT NOT NULL,
    proposed_by   TEXT NOT NULL,
    decided_on    TEXT,
    decided_at    BIGINT,
    decided_by    TEXT,
    note          TEXT NOT NULL                              -- why it was refused
);
CREATE UNIQUE INDEX share_change_open_uq ON share_change (split_id) WHERE state = 'proposed';
CREATE INDEX share_change_split_ix ON share_change (split_id, change_id);

CREATE TABLE share_change_item (
    change_id BIGINT NOT NULL REFERENCES share_change (change_id),
    unit_id   BIGINT NOT NULL REFERENCES unit (unit_id),
    before_e4 BIGINT,
    after_e4  BIGINT,
    PRIMARY KEY (change_id, unit_id)
);

-- Every value an issued share ever had; append-only.
CREATE TABLE share_version (
    split_id   BIGINT NOT NULL REFERENCES target_split (split_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    version_no INTEGER NOT NULL,
    value_e4   BIGINT,
    value_max_e4 BIGINT,
    from_on    TEXT NOT NULL,                                -- business date from which it holds
    reason     TEXT NOT NULL,
    asked_by   TEXT NOT NULL,                                -- who issued it, or asked for the change
    granted_by TEXT,                                         -- who approved the change
    at         BIGINT NOT NULL,
    PRIMARY KEY (split_id, unit_id, version_no)
);
