#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit.hpp"
#include "plan/answers.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// Answers the open questions of a plan with what its package says, through the same function as a person's answer. `on`: the date at
/// which unit texts are read. Returns a problem for each answer that could not be applied; such a question stays open.
std::vector<config::Problem> apply_packaged(store::WriteTx& tx, Environment& env, const audit::Origin& origin, PlanId plan,
                                        const PackagedAnswers& answers, base::Date on);

/// After a package was loaded: applies its answers to what is still open in the draft made from their document, if there is one.
std::vector<config::Problem> apply_loaded_answers(store::WriteTx& tx, Environment& env, const audit::Origin& origin);

/// The answers that no question of the plan was or would be answered with: another document's, or slips in task, subject or code.
std::vector<PackagedAnswer> unfit_answers(store::ReadTx& tx, PlanId plan, const PackagedAnswers& answers);

}  // namespace luoshi::plan
