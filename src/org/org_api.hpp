#pragma once

namespace luoshi::http {
class Router;
}

namespace luoshi::org {

class OrgService;

/// GET /divisions, /units, /units/{id}, /groups; POST /units/{id}/sections and /units/{id}/posts (201 with the whole UnitDetail).
void add_org_routes(http::Router& router, OrgService& service);

}  // namespace luoshi::org
