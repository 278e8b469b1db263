#pragma once
#include <functional>
#include <string>

#include "base/result.hpp"
#include "http/http.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::sheet {

/// A table as JSON, or as the file that ?format= asks for (csv, xlsx), named by its title. Error: request.invalid.
base::Result<http::Response> table_answer(const http::Request& request, const std::function<std::string()>& as_json,
                                          const std::function<Sheet()>& as_sheet);

}  // namespace luoshi::sheet
