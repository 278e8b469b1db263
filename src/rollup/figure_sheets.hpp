#pragma once
#include <vector>

#include "rollup/grid_service.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::rollup {

/// A ranking as a table.
sheet::Sheet sheet_of(const Ranking& ranking, Over over, Rhythm step);

/// A figure taken apart as tables: its parts, who has not reported all it owes, corrections.
std::vector<sheet::Sheet> sheets_of(const Breakdown& found, Over over, Rhythm step);

}  // namespace luoshi::rollup
