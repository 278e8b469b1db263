#pragma once
#include "http/router.hpp"

namespace luoshi::report {

class WorkbookService;

/// Reporting by workbook: downloading, uploading, and the uploaded one with what is wrong marked.
void add_workbook_routes(http::Router& router, WorkbookService& service);

}  // namespace luoshi::report
