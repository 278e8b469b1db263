#pragma once
#include "http/http.hpp"
#include "report/report_service.hpp"

namespace luoshi::json {
class Writer;
}

namespace luoshi::report {

/// Reads "2020-06". Errors: report.bad_period at `path`.
base::Result<calendar::Period> period_of(std::string_view text, std::string_view path);

/// A line of the owed list as `ReportSummary` of the API.
void write_owed(json::Writer& out, const Owed& owed, base::Date today, const std::vector<base::Phrase>* look = nullptr);

/// Routes under /api/v1: periods, reports, evidence. `upload_limit` is the size of one evidence file in bytes.
void add_routes(http::Router& router, ReportService& service, std::uint64_t upload_limit);

}  // namespace luoshi::report
