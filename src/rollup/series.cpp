#include "rollup/series.hpp"

namespace luoshi::rollup {

Sum Series::unit_year_to(UnitId unit, Period until) const {
    const auto leaf = history_->tree().leaf(unit);
    return leaf ? history_->year_to(*leaf, until) : Sum{};
}

std::optional<Period> Series::latest_period(UnitId unit) const {
    const auto leaf = history_->tree().leaf(unit);
    return leaf ? history_->latest(*leaf) : std::nullopt;
}

std::optional<indicator::Figure> Series::own(UnitId unit, Period period) const {
    const auto leaf = history_->tree().leaf(unit);
    const auto amount = leaf ? history_->own(*leaf, period) : std::nullopt;
    if (!amount) {
        return std::nullopt;
    }
    const auto first = base::Decimal::from_e4(amount->first);
    if (definition().kind != indicator::Kind::Ratio) {
        return indicator::Figure{.value = first};
    }
    const auto second = base::Decimal::from_e4(amount->second);
    const auto value = indicator::quotient(definition(), first, second);
    return value ? std::optional{indicator::Figure{*value, first, second}} : std::nullopt;
}

}  // namespace luoshi::rollup
