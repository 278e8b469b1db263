-- Handover sheets (交接单): what stood open on a post on the day its holder left. Lines are a snapshot, written once.
CREATE TABLE handover (
    handover_id    BIGINT PRIMARY KEY,
    unit_id        BIGINT NOT NULL REFERENCES unit (unit_id),
    post_id        BIGINT NOT NULL REFERENCES post (post_id),
    from_id        BIGINT NOT NULL REFERENCES user_account (user_id),  -- who leaves
    to_id          BIGINT NOT NULL REFERENCES user_account (user_id),  -- who takes over
    on_day         TEXT NOT NULL,
    note           TEXT NOT NULL,
    state          TEXT NOT NULL CONSTRAINT handover_state_ck CHECK (state IN ('open', 'signed', 'cancelled')),
    made_on        TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    from_signed_on TEXT,
    to_signed_on   TEXT,
    cancelled_for  TEXT NOT NULL,
    version        INTEGER NOT NULL
);
CREATE UNIQUE INDEX handover_open_uq ON handover (post_id, from_id) WHERE state = 'open';
CREATE INDEX handover_unit_ix ON handover (unit_id, handover_id);
CREATE INDEX handover_from_ix ON handover (from_id);
CREATE INDEX handover_to_ix ON handover (to_id);

CREATE TABLE handover_line (
    handover_id BIGINT NOT NULL REFERENCES handover (handover_id),
    place       INTEGER NOT NULL,
    section     TEXT NOT NULL CONSTRAINT handover_line_section_ck CHECK (section IN
                ('part', 'milestone', 'fill', 'review', 'order', 'rectification', 'decision', 'notice')),
    title       TEXT NOT NULL,
    subject     TEXT NOT NULL,
    due_on      TEXT,
    state       TEXT NOT NULL,        -- a word of the section; of an order the name of its state
    link        TEXT NOT NULL,        -- path of the page
    PRIMARY KEY (handover_id, place)
);
