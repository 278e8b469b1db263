#include "plan/unit_duty_store.hpp"

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_UNIT_DUTY                                                                                                             \
    "SELECT ud.unit_duty_id, ud.plan_id, ud.task_id, t.ref, t.title, ud.unit_id, u.name, ud.role, above.unit_id, au.name, ud.note, " \
    "ud.reports, ud.valid_from, ud.valid_to, ud.version, ud.every, CASE WHEN ud.duty_id IS NULL THEN 0 ELSE 1 END "
#define LUOSHI_UNIT_DUTY_FROM                                                                        \
    "FROM unit_duty ud JOIN task t ON t.task_id = ud.task_id JOIN unit u ON u.unit_id = ud.unit_id " \
    "LEFT JOIN unit_duty above ON above.unit_duty_id = ud.parent_id LEFT JOIN unit au ON au.unit_id = above.unit_id "
#define LUOSHI_FILTERED \
    "ud.valid_to IS NULL AND (CAST($1 AS BIGINT) IS NULL OR ud.unit_id = $1) AND (CAST($2 AS BIGINT) IS NULL OR ud.plan_id = $2) "
// The unit leads the part's task, and no other lead holds the part or handed it down: leads of one task answer each for its own.
#define LUOSHI_LED_BY(UNIT)                                                                                              \
    "CASE WHEN EXISTS (SELECT 1 FROM unit_duty l WHERE l.task_id = ud.task_id AND l.unit_id = " UNIT                     \
    " AND l.role = 'lead' AND l.valid_to IS NULL) AND NOT EXISTS (WITH RECURSIVE up (parent_id, unit_id, role) AS ("     \
    "SELECT ud.parent_id, ud.unit_id, ud.role UNION ALL SELECT x.parent_id, x.unit_id, x.role FROM unit_duty x JOIN up " \
    "ON x.unit_duty_id = up.parent_id) SELECT 1 FROM up WHERE role = 'lead' AND unit_id <> " UNIT ") THEN 1 ELSE 0 END "
const Sql kList{"plan.list_unit_duties", LUOSHI_UNIT_DUTY ", " LUOSHI_LED_BY("CAST($3 AS BIGINT)") LUOSHI_UNIT_DUTY_FROM
                "WHERE " LUOSHI_FILTERED "ORDER BY ud.unit_duty_id"};
const Sql kFind{"plan.find_unit_duty", LUOSHI_UNIT_DUTY LUOSHI_UNIT_DUTY_FROM "WHERE ud.unit_duty_id = $1"};
const Sql kFindPart{"plan.find_part", LUOSHI_UNIT_DUTY LUOSHI_UNIT_DUTY_FROM "WHERE ud.task_id = $1 AND ud.unit_id = $2"};
const Sql kFindPartOfRef{"plan.find_part_of_ref", LUOSHI_UNIT_DUTY LUOSHI_UNIT_DUTY_FROM
                         "WHERE t.ref = $1 AND ud.unit_id = $2 AND ud.valid_to IS NULL ORDER BY ud.unit_duty_id"};
const Sql kLeads{"plan.leads_task",
                 "SELECT COUNT(*) FROM unit_duty WHERE task_id = $1 AND unit_id = $2 AND role = 'lead' AND valid_to IS NULL"};
const Sql kLedBy{"plan.part_led_by", "SELECT " LUOSHI_LED_BY("CAST($2 AS BIGINT)") "FROM unit_duty ud WHERE ud.unit_duty_id = $1"};
const Sql kBump{"plan.bump_unit_duty", "UPDATE unit_duty SET version = version + 1 WHERE unit_duty_id = $1 AND version = $2"};

#define LUOSHI_ASSIGNMENT(ON)                                                                                                 \
    "SELECT a.assignment_id, a.unit_duty_id, a.kind, a.post_id, a.section_id, p.name, s.name, (SELECT MIN(ua.name) "          \
    "FROM user_post up JOIN user_account ua ON ua.user_id = up.user_id WHERE up.post_id = a.post_id AND ua.state = 'active' " \
    "AND up.valid_from <= " ON " AND (up.valid_to IS NULL OR up.valid_to > " ON                                               \
    ")), a.state, a.reason, a.decided_at, a.decided_by "                                                                      \
    "FROM assignment a LEFT JOIN post p ON p.post_id = a.post_id LEFT JOIN section s ON s.section_id = a.section_id "
#define LUOSHI_KIND_ORDER                                                                                                   \
    "CASE a.kind WHEN 'head' THEN 1 WHEN 'deputy_head' THEN 2 WHEN 'responsible_leader' THEN 3 WHEN 'lead_section' THEN 4 " \
    "WHEN 'responsible_section' THEN 5 ELSE 6 END, a.assignment_id"
const Sql kListAssignments{"plan.list_assignments", LUOSHI_ASSIGNMENT("$3") "JOIN unit_duty ud ON ud.unit_duty_id = a.unit_duty_id "
                                                                            "WHERE " LUOSHI_FILTERED "ORDER BY " LUOSHI_KIND_ORDER};
const Sql kAssignmentsOf{"plan.assignments_of", LUOSHI_ASSIGNMENT("$2") "WHERE a.unit_duty_id = $1 ORDER BY " LUOSHI_KIND_ORDER};
const Sql kFindAssignment{"plan.find_assignment", LUOSHI_ASSIGNMENT("$2") "WHERE a.assignment_id = $1"};
const Sql kInsertAssignment{"plan.insert_assignment",
                            "INSERT INTO assignment (assignment_id, unit_duty_id, kind, post_id, section_id, state, reason) "
                            "VALUES ($1, $2, $3, $4, $5, 'proposed', '')"};
const Sql kDeleteAssignment{"plan.delete_assignment", "DELETE FROM assignment WHERE assignment_id = $1"};
const Sql kDecideAssignment{"plan.decide_assignment",
                            "UPDATE assignment SET state = $2, reason = $3, decided_by = $4, decided_at = $5 "
                            "WHERE assignment_id = $1 AND state = 'proposed'"};

#define LUOSHI_MILESTONE \
    "SELECT m.milestone_id, m.unit_duty_id, m.title, m.due_on, m.first_due_on, m.planned_pct_e4, m.done_on, m.version FROM milestone m "
const Sql kListMilestones{"plan.list_milestones", LUOSHI_MILESTONE
                          "JOIN unit_duty ud ON ud.unit_duty_id = m.unit_duty_id "
                          "WHERE m.removed = 0 AND " LUOSHI_FILTERED "ORDER BY m.due_on, m.milestone_id"};
const Sql kMilestonesOf{"plan.milestones_of",
                        LUOSHI_MILESTONE "WHERE m.unit_duty_id = $1 AND m.removed = 0 ORDER BY m.due_on, m.milestone_id"};
const Sql kFindMilestone{"plan.find_milestone", LUOSHI_MILESTONE "WHERE m.milestone_id = $1 AND m.removed = 0"};
const Sql kInsertMilestone{
    "plan.insert_milestone",
    "INSERT INTO milestone (milestone_id, unit_duty_id, title, due_on, first_due_on, planned_pct_e4, done_on, removed, version) "
    "VALUES ($1, $2, $3, $4, $4, $5, $6, 0, 1)"};
const Sql kUpdateMilestone{"plan.update_milestone",
                           "UPDATE milestone SET title = $3, due_on = $4, planned_pct_e4 = $5, done_on = $6, version = version + 1 "
                           "WHERE milestone_id = $1 AND version = $2"};
const Sql kRemoveMilestone{"plan.remove_milestone",
                           "UPDATE milestone SET removed = 1, version = version + 1 WHERE milestone_id = $1 AND version = $2"};

const Sql kChildUnits{"plan.child_units",
                      "SELECT unit_id, name FROM unit WHERE parent_id = $1 AND (valid_to IS NULL OR valid_to > $2) ORDER BY place"};
const Sql kHandDown{
    "plan.hand_down",
    "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, parent_id, note, reports, valid_from, version, every) "
    "VALUES ($1, $2, $3, $4, 'responsible', $5, $6, 1, $7, 1, $8)"};
/// Ended and handed down again within one month, it owes that month's report as before.
const Sql kReopen{"plan.reopen_unit_duty",
                  "UPDATE unit_duty SET role = 'responsible', duty_id = NULL, parent_id = $2, note = $3, reports = 1, every = $5, "
                  "valid_from = CASE WHEN substr(valid_to, 1, 7) = substr($4, 1, 7) THEN valid_from ELSE $4 END, valid_to = NULL, "
                  "version = version + 1 WHERE unit_duty_id = $1"};

const Sql kHandedDown{"plan.handed_down", LUOSHI_UNIT_DUTY LUOSHI_UNIT_DUTY_FROM
                      "WHERE ud.parent_id = $1 ORDER BY CASE WHEN ud.valid_to IS NULL THEN 0 ELSE 1 END, u.place, ud.unit_duty_id"};
const Sql kTerms{"plan.change_terms",
                 "UPDATE unit_duty SET note = $3, every = $4, version = version + 1 WHERE unit_duty_id = $1 AND version = $2"};
const Sql kEnd{"plan.end_part", "UPDATE unit_duty SET valid_to = $2, version = version + 1 WHERE unit_duty_id = $1"};

const Sql kDropFigures{"plan.drop_asked_figures", "DELETE FROM unit_duty_figure WHERE unit_duty_id = $1"};
const Sql kPutFigure{"plan.put_asked_figure", "INSERT INTO unit_duty_figure (unit_duty_id, indicator_id) VALUES ($1, $2)"};
const Sql kFigures{"plan.asked_figures",
                   "SELECT i.indicator_id, i.name, i.unit FROM unit_duty_figure f JOIN indicator i ON i.indicator_id = f.indicator_id "
                   "WHERE f.unit_duty_id = $1 AND i.valid_to IS NULL ORDER BY i.name"};

std::optional<std::string_view> every_text(const HandDownTerms& terms) {
    return terms.every ? std::optional{calendar::word(*terms.every)} : std::nullopt;
}

UnitDutyRow unit_duty_of(const Row& row) {
    return {.id = row.id<UnitDutyId>(0),
            .plan = row.id<PlanId>(1),
            .task = row.id<TaskId>(2),
            .task_ref = row.text(3),
            .task_title = row.text(4),
            .unit = {row.id<UnitId>(5), row.text(6)},
            .role = stored<DutyRole>(row.view(7)),
            .handed_from = row.is_null(8) ? std::nullopt : std::optional{UnitRef{row.id<UnitId>(8), row.text(9)}},
            .note = row.text(10),
            .reports = row.integer(11) != 0,
            .every = calendar::rhythm_from(row.opt_text(15).value_or("")),
            .valid_from = row.date(12),
            .valid_to = row.opt_date(13),
            .version = row.integer(14),
            .named = row.integer(16) != 0};
}

AssignmentRow assignment_of(const Row& row) {
    return {.id = row.id<AssignmentId>(0),
            .unit_duty = row.id<UnitDutyId>(1),
            .assignee = {stored<AssignmentKind>(row.view(2)), row.opt_id<PostId>(3), row.opt_id<SectionId>(4)},
            .post_name = row.opt_text(5).value_or(""),
            .section_name = row.opt_text(6).value_or(""),
            .holder = row.opt_text(7),
            .state = stored<AssignmentState>(row.view(8)),
            .reason = row.text(9),
            .decided_at = row.opt_moment(10),
            .decided_by = row.opt_text(11)};
}

MilestoneRow milestone_of(const Row& row) {
    return {.id = row.id<MilestoneId>(0),
            .unit_duty = row.id<UnitDutyId>(1),
            .title = row.text(2),
            .due_on = row.date(3),
            .first_due_on = row.date(4),
            .planned_pct = row.decimal(5),
            .done_on = row.opt_date(6),
            .version = row.integer(7)};
}

}  // namespace

std::vector<ListedUnitDuty> list_unit_duties(store::ReadTx& tx, const UnitDutyFilter& filter) {
    return tx.all(kList, {filter.unit, filter.plan, filter.led_by}, [](const Row& row) {
        return ListedUnitDuty{unit_duty_of(row), row.integer(17) != 0};
    });
}

std::optional<UnitDutyRow> find_unit_duty(store::ReadTx& tx, UnitDutyId id) { return tx.one(kFind, {id}, unit_duty_of); }

std::optional<UnitDutyRow> find_part(store::ReadTx& tx, TaskId task, UnitId unit) { return tx.one(kFindPart, {task, unit}, unit_duty_of); }

std::optional<UnitDutyRow> find_part_of_ref(store::ReadTx& tx, std::string_view task_ref, UnitId unit) {
    return tx.one(kFindPartOfRef, {task_ref, unit}, unit_duty_of);
}

bool leads_task(store::ReadTx& tx, UnitId unit, TaskId task) { return tx.integer(kLeads, {task, unit}).value_or(0) > 0; }

bool is_led_by(store::ReadTx& tx, UnitDutyId part, UnitId unit) { return tx.integer(kLedBy, {part, unit}).value_or(0) > 0; }

bool bump_unit_duty(store::WriteTx& tx, UnitDutyId id, std::int64_t version) { return tx.execute(kBump, {id, version}) == 1; }

std::vector<AssignmentRow> list_assignments(store::ReadTx& tx, const UnitDutyFilter& filter, base::Date on) {
    return tx.all(kListAssignments, {filter.unit, filter.plan, on}, assignment_of);
}

std::vector<AssignmentRow> assignments_of(store::ReadTx& tx, UnitDutyId id, base::Date on) {
    return tx.all(kAssignmentsOf, {id, on}, assignment_of);
}

std::optional<AssignmentRow> find_assignment(store::ReadTx& tx, AssignmentId id, base::Date on) {
    return tx.one(kFindAssignment, {id, on}, assignment_of);
}

void insert_assignment(store::WriteTx& tx, AssignmentId id, UnitDutyId unit_duty, const Assignee& assignee) {
    tx.execute(kInsertAssignment, {id, unit_duty, word(assignee.kind), assignee.post, assignee.section});
}

void delete_assignment(store::WriteTx& tx, AssignmentId id) { tx.execute(kDeleteAssignment, {id}); }

bool decide_assignment(store::WriteTx& tx, AssignmentId id, AssignmentState state, std::string_view reason, std::string_view by,
                       base::Moment at) {
    return tx.execute(kDecideAssignment, {id, word(state), reason, by, at}) == 1;
}

std::vector<MilestoneRow> list_milestones(store::ReadTx& tx, const UnitDutyFilter& filter) {
    return tx.all(kListMilestones, {filter.unit, filter.plan}, milestone_of);
}

std::vector<MilestoneRow> milestones_of(store::ReadTx& tx, UnitDutyId id) { return tx.all(kMilestonesOf, {id}, milestone_of); }

std::optional<MilestoneRow> find_milestone(store::ReadTx& tx, MilestoneId id) { return tx.one(kFindMilestone, {id}, milestone_of); }

void insert_milestone(store::WriteTx& tx, const MilestoneRow& row) {
    tx.execute(kInsertMilestone, {row.id, row.unit_duty, row.title, row.due_on, row.planned_pct, row.done_on});
}

bool update_milestone(store::WriteTx& tx, const MilestoneRow& row) {
    return tx.execute(kUpdateMilestone, {row.id, row.version, row.title, row.due_on, row.planned_pct, row.done_on}) == 1;
}

bool remove_milestone(store::WriteTx& tx, MilestoneId id, std::int64_t version) { return tx.execute(kRemoveMilestone, {id, version}) == 1; }

std::vector<UnitRef> child_units(store::ReadTx& tx, UnitId parent, base::Date on) {
    return tx.all(kChildUnits, {parent, on}, [](const Row& row) { return UnitRef{row.id<UnitId>(0), row.text(1)}; });
}

void put_asked_figures(store::WriteTx& tx, UnitDutyId id, const std::vector<IndicatorId>& figures) {
    tx.execute(kDropFigures, {id});
    for (const auto figure : figures) {
        tx.execute(kPutFigure, {id, figure});
    }
}

std::vector<AskedFigure> asked_figures(store::ReadTx& tx, UnitDutyId id) {
    return tx.all(kFigures, {id}, [](const Row& row) { return AskedFigure{row.id<IndicatorId>(0), row.text(1), row.text(2)}; });
}

void insert_handed_down(store::WriteTx& tx, UnitDutyId id, const UnitDutyRow& from, UnitId unit, const HandDownTerms& terms,
                        base::Date on) {
    tx.execute(kHandDown, {id, from.plan, from.task, unit, from.id, terms.note, on, every_text(terms)});
}

std::vector<UnitDutyRow> parts_handed_down(store::ReadTx& tx, UnitDutyId from) { return tx.all(kHandedDown, {from}, unit_duty_of); }

bool update_terms(store::WriteTx& tx, UnitDutyId id, std::int64_t version, const HandDownTerms& terms) {
    return tx.execute(kTerms, {id, version, terms.note, every_text(terms)}) == 1;
}

void end_unit_duty(store::WriteTx& tx, UnitDutyId id, base::Date on) { tx.execute(kEnd, {id, on}); }

void reopen_handed_down(store::WriteTx& tx, UnitDutyId id, UnitDutyId from, const HandDownTerms& terms, base::Date on) {
    tx.execute(kReopen, {id, from, terms.note, on, every_text(terms)});
}

}  // namespace luoshi::plan
