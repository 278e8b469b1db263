#pragma once
#include "http/router.hpp"
#include "supervise/caution_service.hpp"

namespace luoshi::supervise {

/// The ladder of escalation: what was called for, confirmations, objections, and the orders opened of it.
void add_caution_routes(http::Router& router, Cautions& cautions, order::Orders& orders);

}  // namespace luoshi::supervise
