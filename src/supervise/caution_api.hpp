#pragma once
#include "http/router.hpp"
#include "json/json.hpp"
#include "supervise/caution_service.hpp"

namespace luoshi::supervise {

/// A caution as the API shows it.
void write_caution(json::Writer& out, const Ladder& ladder, const CautionView& view);
/// The ladder of escalation: what was called for, confirmations, objections, and the orders opened of it.
void add_caution_routes(http::Router& router, Cautions& cautions, order::Orders& orders);

}  // namespace luoshi::supervise
