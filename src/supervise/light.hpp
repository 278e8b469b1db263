#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "calendar/period.hpp"
#include "indicator/indicator.hpp"
#include "plan/plan.hpp"
#include "rollup/figure.hpp"

namespace luoshi::supervise {

using plan::Light;

/// Thresholds of the default light rule (domain 1.5), in percentage points behind schedule.
struct LightSettings {
    base::Decimal yellow_from = base::Decimal::from_e4(10 * base::Decimal::kUnit);  ///< this much or more: 预警
    /// What a call is expected to bring about, in percent of what is missing to the unit's part: by it calls are ranked.
    base::Decimal call_effect_pct = base::Decimal::from_e4(20 * base::Decimal::kUnit);
    /// From which chance of being missed a target is likely missed, and from which its outcome is open.
    base::Decimal miss_likely_pct = base::Decimal::from_e4(70 * base::Decimal::kUnit);
    base::Decimal miss_open_pct = base::Decimal::from_e4(30 * base::Decimal::kUnit);
    base::Decimal red_above = base::Decimal::from_e4(30 * base::Decimal::kUnit);  ///< more than this: 严重滞后
};

/// How much of a time span has passed, in working days.
struct Elapsed {
    int days = 0;
    int total = 0;
};

/// The colours of a light; a colour never stands without its word.
enum class Colour { Done, Grey, Green, Yellow, Red };
Colour colour_of(const Light& light);
/// "done", "grey", …: as the API writes it.
std::string_view colour_text(Colour colour);
/// 已完成, 未到报告期, 正常, 预警, 严重滞后.
std::string_view colour_word(Colour colour);

Light grey_light(base::Phrase reason);
/// Reached in time; `late` changes the word to 逾期办结.
enum class Timeliness { OnTime, Late };
Light done_light(Timeliness timeliness, base::Phrase reason);

/// An indicator against its target of one year.
struct FigureStanding {
    std::string name;
    std::string unit;
    int year = 0;
    plan::TargetOperator op = plan::TargetOperator::AtLeast;
    base::Decimal target;
    std::optional<base::Decimal> target_max;
    plan::Direction direction = plan::Direction::Up;  ///< Interval: to stay between the ends of a range all year
    base::Decimal start;  ///< where the schedule starts: the target before this one for a level, zero for a flow
    rollup::Sum actual;
    rollup::Coverage units;  ///< with a figure, of those that owed one by then
    Elapsed elapsed;         ///< of the span in which the target is to be reached
    enum class Span { Running, Over } span = Span::Running;
    Timeliness reached = Timeliness::OnTime;  ///< when it was reached, if it was
};

/// The target is reached by this value. "About" and the lower end of a range count as at least (8.0: a range is met from its low end).
bool reached(plan::TargetOperator op, base::Decimal target, base::Decimal actual);
/// The same of a standing: what is to stay in an interval has not reached it above the upper end.
bool reached(const FigureStanding& standing);
/// Actual in percent of the target, one decimal; nothing for a target of zero. A range (1至2) is complete within its ends; below it counts
/// against the lower end, above it against the upper one, so that only what lies above shows more than 100.
std::optional<base::Decimal> completion_pct(plan::TargetOperator op, base::Decimal target, std::optional<base::Decimal> target_max,
                                            base::Decimal actual);

/// Reached: 已完成 or 逾期办结; what is to stay below a ceiling or in an interval only when the span is over, until then 正常. Span over
/// and not reached: red. No figure: yellow (missing is not zero). Else by the gap between planned and actual percent of the target; the
/// plan runs evenly over working days from `start` to the target. While the span is running, for a ceiling (at most, less than) and above
/// an interval the gap is the excess in percent.
Light figure_light(const FigureStanding& standing, const LightSettings& settings);

/// Progress a unit states itself, against the elapsed share of the span of the measure.
struct ProgressStanding {
    std::optional<base::Decimal> progress_pct;  ///< nothing: no approved report yet
    rollup::Coverage coverage;                  ///< units with an approved report of those that report
    Elapsed elapsed;
    enum class Span { Running, Over } span = Span::Running;
    Timeliness reached = Timeliness::OnTime;
};
Light progress_light(const ProgressStanding& standing, const LightSettings& settings);

/// Something to be issued or done by each of some units by a day.
struct DeadlineStanding {
    std::string name;
    base::Date due_on;
    base::Date today;
    int working_days_left = 0;  ///< until due_on; negative when past
    int limit_days = 0;         ///< calendar days from the start of the plan to due_on
    rollup::Coverage done;      ///< units that are done of all
    Timeliness reached = Timeliness::OnTime;
};
/// All done: 已完成 or 逾期办结. Past the day: red. Near it (3 working days for limits up to 15 days, 5 up to 30, 10 for longer): yellow.
Light deadline_light(const DeadlineStanding& standing);

/// What else weighs on a task or a duty.
struct Burdens {
    int reports_missing = 0;   ///< not handed in after the reporting day
    int reports_returned = 0;  ///< sent back and not handed in again
    int milestones_overdue = 0;
    int orders_overdue = 0;   ///< supervision orders of the task past their limit, with the unit
    std::string period = {};  ///< the newest one of which reports are missing, and its name
    std::string period_name = {};
};
std::optional<Light> burden_light(const Burdens& burdens);

/// One light for several things: done only when all are done, else the worst; the reasons of the worst colour are joined.
/// An empty list is not for this function.
Light worst_of(const std::vector<Light>& lights);

/// `light` as burdened: what is done, or not yet due, carries no burdens (domain 1.5 rule 1 comes first).
Light burdened(Light light, const Burdens& burdens);

}  // namespace luoshi::supervise
