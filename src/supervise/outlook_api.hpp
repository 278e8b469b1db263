#pragma once
#include "http/router.hpp"
#include "supervise/boards_service.hpp"

namespace luoshi::supervise {

/// Routes that look ahead: /outlook, also as CSV or workbook, and the course of an indicator.
void add_outlook_routes(http::Router& router, store::Database& db, Boards& boards);

}  // namespace luoshi::supervise
