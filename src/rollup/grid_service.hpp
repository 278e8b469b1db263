#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "report/ids.hpp"
#include "rollup/figures_store.hpp"
#include "rollup/grid.hpp"
#include "rollup/live_figures_service.hpp"

namespace luoshi::rollup {

/// Whose borders: of today, or of the end of the time asked for.
enum class Borders { Now, Then };
enum class Subtotals { None, Shown };

struct GridQuery {
    std::vector<IndicatorId> indicators;
    std::vector<UnitId> units;    ///< these; empty: those of `level` below `under`
    std::optional<UnitId> under;  ///< nothing: the whole tenant
    std::string level = {};       ///< empty: the units directly below that report or have reporters below them
    Period from;
    Period to;
    Rhythm step = Rhythm::Month;
    Over over = Over::Span;
    std::optional<base::Moment> as_of = {};  ///< as known then
    Borders borders = Borders::Now;
    /// Units stand below the units above them, up to `under`, and months below their year, each with its total. A total is what the engine
    /// has for that unit and time: also what it reports itself (a row of its own), and what units of another level below it report (rows
    /// too, so that they add up).
    Subtotals subtotals = Subtotals::None;
};

/// The last moment of a day in China, which has one time zone.
base::Moment end_of(base::Date day);

/// The time asked for begins before it ends. Error: figures.period_order.
base::Status in_order(const GridQuery& query);

/// The figures asked for, as far as the reader may look: everybody sees the whole (first row), rows of units only within one's scope,
/// and the lead unit of a task those of its indicators. Units without anybody who should report are left out unless named.
/// Errors: figures.no_indicator, figures.unknown_indicator, figures.unknown_unit, figures.too_many, figures.period_order.
base::Result<Grid> figure_grid(store::Database& db, LiveFigures& live, const identity::Actor& actor, const GridQuery& query);

/// A place in a ranking, and the one before.
struct Ranked {
    GridUnit unit;
    Sum sum;
    std::optional<int> place;
    std::optional<int> place_before;  ///< in the span before
};
struct Ranking {
    std::int64_t watermark = 0;
    Definition definition;
    Span span;
    std::vector<Ranked> rows;  ///< by place; units without a figure at the end
    int ranked = 0;            ///< units with a place, out of sight too
};
/// Units of a level by one indicator in the last span of the query, with their places in the span before. Units outside the reader's
/// scope are counted in the places and not shown. Errors: as figure_grid.
base::Result<Ranking> figure_ranking(store::Database& db, LiveFigures& live, const identity::Actor& actor, GridQuery query);

/// What a figure is made of.
struct Part {
    GridUnit unit;
    Sum sum;
    std::optional<Period> carried_from = {};  ///< the month of its level, where the unit reports it itself and did so earlier only
    std::optional<ReportBehind> report = {};  ///< the newest one behind the figure, where the unit reports it itself
};
/// Who has not reported all it owes in the months meant.
struct Owing {
    GridUnit unit;
    Coverage coverage;
};
struct PartCorrection {
    GridUnit unit;
    Correction fact;
};
/// What a formula makes its figure of.
struct OperandFigure {
    Definition definition;
    Sum sum;
};
struct Breakdown {
    std::int64_t watermark = 0;
    Definition definition;
    Span span;
    GridUnit unit;
    Sum sum;
    std::string formula = {};                  ///< with the names of its indicators; empty for what is reported
    std::vector<OperandFigure> operands = {};  ///< those the reader may see
    std::vector<Part> parts;                   ///< the units below that report or have reporters below them, as far as the reader may look
    std::vector<Owing> missing;                ///< reporters below, of those whom the reader may see
    std::vector<PartCorrection> corrections;   ///< of figures that go into it, newest first, as far as the reader may look
    bool more_corrections = false;
};
/// One figure taken apart: of the one indicator, of the first unit named or of the whole, in the last span of the query. Errors: as
/// figure_grid; figures.unknown_unit also for a unit out of the reader's sight.
base::Result<Breakdown> figure_breakdown(store::Database& db, LiveFigures& live, const identity::Actor& actor, const GridQuery& query);

}  // namespace luoshi::rollup
