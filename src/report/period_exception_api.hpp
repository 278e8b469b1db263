#pragma once
#include "report/period_exception_service.hpp"

namespace luoshi::http {
class Router;
}
namespace luoshi::json {
class Writer;
}

namespace luoshi::report {

/// The key "exception": who granted which days and why, or null. `ordinary_due`: the day before it, which tells a late grant.
void write_exception(json::Writer& out, const std::optional<PeriodException>& exception, base::Date ordinary_due);

/// Routes to list, grant and revoke later days of one unit in one period.
void add_exception_routes(http::Router& router, PeriodExceptions& exceptions);

}  // namespace luoshi::report
