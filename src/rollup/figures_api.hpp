#pragma once
#include "http/router.hpp"
#include "rollup/live_figures_service.hpp"

namespace luoshi::rollup {

/// Routes under /figures: grids, rankings and what a figure is made of; each as JSON, CSV or workbook.
void add_figure_routes(http::Router& router, store::Database& db, LiveFigures& live, const base::Clock& clock);

}  // namespace luoshi::rollup
