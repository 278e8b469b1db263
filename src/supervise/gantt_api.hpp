#pragma once
#include "http/http.hpp"
#include "supervise/gantt_service.hpp"

namespace luoshi::supervise {

/// GET /plans/{id}/gantt
void add_gantt_route(http::Router& router, store::Database& db, Boards& boards, order::Orders& orders);

}  // namespace luoshi::supervise
