#pragma once
#include "http/router.hpp"
#include "plan/environment.hpp"

namespace luoshi::search {

/// The route /search.
void add_search_route(http::Router& router, plan::Environment& env);

}  // namespace luoshi::search
