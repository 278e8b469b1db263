#include "plan/target_change_store.hpp"

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_PLAN_TARGET_CHANGE                                                                                                 \
    "SELECT c.change_id, c.target_id, c.task_id, c.state, c.before_op, c.before_value_e4, c.before_value_max_e4, c.before_unit, " \
    "c.before_year, c.before_scope, c.after_op, c.after_value_e4, c.after_value_max_e4, c.after_unit, c.after_year, "             \
    "c.after_scope, c.reason, c.proposed_on, c.proposed_at, c.proposed_user, c.proposed_by, c.decided_on, c.decided_at, "         \
    "c.decided_by, c.note FROM target_change c "
const Sql kFind{"plan.find_target_change", LUOSHI_PLAN_TARGET_CHANGE "WHERE c.change_id = $1"};
const Sql kOfTask{"plan.target_changes_of_task", LUOSHI_PLAN_TARGET_CHANGE "WHERE c.task_id = $1 ORDER BY c.change_id DESC"};
const Sql kOpen{"plan.open_target_changes", LUOSHI_PLAN_TARGET_CHANGE "WHERE c.state = 'proposed' ORDER BY c.change_id"};
const Sql kOpenOf{"plan.open_change_of_target", "SELECT COUNT(*) FROM target_change WHERE target_id = $1 AND state = 'proposed'"};
const Sql kInsert{"plan.insert_target_change",
                  "INSERT INTO target_change (change_id, target_id, task_id, state, before_op, before_value_e4, before_value_max_e4, "
                  "before_unit, before_year, before_scope, after_op, after_value_e4, after_value_max_e4, after_unit, after_year, "
                  "after_scope, reason, proposed_on, proposed_at, proposed_user, proposed_by, note) VALUES ($1, $2, $3, 'proposed', $4, "
                  "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, '')"};
const Sql kDecide{"plan.decide_target_change",
                  "UPDATE target_change SET state = $2, decided_on = $3, decided_at = $4, decided_by = $5, note = $6 "
                  "WHERE change_id = $1 AND state = 'proposed'"};

Aim aim_at(const Row& row, int from) {
    return {.op = stored<TargetOperator>(row.view(from)),
            .value = row.opt_decimal(from + 1),
            .value_max = row.opt_decimal(from + 2),
            .unit = row.text(from + 3),
            .year = row.is_null(from + 4) ? std::nullopt : std::optional{static_cast<int>(row.integer(from + 4))},
            .scope = row.text(from + 5)};
}

TargetChange change_of(const Row& row) {
    return {{.state = stored<ChangeState>(row.view(3)),
             .reason = row.text(16),
             .proposed_on = row.date(17),
             .proposed_at = row.moment(18),
             .proposed_user = row.id<identity::UserId>(19),
             .proposed_by = row.text(20),
             .decided_on = row.opt_date(21),
             .decided_at = row.opt_moment(22),
             .decided_by = row.opt_text(23),
             .note = row.text(24)},
            row.id<TargetChangeId>(0),
            row.id<TargetId>(1),
            row.id<TaskId>(2),
            aim_at(row, 4),
            aim_at(row, 10)};
}

}  // namespace

std::optional<TargetChange> find_target_change(store::ReadTx& tx, TargetChangeId id) { return tx.one(kFind, {id}, change_of); }

std::vector<TargetChange> target_changes_of_task(store::ReadTx& tx, TaskId task) { return tx.all(kOfTask, {task}, change_of); }

std::vector<TargetChange> open_target_changes(store::ReadTx& tx) { return tx.all(kOpen, {}, change_of); }

bool has_open_change(store::ReadTx& tx, TargetId target) {
    return tx.one(kOpenOf, {target}, [](const Row& row) { return row.integer(0) > 0; }).value();
}

void insert_target_change(store::WriteTx& tx, const TargetChange& c) {
    tx.execute(kInsert,
               {c.id,          c.target,       c.task,           word(c.before.op), c.before.value,    c.before.value_max, c.before.unit,
                c.before.year, c.before.scope, word(c.after.op), c.after.value,     c.after.value_max, c.after.unit,       c.after.year,
                c.after.scope, c.reason,       c.proposed_on,    c.proposed_at,     c.proposed_user,   c.proposed_by});
}

bool decide_target_change(store::WriteTx& tx, const TargetChange& c) {
    return tx.execute(kDecide, {c.id, word(c.state), c.decided_on, c.decided_at, c.decided_by, c.note}) == 1;
}

}  // namespace luoshi::plan
