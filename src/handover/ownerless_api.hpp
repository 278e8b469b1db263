#pragma once
#include <functional>

#include "handover/ownerless_service.hpp"
#include "http/router.hpp"

namespace luoshi::handover {

/// Adds /duties/without-owner to the route table.
void add_ownerless_route(http::Router& router, store::Database& db, std::function<Date()> today);

}  // namespace luoshi::handover
