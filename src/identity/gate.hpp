#pragma once
#include <functional>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "identity/environment.hpp"
#include "identity/session_service.hpp"

namespace luoshi::http {
struct Request;
struct Route;
}  // namespace luoshi::http

namespace luoshi::identity {

inline constexpr std::string_view kSessionCookie = "luoshi_session";

/// Decides on every request by its route's permission: deny by default, and what is denied to a known user is recorded.
/// Errors: request.cross_site, session.missing, session.expired, session.csrf, session.must_change_password, permission.denied.
/// On an I/O thread it does not write; a session unknown to the cache costs it one read.
std::function<base::Status(http::Request&, const http::Route&)> make_gate(Environment& environment, Sessions& sessions);

/// Who makes the request, with its address and id; the gate put it there. Throws std::bad_any_cast on a public route.
const Actor& actor_of(const http::Request& request);
/// For tests that call handlers without the gate.
void set_actor(http::Request& request, Actor actor);

}  // namespace luoshi::identity
