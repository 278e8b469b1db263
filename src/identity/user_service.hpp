#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/environment.hpp"
#include "identity/session_service.hpp"

namespace luoshi::identity {

enum class UserCondition { Active, Disabled, Locked };

struct User {
    UserId id{1};
    std::string login;
    std::string name;
    UserCondition condition = UserCondition::Active;
    std::optional<base::Moment> last_login_at;
    std::vector<PostView> posts;  ///< held today
    std::int64_t version = 1;
};

struct UserFilter {
    std::string text = {};            ///< in login or name
    std::optional<UnitId> unit = {};  ///< holds a post there
    std::string after = {};           ///< the key of the page before
    int limit = 50;
};
struct UserPage {
    std::vector<User> items;
    std::optional<std::string> next;
};

struct NewUser {
    std::string login;
    std::string name;
    PostId post{1};
};
/// A user and the password it logs in with once.
struct CreatedUser {
    User user;
    std::string one_time_password;
};

struct UserPatch {
    std::optional<std::string> name = {};
    std::optional<UserCondition> condition = {};  ///< Active also unlocks; Locked cannot be set
};

/// A user on a post that is set up with it where the unit has none of that name.
struct Appointment {
    std::string login;
    std::string name;
    UnitId unit{1};
    std::string role;
    std::string post_name = {};  ///< empty: as the role is called
    bool is_head = false;
    std::optional<base::Date> from = {};  ///< nothing: the business date
};

/// The program itself, at installation and on the command line, where whoever starts it owns the data anyway: may do everything.
Actor system_actor(std::string name);

/// Accounts and who holds which post. Every use case checks that the user lies in the actor's reach: every post it holds is of a
/// unit the actor covers. Errors of all: user.not_found, permission.scope.
class Users {
public:
    Users(Environment& environment, PasswordHasher& hasher, Sessions& sessions);

    /// The users in the actor's reach, by login.
    UserPage list(const Actor& actor, const UserFilter& filter);
    base::Result<User> find(const Actor& actor, UserId id);
    /// Errors: request.invalid (login, name), post.not_found, role.above_own, user.login_taken.
    base::Result<CreatedUser> create(const Actor& actor, const NewUser& user);
    /// Gives a new one-time password, ends the user's sessions and unlocks it. Error: user.own_password.
    base::Result<std::string> reset_password(const Actor& actor, UserId id);
    /// Errors: user.version_mismatch, user.last_administrator.
    base::Result<User> update(const Actor& actor, UserId id, std::int64_t version, const UserPatch& patch);
    /// Errors: post.not_found, role.above_own, role.excluded.
    base::Result<User> add_post(const Actor& actor, UserId id, PostId post);
    /// Errors: post.not_held, user.last_administrator.
    base::Result<User> remove_post(const Actor& actor, UserId id, PostId post);

    /// For the command line and the installation. Errors as create().
    base::Result<CreatedUser> appoint(const Actor& actor, const Appointment& appointment);
    base::Result<UserId> find_login(const std::string& login);
    /// The user of a login on the first post held on a day, for whoever replays what was done. Errors: user.not_found.
    base::Result<Actor> actor_on(const std::string& login, base::Date day);
    /// On a database without users creates an administrator ("sysadmin") on a post of this unit; nothing when there are users.
    base::Result<std::optional<CreatedUser>> ensure_first_administrator(UnitId unit);
    /// Users of a demonstration, all with this password, which holds as it is; those whose login exists are left alone.
    base::Status load_demonstration(const std::vector<Appointment>& appointments, const std::string& password);

private:
    struct Enrolment;

    User view(store::ReadTx& tx, const struct UserRow& row) const;
    base::Result<struct UserRow> in_reach(store::ReadTx& tx, const Actor& actor, UserId id) const;
    base::Result<UserId> enrol(store::WriteTx& tx, const Actor& actor, const Enrolment& enrolment);
    base::Result<PostId> ensure_post(store::WriteTx& tx, const Actor& actor, const Appointment& appointment);
    base::Status hold(store::WriteTx& tx, const Actor& actor, const struct UserRow& user, PostId post, base::Date from);
    base::Status keep_an_administrator(store::WriteTx& tx) const;

    Environment& env_;
    PasswordHasher& hasher_;
    Sessions& sessions_;
};

}  // namespace luoshi::identity
