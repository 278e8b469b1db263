#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "calendar/schedule.hpp"
#include "identity/ids.hpp"
#include "plan/plan.hpp"

namespace luoshi::dispatch {

using identity::UnitId;

/// 调度, 小结, 大检查, 考核 (domain 0.3).
enum class Kind { Dispatch, Summary, Inspection, Assessment };
/// Who runs an occasion: the plan's office, each lead department, each county, or a department for itself.
enum class Owner { PlanOffice, LeadDepartment, County, Internal };
/// What a pack speaks of: who is late, figures against pace, open orders, the last meeting's decisions.
enum class Section { Late, Figures, Orders, Decisions };

/// One line of rhythm.yaml: an occasion that comes back.
struct OccasionRule {
    std::string code;
    Kind kind = Kind::Dispatch;
    std::string name;
    Owner owner = Owner::PlanOffice;
    std::vector<std::string> units = {};  ///< codes of the units it is for; empty: every owner of this sort
    std::string chair = {};               ///< the post that takes the chair, as a proposal
    calendar::Rhythm every = calendar::Rhythm::Month;
    int opens = 1;  ///< on the n-th working day after the span
    int due = 1;    ///< likewise the last day that is on time
    std::vector<Section> agenda = {};
};

/// A unit's part of a task, as far as it decides who runs occasions and who is invited.
struct Part {
    plan::TaskId task{1};
    UnitId unit{1};
    std::string unit_name = {};
    std::string unit_code = {};
    std::string level = {};
    plan::DutyRole role = plan::DutyRole::Lead;
    base::Date from{};
    std::optional<base::Date> to = {};

    bool in_force(base::Date day) const { return from <= day && (!to || day < *to); }
};

/// What of a plan the rhythm depends on.
struct PlanRhythm {
    plan::PlanId id{1};
    plan::UnitRef office{UnitId{1}, {}};
    std::string office_code = {};
    base::Date start{};  ///< the day it was issued
    int last_year = 0;
    std::vector<Part> parts = {};
};

/// An occasion of one owner for one span.
struct Opening {
    const OccasionRule* rule;
    plan::UnitRef unit;
    calendar::Period period;  ///< the last month of the span
    base::Date opens_on;
    base::Date due_on;
};

/// Who runs occasions of a rule on a day, each once: a lead department is a unit above the counties with a lead part in force, a county
/// any unit of that level with a part in force.
std::vector<plan::UnitRef> owners_on(const PlanRhythm& plan, const OccasionRule& rule, base::Date day);

/// As what a unit runs meetings of its own choice on a day: the plan's office, a lead department, a county; any other unit with a part in
/// force only within itself. Nothing for a unit without a part.
std::optional<Owner> owner_as(const PlanRhythm& plan, UnitId unit, base::Date day);

/// The occasions that open from one day to another, both included: of spans that end within the plan's years and the order of reporting,
/// for those who are owners on the day of the opening. The same days always give the same occasions. Error: calendar.not_loaded.
base::Result<std::vector<Opening>> openings(const PlanRhythm& plan, std::span<const OccasionRule> rules, const calendar::Schedule& order,
                                            base::Date from, base::Date to);

}  // namespace luoshi::dispatch

namespace luoshi::plan {
template <>
struct Words<dispatch::Kind> {
    static constexpr std::array<std::string_view, 4> list{"dispatch", "summary", "inspection", "assessment"};
};
template <>
struct Words<dispatch::Owner> {
    static constexpr std::array<std::string_view, 4> list{"plan_office", "lead_department", "county", "internal"};
};
template <>
struct Words<dispatch::Section> {
    static constexpr std::array<std::string_view, 4> list{"late", "figures", "orders", "decisions"};
};
}  // namespace luoshi::plan
