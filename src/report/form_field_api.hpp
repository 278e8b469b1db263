#pragma once
#include "http/http.hpp"
#include "report/form_field_service.hpp"

namespace luoshi::json {
class Writer;
}

namespace luoshi::report {

/// What a form shows of a field, as `AskedField` of the API.
void write_asked_field(json::Writer& out, const FormField& field);

/// Routes under /api/v1/form-fields.
void add_form_field_routes(http::Router& router, FormFields& fields);

}  // namespace luoshi::report
