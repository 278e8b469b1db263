#include "plan/plan_store.hpp"

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_PLAN                                                                                                                \
    "SELECT p.plan_id, p.owner_unit_id, u.name, p.office_unit_id, p.title, p.doc_number, p.issuer, p.issued_on, "                  \
    "p.period_from, p.period_to, p.state, p.imported_at, p.imported_by, p.confirmed_at, p.confirmed_by, p.version, "               \
    "(SELECT COUNT(*) FROM task t WHERE t.plan_id = p.plan_id AND t.state <> 'rejected'), "                                        \
    "(SELECT COUNT(*) FROM task t WHERE t.plan_id = p.plan_id AND t.state = 'accepted'), "                                         \
    "(SELECT COUNT(*) FROM target g JOIN task t ON t.task_id = g.task_id WHERE t.plan_id = p.plan_id AND t.state <> 'rejected'), " \
    "(SELECT COUNT(*) FROM question q JOIN task t ON t.task_id = q.task_id WHERE q.plan_id = p.plan_id AND q.state = 'open' "      \
    "AND t.state <> 'rejected') FROM plan p JOIN unit u ON u.unit_id = p.owner_unit_id "
const Sql kListPlans{"plan.list", LUOSHI_PLAN "ORDER BY p.imported_at DESC, p.plan_id DESC"};
const Sql kFindPlan{"plan.find", LUOSHI_PLAN "WHERE p.plan_id = $1"};
const Sql kFindPlanOf{"plan.find_of", "SELECT plan_id FROM plan WHERE doc_number = $1 ORDER BY plan_id DESC"};
const Sql kSetConfirmed{"plan.confirm",
                        "UPDATE plan SET state = 'confirmed', confirmed_by = $2, confirmed_at = $3, version = version + 1 "
                        "WHERE plan_id = $1"};
const Sql kAcceptTasks{"plan.accept_tasks",
                       "UPDATE task SET state = 'accepted', version = version + 1 WHERE plan_id = $1 AND state = 'draft' "
                       "AND NOT EXISTS (SELECT 1 FROM question q WHERE q.task_id = task.task_id AND q.state = 'open')"};

std::optional<int> opt_int(const Row& row, int column) {
    const std::optional<std::int64_t> value = row.opt_integer(column);
    return value ? std::optional{static_cast<int>(*value)} : std::nullopt;
}

PlanRow plan_of(const Row& row) {
    return {.id = row.id<PlanId>(0),
            .owner = {row.id<UnitId>(1), row.text(2)},
            .office = row.id<UnitId>(3),
            .title = row.text(4),
            .doc_number = row.opt_text(5),
            .issuer = row.opt_text(6),
            .issued_on = row.opt_date(7),
            .period_from = opt_int(row, 8),
            .period_to = opt_int(row, 9),
            .state = stored<PlanState>(row.view(10)),
            .imported_at = row.moment(11),
            .imported_by = row.text(12),
            .confirmed_at = row.opt_moment(13),
            .confirmed_by = row.opt_text(14),
            .version = row.integer(15),
            .tasks = static_cast<int>(row.integer(16)),
            .accepted_tasks = static_cast<int>(row.integer(17)),
            .targets = static_cast<int>(row.integer(18)),
            .open_questions = static_cast<int>(row.integer(19))};
}

}  // namespace

std::vector<PlanRow> list_plans(store::ReadTx& tx) { return tx.all(kListPlans, {}, plan_of); }

std::optional<PlanRow> find_plan(store::ReadTx& tx, PlanId id) { return tx.one(kFindPlan, {id}, plan_of); }

std::optional<PlanId> find_plan_of(store::ReadTx& tx, std::string_view doc_number) {
    return tx.one(kFindPlanOf, {doc_number}, [](const Row& row) { return row.id<PlanId>(0); });
}

void set_confirmed(store::WriteTx& tx, PlanId id, std::string_view by, base::Moment at) { tx.execute(kSetConfirmed, {id, by, at}); }

int accept_clear_tasks(store::WriteTx& tx, PlanId id) { return static_cast<int>(tx.execute(kAcceptTasks, {id})); }

}  // namespace luoshi::plan
