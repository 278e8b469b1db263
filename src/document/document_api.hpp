#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::plan {
struct Environment;
}

namespace luoshi::document {

/// PUT /plans/import: reads an uploaded plan document into a draft.
void add_import_route(http::Router& router, plan::Environment& env);

}  // namespace luoshi::document
