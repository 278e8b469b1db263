#pragma once

namespace luoshi::http {
class Router;
}

namespace luoshi::identity {

struct Environment;
class Users;

/// /users with its posts and password reset, and GET /roles.
void add_user_routes(http::Router& router, Environment& environment, Users& users);

}  // namespace luoshi::identity
