#pragma once
#include <optional>

#include "plan/ids.hpp"
#include "rollup/live_figures_service.hpp"
#include "store/store.hpp"
#include "supervise/figures_service.hpp"
#include "supervise/plan_facts.hpp"

namespace luoshi::supervise {

/// In one query.
ChangeMark change_mark(store::ReadTx& tx, plan::PlanId plan);

/// What was loaded before, and the mark it was loaded at.
struct Known {
    const PlanFacts* facts = nullptr;  ///< null: nothing
    ChangeMark mark;
};
/// Loads a plan in a constant number of queries, of what is known only the reports that changed since; nothing when there is no such
/// plan. `now` is the mark of this transaction.
std::optional<PlanFacts> load_plan_facts(store::ReadTx& tx, const calendar::Schedule& schedule, rollup::LiveFigures& figures,
                                         plan::PlanId plan, ChangeMark now, Known known);

/// The plan shown when none is asked for: the newest confirmed one, else the newest.
std::optional<plan::PlanId> default_plan(store::ReadTx& tx);
/// The newest plan, confirmed ones first, with a target that points to the indicator.
std::optional<plan::PlanId> plan_of_indicator(store::ReadTx& tx, plan::IndicatorId indicator);
std::optional<plan::PlanId> plan_of_task(store::ReadTx& tx, plan::TaskId task);
std::optional<plan::PlanId> plan_of_unit_duty(store::ReadTx& tx, plan::UnitDutyId duty);

/// Where the plan's targets for an indicator stand in its document.
std::vector<TargetSource> target_sources(store::ReadTx& tx, plan::PlanId plan, plan::IndicatorId indicator);

/// Facts of an indicator, newest first.
std::vector<FactRow> list_facts(store::ReadTx& tx, plan::IndicatorId indicator, const FactFilter& filter);
/// Who reports an indicator, in the order of the package.
std::vector<plan::UnitRef> reporters_of(store::ReadTx& tx, plan::IndicatorId indicator);

}  // namespace luoshi::supervise
