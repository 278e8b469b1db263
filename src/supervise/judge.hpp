#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "supervise/board.hpp"

namespace luoshi::supervise {

/// A series seen as a whole, as one unit's own part of it, or as a unit's part with those of the units below: what its share is judged by.
struct View {
    const rollup::Series& series;
    std::optional<UnitId> unit;
    enum class Part { Own, WithBelow } part = Part::Own;

    int members() const { return unit ? 1 : static_cast<int>(series.reporters().size()); }
    rollup::Sum year_to(Period period) const {
        return !unit                     ? series.year_to(period)
               : part == Part::WithBelow ? series.with_below_year_to(*unit, period)
                                         : series.unit_year_to(*unit, period);
    }
    /// How many units have a figure of that, of those that owed one by then.
    rollup::Coverage units_to(Period period) const {
        return !unit                     ? series.units_to(period)
               : part == Part::WithBelow ? series.with_below_units_to(*unit, period)
                                         : series.unit_units_to(*unit, period);
    }
};

/// Applies the light rule to the tasks, parts and indicators of one plan; board.cpp puts the results together.
class Judge {
public:
    /// Refers to all of its arguments; they outlive it. The reports are arranged.
    Judge(const PlanFacts& facts, const Standing& standing, const WorkDays& work_days, const LightSettings& settings);

    /// The first error of the calendar met while judging: then nothing judged may be used.
    std::optional<base::Error> take_error() { return std::move(error_); }

    /// What these targets want of a series by year; references and differences want nothing that can be compared.
    /// A unit that holds an issued share of a target is to reach that share.
    Goals goals(const std::vector<const TargetFacts*>& targets, const View& view) const;
    /// The figures of a task that are judged, of all units together or of one alone, each with what is wanted of it: of one unit those it
    /// holds a share of, or must reach by itself.
    struct Measured {
        View view;
        Goals goals;
    };
    std::vector<Measured> measured(const TaskFacts& task, std::optional<UnitId> unit) const;
    /// Against the goal of this year, else the next one, else the last one.
    Light goals_light(const View& view, const Goals& goals);
    Light task_light(const TaskFacts& task);
    Light duty_light(const TaskFacts& task, const DutyFacts& duty);
    /// The planned value at the end of each opened month that has a goal ahead.
    std::map<Period, base::Decimal> planned(const View& view, const Goals& goals);

    /// The report of this month is owed and not handed in.
    bool missing(const DutyFacts& duty, Period period) const;
    /// 1 when that holds for the newest period the part is due with.
    int missing(const DutyFacts& duty) const {
        const auto due = at_.due_of(duty);
        return due && missing(duty, *due) ? 1 : 0;
    }
    /// The part's report of a month; null when it was not begun.
    const ReportFacts* report(const DutyFacts& duty, Period period) const;
    /// Its state; nothing when it was not begun.
    std::optional<report::State> state(const DutyFacts& duty, Period period) const;
    const std::vector<const DutyFacts*>& duties_of(plan::TaskId task) const;
    /// Nothing when the plan has no such part.
    const DutyFacts* duty(plan::UnitDutyId id) const;

private:
    struct Span {
        base::Date from;
        base::Date to;
    };
    Elapsed elapsed(Span span, base::Date until);
    bool is_over(Span span) const { return at_.due && at_.due->last_day() >= span.to; }
    bool is_begun(Span span) const { return at_.due && at_.due->last_day() >= span.from; }
    Span goal_span(const View& view, const Goals& goals, int year) const;
    base::Decimal goal_start(const View& view, const Goals& goals, int year) const;
    Light figure(const View& view, const Goals& goals, int year);
    Light deliverable(const View& view, const Goal& goal);
    Light progress(const TaskFacts& task, const std::vector<const DutyFacts*>& duties);
    /// The years of the measure in force now.
    std::optional<std::pair<int, int>> measure_of_year(const TaskFacts& task) const;
    Burdens burdens(const std::vector<const DutyFacts*>& duties) const;
    int count_days(base::Date from, base::Date to);
    /// The lights of a task's figures, and whether one of them has a goal for this or a later year.
    struct Figures {
        std::vector<Light> lights;
        bool of_now = false;
    };
    Figures figures(const TaskFacts& task, std::optional<UnitId> unit);
    /// What the unit holds of a target; null when that was not divided as far as to it.
    const std::map<int, Held>* shares(plan::TargetId target, UnitId unit) const;
    /// The lights of figures joined with the progress `stating` report, where figures alone do not cover the present year; burdened by
    /// what lies on `duties`.
    Light joined(const TaskFacts& task, Figures figures, const std::vector<const DutyFacts*>& stating,
                 const std::vector<const DutyFacts*>& duties);

    const PlanFacts& facts_;
    const Standing& at_;
    const WorkDays& work_days_;
    const LightSettings& settings_;
    /// The reports of a part, by month.
    std::span<const ReportFacts> reports_of(const DutyFacts& duty) const {
        return std::span{facts_.reports}.subspan(duty.first_report, duty.last_report - duty.first_report);
    }

    std::map<plan::TaskId, std::vector<const DutyFacts*>> by_task_;
    std::unordered_map<plan::UnitDutyId, const DutyFacts*> by_id_;
    std::map<plan::UnitDutyId, int> overdue_milestones_;
    std::map<std::pair<plan::TaskId, UnitId>, int> overdue_orders_;
    std::map<std::pair<base::Date, base::Date>, int> days_;
    std::optional<base::Error> error_;
};

}  // namespace luoshi::supervise
