-- What somebody is told: the inbox.
CREATE TABLE notice (
    notice_id BIGINT PRIMARY KEY,
    user_id   BIGINT NOT NULL REFERENCES user_account (user_id),
    kind      TEXT NOT NULL,             -- "order.assigned": which setting of the reader decides on mail
    code      TEXT NOT NULL,             -- the sentence, said anew in another language
    params    TEXT NOT NULL,             -- JSON object
    text      TEXT NOT NULL,             -- Chinese
    link      TEXT NOT NULL,             -- path of the page
    once_key  TEXT,                      -- told at most once for the reader and the key
    at        BIGINT NOT NULL,
    read_at   BIGINT
);
CREATE UNIQUE INDEX notice_once_uq ON notice (user_id, once_key);
CREATE INDEX notice_user_ix ON notice (user_id, notice_id);
