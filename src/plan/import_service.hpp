#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/problem.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// What an import made.
struct Imported {
    PlanId plan{1};
    std::string title;
    int clauses = 0;
    int tasks = 0;
    int numeric_targets = 0;
    int other_targets = 0;  ///< reference, all of a set, deliverable
    int open_questions = 0;
    int answered_questions = 0;             ///< by the package
    std::vector<config::Problem> warnings;  ///< answers of the package that could not be applied
};

/// Stores a draft as a new plan, in one transaction: document, clauses, tasks, measures, targets, duties resolved to units, questions,
/// and the package's answers to them. The actor needs plan.import for the unit that owns the plan: the one the package names for this
/// document number, else the issuer, else the actor's own unit.
/// Errors: plan.already_imported (names the plan), plan.no_tasks, plan.owner_unknown, plan.foreign.
base::Result<Imported> import_draft(Environment& env, const identity::Actor& actor, const PlanDraft& draft, std::string_view file_name);

}  // namespace luoshi::plan
