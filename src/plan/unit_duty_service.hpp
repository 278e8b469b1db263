#pragma once
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"
#include "plan/target_service.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::plan {

struct AssignmentView {
    AssignmentRow row;
    bool mine = false;  ///< of the reader's post, or of its section
};
struct MilestoneView {
    MilestoneRow row;
    bool overdue = false;
};

/// A part that was handed down, as the unit above sees it.
struct HandedPart {
    UnitDutyRow row;
    std::vector<AskedFigure> asked;
    std::optional<ReportSlot> newest = {};  ///< of the newest period it owes or has begun
};

/// One unit's part of a task with everything its page shows.
struct UnitDutyView {
    UnitDutyRow row;
    std::vector<AssignmentView> assignments;
    std::vector<MilestoneView> milestones;
    UnitDutyStatus status;
    std::vector<ReportSlot> reports;
    std::vector<AskedFigure> asked = {};    ///< by who handed it down
    std::vector<AskedFigure> askable = {};  ///< of units it is handed down to; for who may hand it down
    std::vector<HandedPart> handed = {};    ///< to units below
    bool may_assign = false;
    bool may_hand_down = false;
};

enum class Assigned { Anybody, Me };
struct UnitDutyQuery {
    std::optional<UnitId> unit = {};
    std::optional<PlanId> plan = {};
    Assigned assigned = Assigned::Anybody;
    std::optional<UnitDutyId> after = {};
    int limit = 200;
};
struct UnitDutyPage {
    std::vector<UnitDutyView> items;
    std::optional<UnitDutyId> next;
};
/// Whether the reader may see a part; `led`: his unit leads its task.
bool sees_part(const identity::Actor& actor, const UnitDutyRow& row, bool led);
/// Parts the reader may see: of units in reach, handed down by the own unit, of tasks the own unit leads.
UnitDutyPage list_parts(Environment& env, const identity::Actor& actor, const UnitDutyQuery& query);

/// Errors: unit_duty.not_found, unit_duty.foreign.
base::Result<UnitDutyView> read_part(Environment& env, const identity::Actor& actor, UnitDutyId id);
/// The same inside a transaction, for the use cases that change a part and show it.
base::Result<UnitDutyView> view_part(store::ReadTx& tx, Environment& env, const identity::Actor& actor, UnitDutyId id);

/// The part in force, if the actor may break it down: it is the own unit's. Errors: unit_duty.not_found, unit_duty.foreign,
/// unit_duty.ended.
base::Result<UnitDutyRow> own_part(store::ReadTx& tx, const identity::Actor& actor, UnitDutyId id);

/// The figures of a handing down from a part: those chosen, of what may be asked; all of it where nothing was chosen.
std::vector<IndicatorId> figures_asked(store::ReadTx& tx, const Environment& env, const UnitDutyRow& from, const HandDownTerms& terms,
                                       std::vector<base::FieldError>& errors);

/// Gives units directly below a part of their own, which they report on, with the figures asked of them: some of those the own unit
/// reports. A unit that has a part of the task already, and a figure the own unit does not report, are field errors.
/// Errors: those of own_part, request.invalid.
base::Result<UnitDutyView> hand_down(Environment& env, const identity::Actor& actor, UnitDutyId id, const std::vector<UnitId>& units,
                                     const HandDownTerms& terms);

/// A handing down whose day is already known: from an earlier system, or of a demonstration.
struct PastHandDown {
    std::string task_ref;
    UnitId from{1};
    UnitId to{1};
    HandDownTerms terms;
    base::Date on;  ///< the first whole month from here on is the first one reported
};
/// Stores it without asking who may; what is already there stays as it is. Errors: unit_duty.not_found (the upper unit has no part of
/// the task), unit_duty.not_below, unit_duty.has_part.
base::Status load_hand_down(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const PastHandDown& past);

/// What lies on the desk of a post (for GET /work).
struct Desk {
    struct Work {
        UnitDutyRow part;
        AssignmentView assignment;
    };
    struct Node {
        UnitDutyRow part;
        MilestoneView milestone;
    };
    std::vector<Work> assignments;        ///< of the post or its section, not returned
    std::vector<UnitDutyRow> unassigned;  ///< parts of the own unit nobody was given yet, for those who may assign
    std::vector<Node> milestones;         ///< of the own unit, not done
    std::vector<WaitingTargetChange> target_changes;
};
Desk read_desk(store::ReadTx& tx, const Environment& env, const identity::Actor& actor);

}  // namespace luoshi::plan
