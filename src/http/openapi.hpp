#pragma once
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace luoshi::http {

struct ApiDescription {
    std::string title;
    std::string version;
    /// JSON object of component schemas by name, the names that routes use; written by hand beside the route tables.
    std::string schemas_json = "{}";
};

/// The route table as OpenAPI 3.1. Permissions appear as x-permission. Throws std::logic_error when a route names a schema that is
/// not among the schemas.
std::string openapi_json(const Router& router, const ApiDescription& description);

}  // namespace luoshi::http
