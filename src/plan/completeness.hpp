#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "plan/plan.hpp"

namespace luoshi::plan {

/// What the seven-point check looks at in one task.
struct TaskFacts {
    int targets = 0;             ///< numeric targets, named results, documents to issue
    int measured_targets = 0;    ///< numeric targets tied to an indicator
    int measures = 0;            ///< yearly measures
    int dated_targets = 0;       ///< targets with a year or a date
    int acting_duties = 0;       ///< lead and responsible duties with at least one unit
    int open_duties = 0;         ///< duties whose units are not known yet
    int milestones = 0;          ///< of all its units
    int planned_milestones = 0;  ///< milestones that say what share should be done by then
    int reporting_units = 0;     ///< units that report on it each month
    int unaccepted_units = 0;    ///< of these, units where no post has accepted the work
    bool has_deadline = false;
};

/// Counts one duty of the task: who only supports does not make it anybody's task.
void count_duty(TaskFacts& facts, DutyRole role, Resolution resolution);

enum class CheckKey { Target, Schedule, Subject, Carrier, Inspectable, Assessable, Accountable };

struct Check {
    CheckKey key;
    std::string_view code;                ///< "target", …
    std::string_view name;                ///< as the plan words it
    std::optional<base::Phrase> missing;  ///< what is missing and what to do

    bool ok() const { return !missing; }
};

/// The plan's own test of a well-formed task: 有明确目标任务、有进度安排、有责任主体、有可行性抓手载体、可检查督导、可评估考核、可问责问效.
std::array<Check, 7> check_completeness(const TaskFacts& facts);

/// How many of the seven fail.
int missing_checks(const TaskFacts& facts);

}  // namespace luoshi::plan
