#pragma once
#include "http/router.hpp"
#include "order/plan_matter_service.hpp"

namespace luoshi::order {

/// What of the plan has an item and what has none, and items made of many at once.
void add_plan_matter_routes(http::Router& router, PlanMatters& matters);

}  // namespace luoshi::order
