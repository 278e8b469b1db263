#include "identity/identity_store.hpp"

#include "store/store.hpp"

namespace luoshi::identity {

namespace {

#define LUOSHI_USER_COLUMNS                                                                                                             \
    "SELECT user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, last_login_at, created_at, " \
    "version FROM user_account "
const store::Sql kFindUser{"identity.find_user", LUOSHI_USER_COLUMNS "WHERE user_id = $1"};
const store::Sql kFindUserByLogin{"identity.find_user_by_login", LUOSHI_USER_COLUMNS "WHERE login = $1"};
const store::Sql kListUsers{"identity.list_users", LUOSHI_USER_COLUMNS R"sql(
WHERE login > $1 AND (login LIKE $2 ESCAPE '\' OR name LIKE $2 ESCAPE '\') ORDER BY login LIMIT $3)sql"};
#undef LUOSHI_USER_COLUMNS
const store::Sql kInsertUser{"identity.insert_user", R"sql(
INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, created_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};
const store::Sql kUpdateUser{"identity.update_user", R"sql(
UPDATE user_account SET name = $3, state = $4, password_hash = $5, password_changed_at = $6, must_change = $7, session_version = $8,
    version = version + 1
WHERE user_id = $1 AND version = $2)sql"};
const store::Sql kSetLastLogin{"identity.set_last_login", "UPDATE user_account SET last_login_at = $2 WHERE user_id = $1"};
const store::Sql kAnyUser{"identity.any_user", "SELECT 1 FROM user_account LIMIT 1"};
const store::Sql kUserManagers{"identity.count_user_managers", R"sql(
SELECT count(DISTINCT u.user_id) FROM user_account u
JOIN user_post h ON h.user_id = u.user_id
JOIN post p ON p.post_id = h.post_id
JOIN role r ON r.role_code = p.role_code AND r.scope = 'all'
JOIN role_permission m ON m.role_code = r.role_code AND m.permission = 'user.manage'
WHERE u.state = 'active' AND h.valid_from <= $1 AND (h.valid_to IS NULL OR h.valid_to > $1))sql"};

const store::Sql kAddUserPost{"identity.add_user_post", R"sql(
INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $2, $3)
ON CONFLICT (user_id, post_id, valid_from) DO UPDATE SET valid_to = NULL)sql"};
const store::Sql kEndUserPost{"identity.end_user_post", R"sql(
UPDATE user_post SET valid_to = $3 WHERE user_id = $1 AND post_id = $2 AND (valid_to IS NULL OR valid_to > $3))sql"};

const store::Sql kRecentPasswords{"identity.recent_passwords",
                                  "SELECT password_hash FROM password_history WHERE user_id = $1 ORDER BY history_id DESC LIMIT $2"};
const store::Sql kRememberPassword{"identity.remember_password",
                                   "INSERT INTO password_history (history_id, user_id, password_hash) VALUES ($1, $2, $3)"};

const store::Sql kFindSession{"identity.find_session", R"sql(
SELECT token_hash, user_id, post_id, session_version, created_at, last_seen_at, expires_at FROM session WHERE token_hash = $1)sql"};
const store::Sql kInsertSession{"identity.insert_session", R"sql(
INSERT INTO session (token_hash, user_id, post_id, session_version, created_at, last_seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
const store::Sql kTouchSession{"identity.touch_session",
                               "UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2"};
const store::Sql kSetSessionPost{"identity.set_session_post", "UPDATE session SET post_id = $2 WHERE token_hash = $1"};
const store::Sql kDeleteSession{"identity.delete_session", "DELETE FROM session WHERE token_hash = $1"};
const store::Sql kDeleteExpired{"identity.delete_expired_sessions", "DELETE FROM session WHERE expires_at <= $1"};

const store::Sql kFindFailures{"identity.find_failures", "SELECT failures, since, locked_until FROM login_failure WHERE subject = $1"};
const store::Sql kPutFailures{"identity.put_failures", R"sql(
INSERT INTO login_failure (subject, failures, since, locked_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, since = excluded.since, locked_until = excluded.locked_until)sql"};
const store::Sql kClearFailures{"identity.clear_failures", "DELETE FROM login_failure WHERE subject = $1"};
const store::Sql kDeleteOldFailures{"identity.delete_old_failures",
                                    "DELETE FROM login_failure WHERE since < $1 AND (locked_until IS NULL OR locked_until < $2)"};

UserRow read_user(const store::Row& row) {
    UserRow user;
    user.id = row.id<UserId>(0);
    user.login = row.text(1);
    user.name = row.text(2);
    user.state = row.view(3) == "active" ? UserState::Active : UserState::Disabled;
    user.password_hash = row.text(4);
    user.password_changed_at = row.moment(5);
    user.must_change = row.integer(6) == 1;
    user.session_version = row.integer(7);
    user.last_login_at = row.opt_moment(8);
    user.created_at = row.moment(9);
    user.version = row.integer(10);
    return user;
}

const char* state_text(UserState state) { return state == UserState::Active ? "active" : "disabled"; }

/// A LIKE pattern for text anywhere, its own % and _ taken literally.
std::string containing(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::optional<UserRow> find_user(store::ReadTx& tx, UserId id) { return tx.one(kFindUser, {id}, read_user); }
std::optional<UserRow> find_user_by_login(store::ReadTx& tx, std::string_view login) {
    return tx.one(kFindUserByLogin, {login}, read_user);
}

std::vector<UserRow> list_users(store::ReadTx& tx, std::string_view text, std::string_view after, int limit) {
    return tx.all(kListUsers, {after, containing(text), limit}, read_user);
}

void insert_user(store::WriteTx& tx, const UserRow& user) {
    tx.execute(kInsertUser, {user.id, user.login, user.name, state_text(user.state), user.password_hash, user.password_changed_at,
                             user.must_change ? 1 : 0, user.session_version, user.created_at, user.version});
}

bool update_user(store::WriteTx& tx, const UserRow& user) {
    return tx.execute(kUpdateUser, {user.id, user.version, user.name, state_text(user.state), user.password_hash, user.password_changed_at,
                                    user.must_change ? 1 : 0, user.session_version}) == 1;
}

void set_last_login(store::WriteTx& tx, UserId user, base::Moment at) { tx.execute(kSetLastLogin, {user, at}); }
bool any_user(store::ReadTx& tx) { return tx.integer(kAnyUser).has_value(); }

std::int64_t count_user_managers(store::ReadTx& tx, base::Date on) { return tx.integer(kUserManagers, {on}).value_or(0); }

void add_user_post(store::WriteTx& tx, UserId user, PostId post, base::Date from) { tx.execute(kAddUserPost, {user, post, from}); }

std::int64_t end_user_post(store::WriteTx& tx, UserId user, PostId post, base::Date on) {
    return tx.execute(kEndUserPost, {user, post, on});
}

std::vector<std::string> recent_passwords(store::ReadTx& tx, UserId user, int count) {
    return tx.all(kRecentPasswords, {user, count}, [](const store::Row& row) { return row.text(0); });
}

void remember_password(store::WriteTx& tx, base::IdSource& ids, UserId user, const std::string& hash) {
    tx.execute(kRememberPassword, {ids.next(), user, hash});
}

std::optional<SessionRow> find_session(store::ReadTx& tx, std::string_view token_hash) {
    return tx.one(kFindSession, {token_hash}, [](const store::Row& row) {
        return SessionRow{row.text(0),   row.id<UserId>(1), row.opt_id<PostId>(2), row.integer(3),
                          row.moment(4), row.moment(5),     row.moment(6)};
    });
}

void insert_session(store::WriteTx& tx, const SessionRow& session) {
    tx.execute(kInsertSession, {session.token_hash, session.user, session.post, session.session_version, session.created_at,
                                session.last_seen_at, session.expires_at});
}

void touch_session(store::WriteTx& tx, std::string_view token_hash, base::Moment at) { tx.execute(kTouchSession, {token_hash, at}); }
void set_session_post(store::WriteTx& tx, std::string_view token_hash, PostId post) { tx.execute(kSetSessionPost, {token_hash, post}); }
std::int64_t delete_session(store::WriteTx& tx, std::string_view token_hash) { return tx.execute(kDeleteSession, {token_hash}); }
void delete_expired_sessions(store::WriteTx& tx, base::Moment now) { tx.execute(kDeleteExpired, {now}); }

LoginFailures find_failures(store::ReadTx& tx, std::string_view subject) {
    return tx
        .one(kFindFailures, {subject},
             [](const store::Row& row) {
                 return LoginFailures{row.integer(0), row.moment(1), row.opt_moment(2)};
             })
        .value_or(LoginFailures{});
}

void put_failures(store::WriteTx& tx, std::string_view subject, const LoginFailures& failures) {
    tx.execute(kPutFailures, {subject, failures.count, failures.since, failures.locked_until});
}

void clear_failures(store::WriteTx& tx, std::string_view subject) { tx.execute(kClearFailures, {subject}); }
void delete_old_failures(store::WriteTx& tx, base::Moment before, base::Moment now) { tx.execute(kDeleteOldFailures, {before, now}); }

}  // namespace luoshi::identity
