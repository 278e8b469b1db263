#pragma once
#include <optional>
#include <span>

#include "plan/ids.hpp"
#include "rollup/live_figures_service.hpp"
#include "store/store.hpp"
#include "supervise/figures_service.hpp"
#include "supervise/plan_facts.hpp"

namespace luoshi::supervise {

/// Loads a plan in a constant number of queries; nothing when there is no such plan.
std::optional<PlanFacts> load_plan_facts(store::ReadTx& tx, const calendar::Schedule& schedule, rollup::LiveFigures& figures,
                                         plan::PlanId plan);
/// The same as loading it anew where nothing but these reports, which may be of other plans, was changed since `facts` were loaded.
PlanFacts with_reports(store::ReadTx& tx, PlanFacts facts, rollup::LiveFigures& figures, std::span<const report::ReportId> changed);

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
