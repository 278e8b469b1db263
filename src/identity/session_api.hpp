#pragma once
#include "identity/post_service.hpp"

namespace luoshi::http {
class Router;
}
namespace luoshi::json {
class Writer;
}

namespace luoshi::identity {

class Sessions;
struct Environment;
struct PostView;

/// POST, GET and DELETE /session, POST /session/post, POST /session/password.
void add_session_routes(http::Router& router, const Environment& environment, Sessions& sessions);

/// A post as `Post` of the API.
void write_post(json::Writer& out, const PostView& view);

}  // namespace luoshi::identity
