#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace luoshi::plan {

/// A unit named by one duty of a task; `level` is that of the unit (city_department, county, town, …).
struct DutyMember {
    DutyId duty;
    DutyRole role;
    UnitId unit;
    std::string level;
};

/// A unit's part of a task as the duties of the task make it.
struct WantedUnitDuty {
    UnitId unit;
    DutyRole role;
    DutyId duty;
    bool reports;
};

/// Whether a unit owes monthly reports by itself: 各县（市、区）和牵头部门每月调度 (plan 五(二)); other departments report only what is
/// handed to them.
bool reports_monthly(DutyRole role, std::string_view unit_level);

/// One part per unit: a unit that several duties of the task name holds the strongest of the roles. `members` are in the order of role
/// and document. Where nobody leads, the unit that is named first and alone gathers and reports (domain 8.0.9).
std::vector<WantedUnitDuty> merge_members(const std::vector<DutyMember>& members);

/// A part that exists.
struct HeldUnitDuty {
    UnitDutyId id;
    UnitId unit;
    DutyRole role;
    std::optional<DutyId> duty;        ///< none when it was only handed down
    std::optional<UnitDutyId> parent;  ///< the part it was handed down from
    bool reports;
    bool open;  ///< not ended
};

/// What must change so that the parts of a task follow its duties. A part is ended, never deleted, and opened again when its unit
/// returns; a part handed down stays with its unit as long as the part above it.
struct UnitDutyChanges {
    std::vector<WantedUnitDuty> make;
    std::vector<std::pair<UnitDutyId, WantedUnitDuty>> set;
    std::vector<UnitDutyId> end;
    std::vector<UnitDutyId> release;  ///< handed down and no longer named by a duty: stays, without the duty
};
UnitDutyChanges follow_duties(const std::vector<WantedUnitDuty>& wanted, const std::vector<HeldUnitDuty>& held);

}  // namespace luoshi::plan
