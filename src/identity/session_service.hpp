#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "identity/environment.hpp"
#include "identity/password_hash.hpp"
#include "identity/session_cache.hpp"

namespace luoshi::identity {

/// A post as a person recognises it.
struct PostView {
    Post post;
    UnitDirectory::Unit unit;
    std::string section_name;
};
PostView view_post(store::ReadTx& tx, const UnitDirectory& units, Post post);

/// A session as its owner sees it.
struct SessionView {
    UserId user{1};
    std::string login;
    std::string name;
    std::optional<PostId> post;
    std::vector<PostView> posts;
    std::set<std::string, std::less<>> permissions;
    MustChangePassword must_change = MustChangePassword::No;
};

struct Credentials {
    std::string login;
    std::string password;
    std::string remote_address;
    std::string request_id;
    std::string present_token;  ///< of a session this client already has: it ends, so that no token survives a login
};

/// Puts the actor on a post: its unit, role, scope and permissions.
void take_post(store::ReadTx& tx, const Environment& env, Actor& actor, const Post& post);

/// Logging in and out, and who is behind a token. Thread safe.
class Sessions {
public:
    Sessions(Environment& environment, PasswordHasher& hasher);

    /// Opens a session and returns its token. Errors: login.failed (one answer, after the same work, for an unknown login, a
    /// wrong password and a disabled user), login.locked. Failures and locks are counted and recorded.
    base::Result<std::string> log_in(const Credentials& credentials);
    base::Status log_out(const Actor& actor, std::string_view token);

    /// The session of a token, from the cache or the database. Errors: session.expired (unknown, ended, idle too long).
    base::Result<std::shared_ptr<const Session>> authenticate(std::string_view token);
    /// Notes that the session is in use; writes at most once a minute.
    void touch(const Session& session);

    SessionView view(const Session& session);
    /// Acts from now on as another post the user holds. Errors: session.post_not_held.
    base::Status choose_post(const Actor& actor, std::string_view token, PostId post);
    /// Sets a new password, ends every session of the user and returns the token of a new one.
    /// Errors: login.locked, request.invalid with the fields old_password and new_password.
    base::Result<std::string> change_password(const Actor& actor, std::string_view old_password, std::string_view new_password);

    /// Drops what is cached of a user, once a change of it is committed.
    void forget_user(UserId user) { cache_.forget_user(user); }
    /// Whether failed logins lock this login now.
    bool is_locked(store::ReadTx& tx, std::string_view login) const;
    /// Forgets the failed logins of this login.
    static void unlock(store::WriteTx& tx, std::string_view login);

private:
    enum class Verdict { Right, Wrong, Locked };
    struct Attempt;

    std::shared_ptr<Session> load(store::ReadTx& tx, const Digest& digest, base::Moment now) const;
    bool locked(store::ReadTx& tx, const Attempt& attempt, base::Moment now) const;
    void count_failure(store::WriteTx& tx, const Attempt& attempt, base::Moment now);
    std::string open(store::WriteTx& tx, UserId user, std::optional<PostId> post, std::int64_t session_version, base::Moment now);

    Environment& env_;
    PasswordHasher& hasher_;
    SessionCache cache_;
};

}  // namespace luoshi::identity
