#include "rollup/live_figures_service.hpp"

#include <algorithm>

#include "indicator/indicator_service.hpp"

namespace luoshi::rollup {

LiveFigures::Made LiveFigures::make(store::ReadTx& tx, std::vector<Subject> measured, base::Date day) {
    std::unordered_set<UnitId> reporters;
    for (const auto& subject : measured) {
        reporters.insert(subject.reporters.begin(), subject.reporters.end());
    }
    auto units = units_on(tx, day);
    auto tree = std::make_shared<const Tree>(units.places, reporters);
    return {.engine = std::make_shared<Engine>(std::move(tree), std::move(measured)),
            .units = std::make_shared<const Roster>(std::move(units.roster)),
            .day = day,
            .tail = tail_before_all(tx.engine())};
}

View LiveFigures::view(store::ReadTx& tx) {
    const bool committed = tx.commits().has_value();
    const auto shape = shape_mark(tx);
    const auto day = today_();
    const std::lock_guard lock{mutex_};
    Made fresh;
    Made* made = &kept_;
    if (!kept_.engine || kept_.shape != shape || kept_.day != day) {
        fresh = make(tx, subjects(tx), day);
        fresh.shape = shape;
        made = &fresh;
    }
    auto tail = made->tail;
    const auto facts = facts_since(tx, tail);
    if (!committed) {
        return {made->engine->preview(facts, tail.position), made->units};
    }
    if (!facts.empty()) {
        made->engine->apply(facts, tail.position);
        made->tail = std::move(tail);
    }
    View view{made->engine->snapshot(), made->units};
    if (made == &fresh) {
        kept_ = std::move(fresh);
    }
    return view;
}

View LiveFigures::past(store::ReadTx& tx, const std::vector<IndicatorId>& indicators, base::Moment known, base::Date units_of) const {
    auto measured = subjects(tx);
    std::erase_if(measured,
                  [&](const Subject& subject) { return std::ranges::find(indicators, subject.definition.id) == indicators.end(); });
    const auto made = make(tx, std::move(measured), units_of);
    for (const auto indicator : indicators) {
        made.engine->apply(facts_until(tx, indicator, known), 0);
    }
    return {made.engine->snapshot(), made.units};
}

Figures LiveFigures::of_plan(store::ReadTx& tx, plan::PlanId plan) {
    const auto snapshot = view(tx).figures;
    Figures figures{.series = {}, .watermark = snapshot->watermark()};
    for (const auto& definition : indicator::of_plan(tx, plan)) {
        if (const auto& history = snapshot->find(definition.id)) {
            figures.series.emplace(definition.id, Series{history});
        }
    }
    return figures;
}

std::vector<std::optional<base::Decimal>> LiveFigures::of_year(store::ReadTx& tx, IndicatorId indicator, int year,
                                                               std::span<const UnitId> units) {
    const auto snapshot = view(tx).figures;
    const auto& history = snapshot->find(indicator);
    std::vector<std::optional<base::Decimal>> out;
    for (const UnitId unit : units) {
        const auto node = snapshot->tree().find(unit);
        const auto last = Period::make(year, 12);
        out.push_back(history && node && last ? history->year_to(*node, *last).value : std::nullopt);
    }
    return out;
}

}  // namespace luoshi::rollup
