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

/// A call worth making: if this unit does `call_effect` more from now on, the target's chance of being missed falls to `miss_after`.
struct Call {
    const IndicatorLine* line = nullptr;
    plan::UnitRef unit;
    double miss = 0;
    double miss_after = 0;
    double gain() const { return miss - miss_after; }
};

struct Outlooks {
    std::optional<Period> period;  ///< the newest month whose reports are due; nothing before the first, and in December
    std::vector<Outlook> items;    ///< the least certain first
    std::vector<Call> calls;       ///< the most effective first
};

/// The same for one goal of the year, of all units together or of one unit's own figures; nothing where it cannot be told.
std::optional<rollup::Forecast> look_ahead(const Board& board, const IndicatorLine& line, std::optional<UnitId> unit, const Goal& goal,
                                           double call_effect);

/// Looks ahead from the newest month whose reports are due to the end of its year. Left out: documents and sets, targets without a
/// figure, indicators nobody reported this year. `call_effect` is a setting, 0.2 for a fifth more.
Outlooks look_ahead(const Board& board, double call_effect);

}  // namespace luoshi::supervise
