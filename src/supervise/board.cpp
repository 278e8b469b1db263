#include "supervise/board.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "supervise/judge.hpp"

namespace luoshi::supervise {
namespace {

using base::Date;
using base::Decimal;
using report::State;
using rollup::Series;
using rollup::Sum;

IndicatorLine indicator_line(Judge& judge, const PlanFacts& facts, const Standing& at, const Series& series) {
    IndicatorLine line{.id = series.definition().id, .tasks = {}, .goals = {}, .goal = {}, .actual = {}, .completion = {}, .light = {}};
    std::vector<const TargetFacts*> targets;
    for (const auto& task : facts.tasks) {
        const auto before = targets.size();
        for (const auto& target : task.targets) {
            if (target.indicator == line.id) {
                targets.push_back(&target);
            }
        }
        if (targets.size() > before) {
            line.tasks.push_back({task.id, task.ref});
        }
    }
    const View view{series, std::nullopt};
    line.goals = judge.goals(targets, view);
    line.light = judge.goals_light(view, line.goals);
    if (const auto goal = line.goals.find(at.year()); goal != line.goals.end()) {
        line.goal = goal->second;
    }
    line.actual = at.open() ? series.year_to(*at.open()) : Sum{.coverage = {0, static_cast<int>(series.reporters().size())}};
    if (line.goal && line.actual.value) {
        line.completion = completion_pct(line.goal->op, line.goal->value, line.goal->value_max, *line.actual.value);
    }
    return line;
}

void list_overdue(Board& board, const Judge& judge) {
    const auto& at = board.standing;
    const auto put = [&](OverdueKind kind, std::optional<std::int64_t> id, const DutyFacts& duty, std::string title,
                         std::optional<Period> period, Date due_on, std::int64_t object) {
        const auto task = board.task_place.find(duty.task);
        if (task != board.task_place.end()) {
            board.overdue.push_back(
                {kind,
                 id,
                 {duty.unit, duty.unit_name},
                 &board.facts.tasks[task->second],
                 std::move(title),
                 period,
                 duty.reporters.every,
                 due_on,
                 static_cast<int>((at.today - due_on).count()),
                 fmt::format("{}.{}.{:019}.{:019}", base::date_text(due_on), static_cast<int>(kind), duty.id.value(), object)});
        }
    };
    for (const auto& duty : board.facts.duties) {
        for (const auto& [period, due_on] : at.days_of(duty)) {
            if (due_on < at.today && judge.missing(duty, period)) {
                const auto* begun = judge.report(duty, period);
                put(OverdueKind::Report, begun == nullptr ? std::nullopt : std::optional{begun->id.value()}, duty,
                    calendar::name_of(period, duty.reporters.every) + "填报", period, due_on, 0);
            }
        }
    }
    for (const auto& milestone : board.facts.milestones) {
        const auto* duty = judge.duty(milestone.duty);
        if (duty != nullptr && milestone.due_on < at.today) {
            put(OverdueKind::Milestone, milestone.id.value(), *duty, milestone.title, std::nullopt, milestone.due_on, milestone.id.value());
        }
    }
    for (const auto& line : board.indicators) {
        const auto& series = board.facts.figures.series.at(line.id);
        for (const auto& [year, goal] : line.goals) {
            if (!goal.due_on || *goal.due_on >= at.today || !at.open()) {
                continue;
            }
            for (const auto* duty : judge.duties_of(goal.task)) {
                const auto value =
                    reports_it(series, duty->unit) ? series.unit_year_to(duty->unit, *at.open()).value : Decimal::from_e4(Decimal::kUnit);
                if (!value || value->e4() == 0) {
                    put(OverdueKind::Deliverable, std::nullopt, *duty, series.definition().name, std::nullopt, *goal.due_on,
                        line.id.value());
                }
            }
        }
    }
    std::sort(board.overdue.begin(), board.overdue.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
}

void list_units(Board& board, const Judge& judge) {
    std::map<UnitId, std::size_t> place;
    const auto open = board.standing.open();
    for (const auto& duty : board.facts.duties) {
        const auto line = board.duties.find(duty.id);
        if (!duty.reports || !duty.open() || line == board.duties.end()) {
            continue;
        }
        const auto [at, fresh] = place.emplace(duty.unit, board.units.size());
        if (fresh) {
            board.units.push_back({.unit = {duty.unit, duty.unit_name}, .worst = line->second.light});
        }
        auto& unit = board.units[at->second];
        if (open && duty.owes(*open)) {
            ++unit.expected;
            unit.approved += judge.state(duty, *open) == State::Approved ? 1 : 0;
        }
        unit.late += judge.missing(duty);
        if (colour_of(line->second.light) > colour_of(unit.worst)) {
            unit.worst = line->second.light;
        }
    }
}

}  // namespace

const ReportingDays& Standing::days_of(const DutyFacts& duty) const {
    static const ReportingDays kNone;
    const auto found = reporting_days.find(duty.reporters);
    return found == reporting_days.end() ? kNone : found->second;
}

std::optional<Period> Standing::due_of(const DutyFacts& duty) const {
    const auto& days = days_of(duty);
    const auto passed = std::find_if(days.rbegin(), days.rend(), [&](const auto& day) { return day.second < today; });
    return passed == days.rend() ? std::nullopt : std::optional{passed->first};
}

std::optional<Period> Standing::open_of(const DutyFacts& duty) const {
    const auto& days = days_of(duty);
    return days.empty() ? std::nullopt : std::optional{days.rbegin()->first};
}

const IndicatorLine* Board::indicator(plan::IndicatorId id) const {
    const auto found = std::find_if(indicators.begin(), indicators.end(), [&](const auto& line) { return line.id == id; });
    return found == indicators.end() ? nullptr : &*found;
}

Reporting Board::reporting(const std::function<bool(UnitId)>& covered) const {
    Reporting out;
    for (const auto& duty : facts.duties) {
        const auto line = duties.find(duty.id);
        if (line == duties.end() || !line->second.report_state || !covered(duty.unit)) {
            continue;
        }
        const auto& state = *line->second.report_state;
        ++out.expected;
        ++(state == "approved"    ? out.approved
           : state == "submitted" ? out.submitted
           : state == "returned"  ? out.returned
           : state == "draft"     ? out.draft
                                  : out.missing);
    }
    return out;
}

base::Result<Board> judge(PlanFacts given, Standing standing, const WorkDays& work_days, const LightSettings& settings) {
    Board board;
    board.facts = std::move(given);
    board.standing = std::move(standing);
    const auto& facts = board.facts;
    Judge judge{facts, board.standing, work_days, settings};
    for (const auto& task : facts.tasks) {
        TaskLine line{.id = task.id, .ref = task.ref, .title = task.title, .light = judge.task_light(task), .lead_units = {}};
        for (const auto* duty : judge.duties_of(task.id)) {
            if (duty->role == plan::DutyRole::Lead && duty->open()) {
                line.lead_units.push_back(duty->unit_name);
            }
            line.missing_reports += judge.missing(*duty);
            DutyLine part{judge.duty_light(task, *duty), std::nullopt};
            if (const auto open = board.standing.open(); open && duty->owes(*open)) {
                const auto state = judge.state(*duty, *open);
                part.report_state = state ? report::code(*state) : "missing";
            }
            board.duties.emplace(duty->id, std::move(part));
        }
        board.task_place.emplace(task.id, board.tasks.size());
        board.tasks.push_back(std::move(line));
    }
    for (const auto& [id, series] : facts.figures.series) {
        auto line = indicator_line(judge, facts, board.standing, series);
        board.planned_values.emplace(id, judge.planned({series, std::nullopt}, line.goals));
        board.indicators.push_back(std::move(line));
    }

    list_overdue(board, judge);
    list_units(board, judge);
    if (auto error = judge.take_error()) {
        return std::move(*error);
    }
    return board;
}

}  // namespace luoshi::supervise
