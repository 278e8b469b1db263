#pragma once
#include "handover/handover_service.hpp"
#include "http/router.hpp"

namespace luoshi::handover {

/// Adds /handovers to the route table.
void add_routes(http::Router& router, Handovers& handovers);

}  // namespace luoshi::handover
