#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "calendar/schedule.hpp"
#include "identity/ids.hpp"
#include "order/order.hpp"
#include "plan/plan.hpp"
#include "report/ids.hpp"
#include "report/period_exception.hpp"
#include "report/report.hpp"
#include "rollup/series.hpp"

namespace luoshi::supervise {

using calendar::Period;
using identity::UnitId;

struct TargetFacts {
    plan::TargetId id;
    plan::TaskId task;
    plan::IndicatorId indicator;
    plan::TargetKind kind;
    plan::TargetOperator literal_op;
    plan::TargetOperator op;  ///< what is scored
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> value_max;
    std::optional<int> year;
    std::optional<base::Date> due_on;
    bool is_difference;  ///< 增长, 比上年增加: no level to compare with
    bool per_year;
};

/// What a unit holds of a target; of a range both ends.
struct Held {
    base::Decimal value;
    std::optional<base::Decimal> value_max = {};
};

struct TaskFacts {
    plan::TaskId id;
    std::string ref;
    std::string title;
    std::optional<base::Date> deadline;
    std::vector<std::pair<int, int>> measure_years;  ///< from and to of each yearly measure
    std::vector<TargetFacts> targets;                ///< those linked to an indicator
    std::optional<base::Date> first_deadline = {};   ///< as the document has it
};

struct DutyFacts {
    plan::UnitDutyId id;
    plan::TaskId task;
    UnitId unit;
    std::string unit_name;
    plan::DutyRole role;
    bool reports;
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    bool handed_down = false;  ///< only by a unit above, no duty of the document names the unit
    calendar::Reporters reporters = {};
    std::optional<UnitId> from = {};  ///< that unit
    std::uint32_t first_report = 0;   ///< its reports: places in PlanFacts::reports, set by arrange_reports
    std::uint32_t last_report = 0;

    /// Owes a report of the period: the rule of report's list of what is owed.
    bool owes(Period period) const {
        return reports && valid_from <= period.first_day() && (!valid_to || *valid_to > period.first_day()) &&
               calendar::ends_span(period, reporters.every);
    }
    bool open() const { return !valid_to; }
    /// The first period a report is owed for.
    Period first_owed() const {
        const Period begun = Period::containing(valid_from);
        return calendar::span_of(begun.first_day() < valid_from ? begun.next() : begun, reporters.every).last;
    }
};

struct ReportFacts {
    plan::UnitDutyId duty;
    report::ReportId id;
    Period period;
    report::State state;
    std::optional<base::Decimal> progress_pct;
};

/// A milestone that is neither done nor removed.
struct MilestoneFacts {
    plan::MilestoneId id;
    plan::UnitDutyId duty;
    std::string title;
    base::Date due_on;
};

/// All that lights and figures of one plan are judged by.
struct PlanFacts {
    plan::PlanId id{1};
    std::string title;
    plan::PlanState state = plan::PlanState::Draft;
    base::Date start;  ///< the day it was issued
    int first_year = 0;
    int last_year = 0;
    std::vector<TaskFacts> tasks;  ///< in the order of the document, without rejected ones
    std::vector<DutyFacts> duties;
    std::vector<ReportFacts> reports;
    std::vector<MilestoneFacts> milestones;
    std::vector<order::RunningOrder> orders = {};  ///< whose clock runs, by their limit
    report::Exceptions exceptions = {};            ///< later days granted to one unit
    rollup::Figures figures;
    std::map<std::pair<plan::TargetId, UnitId>, std::map<int, Held>> shares = {};  ///< what units hold of targets, by year
};

/// Sorts the reports by part and month, and tells each part which are its own.
void arrange_reports(PlanFacts& facts);

}  // namespace luoshi::supervise
