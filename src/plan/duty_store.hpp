#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "plan/import_store.hpp"
#include "plan/plan.hpp"
#include "plan/unit_duty.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

struct DutyRow {
    DutyId id{1};
    TaskId task{1};
    PlanId plan{1};
    DutyRole role = DutyRole::Lead;
    DutyRole first_role = DutyRole::Lead;  ///< as drawn from the document
    std::string literal;
    Resolution resolution = Resolution::Open;
    std::optional<std::string> group_code;
    std::optional<std::string> confirmed_by;
    std::optional<base::Moment> confirmed_at;
    std::string note;
    Span span;
    std::int64_t version = 0;
    std::vector<UnitRef> units;  ///< in the order of unit codes
};

std::optional<DutyRow> find_duty(store::ReadTx& tx, DutyId id);
/// Duties of a task with their units: two queries.
std::vector<DutyRow> duties_of_task(store::ReadTx& tx, TaskId task);
/// The place after the last duty of a task.
int next_duty_ordinal(store::ReadTx& tx, TaskId task);

/// Stores role, resolution, group and note of a duty and who decided so; false when `row.version` is no longer the stored one.
bool update_duty(store::WriteTx& tx, const DutyRow& row);
void replace_members(store::WriteTx& tx, DutyId duty, const std::vector<UnitRef>& units);
/// Of these ids, the ones that are units, with their names.
std::vector<UnitRef> find_units(store::ReadTx& tx, const std::vector<UnitId>& ids);

/// All members of a task's duties, the strongest roles first.
std::vector<DutyMember> members_of_task(store::ReadTx& tx, TaskId task);
std::vector<HeldUnitDuty> unit_duties_of_task(store::ReadTx& tx, TaskId task);
/// Carries out follow_duties(): new and reopened parts count from `from`, ended ones end at `today`.
void apply_changes(store::WriteTx& tx, base::IdSource& ids, PlanId plan, TaskId task, const UnitDutyChanges& changes, base::Date from,
                   base::Date today);

}  // namespace luoshi::plan
