#include "sheet/table_answer_api.hpp"

namespace luoshi::sheet {

base::Result<http::Response> table_answer(const http::Request& request, const std::function<std::string()>& as_json,
                                          const std::function<std::vector<Sheet>()>& as_sheets) {
    const auto format = request.query_value("format").value_or("json");
    if (format == "json") {
        return http::Response::json(as_json());
    }
    if (format != "csv" && format != "xlsx") {
        return base::bad_input("request.invalid", "查询条件“format”应为 json、csv 或 xlsx");
    }
    const auto sheets = as_sheets();
    http::Response response;
    response.content_type =
        format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.body = format == "csv" ? csv(sheets) : xlsx(sheets);
    response.with("Content-Disposition",
                  "attachment; filename*=UTF-8''" + http::percent_encoded(sheets.front().title + "." + std::string{format}));
    return response;
}

}  // namespace luoshi::sheet
