#include "plan/question_store.hpp"

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_QUESTION                                                                                                   \
    "SELECT q.question_id, q.plan_id, q.task_id, t.ref, q.duty_id, q.code, q.subject, q.state, q.answer, q.answered_by, " \
    "q.answered_at, q.from_package, q.begin_cp, q.end_cp, q.start_line, q.end_line, c.clause_id, c.ref "                  \
    "FROM question q JOIN task t ON t.task_id = q.task_id LEFT JOIN clause c ON c.clause_id = t.clause_id "
const Sql kFindQuestion{"plan.find_question", LUOSHI_QUESTION "WHERE q.question_id = $1"};
const Sql kQuestionsOfPlan{"plan.questions_of_plan",
                           LUOSHI_QUESTION "WHERE q.plan_id = $1 AND t.state <> 'rejected' ORDER BY t.ordinal, q.question_id"};
const Sql kQuestionsOfTask{"plan.questions_of_task", LUOSHI_QUESTION "WHERE q.task_id = $1 ORDER BY q.question_id"};
const Sql kSetAnswered{"plan.answer_question",
                       "UPDATE question SET state = 'answered', answer = $2, answered_by = $3, answered_at = $4, "
                       "from_package = $5 WHERE question_id = $1 AND state = 'open'"};

QuestionRow question_of(const Row& row) {
    return {.id = row.id<QuestionId>(0),
            .plan = row.id<PlanId>(1),
            .task = row.id<TaskId>(2),
            .task_ref = row.text(3),
            .duty = row.opt_id<DutyId>(4),
            .code = row.text(5),
            .subject = row.text(6),
            .open = row.view(7) == "open",
            .answer = row.opt_text(8),
            .answered_by = row.opt_text(9),
            .answered_at = row.opt_moment(10),
            .from_package = row.integer(11) != 0,
            .span = span_at(row, 12),
            .clause = row.opt_id<ClauseId>(16),
            .clause_ref = row.opt_text(17).value_or("")};
}

}  // namespace

std::optional<QuestionRow> find_question(store::ReadTx& tx, QuestionId id) { return tx.one(kFindQuestion, {id}, question_of); }

std::vector<QuestionRow> questions_of_plan(store::ReadTx& tx, PlanId plan) { return tx.all(kQuestionsOfPlan, {plan}, question_of); }

std::vector<QuestionRow> questions_of_task(store::ReadTx& tx, TaskId task) { return tx.all(kQuestionsOfTask, {task}, question_of); }

bool set_answered(store::WriteTx& tx, QuestionId id, std::string_view answer, std::string_view by, base::Moment at, bool from_package) {
    return tx.execute(kSetAnswered, {id, answer, by, at, from_package ? 1 : 0}) == 1;
}

}  // namespace luoshi::plan
