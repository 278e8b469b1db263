-- Who lifted a caution and why, the order opened of it, and the talk (约谈) with its notice, minutes and check.
ALTER TABLE caution ADD COLUMN lifted_by TEXT NOT NULL DEFAULT '';   -- empty: the program, when the part was well again
ALTER TABLE caution ADD COLUMN lifted_for TEXT NOT NULL DEFAULT '';
ALTER TABLE caution ADD COLUMN order_id BIGINT REFERENCES supervision_order (order_id);

CREATE TABLE caution_talk (
    caution_id  BIGINT PRIMARY KEY REFERENCES caution (caution_id),
    number      TEXT NOT NULL,        -- of the notice, as the unit that talks numbers its papers
    on_day      TEXT NOT NULL,
    at_time     TEXT NOT NULL,
    place       TEXT NOT NULL,
    level       TEXT NOT NULL CONSTRAINT caution_talk_level_ck CHECK (level IN ('deputy', 'head')),
    form        TEXT NOT NULL CONSTRAINT caution_talk_form_ck CHECK (form IN ('individual', 'collective')),
    presider    TEXT NOT NULL,
    attendee    TEXT NOT NULL,        -- whom of the unit: name
    post        TEXT NOT NULL,        -- and post
    notified_on TEXT NOT NULL,
    notified_by TEXT NOT NULL,
    problem     TEXT NOT NULL,
    explanation TEXT NOT NULL,
    demands     TEXT NOT NULL,
    rectify_by  TEXT,
    recorded_on TEXT,                 -- the talking side signs by recording
    recorded_by TEXT NOT NULL,
    signed_on   TEXT,                 -- the unit
    signed_by   TEXT NOT NULL,
    met         INTEGER CONSTRAINT caution_talk_met_ck CHECK (met IN (0, 1)),
    found       TEXT NOT NULL,        -- words of the check
    checked_on  TEXT,
    checked_by  TEXT NOT NULL
);

CREATE TABLE caution_commitment (
    caution_id BIGINT NOT NULL REFERENCES caution_talk (caution_id),
    place      INTEGER NOT NULL,
    what       TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    PRIMARY KEY (caution_id, place)
);
