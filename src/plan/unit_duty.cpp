#include "plan/unit_duty.hpp"

#include <algorithm>

namespace luoshi::plan {

bool reports_monthly(DutyRole role, std::string_view unit_level) {
    const bool below_city = unit_level == "county" || unit_level == "county_department" || unit_level == "town" || unit_level == "village";
    return role == DutyRole::Lead || below_city;
}

std::vector<WantedUnitDuty> merge_members(const std::vector<DutyMember>& members) {
    std::vector<WantedUnitDuty> out;
    for (const DutyMember& member : members) {
        const bool reports = reports_monthly(member.role, member.level);
        const auto same = std::ranges::find(out, member.unit, &WantedUnitDuty::unit);
        if (same == out.end()) {
            out.push_back({member.unit, member.role, member.duty, reports});
        } else if (member.role < same->role) {
            *same = {member.unit, member.role, member.duty, reports || same->reports};
        }
    }
    const bool led = !members.empty() && members.front().role == DutyRole::Lead;
    const bool alone = members.size() == 1 || (members.size() > 1 && members[1].duty != members[0].duty);
    if (!led && alone) {
        out.front().reports = true;
    }
    return out;
}

UnitDutyChanges follow_duties(const std::vector<WantedUnitDuty>& wanted, const std::vector<HeldUnitDuty>& held) {
    UnitDutyChanges changes;
    for (const WantedUnitDuty& want : wanted) {
        const auto has = std::ranges::find(held, want.unit, &HeldUnitDuty::unit);
        if (has == held.end()) {
            changes.make.push_back(want);
        } else if (!has->open || has->role != want.role || has->duty != want.duty || (want.reports && !has->reports)) {
            changes.set.emplace_back(has->id, want);
        }
    }
    for (const HeldUnitDuty& has : held) {
        if (!has.open || !has.duty || std::ranges::find(wanted, has.unit, &WantedUnitDuty::unit) != wanted.end()) {
            continue;
        }
        (has.parent ? changes.release : changes.end).push_back(has.id);
    }
    return changes;
}

}  // namespace luoshi::plan
