#pragma once
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"
#include "plan/plan_store.hpp"

namespace luoshi::plan {

/// The plans the actor sees (sees_plan), the newest first.
std::vector<PlanRow> plans_for(store::ReadTx& tx, const identity::Actor& actor);
/// Error: plan.not_found, also where the actor does not see it.
base::Result<PlanRow> plan_for(store::ReadTx& tx, const identity::Actor& actor, PlanId id);

/// Accepts every draft task without an open question. Errors: plan.not_found, plan.foreign, plan.already_confirmed.
base::Result<PlanRow> accept_tasks(Environment& env, const identity::Actor& actor, PlanId id);

/// Puts a plan into force: each unit named by a duty of an accepted task gets its part of it, from the day of the document on.
/// Errors: plan.not_found, plan.foreign, plan.already_confirmed, plan.no_tasks (nothing was accepted), plan.open_questions
/// with a field error for every task still in draft ("/tasks/<id>") and every open question ("/questions/<id>").
base::Result<PlanRow> confirm_plan(Environment& env, const identity::Actor& actor, PlanId id);

}  // namespace luoshi::plan
