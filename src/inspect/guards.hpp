#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "inspect/inspection.hpp"

namespace luoshi::inspect {

/// What is checked before a plan is approved: frequency and time are strictly limited, no repeated, multi-headed or beyond-authority
/// inspection (政府督查工作条例, domain 1.1); who belongs to an object keeps away from it.
enum class Rule { Overlap, Frequency, Period, Authority, Team };

/// The most inspections of one object that may begin in a year or quarter.
struct Cap {
    std::optional<Type> type = {};  ///< none: of all types together
    enum class Per { Year, Quarter } per = Per::Year;
    int most = 1;
};

/// What a city decides about inspections (inspect.yaml). Without the file there are no caps and nothing may be overridden.
struct Settings {
    std::vector<Cap> caps = {};
    std::set<Rule> may_override = {};
};

/// An inspection that was approved, as far as another must keep clear of it.
struct Other {
    std::string title;
    std::string organiser;
    Type type = Type::Special;
    base::Date from;
    base::Date to;
    std::vector<UnitId> objects;
    std::vector<TaskId> tasks;  ///< none: it looks at everything of its objects
    std::string content = {};
    bool hidden = false;  ///< a secret visit the reader may not see: it is not named
};

/// Somebody of the team, and the units he belongs to.
struct Person {
    UserId user{1};
    std::string name;
    std::string label;  ///< unit, post and name, as the list of the team shows it
    std::vector<UnitId> units;
    bool may_act = true;  ///< of some post of his that does more than read (Actor::only_reads) and may read inspections
};

/// A person who keeps away from an object: a conflict he declared, or because he belongs to it.
struct Recusal {
    UserId user{1};
    UnitId object{1};
    std::string reason;
};

/// What the guards look at besides the plan itself.
struct Surroundings {
    base::Date today{};
    std::vector<Other> others;             ///< approved or concluded
    bool organiser_is_government = false;  ///< or its office: it needs no assignment
    std::set<UnitId> reach;                ///< units below the organiser's government
    std::map<TaskId, std::string> task_names;
    std::map<UnitId, std::string> unit_names;
    std::optional<int> plan_from;  ///< years of the plan the tasks belong to
    std::optional<int> plan_to;
    std::vector<Person> people;
    std::vector<Recusal> recusals;
};

/// A rule that a plan breaks.
struct Breach {
    Rule rule;
    base::Phrase said;
    bool may_override = false;
};

/// The window ended before today: an inspection is planned before it is held. Code: inspect.window_past; never overridden.
std::optional<Breach> past_window(const Draft& draft, base::Date today);

/// Every rule the plan breaks, the one the object most likely feels first. The plan lacks nothing (lacks()). Codes: inspect.overlap,
/// overlap_whole, overlap_content, over_cap, window_past, out_of_plan, out_of_assignment, not_assigned, beyond_authority,
/// leader_only_reads, member_only_reads, leader_recused, team_empty.
std::vector<Breach> breaches(const Draft& draft, const Surroundings& around, const Settings& settings);

/// Who of the people keeps away from objects and why: declared conflicts, then those who belong to the object or to a unit below it.
/// `below`: each object with the units below it.
std::vector<Recusal> recusals_of(const std::vector<Person>& people, const std::map<UnitId, std::set<UnitId>>& below,
                                 const std::vector<Recusal>& declared);
/// The person keeps away from the object.
bool keeps_away(const std::vector<Recusal>& recusals, UserId user, UnitId object);

}  // namespace luoshi::inspect

namespace luoshi::plan {

template <>
struct Words<inspect::Rule> {
    static constexpr std::array<std::string_view, 5> list{"overlap", "frequency", "period", "authority", "team"};
};

}  // namespace luoshi::plan
