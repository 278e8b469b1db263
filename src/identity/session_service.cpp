#include "identity/session_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "identity/identity_store.hpp"
#include "identity/password_policy.hpp"
#include "store/store.hpp"

namespace luoshi::identity {

namespace {

const audit::Action kLogIn{"session.login", "登录"};
const audit::Action kLogOut{"session.logout", "退出"};
const audit::Action kLock{"session.lock", "锁定登录"};
const audit::Action kChoosePost{"session.choose_post", "切换岗位"};
const audit::Action kChangePassword{"session.password", "修改口令"};

base::Error login_failed() { return {base::Category::Unauthenticated, "login.failed", "登录名或口令不正确：请核对大小写后重试", {}, {}}; }
base::Error login_locked() {
    return {base::Category::TooManyRequests, "login.locked", "登录失败次数过多，已暂时锁定：请半小时后重试，或请管理员解锁", {}, {}};
}
base::Error expired() {
    return {base::Category::Unauthenticated,
            "session.expired",
            "登录已失效（长时间未操作、已退出或口令已修改）：请重新登录，已填内容不会丢失",
            {},
            {}};
}

/// What was typed is kept only as a digest: people type passwords into the wrong field.
std::string login_subject(std::string_view login) { return "login:" + digest_text(digest_of(login)); }
std::string address_subject(std::string_view address) { return fmt::format("address:{}", address); }

std::int64_t lock_key(std::string_view subject) {
    const Digest digest = digest_of(subject);
    std::int64_t key = 0;
    std::memcpy(&key, digest.data(), sizeof key);
    return key;
}

/// Attempts on one login and attempts from one address are counted one after the other. Always in the same order: two attempts never
/// wait for each other.
void lock_counts(store::WriteTx& tx, std::string_view login_subject, std::string_view address_subject) {
    const auto [first, second] = std::minmax({lock_key(login_subject), lock_key(address_subject)});
    tx.lock(first);
    tx.lock(second);
}

/// Logins are stored without capitals and surrounding blanks.
std::string normalised(std::string_view login) {
    std::string out{base::trim(login)};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool holds_administrator_role(store::ReadTx& tx, UserId user, base::Date on) {
    const auto posts = posts_held(tx, user, on);
    return std::any_of(posts.begin(), posts.end(), [&](const Post& post) {
        const auto role = find_role(tx, post.role);
        return role && role->kind == RoleKind::Administrator;
    });
}

bool is_locked_now(const LoginFailures& failures, base::Moment now) { return failures.locked_until && *failures.locked_until > now; }

}  // namespace

PostView view_post(store::ReadTx& tx, const UnitDirectory& units, Post post) {
    auto unit = units.find(tx, post.unit).value_or(UnitDirectory::Unit{post.unit, "", "other"});
    std::string section = post.section ? units.section_name(tx, *post.section) : std::string{};
    return {std::move(post), std::move(unit), std::move(section)};
}

/// Somebody tries a password.
struct Sessions::Attempt {
    std::string login_subject;
    std::string address_subject;
    audit::Origin origin;
    std::optional<UserRow> user;  ///< whose login it is, when there is one
    bool administrator = false;
};

void take_post(store::ReadTx& tx, const Environment& env, Actor& actor, const Post& post) {
    auto role = find_role(tx, post.role);
    const auto unit = env.units.find(tx, post.unit);
    if (!role || !unit) {
        throw store::Fault(fmt::format("岗位 {} 的角色或单位不存在", post.id.text()));
    }
    actor.post = post.id;
    actor.post_name = post.name;
    actor.is_head = post.is_head && !post.section;
    actor.unit = post.unit;
    actor.unit_name = unit->name;
    actor.role = role->code;
    actor.scope = role->scope;
    actor.permissions = std::make_shared<std::set<std::string, std::less<>>>(std::move(role->permissions));
    auto units = role->scope == Scope::Subtree ? env.units.subtree(tx, post.unit) : std::vector<UnitId>{post.unit};
    std::sort(units.begin(), units.end());
    actor.units = std::make_shared<std::vector<UnitId>>(std::move(units));
}

Sessions::Sessions(Environment& environment, PasswordHasher& hasher)
    : env_(environment), hasher_(hasher), cache_(environment.settings.session_cache) {}

bool Sessions::is_locked(store::ReadTx& tx, std::string_view login) const {
    return is_locked_now(find_failures(tx, login_subject(login)), env_.clock.now());
}

void Sessions::unlock(store::WriteTx& tx, std::string_view login) { clear_failures(tx, login_subject(login)); }

bool Sessions::locked(store::ReadTx& tx, const Attempt& attempt, base::Moment now) const {
    return is_locked_now(find_failures(tx, attempt.login_subject), now) || is_locked_now(find_failures(tx, attempt.address_subject), now);
}

void Sessions::count_failure(store::WriteTx& tx, const Attempt& attempt, base::Moment now) {
    const auto& settings = env_.settings;
    const std::string object = attempt.user ? attempt.user->id.text() : std::string{};
    const auto count = [&](const std::string& subject, int most, std::chrono::minutes lock, const std::string& whose) {
        LoginFailures failures = find_failures(tx, subject);
        if (failures.count == 0 || now - failures.since > lock) {
            failures = {0, now, std::nullopt};
        }
        if (++failures.count >= most) {
            failures.locked_until = now + lock;
            audit::record(
                tx, env_.ids, now, attempt.origin,
                {kLock, "user", object, fmt::format("{}连续登录失败 {} 次，锁定 {} 分钟", whose, failures.count, lock.count()), {}});
        }
        put_failures(tx, subject, failures);
    };
    count(attempt.login_subject, settings.login_failures, attempt.administrator ? settings.administrator_login_lock : settings.login_lock,
          attempt.user ? "登录名 " + attempt.user->login + " " : "登录名");
    count(attempt.address_subject, settings.address_failures, settings.address_lock, "该地址");
}

base::Result<std::string> Sessions::log_in(const Credentials& credentials) {
    const base::Moment now = env_.clock.now();
    const std::string login = normalised(credentials.login);
    Attempt attempt;
    attempt.login_subject = login_subject(login);
    attempt.address_subject = address_subject(credentials.remote_address);
    attempt.origin.remote_address = credentials.remote_address;
    attempt.origin.request_id = credentials.request_id;
    const bool locked_before = env_.db.read([&](store::ReadTx& tx) {
        attempt.user = find_user_by_login(tx, login);
        attempt.administrator = attempt.user && holds_administrator_role(tx, attempt.user->id, env_.business_date());
        return locked(tx, attempt, now);
    });
    if (locked_before) {
        return login_locked();
    }
    const auto& user = attempt.user;
    bool right = false;
    if (user) {
        right = hasher_.matches(user->password_hash, credentials.password);
    } else {
        hasher_.waste(credentials.password);
    }
    // Renewed here, the only place that knows the password: otherwise raised costs would also tell known logins by their time.
    const std::string renewed = right && hasher_.outdated(user->password_hash) ? hasher_.hash(credentials.password) : std::string{};

    struct Outcome {
        Verdict verdict;
        std::string token;
    };
    auto outcome = env_.db.write([&](store::WriteTx& tx) -> base::Result<Outcome> {
        lock_counts(tx, attempt.login_subject, attempt.address_subject);
        if (locked(tx, attempt, now)) {  // by others that tried at the same time: a right guess among them must not get through
            return Outcome{Verdict::Locked, {}};
        }
        auto current = find_user_by_login(tx, login);
        if (!right || !current || current->state != UserState::Active || current->password_hash != user->password_hash) {
            count_failure(tx, attempt, now);
            audit::record(tx, env_.ids, now, attempt.origin,
                          // a name nobody has may be a password typed into the wrong field: it is not kept
                          {kLogIn,
                           "user",
                           user ? user->id.text() : std::string{},
                           user ? "登录失败：" + user->login : "登录失败：没有此登录名",
                           {},
                           false});
            return Outcome{Verdict::Wrong, {}};
        }
        if (!renewed.empty()) {
            current->password_hash = renewed;
            static_cast<void>(update_user(tx, *current));  // lost to another change: the next login tries again
        }
        clear_failures(tx, attempt.login_subject);
        delete_old_failures(tx, now - std::chrono::hours{24}, now);
        delete_expired_sessions(tx, now);
        if (!credentials.present_token.empty()) {
            const Digest present = digest_of(credentials.present_token);
            delete_session(tx, digest_text(present));
            tx.after_commit([this, present] { cache_.forget(present); });
        }
        set_last_login(tx, current->id, now);
        std::string token = open(tx, current->id, std::nullopt, current->session_version, now);
        Actor actor = load(tx, digest_of(token), now)->actor;
        actor.remote_address = credentials.remote_address;
        actor.request_id = credentials.request_id;
        audit::record(tx, env_.ids, now, actor.origin(), {kLogIn, "user", current->id.text(), "登录", {}});
        return Outcome{Verdict::Right, std::move(token)};
    });
    if (!outcome) {
        return std::move(outcome).error();
    }
    switch (outcome->verdict) {
        case Verdict::Right:
            return std::move(outcome->token);
        case Verdict::Locked:
            return login_locked();
        case Verdict::Wrong:
            break;
    }
    return login_failed();
}

std::string Sessions::open(store::WriteTx& tx, UserId user, std::optional<PostId> post, std::int64_t session_version, base::Moment now) {
    std::string token = random_token();
    insert_session(tx, {digest_text(digest_of(token)), user, post, session_version, now, now, now + env_.settings.session_absolute});
    return token;
}

base::Status Sessions::log_out(const Actor& actor, std::string_view token) {
    const Digest digest = digest_of(token);
    return env_.db.write([&](store::WriteTx& tx) -> base::Status {
        if (delete_session(tx, digest_text(digest)) > 0) {
            audit::record(tx, env_.ids, env_.clock.now(), actor.origin(), {kLogOut, "user", actor.user.text(), "退出", {}});
        }
        tx.after_commit([this, digest] { cache_.forget(digest); });
        return base::Done{};
    });
}

base::Result<std::shared_ptr<const Session>> Sessions::authenticate(std::string_view token) {
    const base::Moment now = env_.clock.now();
    const Digest digest = digest_of(token);
    if (auto cached = cache_.find(digest, now)) {
        return cached;
    }
    std::shared_ptr<const Session> session = env_.db.read([&](store::ReadTx& tx) { return load(tx, digest, now); });
    if (!session) {
        return expired();
    }
    cache_.put(session);
    return session;
}

std::shared_ptr<Session> Sessions::load(store::ReadTx& tx, const Digest& digest, base::Moment now) const {
    const auto row = find_session(tx, digest_text(digest));
    if (!row || row->expires_at <= now) {
        return nullptr;
    }
    const auto user = find_user(tx, row->user);
    if (!user || user->state != UserState::Active || user->session_version != row->session_version) {
        return nullptr;
    }
    auto session = std::make_shared<Session>();
    session->login = user->login;
    session->digest = digest;
    session->expires_at = row->expires_at;
    session->idle = env_.settings.session_idle;
    session->loaded_at = now;
    session->last_seen = row->last_seen_at;
    if (user->must_change) {
        session->must_change = MustChangePassword::OneTime;
    } else if (row->created_at - user->password_changed_at > env_.settings.password_max_age) {
        session->must_change = MustChangePassword::Expired;
    }

    Actor& actor = session->actor;
    actor.user = user->id;
    actor.user_name = user->name;
    actor.permissions = std::make_shared<std::set<std::string, std::less<>>>();
    const auto posts = posts_held(tx, user->id, env_.business_date());
    if (!posts.empty()) {
        const auto chosen = std::find_if(posts.begin(), posts.end(), [&](const Post& post) { return row->post == post.id; });
        const Post& post = chosen == posts.end() ? posts.front() : *chosen;
        take_post(tx, env_, actor, post);
        if (find_role(tx, post.role)->kind == RoleKind::Administrator) {
            session->idle = env_.settings.administrator_session_idle;
        }
    }
    if (row->last_seen_at + session->idle <= now) {
        return nullptr;
    }
    return session;
}

void Sessions::touch(const Session& session) {
    const base::Moment now = env_.clock.now();
    base::Moment seen = session.last_seen.load();
    if (now - seen < env_.settings.session_touch_every || !session.last_seen.compare_exchange_strong(seen, now)) {
        return;
    }
    const auto written = env_.db.write([&](store::WriteTx& tx) -> base::Status {
        touch_session(tx, digest_text(session.digest), now);
        return base::Done{};
    });
    static_cast<void>(written);  // nothing in it can be refused
}

SessionView Sessions::view(const Session& session) {
    const Actor& actor = session.actor;
    SessionView view{actor.user, session.login, actor.user_name, actor.post, {}, *actor.permissions, session.must_change};
    view.posts = env_.db.read([&](store::ReadTx& tx) {
        std::vector<PostView> posts;
        for (Post& post : posts_held(tx, actor.user, env_.business_date())) {
            posts.push_back(view_post(tx, env_.units, std::move(post)));
        }
        return posts;
    });
    return view;
}

base::Status Sessions::choose_post(const Actor& actor, std::string_view token, PostId post) {
    const Digest digest = digest_of(token);
    return env_.db.write([&](store::WriteTx& tx) -> base::Status {
        const auto posts = posts_held(tx, actor.user, env_.business_date());
        const auto chosen = std::find_if(posts.begin(), posts.end(), [&](const Post& held) { return held.id == post; });
        if (chosen == posts.end()) {
            return base::conflict("session.post_not_held", "您现在不担任该岗位：请刷新后从列表中选择");
        }
        set_session_post(tx, digest_text(digest), post);
        audit::record(tx, env_.ids, env_.clock.now(), actor.origin(),
                      {kChoosePost, "post", post.text(), fmt::format("切换到岗位“{}”", chosen->name), {}});
        tx.after_commit([this, digest] { cache_.forget(digest); });
        return base::Done{};
    });
}

base::Result<std::string> Sessions::change_password(const Actor& actor, std::string_view old_password, std::string_view new_password) {
    const base::Moment now = env_.clock.now();
    Attempt attempt;
    attempt.address_subject = address_subject(actor.remote_address);
    attempt.origin = actor.origin();
    std::vector<std::string> used;
    const bool locked_before = env_.db.read([&](store::ReadTx& tx) {
        attempt.user = find_user(tx, actor.user);
        attempt.login_subject = login_subject(attempt.user->login);
        attempt.administrator = holds_administrator_role(tx, actor.user, env_.business_date());
        used = recent_passwords(tx, actor.user, env_.settings.password_history);
        return locked(tx, attempt, now);
    });
    if (locked_before) {
        return login_locked();
    }
    UserRow user = *attempt.user;
    std::vector<base::FieldError> faults = check_password(new_password, user.login, env_.settings, "/new_password");
    const bool right = hasher_.matches(user.password_hash, old_password);
    if (!right) {
        faults.push_back({"/old_password", "password.wrong", "原口令不正确"});
    } else if (faults.empty() &&
               std::any_of(used.begin(), used.end(), [&](const std::string& hash) { return hasher_.matches(hash, new_password); })) {
        faults.push_back(base::field_error("/new_password", base::phrase("password.reused", "不能使用最近 {count} 次用过的口令",
                                                                         {{"count", std::to_string(env_.settings.password_history)}})));
    }
    if (faults.empty()) {
        user.password_hash = hasher_.hash(new_password);
        user.password_changed_at = now;
        user.must_change = false;
        ++user.session_version;
    }
    std::string token;
    auto done = env_.db.write([&](store::WriteTx& tx) -> base::Status {
        if (!right) {
            lock_counts(tx, attempt.login_subject, attempt.address_subject);
            count_failure(tx, attempt, now);
        }
        if (!faults.empty()) {
            audit::record(tx, env_.ids, now, actor.origin(), {kChangePassword, "user", user.id.text(), "修改口令未成功", {}, false});
            return base::Done{};
        }
        if (!update_user(tx, user)) {
            return base::conflict("user.changed", "账号刚刚被管理员修改：请重新登录后再改口令");
        }
        remember_password(tx, env_.ids, user.id, user.password_hash);
        token = open(tx, user.id, actor.post, user.session_version, now);
        audit::record(tx, env_.ids, now, actor.origin(), {kChangePassword, "user", user.id.text(), "修改口令", {}});
        tx.after_commit([this, id = user.id] { cache_.forget_user(id); });
        return base::Done{};
    });
    if (!done) {
        return std::move(done).error();
    }
    if (!faults.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "口令未修改：请按提示改正", std::move(faults), {}};
    }
    return token;
}

}  // namespace luoshi::identity
