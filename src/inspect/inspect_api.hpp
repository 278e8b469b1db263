#pragma once
#include <cstdint>

namespace luoshi::http {
class Router;
}

namespace luoshi::inspect {

struct Environment;

/// Every route of inspections; `upload_limit`: bytes of one file.
void add_routes(http::Router& router, Environment& env, std::uint64_t upload_limit);

}  // namespace luoshi::inspect
