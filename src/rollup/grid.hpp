#pragma once
#include <optional>
#include <string>
#include <vector>

#include "rollup/history.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::rollup {

/// What a row of a grid stands for: all units together; a unit with everything below it; the same above rows of units below it; what a
/// unit reports itself beside what those below it report.
enum class RowKind { Whole, Unit, Subtotal, Own };

/// A row of a grid: a unit, or all units together.
struct GridUnit {
    std::optional<UnitId> id;  ///< nothing: all units
    std::string name;
    std::string level;  ///< empty: all units
    Node node = Tree::kRoot;
    RowKind kind = RowKind::Unit;
    int depth = 0;  ///< subtotals above it
};

/// A column of a grid's time; a subtotal takes the spans of a year before it together.
struct GridTime {
    Span span;
    Rhythm step = Rhythm::Month;
    bool subtotal = false;
    std::string key() const { return span_key(span, step); }
    std::string name() const { return subtotal ? name_of(span.last, step) + "合计" : span_name(span, step); }
};

/// The spans of a step; with the subtotal of each year that has more than one.
std::vector<GridTime> times(Period from, Period to, Rhythm step, bool subtotals);

/// Units x indicators x spans of time: what boards, pivots, trends, rankings and comparisons are made of.
struct Grid {
    std::int64_t watermark = 0;
    std::vector<Definition> indicators = {};
    std::vector<GridUnit> units = {};
    Over over = Over::Span;
    std::vector<GridTime> spans = {};
    std::vector<std::optional<Sum>> cells = {};  ///< by unit, indicator, span; nothing where the reader may not look

    const std::optional<Sum>& at(std::size_t unit, std::size_t indicator, std::size_t span) const {
        return cells[(unit * indicators.size() + indicator) * spans.size() + span];
    }
};

/// Places of values, the best first: equal values share a place and the next one is passed over (1, 2, 2, 4). A unit without a figure
/// has no place. Upwards the highest is best, downwards the lowest; of what is to stay in an interval neither, so nobody has a place.
std::vector<std::optional<int>> places(const std::vector<std::optional<base::Decimal>>& values, plan::Direction direction);

/// The name of a row in a table; with 其中 where what it shows are pieces of what a unit above reports.
std::string row_name(const std::string& name, bool piece);
/// What a table with such rows says of them.
inline constexpr std::string_view kPieceNote = "标“其中”的已含在上级自报的数里，不另相加";

/// A figure in a table: the number, 无法计算 where a formula is not defined, else `missing`.
sheet::Cell figure_cell(const Sum& sum, std::string missing);

/// What the rows of a table stand for; the other two make its columns, the first of them above: indicators before times, units before
/// times, indicators before units.
enum class Rows { Units, Indicators, Times };
std::optional<Rows> rows_from(std::string_view word);  ///< units, indicators, times

/// How many reports each figure of the grid is made of and how many are owed, laid out like the grid's own table; in words, which no
/// spreadsheet takes for a date.
sheet::Sheet coverage_sheet_of(const Grid& grid, Rows rows = Rows::Units);

/// The grid as a table.
sheet::Sheet sheet_of(const Grid& grid, const std::string& title, Rows rows = Rows::Units);

}  // namespace luoshi::rollup
