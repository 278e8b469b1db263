#include "identity/session_api.hpp"

#include "http/http.hpp"
#include "identity/gate.hpp"
#include "identity/secret.hpp"
#include "identity/session_service.hpp"
#include "json/json.hpp"

namespace luoshi::identity {

namespace {

using http::Method;
using http::Request;
using http::Response;

/// Without Max-Age it ends with the browser; the server's limits hold anyway.
std::string cookie(std::string_view token, const Settings& settings) {
    std::string text{kSessionCookie};
    text += "=";
    text += token;
    text += "; Path=/; HttpOnly; SameSite=Strict";
    if (settings.behind_tls) {
        text += "; Secure";
    }
    if (token.empty()) {
        text += "; Max-Age=0";
    }
    return text;
}

std::string session_json(const SessionView& view, std::string_view token) {
    json::Writer out;
    out.begin_object();
    out.key("user").begin_object().field("id", view.user).field("login", view.login).field("name", view.name).end_object();
    out.key("post");
    const auto chosen =
        std::find_if(view.posts.begin(), view.posts.end(), [&](const PostView& candidate) { return view.post == candidate.post.id; });
    if (chosen == view.posts.end()) {
        out.null();
    } else {
        write_post(out, *chosen);
    }
    out.key("posts").begin_array();
    for (const PostView& post : view.posts) {
        write_post(out, post);
    }
    out.end_array().key("permissions").begin_array();
    for (const auto& permission : view.permissions) {
        out.value(permission);
    }
    out.end_array()
        .field("must_change_password", view.must_change != MustChangePassword::No)
        .field("csrf_token", csrf_token_of(token))
        .end_object();
    return out.take();
}

base::Result<Response> answer(Sessions& sessions, std::string_view token) {
    LUOSHI_TRY(session, sessions.authenticate(token));
    Response response = Response::json(session_json(sessions.view(*session), token));
    response.with("Cache-Control", "no-store");
    return response;
}

}  // namespace

void write_post(json::Writer& out, const PostView& view) {
    out.begin_object().field("id", view.post.id).field("name", view.post.name);
    out.key("unit").begin_object().field("id", view.unit.id).field("name", view.unit.name).field("level", view.unit.level).end_object();
    out.key("section");
    if (view.post.section) {
        out.begin_object().field("id", *view.post.section).field("name", view.section_name).end_object();
    } else {
        out.null();
    }
    out.key("role").begin_object().field("code", view.post.role).field("name", view.post.role_name).end_object();
    out.end_object();
}

void add_session_routes(http::Router& router, const Environment& environment, Sessions& sessions) {
    const Settings& settings = environment.settings;
    router.add({.method = Method::Post,
                .pattern = "/api/v1/session",
                .permission = "public",
                .summary = "登录",
                .handler = [&settings, &sessions](const Request& request) -> base::Result<Response> {
                    json::Reader reader{request.body};
                    const std::string login = reader.text("login", 64);
                    const std::string password = reader.text("password", 256);
                    LUOSHI_TRY(read, reader.finish());
                    LUOSHI_TRY(token, sessions.log_in({login, password, request.remote_address, request.request_id,
                                                       std::string{request.cookie(kSessionCookie)}}));
                    LUOSHI_TRY(response, answer(sessions, token));
                    response.with("Set-Cookie", cookie(token, settings));
                    return std::move(response);
                },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "Login",
                .response_schema = "Session"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/session",
                .permission = "session",
                .summary = "当前登录的用户、岗位和权限",
                .handler = [&sessions](const Request& request) { return answer(sessions, request.cookie(kSessionCookie)); },
                .response_schema = "Session"});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/session",
                .permission = "session",
                .summary = "退出",
                .handler = [&settings, &sessions](const Request& request) -> base::Result<Response> {
                    LUOSHI_TRY(done, sessions.log_out(actor_of(request), request.cookie(kSessionCookie)));
                    Response response = Response::no_content();
                    response.with("Set-Cookie", cookie({}, settings));
                    return response;
                }});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/session/post",
                .permission = "session",
                .summary = "切换到自己担任的另一岗位",
                .handler = [&sessions](const Request& request) -> base::Result<Response> {
                    json::Reader reader{request.body};
                    const PostId post{reader.id("post_id")};
                    LUOSHI_TRY(read, reader.finish());
                    LUOSHI_TRY(done, sessions.choose_post(actor_of(request), request.cookie(kSessionCookie), post));
                    return answer(sessions, request.cookie(kSessionCookie));
                },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "PostChoice",
                .response_schema = "Session"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/session/password",
                .permission = "session",
                .summary = "修改自己的口令；其他登录随即失效",
                .handler = [&settings, &sessions](const Request& request) -> base::Result<Response> {
                    json::Reader reader{request.body};
                    const std::string old_password = reader.text("old_password", 256);
                    const std::string new_password = reader.text("new_password", 256);
                    LUOSHI_TRY(read, reader.finish());
                    LUOSHI_TRY(token, sessions.change_password(actor_of(request), old_password, new_password));
                    LUOSHI_TRY(response, answer(sessions, token));
                    response.with("Set-Cookie", cookie(token, settings));
                    return std::move(response);
                },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "PasswordChange",
                .response_schema = "Session"});
}

}  // namespace luoshi::identity
