-- Daily work: which day of which job is done. An effect commits together with state 'done' of its day.
CREATE TABLE job_run (
    job          TEXT NOT NULL,
    day          TEXT NOT NULL,           -- business date
    state        TEXT NOT NULL CONSTRAINT job_run_state_ck CHECK (state IN ('waiting', 'running', 'failed', 'done')),
    leased_until BIGINT NOT NULL,         -- nobody else takes it before: the lease of who runs it, or the pause after a failure
    holder       TEXT NOT NULL,           -- which server
    attempts     INTEGER NOT NULL,
    error        TEXT NOT NULL,           -- of the last attempt
    done_at      BIGINT,
    PRIMARY KEY (job, day)
);
CREATE INDEX job_run_unfinished_ix ON job_run (job, day) WHERE state <> 'done';

-- What somebody is told: the inbox.
CREATE TABLE notice (
    notice_id BIGINT PRIMARY KEY,
    user_id   BIGINT NOT NULL REFERENCES user_account (user_id),
    kind      TEXT NOT NULL,             -- "order.assigned": which setting of the reader decides on mail
    code      TEXT NOT NULL,             -- the sentence, said anew in another language
    params    TEXT NOT NULL,             -- of the sentence: name, unit separator, value, record separator
    text      TEXT NOT NULL,             -- Chinese
    link      TEXT NOT NULL,             -- path of the page
    once_key  TEXT,                      -- told at most once for the reader and the key
    at        BIGINT NOT NULL,
    read_at   BIGINT,
    mail      TEXT NOT NULL DEFAULT 'open'      -- not decided yet; goes by no mail, by the next one, in the next digest; is in one
              CONSTRAINT notice_mail_ck CHECK (mail IN ('open', 'none', 'at_once', 'digest', 'mailed'))
);
CREATE UNIQUE INDEX notice_once_uq ON notice (user_id, once_key);
CREATE INDEX notice_user_ix ON notice (user_id, notice_id);
CREATE INDEX notice_unread_ix ON notice (user_id) WHERE read_at IS NULL;
CREATE INDEX notice_open_ix ON notice (notice_id) WHERE mail = 'open';
CREATE INDEX notice_digest_ix ON notice (user_id, notice_id) WHERE mail = 'digest';

-- How somebody wants to be told. Without a row: no mail.
CREATE TABLE notice_reader (
    user_id    BIGINT PRIMARY KEY REFERENCES user_account (user_id),
    email      TEXT NOT NULL,            -- empty: none
    quiet_from INTEGER,                  -- minutes of the day in Beijing; null: as the package says
    quiet_to   INTEGER,
    version    INTEGER NOT NULL         -- 1 is that of who has no row
);
CREATE TABLE notice_preference (
    user_id BIGINT NOT NULL REFERENCES user_account (user_id),
    kind    TEXT NOT NULL,
    mail    TEXT NOT NULL CONSTRAINT notice_preference_mail_ck CHECK (mail IN ('inbox', 'at_once', 'digest')),
    PRIMARY KEY (user_id, kind)
);

-- Mail on its way: written in the transaction that decides on it, sent by whoever claims it.
CREATE TABLE mail_outbox (
    mail_id      BIGINT PRIMARY KEY,
    user_id      BIGINT NOT NULL REFERENCES user_account (user_id),
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT mail_outbox_state_ck CHECK (state IN ('waiting', 'sending', 'sent', 'given_up')),
    leased_until BIGINT NOT NULL,
    holder       TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    error        TEXT NOT NULL,
    sent_at      BIGINT
);
CREATE INDEX mail_outbox_waiting_ix ON mail_outbox (mail_id) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_outbox_user_ix ON mail_outbox (user_id, mail_id);
