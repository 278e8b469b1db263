#pragma once
#include "plan/environment.hpp"
#include "report/report_service.hpp"

namespace luoshi::http {
class Router;
}

namespace luoshi::indicator {
class Shares;
}

namespace luoshi::report {

/// GET /work: what lies on the desk of the reader's post, from reporting, from assigning, and changes of shares to decide.
void add_work_route(http::Router& router, ReportService& reports, const plan::Environment& plans, indicator::Shares& shares);

}  // namespace luoshi::report
