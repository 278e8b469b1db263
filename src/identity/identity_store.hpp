#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_source.hpp"
#include "identity/ids.hpp"

namespace luoshi::store {
class ReadTx;
class WriteTx;
}  // namespace luoshi::store

/// Rows of users, sessions and failed logins; private to src/identity.
namespace luoshi::identity {

enum class UserState { Active, Disabled };

struct UserRow {
    UserId id{1};
    std::string login;
    std::string name;
    UserState state = UserState::Active;
    std::string password_hash;
    base::Moment password_changed_at;
    bool must_change = false;
    std::int64_t session_version = 1;
    std::optional<base::Moment> last_login_at;
    base::Moment created_at;
    std::int64_t version = 1;
};

std::optional<UserRow> find_user(store::ReadTx& tx, UserId id);
std::optional<UserRow> find_user_by_login(store::ReadTx& tx, std::string_view login);
/// Users whose login comes after `after`, by login; `text` is looked for in login and name, empty for all.
std::vector<UserRow> list_users(store::ReadTx& tx, std::string_view text, std::string_view after, int limit);
/// Throws store::ConstraintViolation "user_account_login_uq" when the login is taken.
void insert_user(store::WriteTx& tx, const UserRow& user);
/// Stores name, state, password and session_version, and raises the version; false when `user.version` is no longer the stored one.
bool update_user(store::WriteTx& tx, const UserRow& user);
void set_last_login(store::WriteTx& tx, UserId user, base::Moment at);
bool any_user(store::ReadTx& tx);
/// Active users that may manage users everywhere on that date.
std::int64_t count_user_managers(store::ReadTx& tx, base::Date on);

void add_user_post(store::WriteTx& tx, UserId user, PostId post, base::Date from);
/// How many holdings ended.
std::int64_t end_user_post(store::WriteTx& tx, UserId user, PostId post, base::Date on);

/// Hashes of the newest passwords, the present one included.
std::vector<std::string> recent_passwords(store::ReadTx& tx, UserId user, int count);
void remember_password(store::WriteTx& tx, base::IdSource& ids, UserId user, const std::string& hash);

struct SessionRow {
    std::string token_hash;
    UserId user{1};
    std::optional<PostId> post;
    std::int64_t session_version = 1;
    base::Moment created_at;
    base::Moment last_seen_at;
    base::Moment expires_at;
};

std::optional<SessionRow> find_session(store::ReadTx& tx, std::string_view token_hash);
void insert_session(store::WriteTx& tx, const SessionRow& session);
void touch_session(store::WriteTx& tx, std::string_view token_hash, base::Moment at);
void set_session_post(store::WriteTx& tx, std::string_view token_hash, PostId post);
std::int64_t delete_session(store::WriteTx& tx, std::string_view token_hash);
void delete_expired_sessions(store::WriteTx& tx, base::Moment now);

/// Failed logins of one login or address.
struct LoginFailures {
    std::int64_t count = 0;
    base::Moment since;
    std::optional<base::Moment> locked_until;
};
LoginFailures find_failures(store::ReadTx& tx, std::string_view subject);
void put_failures(store::WriteTx& tx, std::string_view subject, const LoginFailures& failures);
void clear_failures(store::WriteTx& tx, std::string_view subject);
/// Forgets failures that began before and lock nobody any more.
void delete_old_failures(store::WriteTx& tx, base::Moment before, base::Moment now);

}  // namespace luoshi::identity
