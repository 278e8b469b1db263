#include "rollup/series.hpp"

#include <algorithm>

namespace luoshi::rollup {

bool Series::is_reported_by(UnitId unit) const {
    const auto leaf = figures_->tree().leaf(unit);
    return leaf && figures_->expected(*leaf) > 0;
}

bool Series::is_piece(UnitId unit) const {
    const auto node = figures_->tree().find(unit);
    return node && figures_->is_piece(*node);
}

bool Series::is_counted(UnitId unit) const {
    const auto& tree = figures_->tree();
    auto node = tree.find(unit);
    while (node && *node != Tree::kRoot && !figures_->is_piece(*node)) {
        node = tree.parent(*node);
    }
    return node == Tree::kRoot;
}

bool Series::is_below(UnitId unit, UnitId above) const {
    const auto& tree = figures_->tree();
    const auto top = tree.find(above);
    auto node = tree.find(unit);
    while (node && top && *node > *top) {
        node = tree.parent(*node);  // parents come before their children
        if (node == top) {
            return true;
        }
    }
    return false;
}

Sum Series::unit_year_to(UnitId unit, Period until) const {
    const auto leaf = figures_->tree().leaf(unit);
    return leaf ? figures_->year_to(*leaf, until) : Sum{};
}

Coverage Series::unit_units_to(UnitId unit, Period until) const {
    const auto leaf = figures_->tree().leaf(unit);
    return leaf ? figures_->units(*leaf, until) : Coverage{};
}

Coverage Series::with_below_units_to(UnitId unit, Period until) const {
    const auto node = figures_->tree().find(unit);
    return node ? figures_->units(*node, until) : Coverage{};
}

Sum Series::with_below_year_to(UnitId unit, Period until) const {
    const auto node = figures_->tree().find(unit);
    return node ? figures_->year_to(*node, until) : Sum{};
}

bool Series::lacks(UnitId unit, Period month) const {
    const auto leaf = figures_->tree().leaf(unit);
    const auto coverage = leaf ? figures_->month(*leaf, month).coverage : Coverage{};
    return coverage.reported < coverage.expected;
}

std::optional<Period> Series::latest_period(UnitId unit) const {
    const auto leaf = figures_->tree().leaf(unit);
    return leaf ? figures_->latest(*leaf) : std::nullopt;
}

std::optional<indicator::Figure> Series::own(UnitId unit, Period period) const {
    const auto leaf = figures_->tree().leaf(unit);
    return leaf ? figures_->own_figure(*leaf, period) : std::nullopt;
}

std::vector<Definition> Series::operands() const {
    std::vector<Definition> out;
    for (const auto* operand : figures_->operands()) {
        out.push_back(operand->definition());
    }
    return out;
}

std::vector<UnitId> Series::movers() const {
    if (!definition().by_formula()) {
        return reporters();
    }
    std::vector<UnitId> out;
    for (const auto* operand : figures_->operands()) {
        for (const auto unit : operand->reporters()) {
            if (std::ranges::find(out, unit) == out.end()) {
                out.push_back(unit);
            }
        }
        if (definition().formula.find('/') != std::string::npos) {
            break;  // what stands below the line does not make it grow
        }
    }
    return out;
}

}  // namespace luoshi::rollup
