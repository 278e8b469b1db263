#include "identity/site_fixture_test.hpp"

#include "audit/audit.hpp"
#include "identity/gate.hpp"
#include "identity/identity_store.hpp"
#include "identity/secret.hpp"
#include "identity/session_api.hpp"
#include "identity/user_service.hpp"

namespace luoshi::identity {

namespace {

const store::Sql kInsertUnit{"identity_test.insert_unit", R"sql(
INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version)
VALUES ($1, $2, $3, $3, $4, 'government', 'administrative', 'local', $5, 1, 0, '', 1))sql"};

struct UnitSpec {
    UnitId id;
    const char* code;
    const char* name;
    const char* level;
    std::optional<UnitId> parent;
};

const std::vector<UnitSpec>& units() {
    static const std::vector<UnitSpec> all{{UnitId{1}, "cangzhou", "沧州市人民政府", "city", {}},
                                           {UnitId{2}, "xian", "献县人民政府", "county", UnitId{1}},
                                           {UnitId{3}, "leshou", "乐寿镇人民政府", "town", UnitId{2}},
                                           {UnitId{4}, "hejian", "河间市人民政府", "county", UnitId{1}}};
    return all;
}

UnitDirectory directory() {
    UnitDirectory directory;
    directory.find = [](store::ReadTx&, UnitId id) -> std::optional<UnitDirectory::Unit> {
        for (const auto& unit : units()) {
            if (unit.id == id) {
                return UnitDirectory::Unit{unit.id, unit.name, unit.level};
            }
        }
        return std::nullopt;
    };
    directory.subtree = [](store::ReadTx&, UnitId id) {
        std::vector<UnitId> below{id};
        for (std::size_t i = 0; i < below.size(); ++i) {
            for (const auto& unit : units()) {
                if (unit.parent == below[i]) {
                    below.push_back(unit.id);
                }
            }
        }
        return below;
    };
    directory.section_name = [](store::ReadTx&, SectionId) { return std::string{"电商科"}; };
    return directory;
}

std::vector<Role> roles() {
    return {{"leader", "领导", Scope::All, RoleKind::Business, {"plan.read"}},
            {"county", "县市区", Scope::Subtree, RoleKind::Business, {"plan.read", "report.read", "report.fill", "user.manage"}},
            {"town", "乡镇", Scope::Own, RoleKind::Business, {"report.read", "report.fill"}},
            {"auditor", "审计员", Scope::All, RoleKind::Administrator, {"audit.read"}},
            {"system_admin", "系统管理员", Scope::All, RoleKind::Administrator, {"user.manage"}}};
}

Settings cheap() {
    Settings settings;
    settings.hash_memory_bytes = 8192;
    settings.hash_passes = 1;
    return settings;
}

}  // namespace

Site::Site()
    : env_{.db = *db_,
           .clock = clock_,
           .ids = ids_,
           .units = directory(),
           .business_date = [this] { return business_date_; },
           .settings = cheap()} {
    const auto laid = db_->write([&](store::WriteTx& tx) -> base::Status {
        for (const auto& unit : units()) {
            tx.execute(kInsertUnit, {unit.id, unit.code, unit.name, unit.level, unit.parent});
        }
        return load_roles(tx, roles());
    });
    EXPECT_TRUE(laid);
    router_.set_gate(make_gate(env_, sessions_));
    add_session_routes(router_, env_, sessions_);
    const auto answer_with_unit = [](const http::Request& request) -> base::Result<http::Response> {
        return http::Response::json("\"" + actor_of(request).unit_name + actor_of(request).remote_address + "\"");
    };
    router_.add(
        {.method = http::Method::Get, .pattern = "/api/v1/plans", .permission = "plan.read", .summary = "读", .handler = answer_with_unit});
    router_.add({.method = http::Method::Post,
                 .pattern = "/api/v1/reports",
                 .permission = "report.fill",
                 .summary = "写",
                 .handler = answer_with_unit});
    router_.add({.method = http::Method::Get,
                 .pattern = "/api/v1/site",
                 .permission = "public",
                 .summary = "公开",
                 .handler = [](const http::Request&) -> base::Result<http::Response> { return http::Response::json("{}"); }});
}

UserId Site::add_user(const std::string& login, const std::vector<PostId>& posts) {
    UserRow user;
    user.id = ids_.make<UserId>();
    user.login = login;
    user.name = "张三";
    user.password_hash = hasher_.hash(kPassword);
    user.password_changed_at = clock_.now();
    user.created_at = clock_.now();
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        insert_user(tx, user);
        remember_password(tx, ids_, user.id, user.password_hash);
        for (const PostId post : posts) {
            add_user_post(tx, user.id, post, business_date_);
        }
        return base::Done{};
    }));
    return user.id;
}

PostId Site::add_post_to(UnitId unit, const std::string& role, const std::string& name) {
    const Actor installer = system_actor("安装程序");
    const auto added = db_->write([&](store::WriteTx& tx) { return add_post(tx, ids_, clock_.now(), installer, {unit, {}, name, role}); });
    EXPECT_TRUE(added);
    return *added;
}

UserRow Site::row_of(UserId user) {
    return db_->read([&](store::ReadTx& tx) { return *find_user(tx, user); });
}

std::size_t Site::events(const std::string& action, std::optional<bool> success) {
    std::size_t count = 0;
    for (const auto& entry : audit::list(*db_, {.action = action, .limit = 200}).items) {
        count += !success || entry.event.success == *success ? 1U : 0U;
    }
    return count;
}

http::Response Site::ask(http::Method method, const std::string& path, const std::string& body, http::Fields headers) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.headers = std::move(headers);
    request.remote_address = remote_address_;
    request.request_id = "request-1";
    if (!token_.empty()) {
        request.headers.add("Cookie", "luoshi_session=" + token_);
    }
    if (method != http::Method::Get && !csrf_.empty()) {
        request.headers.add("X-CSRF-Token", csrf_);
    }
    return router_.handle(std::move(request));
}

http::Response Site::log_in(const std::string& login, const std::string& password) {
    const auto response = ask(http::Method::Post, "/api/v1/session", R"({"login":")" + login + R"(","password":")" + password + "\"}");
    if (const auto cookie = response.header("set-cookie"); !cookie.empty()) {
        const auto begin = cookie.find('=') + 1;
        token_ = cookie.substr(begin, cookie.find(';') - begin);
        csrf_ = member(response, "csrf_token");
    }
    return response;
}

std::string Site::member(const http::Response& response, const std::string& name) {
    const std::string key = "\"" + name + "\":\"";
    const auto found = response.body.find(key);
    if (found == std::string::npos) {
        return {};
    }
    const auto begin = found + key.size();
    return response.body.substr(begin, response.body.find('"', begin) - begin);
}

}  // namespace luoshi::identity
