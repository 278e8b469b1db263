#pragma once
#include <optional>
#include <string>
#include <vector>

#include "rollup/history.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::rollup {

/// A row of a grid: a unit, or all units together.
struct GridUnit {
    std::optional<UnitId> id;  ///< nothing: all units
    std::string name;
    std::string level;  ///< empty: all units
    Node node = Tree::kRoot;
};

/// Units x indicators x spans of time: what boards, pivots, trends, rankings and comparisons are made of.
struct Grid {
    std::int64_t watermark = 0;
    std::vector<Definition> indicators = {};
    std::vector<GridUnit> units = {};
    Step step = Step::Month;
    Over over = Over::Span;
    std::vector<Span> spans = {};
    std::vector<std::optional<Sum>> cells = {};  ///< by unit, indicator, span; nothing where the reader may not look

    const std::optional<Sum>& at(std::size_t unit, std::size_t indicator, std::size_t span) const {
        return cells[(unit * indicators.size() + indicator) * spans.size() + span];
    }
};

/// Places of values, the best first: equal values share a place and the next one is passed over (1, 2, 2, 4). A unit without a figure
/// has no place. Upwards the highest is best, downwards the lowest.
std::vector<std::optional<int>> places(const std::vector<std::optional<base::Decimal>>& values, plan::Direction direction);

/// The grid as a table: a column for each indicator and span, a row for each unit, coverage beside each value where not all reported.
sheet::Sheet sheet_of(const Grid& grid, const std::string& title);

}  // namespace luoshi::rollup
