#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::store {
class Database;
}

namespace luoshi::dispatch {

class Occasions;

/// Routes under /occasions and /occasion-decisions.
void add_routes(http::Router& router, store::Database& db, Occasions& occasions);

}  // namespace luoshi::dispatch
