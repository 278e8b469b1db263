#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "supervise/light.hpp"
#include "supervise/plan_facts.hpp"

namespace luoshi::supervise {

/// The reporting day of each opened period that some reporters owe.
using ReportingDays = std::map<Period, base::Date>;

/// Where the business date stands in the order of reporting.
struct Standing {
    base::Date today;
    std::vector<Period> periods;                                                        ///< every month that has opened, oldest first
    std::map<calendar::Reporters, ReportingDays> reporting_days = {};                   ///< of all that hold a part of the plan
    std::map<std::pair<UnitId, calendar::Reporters>, ReportingDays> granted_days = {};  ///< of units with later days of their own
    std::optional<Period> due;                   ///< the newest month whose reporting day has passed for everybody
    std::optional<base::Date> open_due_on = {};  ///< the last reporting day of the open month

    const ReportingDays& days_of(const DutyFacts& duty) const;
    /// The newest period the part owes whose reporting day has passed.
    std::optional<Period> due_of(const DutyFacts& duty) const;
    /// The newest period the part may report.
    std::optional<Period> open_of(const DutyFacts& duty) const;

    std::optional<Period> open() const { return periods.empty() ? std::nullopt : std::optional{periods.back()}; }
    /// The year figures and lights speak of.
    int year() const { return periods.empty() ? base::year_of(today) : periods.back().year(); }
};

/// Working days after `from` up to and including `to`.
using WorkDays = std::function<base::Result<int>(base::Date from, base::Date to)>;

/// What is wanted of an indicator in one year.
struct Goal {
    base::Decimal value;
    std::optional<base::Decimal> value_max;
    plan::TargetOperator op = plan::TargetOperator::AtLeast;
    plan::TargetOperator literal_op = plan::TargetOperator::Equal;
    std::optional<base::Date> due_on;  ///< of a document to be issued
    enum class Of { Target, Share } of = Of::Target;
    plan::TargetId target{1};
    plan::TaskId task{1};
};
using Goals = std::map<int, Goal>;

struct TaskLine {
    plan::TaskId id;
    std::string ref;
    std::string title;
    Light light;
    std::vector<std::string> lead_units;
    int missing_reports = 0;
};

/// One unit's part: its light, and the state of its report of the open month ("missing" when not begun, none when it owes none).
struct DutyLine {
    Light light;
    std::optional<std::string> report_state;
};

struct IndicatorLine {
    plan::IndicatorId id;
    std::vector<plan::Named<plan::TaskId>> tasks;  ///< name: the task's ref
    Goals goals;
    std::optional<Goal> goal;  ///< of the standing year
    rollup::Sum actual;        ///< of the standing year so far
    std::optional<base::Decimal> completion;
    Light light;
};

enum class OverdueKind { Report, Milestone, Deliverable };

struct OverdueLine {
    OverdueKind kind;
    std::optional<std::int64_t> id;
    plan::UnitRef unit;
    const TaskFacts* task;
    std::string title;
    std::optional<Period> period;  ///< of a report
    calendar::Rhythm every;
    base::Date due_on;
    int days_late;
    std::string key;  ///< sorts the list: longest overdue first; tells a page where to go on
};

struct UnitLine {
    plan::UnitRef unit;
    int expected = 0;  ///< reports owed for the open month
    int approved = 0;
    int late = 0;  ///< reports of the newest due month not handed in
    Light worst;
};

/// Reports owed for the open month by their state.
struct Reporting {
    int expected = 0, approved = 0, submitted = 0, returned = 0, draft = 0, missing = 0;
    Reporting& operator+=(const Reporting& other);
};

/// Everything judged about one plan at one business date: what cockpit, lists and pages show. Never changes. Parts are judged when they
/// are first asked for: a city whose villages report has thousands of them, and a reader looks at few.
class Board {
public:
    /// What is judged, where it does not move.
    struct Ground;
    explicit Board(std::shared_ptr<Ground> ground);

    const PlanFacts& facts;
    const Standing& standing;
    std::vector<TaskLine> tasks = {};
    std::map<plan::TaskId, std::size_t> task_place = {};             ///< into tasks and facts.tasks
    std::vector<IndicatorLine> indicators = {};                      ///< by id: the order the package lists them in
    std::vector<OverdueLine> overdue = {};                           ///< of every month, longest overdue first
    std::vector<std::pair<UnitId, Reporting>> reporting_units = {};  ///< of each unit that owes reports for the open month
    /// Planned value at the end of each opened month, evenly over working days, where the month has a goal ahead.
    std::map<plan::IndicatorId, std::map<Period, base::Decimal>> planned_values = {};

    const IndicatorLine* indicator(plan::IndicatorId id) const;
    /// What one unit's figures come to, against its share or what it must reach by itself; by task. Thread safe.
    std::vector<IndicatorLine> indicators_of(UnitId unit) const;
    /// Null when the plan has no such part. Thread safe.
    const DutyLine* duty(plan::UnitDutyId id) const;
    /// The units that hold a part which `shown` wants, in the order of the package, judged by those parts. Thread safe.
    std::vector<UnitLine> units(const std::function<bool(const DutyFacts&)>& shown) const;
    /// Reports of the open month of those units that `covered` says.
    Reporting reporting(const std::function<bool(UnitId)>& covered) const;

private:
    std::shared_ptr<Ground> ground_;
};

/// Judges a plan: lights by the default rule (domain 1.5). Errors: those of `work_days`.
base::Result<Board> judge(PlanFacts facts, Standing standing, const WorkDays& work_days, const LightSettings& settings);

}  // namespace luoshi::supervise
