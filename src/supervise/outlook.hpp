#pragma once
#include <optional>
#include <vector>

#include "rollup/forecast.hpp"
#include "supervise/board.hpp"

namespace luoshi::supervise {

/// What is to be expected of one indicator's target of the year: of all units together, or of one where each is judged alone.
struct Outlook {
    const IndicatorLine* line = nullptr;
    std::optional<plan::UnitRef> unit = {};
    Goal goal = {};
    base::Decimal actual = {};
    rollup::Forecast forecast = {};
};

/// A call: what is missing to the unit's part, how much more it does if the call brings it to do `call_effect` of that, and what that
/// changes.
struct Call {
    const IndicatorLine* line = nullptr;
    plan::UnitRef unit;
    double missing = 0;  ///< to the unit's share; without shares its equal part of what all lack
    double more = 0;
    double of_gap = 0;  ///< `more` in parts of what all lack
    double miss = 0;
    double miss_after = 0;
    double gain() const { return miss - miss_after; }
};

/// A figure of which too little is known: it never moved, this year or before.
struct Untold {
    const IndicatorLine* line = nullptr;
    std::optional<plan::UnitRef> unit = {};
};

struct Outlooks {
    std::optional<Period> period;  ///< the newest month whose reports are due; nothing before the first, and in December
    std::vector<Outlook> items;    ///< the least certain first
    std::vector<Untold> untold;
    std::vector<Call>
        calls;  ///< those that lower the chance of missing most first, in whole percent; then those that close most of the gap
};

/// The same for one goal of the year, of all units together or of one unit's own figures; nothing where it cannot be told.
std::optional<rollup::Forecast> look_ahead(const Board& board, const IndicatorLine& line, std::optional<UnitId> unit, const Goal& goal);

/// Looks ahead from the newest month whose reports are due to the end of its year. Left out: documents and sets, targets without a
/// figure, indicators nobody reported this year. `call_effect` is a setting: 0.2 if a call brings a unit
/// to do a fifth of what is missing to its part.
Outlooks look_ahead(const Board& board, double call_effect);

}  // namespace luoshi::supervise
