-- Roles come from the package and are replaced by loading it.
CREATE TABLE role (
    role_code TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    scope     TEXT NOT NULL CONSTRAINT role_scope_ck CHECK (scope IN ('own', 'subtree', 'all')),
    kind      TEXT NOT NULL CONSTRAINT role_kind_ck CHECK (kind IN ('business', 'administrator')),
    place     INTEGER NOT NULL      -- order in the package
);

CREATE TABLE role_permission (
    role_code  TEXT NOT NULL REFERENCES role (role_code),
    permission TEXT NOT NULL,
    PRIMARY KEY (role_code, permission)
);

-- Duty hangs on posts; people hold them for a time.
CREATE TABLE post (
    post_id    BIGINT PRIMARY KEY,
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    section_id BIGINT REFERENCES section (section_id),
    name       TEXT NOT NULL,
    role_code  TEXT NOT NULL REFERENCES role (role_code),
    is_head    INTEGER NOT NULL CONSTRAINT post_is_head_ck CHECK (is_head IN (0, 1))
);
CREATE UNIQUE INDEX post_unit_uq ON post (unit_id, name) WHERE section_id IS NULL;
CREATE UNIQUE INDEX post_section_uq ON post (unit_id, section_id, name) WHERE section_id IS NOT NULL;

CREATE TABLE user_account (
    user_id             BIGINT PRIMARY KEY,
    login               TEXT NOT NULL,      -- lower case
    name                TEXT NOT NULL,
    state               TEXT NOT NULL CONSTRAINT user_account_state_ck CHECK (state IN ('active', 'disabled')),
    password_hash       TEXT NOT NULL,
    password_changed_at BIGINT NOT NULL,
    must_change         INTEGER NOT NULL CONSTRAINT user_account_must_change_ck CHECK (must_change IN (0, 1)),  -- a one-time password
    session_version     INTEGER NOT NULL,   -- raised to end every session of the user
    last_login_at       BIGINT,
    created_at          BIGINT NOT NULL,
    version             INTEGER NOT NULL
);
CREATE UNIQUE INDEX user_account_login_uq ON user_account (login);

CREATE TABLE user_post (
    user_id    BIGINT NOT NULL REFERENCES user_account (user_id),
    post_id    BIGINT NOT NULL REFERENCES post (post_id),
    valid_from TEXT NOT NULL,               -- business dates
    valid_to   TEXT,                        -- the first day it is no longer held
    PRIMARY KEY (user_id, post_id, valid_from)
);
CREATE INDEX user_post_post_ix ON user_post (post_id);

CREATE TABLE password_history (
    history_id    BIGINT PRIMARY KEY,       -- time-ordered
    user_id       BIGINT NOT NULL REFERENCES user_account (user_id),
    password_hash TEXT NOT NULL
);
CREATE INDEX password_history_user_ix ON password_history (user_id, history_id);

CREATE TABLE session (
    token_hash      TEXT PRIMARY KEY,       -- never the token itself
    user_id         BIGINT NOT NULL REFERENCES user_account (user_id),
    post_id         BIGINT REFERENCES post (post_id),
    session_version INTEGER NOT NULL,       -- of the user when it began
    created_at      BIGINT NOT NULL,
    last_seen_at    BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL
);
CREATE INDEX session_expires_ix ON session (expires_at);

-- Failed logins by login ("login:<digest>", known or not) and by address ("address:<text>").
CREATE TABLE login_failure (
    subject      TEXT PRIMARY KEY,
    failures     INTEGER NOT NULL,
    since        BIGINT NOT NULL,           -- the first of them
    locked_until BIGINT
);
CREATE INDEX login_failure_since_ix ON login_failure (since);
