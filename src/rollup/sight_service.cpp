#include "rollup/sight_service.hpp"

#include <algorithm>

#include "rollup/figures_store.hpp"

namespace luoshi::rollup {

Sight::Sight(store::ReadTx& tx, const identity::Actor& reader) : reader_(reader) {
    if (reader.unit && reader.scope != identity::Scope::All) {
        led_ = indicators_led(tx, *reader.unit);
        apart_ = led_.empty() ? decltype(apart_){} : units_led_apart(tx, *reader.unit);
    }
}

bool Sight::covers(const std::optional<UnitId>& unit, IndicatorId indicator) const {
    return !unit || reader_.covers(*unit) || (std::ranges::count(led_, indicator) > 0 && !apart_.contains({indicator, *unit}));
}

bool Sight::covers_any(const std::optional<UnitId>& unit, const std::vector<IndicatorId>& indicators) const {
    return std::ranges::any_of(indicators, [&](auto indicator) { return covers(unit, indicator); });
}

}  // namespace luoshi::rollup
