#include "plan/import_store.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

const Sql kFindDocument{"plan.find_document",
                        "SELECT p.plan_id, p.title FROM document d JOIN plan p ON p.plan_id = d.plan_id WHERE d.sha256 = $1"};
const Sql kInsertPlan{"plan.insert",
                      "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, doc_number, issuer, issued_on, period_from, "
                      "period_to, state, imported_at, imported_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, "
                      "$11, 1)"};
const Sql kInsertDocument{"plan.insert_document",
                          "INSERT INTO document (document_id, plan_id, version_no, file_name, sha256, text, stored_at) "
                          "VALUES ($1, $2, 1, $3, $4, $5, $6)"};
const Sql kInsertClause{"plan.insert_clause",
                        "INSERT INTO clause (clause_id, document_id, parent_id, ordinal, kind, level, ref, title, begin_cp, end_cp, "
                        "start_line, end_line) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
const Sql kInsertTask{"plan.insert_task",
                      "INSERT INTO task (task_id, plan_id, clause_id, ordinal, ref, title, first_title, content, deadline, first_deadline, "
                      "continuous, state, begin_cp, end_cp, start_line, end_line, version) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $8, $9, 'draft', $10, $11, $12, $13, 1)"};
const Sql kInsertMeasure{"plan.insert_measure",
                         "INSERT INTO measure (measure_id, task_id, year_from, year_to, text, begin_cp, end_cp, start_line, end_line) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
const Sql kInsertTarget{
    "plan.insert_target",
    "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, value_e4, value_max_e4, unit, base_e4, base_max_e4, "
    "year, due_on, scope, change, per_year, indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_value_e4, "
    "first_value_max_e4, first_unit, first_year, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18, $19, $20, $21, $22, $5, $6, $8, $9, $10, $13, 1)"};
const Sql kInsertDuty{
    "plan.insert_duty",
    "INSERT INTO duty (duty_id, task_id, ordinal, role, first_role, literal, resolution, group_code, note, begin_cp, end_cp, "
    "start_line, end_line, version) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, '', $8, $9, $10, $11, 1)"};
const Sql kInsertMember{"plan.insert_duty_member",
                        "INSERT INTO duty_member (duty_id, unit_id) VALUES ($1, $2) ON CONFLICT (duty_id, unit_id) DO NOTHING"};
const Sql kInsertQuestion{"plan.insert_question",
                          "INSERT INTO question (question_id, plan_id, task_id, duty_id, code, subject, state, from_package, begin_cp, "
                          "end_cp, start_line, end_line) VALUES ($1, $2, $3, $4, $5, $6, 'open', 0, $7, $8, $9, $10)"};

}  // namespace

std::optional<KnownDocument> find_document(store::ReadTx& tx, std::string_view sha256) {
    return tx.one(kFindDocument, {sha256}, [](const Row& row) { return KnownDocument{row.id<PlanId>(0), row.text(1)}; });
}

void insert_plan(store::WriteTx& tx, const NewPlan& plan, std::string_view by, base::Moment at) {
    tx.execute(kInsertPlan, {plan.id, plan.owner, plan.office, plan.title, plan.meta.doc_number, plan.meta.issuer, plan.meta.issued_on,
                             plan.meta.period_from, plan.meta.period_to, at, by});
}

void insert_document(store::WriteTx& tx, DocumentId id, PlanId plan, std::string_view file_name, std::string_view sha256,
                     std::string_view text, base::Moment at) {
    tx.execute(kInsertDocument, {id, plan, file_name, sha256, text, at});
}

void insert_clause(store::WriteTx& tx, ClauseId id, DocumentId document, std::optional<ClauseId> parent, int ordinal,
                   const DraftClause& clause) {
    tx.execute(kInsertClause, {id, document, parent, ordinal, word(clause.kind), clause.level, clause.ref, clause.title, clause.span.begin,
                               clause.span.end, clause.span.start_line, clause.span.end_line});
}

void insert_task(store::WriteTx& tx, TaskId id, PlanId plan, std::optional<ClauseId> clause, int ordinal, const DraftTask& task) {
    tx.execute(kInsertTask, {id, plan, clause, ordinal, task.ref, task.title, task.content, task.deadline, task.continuous ? 1 : 0,
                             task.span.begin, task.span.end, task.span.start_line, task.span.end_line});
}

void insert_measure(store::WriteTx& tx, MeasureId id, TaskId task, const DraftMeasure& measure) {
    tx.execute(kInsertMeasure, {id, task, measure.year_from, measure.year_to, measure.text, measure.span.begin, measure.span.end,
                                measure.span.start_line, measure.span.end_line});
}

void insert_target(store::WriteTx& tx, const NewTarget& target) {
    const DraftTarget& draft = target.draft;
    const std::string_view change = draft.change == 0 ? std::string_view{} : std::string_view{&draft.change, 1};
    tx.execute(kInsertTarget, {target.id,
                               target.task,
                               target.ordinal,
                               word(draft.kind),
                               draft.name,
                               word(draft.op),
                               word(target.effective_op),
                               draft.value,
                               draft.value_max,
                               draft.unit,
                               target.base,
                               target.base_max,
                               draft.year,
                               draft.due_on,
                               draft.scope,
                               change,
                               draft.per_year ? 1 : 0,
                               target.indicator,
                               draft.span.begin,
                               draft.span.end,
                               draft.span.start_line,
                               draft.span.end_line});
}

void insert_duty(store::WriteTx& tx, const NewDuty& duty) {
    tx.execute(kInsertDuty, {duty.id, duty.task, duty.ordinal, word(duty.role), duty.literal, word(duty.resolution), duty.group_code,
                             duty.span.begin, duty.span.end, duty.span.start_line, duty.span.end_line});
}

void insert_duty_member(store::WriteTx& tx, DutyId duty, UnitId unit) { tx.execute(kInsertMember, {duty, unit}); }

void insert_question(store::WriteTx& tx, const NewQuestion& question) {
    tx.execute(kInsertQuestion, {question.id, question.plan, question.task, question.duty, question.code, question.subject,
                                 question.span.begin, question.span.end, question.span.start_line, question.span.end_line});
}

}  // namespace luoshi::plan
