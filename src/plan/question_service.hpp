#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"
#include "plan/question_store.hpp"

namespace luoshi::plan {

struct AddedDuty {
    std::string literal;
    DutyRole role;
    std::vector<UnitId> units;
};

/// What somebody decided about a question.
struct Answer {
    std::vector<UnitId> units;                       ///< who the words mean, or who leads a task that names nobody
    std::vector<std::pair<DutyId, DutyRole>> roles;  ///< duties of the task that take another role
    std::vector<AddedDuty> added;                    ///< units the document does not name
    std::string note;
    std::string by;
    base::Moment at;
    bool from_package = false;
};

/// Stores an answer and what follows from it: members of the duty, roles, and in a confirmed plan the parts of units. A person's
/// answer and one that came with the package go through here alike.
/// Errors: plan.question_answered, request.invalid (no units chosen where the question asks for them, unknown units, foreign duties).
base::Status apply_answer(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const QuestionRow& question,
                          const Answer& answer);

/// A person answers. Errors: question.not_found, plan.foreign and those of apply_answer.
base::Result<QuestionRow> answer_question(Environment& env, const identity::Actor& actor, QuestionId id, Answer answer);

}  // namespace luoshi::plan
