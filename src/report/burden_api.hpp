#pragma once
#include "http/http.hpp"
#include "report/burden_service.hpp"

namespace luoshi::report {

/// GET /api/v1/burden: the meter of reporting. `rules` must outlive the router.
void add_burden_route(http::Router& router, store::Database& db, const BurdenRules& rules);

}  // namespace luoshi::report
