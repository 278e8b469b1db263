#include "rollup/live_figures.hpp"

#include "indicator/indicator_service.hpp"

namespace luoshi::rollup {

LiveFigures::Made LiveFigures::make(store::ReadTx& tx, std::int64_t shape, base::Date day) const {
    auto measured = subjects(tx);
    std::unordered_set<UnitId> reporters;
    for (const auto& subject : measured) {
        reporters.insert(subject.reporters.begin(), subject.reporters.end());
    }
    auto tree = std::make_shared<const Tree>(places_on(tx, day), reporters);
    return {std::make_shared<Engine>(std::move(tree), std::move(measured)), shape, day, tail_before_all(tx.engine())};
}

std::shared_ptr<const Snapshot> LiveFigures::snapshot(store::ReadTx& tx) {
    const bool committed = tx.commits().has_value();
    const auto shape = shape_mark(tx);
    const auto day = today_();
    const std::lock_guard lock{mutex_};
    Made fresh;
    Made* made = &kept_;
    if (!kept_.engine || kept_.shape != shape || kept_.day != day) {
        fresh = make(tx, shape, day);
        made = &fresh;
    }
    auto tail = made->tail;
    const auto facts = facts_since(tx, tail);
    if (!committed) {
        return made->engine->preview(facts, tail.position);
    }
    if (!facts.empty()) {
        made->engine->apply(facts, tail.position);
        made->tail = std::move(tail);
    }
    auto snapshot = made->engine->snapshot();
    if (made == &fresh) {
        kept_ = std::move(fresh);
    }
    return snapshot;
}

Figures LiveFigures::of_plan(store::ReadTx& tx, plan::PlanId plan) {
    const auto snapshot = this->snapshot(tx);
    Figures figures{.series = {}, .watermark = snapshot->watermark()};
    for (const auto& definition : indicator::of_plan(tx, plan)) {
        if (const auto& history = snapshot->find(definition.id)) {
            figures.series.emplace(definition.id, Series{history});
        }
    }
    return figures;
}

}  // namespace luoshi::rollup
