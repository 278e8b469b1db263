#pragma once
#include <cstdint>

#include "http/router.hpp"
#include "order/order_service.hpp"

namespace luoshi::order {

/// Ledger, board, calendar, pages and steps of supervision orders. `upload_limit` in bytes.
void add_routes(http::Router& router, Orders& orders, std::uint64_t upload_limit);

}  // namespace luoshi::order
