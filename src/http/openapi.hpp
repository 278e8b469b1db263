#pragma once
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace luoshi::http {

struct ApiDescription {
    std::string title;
    std::string version;
    std::string guide = {};  ///< what holds for all routes: headers, paging, errors
    /// JSON object of component schemas by name, made from web/src/api/types.ts; the routes name them, errors are its "Problem".
    std::string_view schemas_json;
};

/// The route table as OpenAPI 3.1. Permissions appear as x-permission. Throws std::logic_error when a schema that a route names
/// is missing.
std::string openapi_json(const Router& router, const ApiDescription& description);

}  // namespace luoshi::http
