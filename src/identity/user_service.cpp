#include "identity/user_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/change.hpp"
#include "identity/identity_store.hpp"
#include "identity/secret.hpp"
#include "store/store.hpp"

namespace luoshi::identity {

namespace {

const audit::Action kCreate{"user.create", "新建用户"};
const audit::Action kUpdate{"user.update", "修改用户"};
const audit::Action kReset{"user.reset_password", "重置口令"};
const audit::Action kAddPost{"user.add_post", "任职"};
const audit::Action kRemovePost{"user.remove_post", "免职"};

/// Held by whoever may take the last administrator away.
constexpr std::int64_t kAdministratorsKey = 0x6964656E74697479;

base::Error no_user() { return base::not_found("user.not_found", "没有这个用户：可能已被删除，请刷新列表"); }
base::Error no_post() { return base::not_found("post.not_found", "没有这个岗位：请从岗位列表中选择"); }
base::Error out_of_reach(std::string_view what) {
    return base::forbidden("permission.scope", fmt::format("{}不在您的管理范围内：请由其所属单位或市级管理员办理", what));
}

/// A letter, then letters, digits, dots, hyphens and underscores; 3 to 32 characters, no capitals.
bool is_login(std::string_view text) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return text.size() >= 3 && text.size() <= 32 && letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
               return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
           });
}

base::Status check_new(const std::string& login, const std::string& name) {
    std::vector<base::FieldError> faults;
    if (!is_login(login)) {
        faults.push_back({"/login", "login.format", "登录名应为 3 至 32 位小写字母、数字、点、横线或下划线，以字母开头"});
    }
    if (name.empty()) {
        faults.push_back({"/name", "name.missing", "请填写姓名"});
    }
    if (!faults.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "用户未建立：请按提示改正", std::move(faults), {}};
    }
    return base::Done{};
}

bool manages_users_everywhere(const Role& role) { return role.scope == Scope::All && role.permissions.contains("user.manage"); }

const char* condition_text(UserState state) { return state == UserState::Active ? "启用" : "停用"; }

}  // namespace

/// A user to be stored: everything that was worked out before the transaction.
struct Users::Enrolment {
    std::string login;
    std::string name;
    std::string password_hash;
    enum class Password { Once, Lasting } password = Password::Once;
    PostId post{1};
    base::Date from;
};

Actor system_actor(std::string name) {
    Actor actor;
    actor.user = UserId{0};
    actor.user_name = std::move(name);
    actor.scope = Scope::All;
    std::set<std::string, std::less<>> every;
    for (const Permission& permission : permissions()) {
        every.emplace(permission.code);
    }
    actor.permissions = std::make_shared<std::set<std::string, std::less<>>>(std::move(every));
    return actor;
}

Users::Users(Environment& environment, PasswordHasher& hasher, Sessions& sessions)
    : env_(environment), hasher_(hasher), sessions_(sessions) {}

User Users::view(store::ReadTx& tx, const UserRow& row) const {
    User user{row.id, row.login, row.name, UserCondition::Active, row.last_login_at, {}, row.version};
    if (row.state == UserState::Disabled) {
        user.condition = UserCondition::Disabled;
    } else if (sessions_.is_locked(tx, row.login)) {
        user.condition = UserCondition::Locked;
    }
    for (Post& post : posts_held(tx, row.id, env_.business_date())) {
        user.posts.push_back(view_post(tx, env_.units, std::move(post)));
    }
    return user;
}

namespace {

/// Who reaches every unit manages everybody; others manage users all of whose posts they cover, and who hold at least one.
bool reaches(const Actor& actor, const std::vector<Post>& posts) {
    return actor.scope == Scope::All ||
           (!posts.empty() && std::all_of(posts.begin(), posts.end(), [&](const Post& post) { return actor.covers(post.unit); }));
}

}  // namespace

base::Result<UserRow> Users::in_reach(store::ReadTx& tx, const Actor& actor, UserId id) const {
    auto row = find_user(tx, id);
    if (!row) {
        return no_user();
    }
    if (!reaches(actor, posts_held(tx, id, env_.business_date()))) {
        return out_of_reach("该用户");
    }
    return std::move(*row);
}

UserPage Users::list(const Actor& actor, const UserFilter& filter) {
    constexpr int kChunk = 200;
    const auto limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, kChunk));
    return env_.db.read([&](store::ReadTx& tx) {
        UserPage page;
        std::string after = filter.after;
        for (bool more = true; more;) {
            const auto rows = list_users(tx, filter.text, after, kChunk);
            more = rows.size() == kChunk;
            for (const UserRow& row : rows) {
                after = row.login;
                const auto posts = posts_held(tx, row.id, env_.business_date());
                const bool asked =
                    !filter.unit || std::any_of(posts.begin(), posts.end(), [&](const Post& post) { return post.unit == *filter.unit; });
                if (!asked || !reaches(actor, posts)) {
                    continue;
                }
                if (page.items.size() == limit) {
                    page.next = page.items.back().login;
                    return page;
                }
                page.items.push_back(view(tx, row));
            }
        }
        return page;
    });
}

base::Result<User> Users::find(const Actor& actor, UserId id) {
    return env_.db.read([&](store::ReadTx& tx) -> base::Result<User> {
        LUOSHI_TRY(row, in_reach(tx, actor, id));
        return view(tx, row);
    });
}

base::Status Users::hold(store::WriteTx& tx, const Actor& actor, const UserRow& user, PostId post_id, base::Date from) {
    const auto post = find_post(tx, post_id);
    if (!post) {
        return no_post();
    }
    if (!actor.covers(post->unit)) {
        return out_of_reach("该岗位");
    }
    const auto role = find_role(tx, post->role);
    LUOSHI_TRY(granted, check_may_grant(actor, *role));
    std::vector<Role> held{*role};
    for (const Post& other : posts_held(tx, user.id, env_.business_date())) {
        held.push_back(*find_role(tx, other.role));
    }
    LUOSHI_TRY(together, check_together(held));
    add_user_post(tx, user.id, post_id, from);
    return base::Done{};
}

base::Result<UserId> Users::enrol(store::WriteTx& tx, const Actor& actor, const Enrolment& enrolment) {
    const base::Moment now = env_.clock.now();
    UserRow row;
    row.id = env_.ids.make<UserId>();
    row.login = enrolment.login;
    row.name = enrolment.name;
    row.password_hash = enrolment.password_hash;
    row.password_changed_at = now;
    row.must_change = enrolment.password == Enrolment::Password::Once;
    row.created_at = now;
    try {
        insert_user(tx, row);
    } catch (const store::ConstraintViolation& refused) {
        if (refused.constraint() == "user_account_login_uq") {
            return base::Error{base::Category::Conflict,
                               "user.login_taken",
                               fmt::format("登录名 {} 已有人使用：请换一个", row.login),
                               {{"/login", "user.login_taken", "已有人使用，请换一个"}},
                               {}};
        }
        throw;
    }
    remember_password(tx, env_.ids, row.id, row.password_hash);
    LUOSHI_TRY(held, hold(tx, actor, row, enrolment.post, enrolment.from));
    audit::record(tx, env_.ids, now, actor.origin(),
                  {kCreate, "user", row.id.text(), fmt::format("新建用户 {}，任“{}”", row.login, find_post(tx, enrolment.post)->name), {}});
    return row.id;
}

base::Result<CreatedUser> Users::create(const Actor& actor, const NewUser& user) {
    LUOSHI_TRY(checked, check_new(user.login, user.name));
    std::string password = random_password();
    const Enrolment enrolment{user.login, user.name, hasher_.hash(password), Enrolment::Password::Once, user.post, env_.business_date()};
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<CreatedUser> {
        LUOSHI_TRY(id, enrol(tx, actor, enrolment));
        return CreatedUser{view(tx, *find_user(tx, id)), password};
    });
}

base::Result<PostId> Users::ensure_post(store::WriteTx& tx, const Actor& actor, const Appointment& appointment) {
    std::string name = appointment.post_name;
    if (name.empty()) {
        const auto role = find_role(tx, appointment.role);
        name = role ? role->name : appointment.role;
    }
    for (const Post& post : posts_of(tx, appointment.unit)) {
        if (post.name == name && post.role == appointment.role && !post.section) {
            return post.id;
        }
    }
    return identity::add_post(tx, env_.ids, env_.clock.now(), actor, {appointment.unit, {}, name, appointment.role, appointment.is_head});
}

base::Result<CreatedUser> Users::appoint(const Actor& actor, const Appointment& appointment) {
    LUOSHI_TRY(checked, check_new(appointment.login, appointment.name));
    std::string password = random_password();
    Enrolment enrolment{appointment.login,         appointment.name, hasher_.hash(password),
                        Enrolment::Password::Once, PostId{1},        appointment.from.value_or(env_.business_date())};
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<CreatedUser> {
        LUOSHI_TRY(post, ensure_post(tx, actor, appointment));
        enrolment.post = post;
        LUOSHI_TRY(id, enrol(tx, actor, enrolment));
        return CreatedUser{view(tx, *find_user(tx, id)), password};
    });
}

base::Result<Actor> Users::actor_on(const std::string& login, base::Date day) {
    return env_.db.read([&](store::ReadTx& tx) -> base::Result<Actor> {
        const auto user = find_user_by_login(tx, login);
        const auto posts = user ? posts_held(tx, user->id, day) : std::vector<Post>{};
        if (posts.empty()) {
            return base::not_found("user.not_found", "没有这个用户，或他在这一天没有岗位：" + login);
        }
        Actor actor;
        actor.user = user->id;
        actor.user_name = user->name;
        take_post(tx, env_, actor, posts.front());
        return actor;
    });
}

base::Result<UserId> Users::find_login(const std::string& login) {
    const auto row = env_.db.read([&](store::ReadTx& tx) { return find_user_by_login(tx, login); });
    if (!row) {
        return base::not_found("user.not_found", fmt::format("没有登录名为 {} 的用户：可用 luoshi user list 查看", login));
    }
    return row->id;
}

base::Result<std::optional<CreatedUser>> Users::ensure_first_administrator(UnitId unit) {
    struct Found {
        bool any;
        std::vector<Role> roles;
    };
    const auto found = env_.db.read([](store::ReadTx& tx) { return Found{any_user(tx), list_roles(tx)}; });
    if (found.any) {
        return std::optional<CreatedUser>{};
    }
    const auto role = std::find_if(found.roles.begin(), found.roles.end(), manages_users_everywhere);
    if (role == found.roles.end()) {
        return base::conflict("role.unknown", "没有能管理用户的角色：请先载入配置包（roles.yaml）");
    }
    LUOSHI_TRY(created, appoint(system_actor("安装程序"), {.login = "sysadmin", .name = role->name, .unit = unit, .role = role->code}));
    return std::optional<CreatedUser>{std::move(created)};
}

base::Status Users::load_demonstration(const std::vector<Appointment>& appointments, const std::string& password) {
    const Actor actor = system_actor("演示数据");
    const std::string hash = hasher_.hash(password);  // one for all: a demonstration has no secrets, and 60 ms each would be felt
    return env_.db.write([&](store::WriteTx& tx) -> base::Status {
        for (const Appointment& appointment : appointments) {
            if (find_user_by_login(tx, appointment.login)) {
                continue;
            }
            LUOSHI_TRY(post, ensure_post(tx, actor, appointment));
            LUOSHI_TRY(id, enrol(tx, actor,
                                 {appointment.login, appointment.name, hash, Enrolment::Password::Lasting, post,
                                  appointment.from.value_or(env_.business_date())}));
        }
        return base::Done{};
    });
}

base::Result<std::string> Users::reset_password(const Actor& actor, UserId id) {
    if (actor.user == id) {
        return base::conflict("user.own_password", "不能重置自己的口令：请用“修改口令”");
    }
    std::string password = random_password();
    const std::string hash = hasher_.hash(password);
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<std::string> {
        LUOSHI_TRY(row, in_reach(tx, actor, id));
        row.password_hash = hash;
        row.password_changed_at = env_.clock.now();
        row.must_change = true;
        ++row.session_version;
        if (!update_user(tx, row)) {
            return base::conflict("user.changed", "该用户刚刚被修改：请刷新后重试");
        }
        remember_password(tx, env_.ids, id, hash);
        Sessions::unlock(tx, row.login);
        audit::record(tx, env_.ids, env_.clock.now(), actor.origin(),
                      {kReset, "user", id.text(), fmt::format("重置 {} 的口令", row.login), {}});
        tx.after_commit([this, id] { sessions_.forget_user(id); });
        return password;
    });
}

base::Status Users::keep_an_administrator(store::WriteTx& tx) const {
    if (count_user_managers(tx, env_.business_date()) == 0) {
        return base::conflict("user.last_administrator", "这是最后一名能管理用户的管理员：请先另设一名，再停用或免职");
    }
    return base::Done{};
}

base::Result<User> Users::update(const Actor& actor, UserId id, std::int64_t version, const UserPatch& patch) {
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<User> {
        tx.lock(kAdministratorsKey);
        LUOSHI_TRY(row, in_reach(tx, actor, id));
        const UserRow before = row;
        row.name = patch.name.value_or(row.name);
        if (patch.condition) {
            row.state = *patch.condition == UserCondition::Disabled ? UserState::Disabled : UserState::Active;
        }
        if (row.state != before.state) {
            ++row.session_version;
        }
        row.version = version;
        if (!update_user(tx, row)) {
            return base::Error{base::Category::VersionMismatch, "user.version_mismatch", "该用户已被他人修改：请核对后重新保存", {}, {}};
        }
        if (row.state == UserState::Active && patch.condition) {
            Sessions::unlock(tx, row.login);
        }
        if (row.state == UserState::Disabled) {
            LUOSHI_TRY(kept, keep_an_administrator(tx));
        }
        std::vector<audit::Change> changes;
        if (row.name != before.name) {
            changes.push_back({"name", "姓名", before.name, row.name});
        }
        if (row.state != before.state) {
            changes.push_back({"state", "状态", condition_text(before.state), condition_text(row.state)});
        }
        audit::record(tx, env_.ids, env_.clock.now(), actor.origin(),
                      {kUpdate, "user", id.text(), fmt::format("修改用户 {}", row.login), audit::changes_json(changes)});
        tx.after_commit([this, id] { sessions_.forget_user(id); });
        return view(tx, *find_user(tx, id));
    });
}

base::Result<User> Users::add_post(const Actor& actor, UserId id, PostId post) {
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<User> {
        tx.lock(id.value());  // the posts of one user exclude each other
        LUOSHI_TRY(row, in_reach(tx, actor, id));
        LUOSHI_TRY(held, hold(tx, actor, row, post, env_.business_date()));
        audit::record(tx, env_.ids, env_.clock.now(), actor.origin(),
                      {kAddPost, "user", id.text(), fmt::format("{} 任“{}”", row.login, find_post(tx, post)->name), {}});
        tx.after_commit([this, id] { sessions_.forget_user(id); });
        return view(tx, row);
    });
}

base::Result<User> Users::remove_post(const Actor& actor, UserId id, PostId post_id) {
    return env_.db.write([&](store::WriteTx& tx) -> base::Result<User> {
        tx.lock(kAdministratorsKey);
        LUOSHI_TRY(row, in_reach(tx, actor, id));
        const auto post = find_post(tx, post_id);
        if (!post) {
            return no_post();
        }
        if (!actor.covers(post->unit)) {
            return out_of_reach("该岗位");
        }
        if (end_user_post(tx, id, post_id, env_.business_date()) == 0) {
            return base::conflict("post.not_held", "该用户现在不担任此岗位：请刷新后查看");
        }
        if (const auto role = find_role(tx, post->role); manages_users_everywhere(*role)) {
            LUOSHI_TRY(kept, keep_an_administrator(tx));
        }
        audit::record(tx, env_.ids, env_.clock.now(), actor.origin(),
                      {kRemovePost, "user", id.text(), fmt::format("{} 不再任“{}”", row.login, post->name), {}});
        tx.after_commit([this, id] { sessions_.forget_user(id); });
        return view(tx, row);
    });
}

}  // namespace luoshi::identity
