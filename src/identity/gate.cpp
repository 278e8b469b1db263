#include "identity/gate.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>

#include "base/text.hpp"
#include "http/http.hpp"
#include "identity/secret.hpp"
#include "store/store.hpp"

namespace luoshi::identity {

namespace {

const audit::Action kDenied{"permission.denied", "越权访问被拒"};

/// "https://host:port" → "host:port".
std::string_view authority(std::string_view origin) {
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

/// A browser says where a request comes from; programs that are not browsers say nothing and have no cookie to abuse.
bool comes_from_elsewhere(const http::Request& request, const Settings& settings) {
    const auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") {
        return true;
    }
    const auto origin = request.header("origin");
    if (origin.empty()) {
        return false;
    }
    return settings.public_origin.empty() ? authority(origin) != request.header("host") : origin != settings.public_origin;
}

/// The address that locks and the record go by. Only what the trusted proxy itself appended counts: the rest is the client's word.
void name_client_behind_proxy(http::Request& request, const Settings& settings) {
    if (settings.trusted_proxy.empty() || request.remote_address != settings.trusted_proxy) {
        return;
    }
    std::string_view forwarded = request.header("x-forwarded-for");
    if (const auto comma = forwarded.rfind(','); comma != std::string_view::npos) {
        forwarded.remove_prefix(comma + 1);
    }
    forwarded = base::trim(forwarded);
    if (!forwarded.empty()) {
        request.remote_address = forwarded;
    }
}

/// Logging out and changing the password stay possible when nothing else is.
bool is_session_route(std::string_view pattern) { return pattern == "/api/v1/session" || pattern.starts_with("/api/v1/session/"); }

class Gatekeeper {
public:
    Gatekeeper(Environment& environment, Sessions& sessions) : env_(environment), sessions_(sessions) {}

    base::Status decide(http::Request& request, const http::Route& route) {
        name_client_behind_proxy(request, env_.settings);
        const bool reads = route.method == http::Method::Get;
        if (!reads && comes_from_elsewhere(request, env_.settings)) {
            return base::forbidden("request.cross_site", "请求来自其他网站，已拒绝：请从本系统页面操作");
        }
        if (route.permission == "public") {
            return base::Done{};
        }
        const auto token = request.cookie(kSessionCookie);
        if (token.empty()) {
            return base::Error{base::Category::Unauthenticated, "session.missing", "尚未登录：请先登录", {}, {}};
        }
        LUOSHI_TRY(found, sessions_.authenticate(token));
        const Session& session = *found;
        set_actor(request, session.actor);
        auto& actor = *std::any_cast<Actor>(&request.actor);
        actor.remote_address = request.remote_address;
        actor.request_id = request.request_id;

        if (!reads && !same_secret(request.header("x-csrf-token"), csrf_token_of(token))) {
            return deny(request, route, base::forbidden("session.csrf", "页面凭据缺失或已过期：请刷新页面后重试，已填内容不会丢失"));
        }
        if (session.must_change != MustChangePassword::No && !is_session_route(route.pattern)) {
            return base::forbidden("session.must_change_password", session.must_change == MustChangePassword::OneTime
                                                                       ? "您使用的是一次性口令：请先修改口令"
                                                                       : "口令已超过有效期：请先修改口令");
        }
        if (route.permission != "session" && !actor.may(route.permission)) {
            return deny(request, route,
                        base::forbidden("permission.denied", fmt::format("您当前的岗位没有“{}”权限：如工作需要，请联系系统管理员",
                                                                         permission_name(route.permission))));
        }
        if (route.run_on == http::RunOn::Worker) {
            sessions_.touch(session);
        }
        return base::Done{};
    }

private:
    /// Records a denial, at most once a minute for a user and reason: a page that keeps asking must not fill the record.
    /// On an I/O thread nothing is written: a worker asks again.
    base::Error deny(http::Request& request, const http::Route& route, base::Error error) {
        const Actor& actor = actor_of(request);
        const base::Moment now = env_.clock.now();
        {
            const std::lock_guard lock(mutex_);
            std::erase_if(recorded_, [&](const auto& entry) { return now - entry.second >= std::chrono::minutes{1}; });
            const auto reason = std::pair{actor.user, error.code + route.permission};
            if (recorded_.contains(reason)) {
                return error;
            }
            if (!request.may_wait) {
                request.wants_worker = true;
                return error;
            }
            recorded_.emplace(reason, now);
        }
        const auto written = env_.db.write([&](store::WriteTx& tx) -> base::Status {
            audit::record(
                tx, env_.ids, now, actor.origin(),
                {kDenied, "route", fmt::format("{} {}", http::method_name(route.method), route.pattern), error.message, {}, false});
            return base::Done{};
        });
        static_cast<void>(written);  // nothing in it can be refused
        return error;
    }

    Environment& env_;
    Sessions& sessions_;
    std::mutex mutex_;
    std::map<std::pair<UserId, std::string>, base::Moment> recorded_;
};

}  // namespace

std::function<base::Status(http::Request&, const http::Route&)> make_gate(Environment& environment, Sessions& sessions) {
    // Shared by the copies of the std::function.
    return [keeper = std::make_shared<Gatekeeper>(environment, sessions)](http::Request& request, const http::Route& route) {
        return keeper->decide(request, route);
    };
}

const Actor& actor_of(const http::Request& request) { return std::any_cast<const Actor&>(request.actor); }

void set_actor(http::Request& request, Actor actor) { request.actor = std::move(actor); }

}  // namespace luoshi::identity
