#include "plan/correction_store.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

const Sql kInsert{"plan.insert_correction",
                  "INSERT INTO correction (correction_id, task_id, object_kind, object_id, label, reason, changes, made_at, user_name, "
                  "post_name, unit_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
const Sql kOfTask{"plan.corrections_of_task",
                  "SELECT correction_id, object_kind, object_id, label, reason, changes, made_at, user_name, post_name, unit_name "
                  "FROM correction WHERE task_id = $1 ORDER BY correction_id DESC"};

}  // namespace

void insert_correction(store::WriteTx& tx, TaskId task, const Correction& row) {
    tx.execute(kInsert,
               {row.id, task, row.object_kind, row.object, row.label, row.reason, row.changes_json, row.at, row.by, row.post, row.unit});
}

std::vector<Correction> corrections_of_task(store::ReadTx& tx, TaskId task) {
    return tx.all(kOfTask, {task}, [](const Row& row) {
        return Correction{.id = row.id<CorrectionId>(0),
                          .object_kind = row.text(1),
                          .object = row.integer(2),
                          .label = row.text(3),
                          .reason = row.text(4),
                          .changes_json = row.text(5),
                          .at = row.moment(6),
                          .by = row.text(7),
                          .post = row.text(8),
                          .unit = row.text(9)};
    });
}

}  // namespace luoshi::plan
