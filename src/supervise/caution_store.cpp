#include "supervise/caution_store.hpp"

namespace luoshi::supervise {
namespace {

using identity::UnitId;
using store::Row;
using store::Sql;

#define LUOSHI_CAUTION                                                                                                            \
    "SELECT c.caution_id, c.rung, c.unit_id, u.name, c.task_id, t.ref, t.title, c.owner_id, w.name, c.state, c.basis, c.light, "  \
    "c.reason, c.proposed_on, c.proposed_by, c.proposer_id, c.confirmed_on, c.confirmed_by, c.confirmer_id, c.object_until, "     \
    "c.objection, c.objected_on, c.objected_by, c.answer, c.answered_on, c.answered_by, c.lifted_on, c.version, c.lifted_by, "    \
    "c.lifted_for, o.order_id, COALESCE(o.title, ''), CASE WHEN k.caution_id IS NULL THEN '' WHEN k.checked_on IS NOT NULL "      \
    "THEN 'checked' WHEN k.signed_on IS NOT NULL THEN 'signed' WHEN k.recorded_on IS NOT NULL THEN 'held' ELSE 'notified' END "   \
    "FROM caution c "                                                                                                             \
    "JOIN unit u ON u.unit_id = c.unit_id JOIN unit w ON w.unit_id = c.owner_id JOIN task t ON t.task_id = c.task_id "            \
    "LEFT JOIN supervision_order o ON o.order_id = c.order_id AND o.origin = 'caution:' || CAST(c.caution_id AS TEXT) LEFT JOIN " \
    "caution_talk k ON k.caution_id = c.caution_id "
const Sql kInsert{
    "caution.insert",
    "INSERT INTO caution (caution_id, rung, unit_id, task_id, owner_id, state, basis, light, reason, proposed_on, proposed_by, "
    "proposer_id, confirmed_on, confirmed_by, confirmer_id, object_until, objection, objected_by, answer, answered_by, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '', '', '', 1)"};
const Sql kUpdate{
    "caution.update",
    "UPDATE caution SET state = $3, reason = $4, confirmed_on = $5, confirmed_by = $6, confirmer_id = $7, object_until = $8, "
    "objection = $9, objected_on = $10, objected_by = $11, answer = $12, answered_on = $13, answered_by = $14, lifted_on = $15, "
    "lifted_by = $16, lifted_for = $17, order_id = $18, version = version + 1 WHERE caution_id = $1 AND version = $2"};
const Sql kFind{"caution.find", LUOSHI_CAUTION "WHERE c.caution_id = $1"};
const Sql kList{"caution.list",
                "WITH RECURSIVE reach (unit_id) AS (SELECT u.unit_id FROM unit u WHERE u.unit_id = CAST($1 AS BIGINT) UNION SELECT "
                "c.unit_id FROM unit c "
                "JOIN reach r ON c.parent_id = r.unit_id WHERE CAST($2 AS BIGINT) = 1) " LUOSHI_CAUTION
                "WHERE ((CAST($1 AS BIGINT) IS NULL AND (CAST($2 AS BIGINT) <> 2 OR c.state NOT IN ('proposed', 'dismissed'))) OR "
                "c.owner_id = CAST($1 AS BIGINT) OR (c.unit_id IN (SELECT unit_id FROM reach) AND "
                "(c.unit_id <> CAST($1 AS BIGINT) OR c.state NOT IN ('proposed', 'dismissed')))) AND ($3 = '' OR c.state = $3) "
                "AND (CAST($4 AS BIGINT) IS NULL OR c.unit_id = $4) AND (CAST($5 AS BIGINT) IS NULL OR c.task_id = $5) "
                "AND (CAST($6 AS BIGINT) IS NULL OR c.caution_id < $6) ORDER BY c.caution_id DESC LIMIT $7"};
const Sql kOfPlan{"caution.of_plan", LUOSHI_CAUTION "WHERE t.plan_id = $1 ORDER BY c.caution_id"};
const Sql kOffice{"caution.office", "SELECT office_unit_id FROM plan WHERE plan_id = $1"};
const Sql kPlans{"caution.plans", "SELECT plan_id FROM plan WHERE state = 'confirmed' ORDER BY plan_id"};

CautionRow caution_of(const Row& row) {
    return {.id = row.id<CautionId>(0),
            .rung = row.text(1),
            .unit = {row.id<UnitId>(2), row.text(3)},
            .task = row.id<plan::TaskId>(4),
            .task_ref = row.text(5),
            .task_title = row.text(6),
            .owner = {row.id<UnitId>(7), row.text(8)},
            .state = row.text(9),
            .basis = row.text(10),
            .light = row.text(11),
            .reason = row.text(12),
            .proposed_on = row.date(13),
            .proposed_by = row.text(14),
            .proposer = row.integer(15),
            .confirmed_on = row.opt_date(16),
            .confirmed_by = row.text(17),
            .confirmer = row.opt_integer(18),
            .object_until = row.opt_date(19),
            .objection = row.text(20),
            .objected_on = row.opt_date(21),
            .objected_by = row.text(22),
            .answer = row.text(23),
            .answered_on = row.opt_date(24),
            .answered_by = row.text(25),
            .lifted_on = row.opt_date(26),
            .lifted_by = row.text(28),
            .lifted_for = row.text(29),
            .order = row.opt_id<order::OrderId>(30),
            .order_title = row.text(31),
            .talk = row.text(32),
            .version = row.integer(27)};
}

}  // namespace

void insert_caution(store::WriteTx& tx, const CautionRow& r) {
    tx.execute(kInsert, {r.id, r.rung, r.unit.id, r.task, r.owner.id, r.state, r.basis, r.light, r.reason, r.proposed_on, r.proposed_by,
                         r.proposer, r.confirmed_on, r.confirmed_by, r.confirmer, r.object_until});
}

bool update_caution(store::WriteTx& tx, const CautionRow& r) {
    return tx.execute(kUpdate, {r.id, r.version, r.state, r.reason, r.confirmed_on, r.confirmed_by, r.confirmer, r.object_until,
                                r.objection, r.objected_on, r.objected_by, r.answer, r.answered_on, r.answered_by, r.lifted_on, r.lifted_by,
                                r.lifted_for, r.order}) == 1;
}

std::optional<CautionRow> find_caution(store::ReadTx& tx, CautionId id) { return tx.one(kFind, {id}, caution_of); }

std::optional<CautionRow> find_in_sight(store::ReadTx& tx, const identity::Actor& actor, CautionId id) {
    auto row = find_caution(tx, id);
    if (!row || !(actor.covers(row->unit.id) || actor.covers(row->owner.id))) {
        return std::nullopt;
    }
    const bool own = actor.scope != identity::Scope::All && actor.is_of(row->unit.id) && !actor.is_of(row->owner.id);
    const bool only_proposed = row->state == "proposed" || row->state == "dismissed";
    return (own || actor.only_reads()) && only_proposed ? std::nullopt : std::move(row);
}

std::vector<CautionRow> list_cautions(store::ReadTx& tx, const identity::Actor& actor, const CautionFilter& filter) {
    const auto from = actor.scope_root();
    const int reach =
        from ? (actor.scope == identity::Scope::Subtree ? 1 : 0) : (actor.only_reads() ? 2 : 0);  // 2: nothing that is only proposed
    return tx.all(kList, {from, reach, filter.state, filter.unit, filter.task, filter.before, filter.limit}, caution_of);
}

std::vector<CautionRow> cautions_of_plan(store::ReadTx& tx, plan::PlanId plan) { return tx.all(kOfPlan, {plan}, caution_of); }

std::optional<UnitId> office_of(store::ReadTx& tx, plan::PlanId plan) {
    return tx.one(kOffice, {plan}, [](const Row& row) { return row.id<UnitId>(0); });
}

std::vector<plan::PlanId> confirmed_plans(store::ReadTx& tx) {
    return tx.all(kPlans, {}, [](const Row& row) { return row.id<plan::PlanId>(0); });
}

}  // namespace luoshi::supervise
