#pragma once
#include "desk/desk_service.hpp"

namespace luoshi::http {
class Router;
}

namespace luoshi::desk {

/// GET /decisions and GET /work/supervision; `sources` outlives the router.
void add_routes(http::Router& router, const Sources& sources);

}  // namespace luoshi::desk
