#pragma once
#include <functional>
#include <string>

#include "base/result.hpp"
#include "http/http.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::sheet {

/// Tables as JSON, or as the file that ?format= asks for (csv, xlsx), named by the first one's title. Error: request.invalid.
base::Result<http::Response> table_answer(const http::Request& request, const std::function<std::string()>& as_json,
                                          const std::function<std::vector<Sheet>()>& as_sheets);

}  // namespace luoshi::sheet
