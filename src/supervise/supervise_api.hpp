#pragma once
#include "http/http.hpp"
#include "supervise/boards_service.hpp"

namespace luoshi::supervise {

/// Routes under /api/v1: cockpit, indicators, their facts.
void add_routes(http::Router& router, store::Database& db, Boards& boards);

}  // namespace luoshi::supervise
