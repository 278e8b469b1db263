#include "dispatch/occasion_rule.hpp"

#include <algorithm>

namespace luoshi::dispatch {
namespace {

bool is_owner(Owner owner, const Part& part) {
    const bool below_city = part.level == "county" || part.level == "county_department" || part.level == "town" || part.level == "village";
    switch (owner) {
        case Owner::County:
            return part.level == "county";
        case Owner::LeadDepartment:
        case Owner::Internal:
            return !below_city && part.role == plan::DutyRole::Lead;
        case Owner::PlanOffice:
            break;
    }
    return false;
}

bool is_named(const OccasionRule& rule, const std::string& code) {
    return rule.units.empty() || std::ranges::find(rule.units, code) != rule.units.end();
}

}  // namespace

std::vector<plan::UnitRef> owners_on(const PlanRhythm& plan, const OccasionRule& rule, base::Date day) {
    if (rule.owner == Owner::PlanOffice) {
        return is_named(rule, plan.office_code) ? std::vector{plan.office} : std::vector<plan::UnitRef>{};
    }
    std::vector<plan::UnitRef> out;
    for (const auto& part : plan.parts) {
        const bool known = std::ranges::any_of(out, [&](const auto& unit) { return unit.id == part.unit; });
        if (!known && part.in_force(day) && is_owner(rule.owner, part) && is_named(rule, part.unit_code)) {
            out.push_back({part.unit, part.unit_name});
        }
    }
    return out;
}

std::optional<Owner> owner_as(const PlanRhythm& plan, UnitId unit, base::Date day) {
    if (plan.office.id == unit) {
        return Owner::PlanOffice;
    }
    std::optional<Owner> out;
    for (const auto& part : plan.parts) {
        if (part.unit == unit && part.in_force(day) && out != Owner::LeadDepartment) {
            out = is_owner(Owner::LeadDepartment, part) ? Owner::LeadDepartment
                  : is_owner(Owner::County, part)       ? Owner::County
                                                        : Owner::Internal;
        }
    }
    return out;
}

base::Result<std::vector<Opening>> openings(const PlanRhythm& plan, std::span<const OccasionRule> rules, const calendar::Schedule& order,
                                            base::Date from, base::Date to) {
    std::vector<Opening> out;
    for (auto month = order.first; month <= order.last && month.year() <= plan.last_year && month.last_day() < to; month = month.next()) {
        if (month.last_day() < plan.start) {
            continue;
        }
        for (const auto& rule : rules) {
            if (!calendar::ends_span(month, rule.every)) {
                continue;
            }
            LUOSHI_TRY(opens_on, order.calendar.add(month.last_day(), rule.opens));
            if (opens_on < from || to < opens_on) {
                continue;
            }
            LUOSHI_TRY(due_on, order.calendar.add(month.last_day(), rule.due));
            for (auto& unit : owners_on(plan, rule, opens_on)) {
                out.push_back({&rule, std::move(unit), month, opens_on, due_on});
            }
        }
    }
    return out;
}

}  // namespace luoshi::dispatch
