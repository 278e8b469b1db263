#include "supervise/judge.hpp"

#include <algorithm>
#include <iterator>

namespace luoshi::supervise {
namespace {

using base::Date;
using base::Decimal;
using base::phrase;
using indicator::Kind;
using report::State;
using rollup::Series;
using rollup::Sum;

constexpr auto kDay = std::chrono::days{1};

Date january(int year) { return *base::make_date(year, 1, 1); }
Date december(int year) { return *base::make_date(year, 12, 31); }
Decimal whole(int number) { return Decimal::from_e4(number * Decimal::kUnit); }

bool is_ceiling(plan::TargetOperator op) { return op == plan::TargetOperator::AtMost || op == plan::TargetOperator::LessThan; }

bool counts_members(const indicator::Definition& definition) {
    return definition.kind == Kind::Set || definition.kind == Kind::Deliverable;
}

/// One unit can be judged alone where each must reach the goal, or where it is the only one.
bool is_judged_alone(const Series& series) {
    const auto& definition = series.definition();
    return indicator::binds_each_unit(definition) || counts_members(definition) || series.reporters().size() == 1;
}

}  // namespace

void arrange_reports(PlanFacts& facts) {
    const auto key = [](const ReportFacts& report) { return std::pair{report.duty, report.period}; };
    if (!std::ranges::is_sorted(facts.reports, {}, key)) {
        std::ranges::sort(facts.reports, {}, key);
    }
    std::vector<DutyFacts*> duties;
    duties.reserve(facts.duties.size());
    for (auto& duty : facts.duties) {
        duties.push_back(&duty);
    }
    std::ranges::sort(duties, {}, &DutyFacts::id);
    auto report = facts.reports.begin();
    for (auto* duty : duties) {
        report = std::find_if(report, facts.reports.end(), [&](const ReportFacts& next) { return next.duty >= duty->id; });
        duty->first_report = static_cast<std::uint32_t>(report - facts.reports.begin());
        report = std::find_if(report, facts.reports.end(), [&](const ReportFacts& next) { return next.duty != duty->id; });
        duty->last_report = static_cast<std::uint32_t>(report - facts.reports.begin());
    }
}

Judge::Judge(const PlanFacts& facts, const Standing& standing, const WorkDays& work_days, const LightSettings& settings)
    : facts_(facts), at_(standing), work_days_(work_days), settings_(settings) {
    by_id_.reserve(facts.duties.size());
    for (const auto& duty : facts.duties) {
        by_task_[duty.task].push_back(&duty);
        by_id_.emplace(duty.id, &duty);
    }
    for (const auto& milestone : facts.milestones) {
        if (milestone.due_on < standing.today) {
            ++overdue_milestones_[milestone.duty];
        }
    }
    for (const auto& order : facts.orders) {
        if (order.due_on < standing.today) {
            ++overdue_orders_[{order.task, order.unit}];
        }
    }
}

const std::map<int, Held>* Judge::shares(plan::TargetId target, UnitId unit) const {
    const auto found = facts_.shares.find({target, unit});
    return found == facts_.shares.end() ? nullptr : &found->second;
}

const std::vector<const DutyFacts*>& Judge::duties_of(plan::TaskId task) const {
    static const std::vector<const DutyFacts*> kNone;
    const auto found = by_task_.find(task);
    return found == by_task_.end() ? kNone : found->second;
}

const DutyFacts* Judge::duty(plan::UnitDutyId id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

int Judge::count_days(Date from, Date to) {
    const auto [known, fresh] = days_.emplace(std::pair{from, to}, 0);
    if (fresh) {
        const auto counted = work_days_(from - kDay, to);
        if (counted) {
            known->second = *counted;
        } else if (!error_) {
            error_ = counted.error();
        }
    }
    return known->second;
}

Elapsed Judge::elapsed(Span span, Date until) {
    if (until < span.from) {
        return {0, 1};
    }
    return {count_days(span.from, std::min(until, span.to)), count_days(span.from, span.to)};
}

Goals Judge::goals(const std::vector<const TargetFacts*>& targets, const View& view) const {
    Goals out;
    const auto put = [&](int year, const Goal& goal) {
        const auto [known, fresh] = out.emplace(year, goal);
        // two targets for one year: the stricter one
        if (!fresh && (is_ceiling(goal.op) ? goal.value < known->second.value : goal.value > known->second.value)) {
            known->second = goal;
        }
    };
    const bool members = counts_members(view.series.definition());
    const bool has_figures = view.series.definition().kind != Kind::Qualitative;
    for (const auto* target : targets) {
        if (!has_figures || target->is_difference || (!target->value && !members)) {
            continue;
        }
        Goal goal{.value = members && (view.unit || !target->value) ? whole(view.members()) : *target->value,
                  .value_max = target->value_max,
                  .op = target->op,
                  .literal_op = target->literal_op,
                  .due_on = target->kind == plan::TargetKind::Deliverable ? target->due_on : std::nullopt,
                  .of = Goal::Of::Target,
                  .target = target->id,
                  .task = target->task};
        if (!target->value) {
            goal.op = plan::TargetOperator::AtLeast;
        }
        if (const auto* held = view.unit ? shares(target->id, *view.unit) : nullptr) {
            goal.of = Goal::Of::Share;
            for (const auto& [year, share] : *held) {
                goal.value = share.value;
                goal.value_max = share.value_max;
                put(year, goal);
            }
        } else if (target->per_year) {
            for (int year = facts_.first_year; year <= facts_.last_year; ++year) {
                put(year, goal);
            }
        } else {
            put(target->year.value_or(target->due_on ? base::year_of(*target->due_on) : facts_.last_year), goal);
        }
    }
    return out;
}

Judge::Span Judge::goal_span(const View& view, const Goals& goals, int year) const {
    const auto here = goals.find(year);
    const Date year_start = view.series.definition().kind == Kind::Flow ? january(year)
                            : here == goals.begin()                     ? facts_.start
                                                                        : january(std::prev(here)->first + 1);
    // a year's flow is planned over what is left of the year the plan was issued in
    return {std::max(year_start, facts_.start), december(year)};
}

Decimal Judge::goal_start(const View& view, const Goals& goals, int year) const {
    const auto here = goals.find(year);
    return here == goals.begin() || view.series.definition().kind == Kind::Flow ? Decimal{} : std::prev(here)->second.value;
}

Light Judge::deliverable(const View& view, const Goal& goal) {
    const Period open = *at_.open();
    // the month the day falls in, or the first month that is reported at all
    const Period in_time = std::max(Period::containing(*goal.due_on), at_.periods.front());
    const auto done_by = [&](Period period) {
        const auto value = view.year_to(period).value;
        return value ? static_cast<int>(value->e4() / Decimal::kUnit) : 0;
    };
    return deadline_light({.name = view.series.definition().name,
                           .due_on = *goal.due_on,
                           .today = at_.today,
                           .working_days_left = at_.today <= *goal.due_on ? count_days(at_.today + kDay, *goal.due_on) : 0,
                           .limit_days = static_cast<int>((*goal.due_on - facts_.start).count()),
                           .done = {done_by(open), view.members()},
                           .reached = done_by(std::min(in_time, open)) >= view.members() ? Timeliness::OnTime : Timeliness::Late});
}

Light Judge::figure(const View& view, const Goals& goals, int year) {
    const auto& definition = view.series.definition();
    const Goal& goal = goals.at(year);
    const Span span = goal_span(view, goals, year);
    const Period open = *at_.open();
    const Period until = std::min(open, Period::containing(span.to));
    Sum actual = view.year_to(until);
    if (!actual.value && !is_begun(span)) {
        return grey_light(phrase("light.target_not_due", "“{name}”{year}年目标的首个报送期尚未到期",
                                 {{"name", definition.name}, {"year", std::to_string(year)}}));
    }
    FigureStanding standing{.name = definition.name + (goal.of == Goal::Of::Share ? "（本单位份额）" : ""),
                            .unit = definition.unit,
                            .year = year,
                            .op = goal.op,
                            .target = goal.value,
                            .target_max = goal.value_max,
                            .direction = definition.direction,
                            .start = goal_start(view, goals, year),
                            .actual = actual,
                            .units = view.units_to(until),
                            .elapsed = at_.due ? elapsed(span, at_.due->last_day()) : Elapsed{0, 1},
                            .span = is_over(span) ? FigureStanding::Span::Over : FigureStanding::Span::Running,
                            .reached = Timeliness::OnTime};
    if (!reached(standing) && is_over(span) && !indicator::adds_over_time(definition)) {
        FigureStanding later = standing;
        later.actual = view.year_to(open);
        later.units = view.units_to(open);
        later.reached = Timeliness::Late;
        if (reached(later)) {
            standing = later;
        }
    }
    return figure_light(standing, settings_);
}

Light Judge::goals_light(const View& view, const Goals& goals) {
    if (goals.empty()) {
        return grey_light(phrase("light.no_goal", "“{name}”没有可比较的目标值，不作判断", {{"name", view.series.definition().name}}));
    }
    if (!at_.open()) {
        return grey_light(phrase("light.not_begun", "首个报送期尚未开始"));
    }
    // the goal of this year, else the next one, else the last one
    auto here = goals.lower_bound(at_.year());
    if (here == goals.end()) {
        --here;
    }
    return here->second.due_on ? deliverable(view, here->second) : figure(view, goals, here->first);
}

std::map<Period, Decimal> Judge::planned(const View& view, const Goals& goals) {
    std::map<Period, Decimal> out;
    for (const Period period : at_.periods) {
        const auto here = goals.lower_bound(period.year());
        if (here == goals.end() || here->second.due_on) {
            continue;
        }
        const Span span = goal_span(view, goals, here->first);
        const auto passed = elapsed(span, period.last_day());
        const Decimal start = goal_start(view, goals, here->first);
        const auto rest = Decimal::from_e4(here->second.value.e4() - start.e4());
        const auto grown = base::ratio(rest, whole(std::max(passed.total, 1)), passed.days, view.series.definition().decimals);
        const auto value = grown ? start.plus(*grown) : std::nullopt;
        if (value && period.last_day() >= span.from) {
            out.emplace(period, *value);
        }
    }
    return out;
}

const ReportFacts* Judge::report(const DutyFacts& duty, Period period) const {
    const auto months = reports_of(duty);
    const auto found = std::ranges::lower_bound(months, period, {}, &ReportFacts::period);
    return found == months.end() || found->period != period ? nullptr : &*found;
}

std::optional<State> Judge::state(const DutyFacts& duty, Period period) const {
    const auto* begun = report(duty, period);
    return begun == nullptr ? std::nullopt : std::optional{begun->state};
}

bool Judge::missing(const DutyFacts& duty, Period period) const {
    if (!duty.owes(period)) {
        return false;
    }
    const auto stands = state(duty, period);
    return !stands || *stands == State::Draft;
}

Burdens Judge::burdens(const std::vector<const DutyFacts*>& duties) const {
    Burdens out;
    std::optional<Period> newest;
    for (const auto* duty : duties) {
        const auto due = at_.due_of(*duty);
        if (due && missing(*duty, *due)) {
            ++out.reports_missing;
            if (!newest || *due > *newest) {
                newest = due;
                out.period = calendar::span_key(calendar::span_of(*due, duty->reporters.every), duty->reporters.every);
                out.period_name = calendar::name_of(*due, duty->reporters.every);
            }
        }
        for (const auto period : {due, at_.open_of(*duty)}) {
            if (period && state(*duty, *period) == State::Returned) {
                ++out.reports_returned;
                break;
            }
        }
        const auto late = overdue_milestones_.find(duty->id);
        out.milestones_overdue += late == overdue_milestones_.end() ? 0 : late->second;
        const auto order = overdue_orders_.find({duty->task, duty->unit});
        out.orders_overdue += order == overdue_orders_.end() ? 0 : order->second;
    }
    return out;
}

std::optional<std::pair<int, int>> Judge::measure_of_year(const TaskFacts& task) const {
    const auto found = std::find_if(task.measure_years.begin(), task.measure_years.end(),
                                    [&](const auto& years) { return years.first <= at_.year() && at_.year() <= years.second; });
    return found == task.measure_years.end() ? std::nullopt : std::optional{*found};
}

Light Judge::progress(const TaskFacts& task, const std::vector<const DutyFacts*>& duties) {
    const auto years = measure_of_year(task).value_or(std::pair{at_.year(), at_.year()});
    Span span{std::max(january(years.first), facts_.start), december(years.second)};
    if (task.deadline && task.measure_years.empty()) {
        span = {facts_.start, *task.deadline};
    }
    const DutyFacts* first_due = nullptr;  ///< whose first report has yet to fall due, the earliest
    int expected = 0;
    int reported = 0;
    int finished = 0;
    std::optional<Period> last_finished;
    Decimal sum;
    for (const auto* duty : duties) {
        if (!duty->reports || !duty->open()) {
            continue;
        }
        const ReportFacts* latest = nullptr;
        const ReportFacts* first_full = nullptr;
        for (const auto& report : reports_of(*duty)) {
            if (report.state == State::Approved && report.progress_pct && report.period >= Period::containing(span.from)) {
                latest = &report;
                first_full = *report.progress_pct < whole(100) ? nullptr : first_full != nullptr ? first_full : &report;
            }
        }
        const auto due = at_.due_of(*duty);
        if (latest == nullptr && !(due && duty->first_owed() <= *due)) {
            first_due = first_due == nullptr || duty->first_owed() < first_due->first_owed() ? duty : first_due;
            continue;
        }
        ++expected;
        if (latest == nullptr) {
            continue;
        }
        ++reported;
        sum = *sum.plus(*latest->progress_pct);
        if (first_full != nullptr) {
            ++finished;
            last_finished = std::max(last_finished.value_or(first_full->period), first_full->period);
        }
    }
    if (expected == 0 && first_due != nullptr) {
        const auto every = first_due->reporters.every;
        const Period first = std::max(first_due->first_owed(), calendar::span_of(at_.periods.front(), every).last);
        return grey_light(phrase(
            "light.first_period_not_due", "首个报送期{period_name}尚未到期",
            {{"period", calendar::span_key(calendar::span_of(first, every), every)}, {"period_name", calendar::name_of(first, every)}}));
    }
    if (expected == 0) {
        return grey_light(phrase("light.no_reporter", "没有填报单位，无法判断进度"));
    }
    if (reported == 0 && !is_begun(span)) {
        return grey_light(phrase("light.first_not_due", "首个报送期尚未到期"));
    }
    const bool over = task.deadline ? at_.today > *task.deadline : is_over(span);
    const bool late = finished == expected && *last_finished > std::max(Period::containing(span.to), at_.periods.front());
    return progress_light({.progress_pct = reported > 0 ? base::ratio(sum, whole(reported), 1, 1) : std::nullopt,
                           .coverage = {reported, expected},
                           .elapsed = at_.due ? elapsed(span, at_.due->last_day()) : Elapsed{0, 1},
                           .span = over ? ProgressStanding::Span::Over : ProgressStanding::Span::Running,
                           .reached = late ? Timeliness::Late : Timeliness::OnTime},
                          settings_);
}

Light Judge::joined(const TaskFacts& task, Figures figures, const std::vector<const DutyFacts*>& stating,
                    const std::vector<const DutyFacts*>& duties) {
    if (!at_.open()) {
        return grey_light(phrase("light.not_begun", "首个报送期尚未开始"));
    }
    if (figures.lights.empty() || (!figures.of_now && measure_of_year(task))) {
        figures.lights.push_back(progress(task, stating));
    }
    return burdened(worst_of(figures.lights), burdens(duties));
}

std::vector<Judge::Measured> Judge::measured(const TaskFacts& task, std::optional<UnitId> unit) const {
    std::map<plan::IndicatorId, std::vector<const TargetFacts*>> targets;
    for (const auto& target : task.targets) {
        targets[target.indicator].push_back(&target);
    }
    std::vector<Measured> out;
    for (const auto& [indicator, list] : targets) {
        const auto series = facts_.figures.series.find(indicator);
        if (series == facts_.figures.series.end()) {
            continue;
        }
        View view{series->second, unit};
        std::vector<const TargetFacts*> answered = list;  // by the unit: what it holds a share of, or each must reach
        if (unit && std::erase_if(answered, [&](const auto* target) { return shares(target->id, *unit) == nullptr; }) < list.size()) {
            view.part = View::Part::WithBelow;
            if (at_.open() && view.units_to(*at_.open()).expected == 0) {
                continue;  // nobody there reports it: judged by progress
            }
        } else if (unit) {
            if (!series->second.is_reported_by(*unit) || series->second.is_piece(*unit) || !is_judged_alone(series->second)) {
                continue;
            }
            answered = list;
        }
        if (auto wanted = goals(answered, view); !wanted.empty()) {
            out.push_back({view, std::move(wanted)});
        }
    }
    return out;
}

Judge::Figures Judge::figures(const TaskFacts& task, std::optional<UnitId> unit) {
    Figures out;
    for (const auto& [view, wanted] : measured(task, unit)) {
        out.lights.push_back(goals_light(view, wanted));
        out.of_now = out.of_now || wanted.rbegin()->first >= at_.year();
    }
    return out;
}

Light Judge::task_light(const TaskFacts& task) {
    const auto& duties = duties_of(task.id);
    std::vector<const DutyFacts*> named;  // what was handed down is in the report of the unit above
    std::copy_if(duties.begin(), duties.end(), std::back_inserter(named), [](const DutyFacts* duty) { return !duty->handed_down; });
    return joined(task, figures(task, std::nullopt), named, duties);
}

Light Judge::duty_light(const TaskFacts& task, const DutyFacts& duty) {
    if (!duty.reports) {
        return grey_light(phrase("light.not_reporting", "本单位在此任务下不单独填报"));
    }
    return joined(task, figures(task, duty.unit), {&duty}, {&duty});
}

}  // namespace luoshi::supervise
