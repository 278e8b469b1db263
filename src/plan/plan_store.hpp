#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// A plan with what its list shows.
struct PlanRow {
    PlanId id{1};
    UnitRef owner{UnitId{1}, {}};
    UnitId office{1};
    std::string title;
    std::optional<std::string> doc_number;
    std::optional<std::string> issuer;
    std::optional<base::Date> issued_on;
    std::optional<int> period_from;
    std::optional<int> period_to;
    PlanState state = PlanState::Draft;
    base::Moment imported_at;
    std::string imported_by;
    std::optional<base::Moment> confirmed_at;
    std::optional<std::string> confirmed_by;
    std::int64_t version = 0;
    int tasks = 0;  ///< not rejected
    int accepted_tasks = 0;
    int targets = 0;         ///< of tasks not rejected
    int open_questions = 0;  ///< of tasks not rejected
};

/// All plans, newest first.
std::vector<PlanRow> list_plans(store::ReadTx& tx);
std::optional<PlanRow> find_plan(store::ReadTx& tx, PlanId id);
/// The plan made from this document number, if any.
std::optional<PlanId> find_plan_of(store::ReadTx& tx, std::string_view doc_number);
void set_confirmed(store::WriteTx& tx, PlanId id, std::string_view by, base::Moment at);
/// Accepts the draft tasks of a plan that have no open question; returns how many.
int accept_clear_tasks(store::WriteTx& tx, PlanId id);

}  // namespace luoshi::plan
