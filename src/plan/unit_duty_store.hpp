#pragma once
#include <optional>
#include <string>
#include <vector>

#include "calendar/rhythm.hpp"
#include "plan/asked_figure.hpp"
#include "plan/assignment.hpp"
#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// One unit's part of a task.
struct UnitDutyRow {
    UnitDutyId id{1};
    PlanId plan{1};
    TaskId task{1};
    std::string task_ref;
    std::string task_title;
    UnitRef unit{UnitId{1}, {}};
    DutyRole role = DutyRole::Lead;
    std::optional<UnitRef> handed_from;
    std::string note;
    bool reports = false;
    std::optional<calendar::Rhythm> every = {};  ///< how often it is reported, chosen by who handed it down
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    std::int64_t version = 0;
    bool named = false;  ///< by a duty of the document
};

struct UnitDutyFilter {
    std::optional<UnitId> unit;
    std::optional<PlanId> plan;
    std::optional<UnitId> led_by;  ///< rows also say whether this unit leads their task
};
/// A part with what decides who may see it.
struct ListedUnitDuty {
    UnitDutyRow row;
    bool led = false;  ///< `led_by` holds a lead part of the same task
};
/// Parts in force, in the order in which they were made.
std::vector<ListedUnitDuty> list_unit_duties(store::ReadTx& tx, const UnitDutyFilter& filter);
std::optional<UnitDutyRow> find_unit_duty(store::ReadTx& tx, UnitDutyId id);
/// Whether the unit holds a lead part of the task.
bool leads_task(store::ReadTx& tx, UnitId unit, TaskId task);
/// The unit leads the task of this part, which no other lead holds or handed down.
bool is_led_by(store::ReadTx& tx, UnitDutyId part, UnitId unit);
/// False when `version` is no longer the stored one.
bool bump_unit_duty(store::WriteTx& tx, UnitDutyId id, std::int64_t version);

struct AssignmentRow {
    AssignmentId id{1};
    UnitDutyId unit_duty{1};
    Assignee assignee;
    std::string post_name;
    std::string section_name;
    std::optional<std::string> holder;  ///< of the post on the day asked for
    AssignmentState state = AssignmentState::Proposed;
    std::string reason;
    std::optional<base::Moment> decided_at;
    std::optional<std::string> decided_by;
};
/// Of the parts that match the filter, by part.
std::vector<AssignmentRow> list_assignments(store::ReadTx& tx, const UnitDutyFilter& filter, base::Date on);
std::vector<AssignmentRow> assignments_of(store::ReadTx& tx, UnitDutyId id, base::Date on);
std::optional<AssignmentRow> find_assignment(store::ReadTx& tx, AssignmentId id, base::Date on);
void insert_assignment(store::WriteTx& tx, AssignmentId id, UnitDutyId unit_duty, const Assignee& assignee);
void delete_assignment(store::WriteTx& tx, AssignmentId id);
/// False when it was decided meanwhile.
bool decide_assignment(store::WriteTx& tx, AssignmentId id, AssignmentState state, std::string_view reason, std::string_view by,
                       base::Moment at);

struct MilestoneRow {
    MilestoneId id{1};
    UnitDutyId unit_duty{1};
    std::string title;
    base::Date due_on;
    base::Date first_due_on;
    base::Decimal planned_pct;
    std::optional<base::Date> done_on;
    std::int64_t version = 0;
};
std::vector<MilestoneRow> list_milestones(store::ReadTx& tx, const UnitDutyFilter& filter);
std::vector<MilestoneRow> milestones_of(store::ReadTx& tx, UnitDutyId id);
std::optional<MilestoneRow> find_milestone(store::ReadTx& tx, MilestoneId id);
void insert_milestone(store::WriteTx& tx, const MilestoneRow& row);
/// All but the first due date; false when `row.version` is no longer the stored one.
bool update_milestone(store::WriteTx& tx, const MilestoneRow& row);
/// False when `version` is no longer the stored one.
bool remove_milestone(store::WriteTx& tx, MilestoneId id, std::int64_t version);

/// Units whose administrative parent is this one.
std::vector<UnitRef> child_units(store::ReadTx& tx, UnitId parent, base::Date on);
/// The part a unit has or had in a task.
std::optional<UnitDutyRow> find_part(store::ReadTx& tx, TaskId task, UnitId unit);
/// The part in force a unit has in the task of this number.
std::optional<UnitDutyRow> find_part_of_ref(store::ReadTx& tx, std::string_view task_ref, UnitId unit);
/// What who hands a part down says of it.
struct HandDownTerms {
    std::string note = {};
    std::optional<std::vector<IndicatorId>> figures = {};  ///< asked of the units; nothing: all that may be asked
    std::optional<calendar::Rhythm> every = {};            ///< none: as the order of reporting has it
    std::string excess_reason = {};                        ///< signed, where the units are asked more than their cap (Hooks::within_caps)
};
/// Makes these the figures asked of a part.
void put_asked_figures(store::WriteTx& tx, UnitDutyId id, const std::vector<IndicatorId>& figures);
/// The figures who handed the part down asks of it, by name.
std::vector<AskedFigure> asked_figures(store::ReadTx& tx, UnitDutyId id);
void insert_handed_down(store::WriteTx& tx, UnitDutyId id, const UnitDutyRow& from, UnitId unit, const HandDownTerms& terms, base::Date on);
/// The parts that were handed down from this one, ended ones last.
std::vector<UnitDutyRow> parts_handed_down(store::ReadTx& tx, UnitDutyId from);
/// Stores note and rhythm and bumps the version; false when `version` is no longer the stored one.
bool update_terms(store::WriteTx& tx, UnitDutyId id, std::int64_t version, const HandDownTerms& terms);
void end_unit_duty(store::WriteTx& tx, UnitDutyId id, base::Date on);
void reopen_handed_down(store::WriteTx& tx, UnitDutyId id, UnitDutyId from, const HandDownTerms& terms, base::Date on);

}  // namespace luoshi::plan
