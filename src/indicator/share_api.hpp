#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::store {
class Database;
}

namespace luoshi::indicator {

class Shares;

/// Dividing targets: splits, their issue, changes of issued shares; the shares of units.
void add_share_routes(http::Router& router, store::Database& db, Shares& shares);

}  // namespace luoshi::indicator
