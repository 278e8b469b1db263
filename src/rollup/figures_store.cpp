#include "rollup/figures_store.hpp"

#include <algorithm>
#include <utility>

#include "indicator/indicator_service.hpp"

namespace luoshi::rollup {
namespace {

using store::Row;
using store::Sql;

const Sql kReporters{"rollup.reporters",
                     "SELECT r.indicator_id, r.unit_id FROM indicator_reporter r WHERE r.indicator_id IN (SELECT g.indicator_id FROM "
                     "target g JOIN task t ON t.task_id = g.task_id WHERE t.plan_id = $1) ORDER BY r.indicator_id, r.unit_id"};
const Sql kFacts{"rollup.facts",
                 "SELECT f.indicator_id, f.unit_id, f.period, f.version, f.value_e4, f.numerator_e4, f.denominator_e4, f.position "
                 "FROM fact f WHERE f.indicator_id IN (SELECT g.indicator_id FROM target g JOIN task t ON t.task_id = g.task_id "
                 "WHERE t.plan_id = $1)"};

Period period_of(const Row& row, int column) {
    if (const auto period = Period::parse(row.view(column))) {
        return *period;
    }
    throw store::Fault("事实表中有无法识别的报送期：" + row.text(column));
}

}  // namespace

Figures load_figures(store::ReadTx& tx, plan::PlanId plan) {
    std::map<IndicatorId, std::vector<UnitId>> reporters;
    tx.each(kReporters, {plan}, [&](const Row& row) { reporters[row.id<IndicatorId>(0)].push_back(row.id<UnitId>(1)); });
    Figures figures;
    std::map<IndicatorId, std::vector<Fact>> facts;
    tx.each(kFacts, {plan}, [&](const Row& row) {
        const auto indicator = row.id<IndicatorId>(0);
        facts[indicator].push_back(
            {indicator, row.id<UnitId>(1), period_of(row, 2), row.integer(3), row.opt_decimal(4), row.opt_decimal(5), row.opt_decimal(6)});
        figures.watermark = std::max(figures.watermark, row.integer(7));
    });
    for (auto& definition : indicator::of_plan(tx, plan)) {
        const auto id = definition.id;
        figures.series.emplace(id, Series{std::move(definition), std::move(reporters[id]), facts[id]});
    }
    return figures;
}

}  // namespace luoshi::rollup
