#include "plan/document_store.hpp"

#include <fmt/format.h>

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

const Sql kDocumentText{"plan.document_text", "SELECT text FROM document WHERE document_id = $1"};
const Sql kDocumentOf{"plan.document_of", "SELECT document_id FROM document WHERE plan_id = $1 ORDER BY version_no DESC LIMIT 1"};
const Sql kClauses{"plan.clauses",
                   "SELECT clause_id, parent_id, kind, level, ref, title, begin_cp, end_cp, start_line, end_line FROM clause "
                   "WHERE document_id = $1 ORDER BY ordinal"};
const Sql kDrawn{
    "plan.drawn_items",
    "SELECT kind, id, task_id, clause_id, word, detail, value_e4, begin_cp, end_cp, first_word, first_detail, first_value_e4 FROM ("
    "SELECT t.ordinal AS task_ordinal, 1 AS rank, 'task' AS kind, t.task_id AS id, t.task_id, t.clause_id, t.ref AS word, "
    "t.title AS detail, CAST(NULL AS BIGINT) AS value_e4, t.begin_cp, t.end_cp, t.ref AS first_word, t.first_title AS first_detail, "
    "CAST(NULL AS BIGINT) AS first_value_e4 FROM task t WHERE t.plan_id = $1 AND t.state <> 'rejected' "
    "UNION ALL SELECT t.ordinal, 2, 'duty', d.duty_id, t.task_id, t.clause_id, d.role, d.literal, CAST(NULL AS BIGINT), d.begin_cp, "
    "d.end_cp, d.first_role, d.literal, CAST(NULL AS BIGINT) FROM task t JOIN duty d ON d.task_id = t.task_id WHERE t.plan_id = $1 AND "
    "t.state <> 'rejected' "
    "UNION ALL SELECT t.ordinal, 3, 'measure', m.measure_id, t.task_id, t.clause_id, '', m.text, m.year_from, m.begin_cp, m.end_cp, '', "
    "m.text, m.year_from "
    "FROM task t JOIN measure m ON m.task_id = t.task_id WHERE t.plan_id = $1 AND t.state <> 'rejected' "
    "UNION ALL SELECT t.ordinal, 4, 'target', g.target_id, t.task_id, t.clause_id, g.name, g.unit, g.value_e4, g.begin_cp, g.end_cp, "
    "g.first_name, g.first_unit, g.first_value_e4 FROM task t JOIN target g ON g.task_id = t.task_id WHERE t.plan_id = $1 AND t.state <> "
    "'rejected') items "
    "ORDER BY task_ordinal, rank, id"};

/// From three columns: word, detail, value.
std::string label_of(const Row& row, int column) {
    const std::string_view kind = row.view(0);
    if (kind == "task") {
        return fmt::format("{} {}", row.view(column), row.view(column + 1));
    }
    if (kind == "duty") {
        return fmt::format("{}：{}", role_name(stored<DutyRole>(row.view(column))), row.view(column + 1));
    }
    if (kind == "measure") {
        return fmt::format("{}年举措", row.integer(column + 2));
    }
    return row.is_null(column + 2) ? row.text(column)
                                   : fmt::format("{} {}{}", row.view(column), row.decimal(column + 2).text(), row.view(column + 1));
}

}  // namespace

std::optional<std::string> find_document_text(store::ReadTx& tx, DocumentId document) {
    return tx.one(kDocumentText, {document}, [](const Row& row) { return row.text(0); });
}

std::optional<DocumentId> find_document_of(store::ReadTx& tx, PlanId plan) {
    return tx.one(kDocumentOf, {plan}, [](const Row& row) { return row.id<DocumentId>(0); });
}

std::vector<ClauseRow> clauses_of(store::ReadTx& tx, DocumentId document) {
    return tx.all(kClauses, {document}, [](const Row& row) {
        return ClauseRow{.id = row.id<ClauseId>(0),
                         .parent = row.opt_id<ClauseId>(1),
                         .kind = stored<ClauseKind>(row.view(2)),
                         .level = static_cast<int>(row.integer(3)),
                         .ref = row.text(4),
                         .title = row.text(5),
                         .span = span_at(row, 6)};
    });
}

std::vector<DrawnItem> drawn_from(store::ReadTx& tx, PlanId plan) {
    return tx.all(kDrawn, {plan}, [](const Row& row) {
        return DrawnItem{.kind = row.text(0),
                         .id = row.integer(1),
                         .task = row.id<TaskId>(2),
                         .clause = row.opt_id<ClauseId>(3),
                         .label = label_of(row, 4),
                         .first_label = label_of(row, 9),
                         .begin = static_cast<int>(row.integer(7)),
                         .end = static_cast<int>(row.integer(8))};
    });
}

}  // namespace luoshi::plan
