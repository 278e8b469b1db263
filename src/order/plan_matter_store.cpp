#include "order/plan_matter_store.hpp"

namespace luoshi::order {
namespace {

using store::Row;
using store::Sql;

// $1 is the own unit where not all are in scope, $2 is 1 where those below count too, $3 the own unit; milestone 0 is the part itself.
#define LUOSHI_MATTERS                                                                                                                \
    "WITH RECURSIVE reach (unit_id) AS (SELECT u.unit_id FROM unit u WHERE u.unit_id = CAST($1 AS BIGINT) "                           \
    "UNION SELECT c.unit_id FROM unit c JOIN reach r ON c.parent_id = r.unit_id WHERE CAST($2 AS BIGINT) = 1), "                      \
    "matter AS (SELECT d.unit_duty_id, CAST(0 AS BIGINT) AS milestone_id, '' AS title, t.deadline AS due_on FROM unit_duty d "        \
    "JOIN task t ON t.task_id = d.task_id UNION ALL SELECT m.unit_duty_id, m.milestone_id, m.title, m.due_on FROM milestone m "       \
    "WHERE m.removed = 0 AND m.done_on IS NULL), "                                                                                    \
    "listed AS (SELECT d.unit_duty_id, x.milestone_id, x.title, x.due_on, t.task_id, t.ordinal, t.ref, t.title AS task_title, "       \
    "u.unit_id, u.name, COALESCE((SELECT MIN(o.order_id) FROM supervision_order o WHERE o.origin <> '' AND o.origin = CASE WHEN "     \
    "x.milestone_id = 0 THEN 'part:' || CAST(d.unit_duty_id AS TEXT) ELSE 'milestone:' || CAST(x.milestone_id AS TEXT) END), "        \
    "(SELECT MIN(o.order_id) FROM supervision_order o WHERE x.milestone_id = 0 AND o.task_id = d.task_id AND o.main_id = d.unit_id "  \
    "AND o.origin NOT LIKE 'milestone:%' AND $4 LIKE '%,' || o.state || ',%')) AS order_id "                                          \
    "FROM matter x JOIN unit_duty d ON d.unit_duty_id = x.unit_duty_id JOIN task t ON t.task_id = d.task_id "                         \
    "JOIN plan p ON p.plan_id = t.plan_id JOIN unit u ON u.unit_id = d.unit_id "                                                      \
    "WHERE p.state = 'confirmed' AND t.state = 'accepted' AND d.valid_to IS NULL AND (u.valid_to IS NULL OR u.valid_to > $5) "        \
    "AND d.unit_id <> CAST($3 AS BIGINT) "                                                                                            \
    "AND (CAST($1 AS BIGINT) IS NULL OR d.unit_id IN (SELECT unit_id FROM reach) OR d.task_id IN (SELECT l.task_id FROM unit_duty l " \
    "WHERE l.unit_id = $3 AND l.role = 'lead' AND l.valid_to IS NULL))) "
#define LUOSHI_MATTER_COLUMNS                                                                                                  \
    "SELECT l.unit_duty_id, l.milestone_id, l.title, l.due_on, l.task_id, l.ordinal, l.ref, l.task_title, l.unit_id, l.name, " \
    "l.order_id, o.number, o.title, o.state FROM listed l LEFT JOIN supervision_order o ON o.order_id = l.order_id "
const Sql kMatters{
    "order.plan_matters", LUOSHI_MATTERS LUOSHI_MATTER_COLUMNS
    "WHERE (CAST($6 AS BIGINT) IS NULL OR l.unit_id = $6) AND (CAST($7 AS BIGINT) IS NULL OR l.task_id = $7) "
    "AND ($8 = '' OR ($8 = 'part' AND l.milestone_id = 0) OR ($8 = 'milestone' AND l.milestone_id > 0)) "
    "AND (CAST($9 AS BIGINT) = 0 OR l.order_id IS NULL) AND (CAST($10 AS TEXT) IS NULL OR l.due_on < $10) "
    "AND (l.ordinal > $11 OR (l.ordinal = $11 AND (l.unit_duty_id > $12 OR (l.unit_duty_id = $12 AND l.milestone_id > $13)))) "
    "ORDER BY l.ordinal, l.unit_duty_id, l.milestone_id LIMIT $14"};
const Sql kMatter{"order.plan_matter", LUOSHI_MATTERS LUOSHI_MATTER_COLUMNS
                  "WHERE ($6 = 'part' AND l.unit_duty_id = $7 AND l.milestone_id = 0) OR ($6 = 'milestone' AND l.milestone_id = $7)"};

PlanMatter matter_of(const Row& row) {
    const bool part = row.integer(1) == 0;
    const auto number = row.opt_text(11).value_or("");
    return {.kind = part ? PlanMatter::Kind::Part : PlanMatter::Kind::Milestone,
            .id = row.integer(part ? 0 : 1),
            .task = row.id<TaskId>(4),
            .task_place = static_cast<int>(row.integer(5)),
            .task_ref = row.text(6),
            .task_title = row.text(7),
            .part = row.id<plan::UnitDutyId>(0),
            .unit = {row.id<UnitId>(8), row.text(9)},
            .milestone = row.text(2),
            .due_on = row.opt_date(3),
            .order = row.opt_id<OrderId>(10),
            .order_title = number + (number.empty() ? "" : " ") + row.opt_text(12).value_or(""),
            .order_state = row.opt_text(13).value_or("")};
}

const char* word(PlanMatter::Kind kind) { return kind == PlanMatter::Kind::Part ? "part" : "milestone"; }

int below(const identity::Actor& actor) { return actor.scope == identity::Scope::Subtree ? 1 : 0; }
UnitId own(const identity::Actor& actor) { return actor.unit.value_or(UnitId{0}); }

}  // namespace

std::string origin_of(PlanMatter::Kind kind, std::int64_t id) { return std::string{word(kind)} + ":" + std::to_string(id); }

std::vector<PlanMatter> plan_matters(store::ReadTx& tx, const identity::Actor& actor, const PlanMatterFilter& filter, Date today,
                                     const std::vector<std::string>& open, const PlanMatterKey& after, int limit) {
    return tx.all(kMatters,
                  {actor.scope_root(), below(actor), own(actor), listed(open), today, filter.unit, filter.task,
                   filter.kind ? word(*filter.kind) : "", filter.without_order ? 1 : 0,
                   filter.overdue ? std::optional{today} : std::nullopt, after.task_place, after.part, after.milestone, limit},
                  matter_of);
}

std::optional<PlanMatter> find_plan_matter(store::ReadTx& tx, const identity::Actor& actor, Date today,
                                           const std::vector<std::string>& open, const PlanMatterRef& matter) {
    return tx.one(kMatter, {actor.scope_root(), below(actor), own(actor), listed(open), today, word(matter.kind), matter.id}, matter_of);
}

}  // namespace luoshi::order
