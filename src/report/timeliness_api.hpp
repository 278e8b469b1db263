#pragma once
#include "report/report_service.hpp"
#include "store/store.hpp"

namespace luoshi::http {
class Router;
}

namespace luoshi::report {

/// Registers the routes of who reported and whether on time, how long reviews take, and what to chase.
void add_timeliness_routes(http::Router& router, store::Database& db, const ReportService& reports);

}  // namespace luoshi::report
