#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/import_store.hpp"
#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

struct QuestionRow {
    QuestionId id{1};
    PlanId plan{1};
    TaskId task{1};
    std::string task_ref;
    std::optional<DutyId> duty;
    std::string code;
    std::string subject;
    bool open = true;
    std::optional<std::string> answer;
    std::optional<std::string> answered_by;
    std::optional<base::Moment> answered_at;
    bool from_package = false;
    Span span;
    std::optional<ClauseId> clause;
    std::string clause_ref;
};

std::optional<QuestionRow> find_question(store::ReadTx& tx, QuestionId id);
/// Questions of a plan's tasks that were not rejected, in the order of the document.
std::vector<QuestionRow> questions_of_plan(store::ReadTx& tx, PlanId plan);
std::vector<QuestionRow> questions_of_task(store::ReadTx& tx, TaskId task);
/// False when the question was answered meanwhile.
bool set_answered(store::WriteTx& tx, QuestionId id, std::string_view answer, std::string_view by, base::Moment at, bool from_package);

}  // namespace luoshi::plan
