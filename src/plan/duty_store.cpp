#include "plan/duty_store.hpp"

#include <algorithm>

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_PLAN_DUTY                                                                                                      \
    "SELECT d.duty_id, d.task_id, t.plan_id, d.role, d.literal, d.resolution, d.group_code, d.confirmed_by, d.confirmed_at, " \
    "d.note, d.begin_cp, d.end_cp, d.start_line, d.end_line, d.version, d.first_role "                                        \
    "FROM duty d JOIN task t ON t.task_id = d.task_id "
const Sql kFindDuty{"plan.find_duty", LUOSHI_PLAN_DUTY "WHERE d.duty_id = $1"};
const Sql kDutiesOfTask{"plan.duties_of_task", LUOSHI_PLAN_DUTY "WHERE d.task_id = $1 ORDER BY d.ordinal, d.duty_id"};
const Sql kUnitsOfDuty{"plan.units_of_duty",
                       "SELECT dm.duty_id, u.unit_id, u.name FROM duty_member dm JOIN unit u ON u.unit_id = dm.unit_id "
                       "WHERE dm.duty_id = $1 ORDER BY u.place"};
const Sql kUnitsOfTask{"plan.duty_units_of_task",
                       "SELECT dm.duty_id, u.unit_id, u.name FROM duty d JOIN duty_member dm ON dm.duty_id = d.duty_id "
                       "JOIN unit u ON u.unit_id = dm.unit_id WHERE d.task_id = $1 ORDER BY u.place"};
const Sql kNextOrdinal{"plan.next_duty_ordinal", "SELECT COALESCE(MAX(ordinal), 0) + 1 FROM duty WHERE task_id = $1"};
const Sql kUpdateDuty{"plan.update_duty",
                      "UPDATE duty SET role = $3, resolution = $4, group_code = $5, note = $6, confirmed_by = $7, confirmed_at = $8, "
                      "version = version + 1 WHERE duty_id = $1 AND version = $2"};
const Sql kClearMembers{"plan.clear_duty_members", "DELETE FROM duty_member WHERE duty_id = $1"};
const Sql kFindUnit{"plan.find_unit", "SELECT unit_id, name FROM unit WHERE unit_id = $1"};

const Sql kMembersOfTask{"plan.members_of_task",
                         "SELECT d.duty_id, d.role, u.unit_id, u.level FROM duty d JOIN duty_member dm ON dm.duty_id = d.duty_id "
                         "JOIN unit u ON u.unit_id = dm.unit_id WHERE d.task_id = $1 "
                         "ORDER BY CASE d.role WHEN 'lead' THEN 1 WHEN 'responsible' THEN 2 ELSE 3 END, d.ordinal, u.place"};
const Sql kHeldOfTask{"plan.unit_duties_held",
                      "SELECT unit_duty_id, unit_id, role, duty_id, parent_id, reports, valid_to FROM unit_duty WHERE task_id = $1"};
const Sql kMakeUnitDuty{
    "plan.make_unit_duty",
    "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, duty_id, note, reports, valid_from, version) "
    "VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, 1)"};
/// An ended part opened again has no superior any more; ended and opened within one month, it owes that month's report as before.
const Sql kSetUnitDuty{"plan.set_unit_duty",
                       "UPDATE unit_duty SET role = $2, duty_id = $3, reports = CASE WHEN $4 = '1' THEN 1 ELSE reports END, "
                       "parent_id = CASE WHEN valid_to IS NULL THEN parent_id END, "
                       "valid_from = CASE WHEN valid_to IS NULL OR substr(valid_to, 1, 7) = substr($5, 1, 7) THEN valid_from ELSE $5 END, "
                       "valid_to = NULL, version = version + 1 WHERE unit_duty_id = $1"};
/// What was handed down from an ended part ends with it.
const Sql kEndUnitDuty{"plan.end_unit_duty",
                       "UPDATE unit_duty SET valid_to = $2, version = version + 1 "
                       "WHERE valid_to IS NULL AND unit_duty_id IN (WITH RECURSIVE below (id) AS (SELECT unit_duty_id FROM unit_duty "
                       "WHERE unit_duty_id = $1 UNION ALL SELECT c.unit_duty_id FROM unit_duty c JOIN below b ON c.parent_id = b.id) "
                       "SELECT id FROM below)"};
const Sql kReleaseUnitDuty{"plan.release_unit_duty",
                           "UPDATE unit_duty SET duty_id = NULL, role = 'responsible', version = version + 1 "
                           "WHERE unit_duty_id = $1"};

DutyRow duty_of(const Row& row) {
    return {.id = row.id<DutyId>(0),
            .task = row.id<TaskId>(1),
            .plan = row.id<PlanId>(2),
            .role = stored<DutyRole>(row.view(3)),
            .first_role = stored<DutyRole>(row.view(15)),
            .literal = row.text(4),
            .resolution = stored<Resolution>(row.view(5)),
            .group_code = row.opt_text(6),
            .confirmed_by = row.opt_text(7),
            .confirmed_at = row.opt_moment(8),
            .note = row.text(9),
            .span = span_at(row, 10),
            .version = row.integer(14),
            .units = {}};
}

void add_units(store::ReadTx& tx, const Sql& sql, std::int64_t key, std::vector<DutyRow>& duties) {
    tx.each(sql, {key}, [&](const Row& row) {
        const auto duty = std::ranges::find(duties, row.id<DutyId>(0), &DutyRow::id);
        if (duty != duties.end()) {
            duty->units.push_back({row.id<UnitId>(1), row.text(2)});
        }
    });
}

}  // namespace

std::optional<DutyRow> find_duty(store::ReadTx& tx, DutyId id) {
    std::vector<DutyRow> duties = tx.all(kFindDuty, {id}, duty_of);
    add_units(tx, kUnitsOfDuty, id.value(), duties);
    return duties.empty() ? std::nullopt : std::optional{std::move(duties.front())};
}

std::vector<DutyRow> duties_of_task(store::ReadTx& tx, TaskId task) {
    std::vector<DutyRow> duties = tx.all(kDutiesOfTask, {task}, duty_of);
    add_units(tx, kUnitsOfTask, task.value(), duties);
    return duties;
}

int next_duty_ordinal(store::ReadTx& tx, TaskId task) { return static_cast<int>(tx.integer(kNextOrdinal, {task}).value_or(1)); }

bool update_duty(store::WriteTx& tx, const DutyRow& row) {
    return tx.execute(kUpdateDuty, {row.id, row.version, word(row.role), word(row.resolution), row.group_code, row.note, row.confirmed_by,
                                    row.confirmed_at}) == 1;
}

void replace_members(store::WriteTx& tx, DutyId duty, const std::vector<UnitRef>& units) {
    tx.execute(kClearMembers, {duty});
    for (const UnitRef& unit : units) {
        insert_duty_member(tx, duty, unit.id);
    }
}

std::vector<UnitRef> find_units(store::ReadTx& tx, const std::vector<UnitId>& ids) {
    std::vector<UnitRef> out;
    for (const UnitId id : ids) {
        tx.each(kFindUnit, {id}, [&](const Row& row) { out.push_back({row.id<UnitId>(0), row.text(1)}); });
    }
    return out;
}

std::vector<DutyMember> members_of_task(store::ReadTx& tx, TaskId task) {
    return tx.all(kMembersOfTask, {task}, [](const Row& row) {
        return DutyMember{row.id<DutyId>(0), stored<DutyRole>(row.view(1)), row.id<UnitId>(2), row.text(3)};
    });
}

std::vector<HeldUnitDuty> unit_duties_of_task(store::ReadTx& tx, TaskId task) {
    return tx.all(kHeldOfTask, {task}, [](const Row& row) {
        return HeldUnitDuty{.id = row.id<UnitDutyId>(0),
                            .unit = row.id<UnitId>(1),
                            .role = stored<DutyRole>(row.view(2)),
                            .duty = row.opt_id<DutyId>(3),
                            .parent = row.opt_id<UnitDutyId>(4),
                            .reports = row.integer(5) != 0,
                            .open = row.is_null(6)};
    });
}

void apply_changes(store::WriteTx& tx, base::IdSource& ids, PlanId plan, TaskId task, const UnitDutyChanges& changes, base::Date from,
                   base::Date today) {
    for (const WantedUnitDuty& want : changes.make) {
        tx.execute(kMakeUnitDuty, {ids.make<UnitDutyId>(), plan, task, want.unit, word(want.role), want.duty, want.reports ? 1 : 0, from});
    }
    for (const auto& [id, want] : changes.set) {
        tx.execute(kSetUnitDuty, {id, word(want.role), want.duty, want.reports ? "1" : "0", from});
    }
    for (const UnitDutyId id : changes.end) {
        tx.execute(kEndUnitDuty, {id, today});
    }
    for (const UnitDutyId id : changes.release) {
        tx.execute(kReleaseUnitDuty, {id});
    }
}

}  // namespace luoshi::plan
