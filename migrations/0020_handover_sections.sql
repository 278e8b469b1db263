-- A sheet also lists meetings to be held and cautions that may be objected to. SQLite changes no constraint of a table: it is made anew.
CREATE TABLE handover_line_0020 (
    handover_id BIGINT NOT NULL REFERENCES handover (handover_id),
    place       INTEGER NOT NULL,
    section     TEXT NOT NULL CONSTRAINT handover_line_sections_ck CHECK (section IN
                ('part', 'milestone', 'fill', 'review', 'order', 'rectification', 'decision', 'meeting', 'caution', 'notice')),
    title       TEXT NOT NULL,
    subject     TEXT NOT NULL,
    due_on      TEXT,
    state       TEXT NOT NULL,        -- a word of the section; of an order the name of its state
    link        TEXT NOT NULL,        -- path of the page
    PRIMARY KEY (handover_id, place)
);
INSERT INTO handover_line_0020 SELECT handover_id, place, section, title, subject, due_on, state, link FROM handover_line;
DROP TABLE handover_line;
ALTER TABLE handover_line_0020 RENAME TO handover_line;
