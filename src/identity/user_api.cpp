#include "identity/user_api.hpp"

#include <charconv>

#include "http/http.hpp"
#include "identity/gate.hpp"
#include "identity/session_api.hpp"
#include "identity/user_service.hpp"
#include "json/json.hpp"
#include "store/store.hpp"

namespace luoshi::identity {

namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;

std::string_view condition_code(UserCondition condition) {
    switch (condition) {
        case UserCondition::Active:
            return "active";
        case UserCondition::Disabled:
            return "disabled";
        case UserCondition::Locked:
            return "locked";
    }
    return "active";
}

void write_user(json::Writer& out, const User& user) {
    out.begin_object()
        .field("id", user.id)
        .field("login", user.login)
        .field("name", user.name)
        .field("state", condition_code(user.condition))
        .field("last_login_at", user.last_login_at);
    out.key("posts").begin_array();
    for (const PostView& post : user.posts) {
        write_post(out, post);
    }
    out.end_array().field("version", user.version).end_object();
}

Response answer(const User& user) {
    json::Writer out;
    write_user(out, user);
    Response response = Response::json(out.take());
    response.with_version(user.version);
    return response;
}

/// An answer that carries a secret: no cache may keep it.
Response secret_answer(std::string body, int status) {
    Response response = Response::json(std::move(body), status);
    response.with("Cache-Control", "no-store");
    return response;
}

Result<UserId> user_of(const Request& request) {
    const auto id = UserId::parse(request.param("id"));
    if (!id) {
        return base::not_found("user.not_found", "没有这个用户：请从用户列表中选择");
    }
    return *id;
}

Result<UserFilter> read_filter(const Request& request) {
    UserFilter filter;
    std::vector<base::FieldError> errors;
    filter.text = request.query_value("q").value_or("");
    filter.after = request.query_value("after").value_or("");
    if (const auto unit = request.query_value("unit")) {
        filter.unit = UnitId::parse(*unit);
        if (!filter.unit) {
            errors.push_back({"?unit", "field.id", "应为单位编号"});
        }
    }
    if (const auto limit = request.query_value("limit")) {
        const auto [end, fault] = std::from_chars(limit->data(), limit->data() + limit->size(), filter.limit);
        if (fault != std::errc{} || end != limit->data() + limit->size() || filter.limit < 1 || filter.limit > 200) {
            errors.push_back({"?limit", "field.number", "应为 1 至 200 的整数"});
        }
    }
    if (!errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "查询条件有误，请改正后重试", std::move(errors), {}};
    }
    return filter;
}

Result<Response> list(Users& users, const Request& request) {
    LUOSHI_TRY(filter, read_filter(request));
    const UserPage page = users.list(actor_of(request), filter);
    json::Writer out;
    out.begin_object().key("items").begin_array();
    for (const User& user : page.items) {
        write_user(out, user);
    }
    out.end_array().field("next", page.next).end_object();
    return Response::json(out.take());
}

Result<Response> create(Users& users, const Request& request) {
    json::Reader reader{request.body};
    const NewUser user{reader.text("login", 32), reader.text("name", 40), PostId{reader.id("post_id")}};
    LUOSHI_TRY(read, reader.finish());
    LUOSHI_TRY(created, users.create(actor_of(request), user));
    json::Writer out;
    out.begin_object().key("user");
    write_user(out, created.user);
    out.field("one_time_password", created.one_time_password).end_object();
    return secret_answer(out.take(), 201);
}

Result<Response> reset_password(Users& users, const Request& request) {
    LUOSHI_TRY(id, user_of(request));
    LUOSHI_TRY(password, users.reset_password(actor_of(request), id));
    json::Writer out;
    out.begin_object().field("one_time_password", password).end_object();
    return secret_answer(out.take(), 200);
}

/// The loser of two edits gets what is stored now, and who stored it.
base::Error with_theirs(base::Error error, Environment& environment, Users& users, const Actor& actor, UserId id) {
    const auto stored = users.find(actor, id);
    if (error.category != base::Category::VersionMismatch || !stored) {
        return error;
    }
    const auto last = environment.db.read([&](store::ReadTx& tx) { return audit::last_of(tx, "user", id.text()); });
    json::Writer out;
    out.begin_object().key("theirs");
    write_user(out, *stored);
    out.field("changed_by", last ? last->origin.user_name : std::string{}).key("changed_at");
    last ? out.value(last->at) : out.null();
    out.end_object();
    error.detail_json = out.take();
    return error;
}

Result<Response> update(Environment& environment, Users& users, const Request& request) {
    LUOSHI_TRY(id, user_of(request));
    LUOSHI_TRY(version, request.expected_version());
    json::Reader reader{request.body};
    UserPatch patch;
    patch.name = reader.opt_text("name", 40);
    if (patch.name && patch.name->empty()) {
        reader.fail("name", "name.missing", "请填写姓名");
    }
    if (const auto state = reader.opt_choice("state", {"active", "disabled"})) {
        patch.condition = *state == "active" ? UserCondition::Active : UserCondition::Disabled;
    }
    LUOSHI_TRY(read, reader.finish());
    auto updated = users.update(actor_of(request), id, version, patch);
    if (!updated) {
        return with_theirs(std::move(updated).error(), environment, users, actor_of(request), id);
    }
    return answer(*updated);
}

Result<Response> add_post(Users& users, const Request& request) {
    LUOSHI_TRY(id, user_of(request));
    json::Reader reader{request.body};
    const PostId post{reader.id("post_id")};
    LUOSHI_TRY(read, reader.finish());
    LUOSHI_TRY(user, users.add_post(actor_of(request), id, post));
    return answer(user);
}

Result<Response> remove_post(Users& users, const Request& request) {
    LUOSHI_TRY(id, user_of(request));
    const auto post = PostId::parse(request.param("post_id"));
    if (!post) {
        return base::not_found("post.not_found", "没有这个岗位：请从岗位列表中选择");
    }
    LUOSHI_TRY(user, users.remove_post(actor_of(request), id, *post));
    return answer(user);
}

Response roles(Environment& environment) {
    const auto roles = environment.db.read([](store::ReadTx& tx) { return list_roles(tx); });
    json::Writer out;
    out.begin_object().key("items").begin_array();
    for (const Role& role : roles) {
        out.begin_object().field("code", role.code).field("name", role.name).field("scope", scope_text(role.scope));
        out.key("permissions").begin_array();
        for (const auto& permission : role.permissions) {
            out.value(permission);
        }
        out.end_array().end_object();
    }
    out.end_array().key("next").null().end_object();
    return Response::json(out.take());
}

}  // namespace

void add_user_routes(http::Router& router, Environment& environment, Users& users) {
    const std::string manage = "user.manage";
    router.add({.method = Method::Get,
                .pattern = "/api/v1/users",
                .permission = manage,
                .summary = "管理范围内的用户，按登录名排列",
                .handler = [&users](const Request& request) { return list(users, request); },
                .response_schema = "UserPage",
                .query = {{"q", "登录名或姓名"}, {"unit", "单位编号"}, {"after", "上一页答复中的 next"}, {"limit", "条数，1 至 200"}}});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/users",
                .permission = manage,
                .summary = "新建用户并任职，返回一次性口令",
                .handler = [&users](const Request& request) { return create(users, request); },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "NewUser",
                .response_schema = "CreatedUser"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/users/{id}",
                .permission = manage,
                .summary = "一个用户",
                .handler = [&users](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, user_of(request));
                    LUOSHI_TRY(user, users.find(actor_of(request), id));
                    return answer(user);
                },
                .response_schema = "User"});
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/users/{id}",
                .permission = manage,
                .summary = "修改姓名，启用（并解锁）或停用",
                .handler = [&environment, &users](const Request& request) { return update(environment, users, request); },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "UserEdit",
                .response_schema = "User"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/users/{id}/password-reset",
                .permission = manage,
                .summary = "重置口令，返回一次性口令",
                .handler = [&users](const Request& request) { return reset_password(users, request); },
                .response_schema = "OneTimePassword"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/users/{id}/posts",
                .permission = manage,
                .summary = "任职",
                .handler = [&users](const Request& request) { return add_post(users, request); },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "PostChoice",
                .response_schema = "User"});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/users/{id}/posts/{post_id}",
                .permission = manage,
                .summary = "免职",
                .handler = [&users](const Request& request) { return remove_post(users, request); },
                .response_schema = "User"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/roles",
                .permission = "org.read",
                .summary = "角色及其权限",
                .handler = [&environment](const Request&) -> Result<Response> { return roles(environment); },
                .response_schema = "RolePage"});
}

}  // namespace luoshi::identity
