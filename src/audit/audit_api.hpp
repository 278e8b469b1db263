#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::store {
class Database;
}

namespace luoshi::audit {

/// GET /audit, newest first, for holders of audit.read (their roles reach every unit: role.hpp checks it).
void add_routes(http::Router& router, store::Database& db);

}  // namespace luoshi::audit
