#include "supervise/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "supervise/judge.hpp"

namespace luoshi::supervise {

struct Board::Ground {
    Ground(PlanFacts given, Standing at, const WorkDays& days, const LightSettings& lights)
        : facts(std::move(given)), standing(std::move(at)), work_days(days), settings(lights) {}
    PlanFacts facts;
    Standing standing;
    WorkDays work_days;
    LightSettings settings;
    std::mutex mutex = {};  ///< of what follows
    Judge judge{facts, standing, work_days, settings};
    std::map<plan::UnitDutyId, DutyLine> duties = {};
};

namespace {

using base::Date;
using base::Decimal;
using report::State;
using rollup::Series;
using rollup::Sum;

/// What the figures of a view come to against its goals.
void fill(IndicatorLine& line, Judge& judge, const Standing& at, const View& view, Goals goals) {
    line.goals = std::move(goals);
    line.light = judge.goals_light(view, line.goals);
    if (const auto goal = line.goals.find(at.year()); goal != line.goals.end()) {
        line.goal = goal->second;
    }
    line.actual = at.open() ? view.year_to(*at.open()) : Sum{};
    if (line.goal && line.actual.value) {
        line.completion = completion_pct(line.goal->op, line.goal->value, line.goal->value_max, *line.actual.value);
    }
}

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
    fill(line, judge, at, view, judge.goals(targets, view));
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
        const auto& days = at.days_of(duty);
        for (auto due = days.lower_bound(duty.first_owed()); due != days.end(); ++due) {
            const auto& [period, due_on] = *due;
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
                const bool asked_alone = series.is_reported_by(duty->unit) && !series.is_piece(duty->unit);
                const auto value = asked_alone ? series.unit_year_to(duty->unit, *at.open()).value : Decimal::from_e4(Decimal::kUnit);
                if (!value || value->e4() == 0) {
                    put(OverdueKind::Deliverable, std::nullopt, *duty, series.definition().name, std::nullopt, *goal.due_on,
                        line.id.value());
                }
            }
        }
    }
    std::sort(board.overdue.begin(), board.overdue.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
}

void count_reports(Board& board, const Judge& judge) {
    const auto open = board.standing.open();
    std::map<UnitId, Reporting> out;
    for (const auto& duty : board.facts.duties) {
        if (!open || !duty.owes(*open) || !board.task_place.contains(duty.task)) {
            continue;
        }
        auto& unit = out[duty.unit];
        const auto state = judge.state(duty, *open);
        ++unit.expected;
        ++(!state                       ? unit.missing
           : *state == State::Approved  ? unit.approved
           : *state == State::Submitted ? unit.submitted
           : *state == State::Returned  ? unit.returned
                                        : unit.draft);
    }
    board.reporting_units.assign(out.begin(), out.end());
}

}  // namespace

const ReportingDays& Standing::days_of(const DutyFacts& duty) const {
    static const ReportingDays kNone;
    if (const auto own = granted_days.find({duty.unit, duty.reporters}); own != granted_days.end()) {
        return own->second;
    }
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

Board::Board(std::shared_ptr<Ground> ground) : facts(ground->facts), standing(ground->standing), ground_(std::move(ground)) {}

std::vector<IndicatorLine> Board::indicators_of(UnitId unit) const {
    const std::lock_guard lock(ground_->mutex);
    auto& judge = ground_->judge;
    std::vector<IndicatorLine> out;
    for (const auto& task : facts.tasks) {
        const auto& duties = judge.duties_of(task.id);
        const bool has_part =
            std::ranges::any_of(duties, [&](const auto* duty) { return duty->unit == unit && duty->open() && duty->reports; });
        if (!has_part) {
            continue;
        }
        for (auto& [view, goals] : judge.measured(task, unit)) {
            const auto id = view.series.definition().id;
            if (std::ranges::none_of(out, [&](const auto& line) { return line.id == id; })) {
                out.push_back(
                    {.id = id, .tasks = {{task.id, task.ref}}, .goals = {}, .goal = {}, .actual = {}, .completion = {}, .light = {}});
                fill(out.back(), judge, standing, view, std::move(goals));
            }
        }
    }
    return out;
}

const DutyLine* Board::duty(plan::UnitDutyId id) const {
    const std::lock_guard lock(ground_->mutex);
    auto& judge = ground_->judge;
    const auto* duty = judge.duty(id);
    const auto task = duty == nullptr ? task_place.end() : task_place.find(duty->task);
    if (task == task_place.end()) {
        return nullptr;
    }
    const auto [line, fresh] = ground_->duties.try_emplace(id);
    if (fresh) {
        line->second.light = judge.duty_light(facts.tasks[task->second], *duty);
        if (const auto open = standing.open(); open && duty->owes(*open)) {
            const auto state = judge.state(*duty, *open);
            line->second.report_state = state ? report::code(*state) : "missing";
        }
    }
    return &line->second;
}

std::vector<UnitLine> Board::units(const std::function<bool(const DutyFacts&)>& shown) const {
    std::vector<UnitLine> out;
    std::map<UnitId, std::size_t> place;
    const auto open = standing.open();
    for (const auto& part : facts.duties) {
        if (!part.reports || !part.open() || !shown(part)) {
            continue;
        }
        const auto* line = duty(part.id);
        if (line == nullptr) {
            continue;
        }
        const auto [at, fresh] = place.emplace(part.unit, out.size());
        if (fresh) {
            out.push_back({.unit = {part.unit, part.unit_name}, .worst = line->light});
        }
        auto& unit = out[at->second];
        if (open && part.owes(*open)) {
            ++unit.expected;
            unit.approved += line->report_state == report::code(State::Approved) ? 1 : 0;
        }
        unit.late += ground_->judge.missing(part);
        if (colour_of(line->light) > colour_of(unit.worst)) {
            unit.worst = line->light;
        }
    }
    return out;
}

Reporting& Reporting::operator+=(const Reporting& other) {
    expected += other.expected;
    approved += other.approved;
    submitted += other.submitted;
    returned += other.returned;
    draft += other.draft;
    missing += other.missing;
    return *this;
}

Reporting Board::reporting(const std::function<bool(UnitId)>& covered) const {
    Reporting out;
    for (const auto& [unit, reports] : reporting_units) {
        if (covered(unit)) {
            out += reports;
        }
    }
    return out;
}

base::Result<Board> judge(PlanFacts given, Standing standing, const WorkDays& work_days, const LightSettings& settings) {
    arrange_reports(given);
    auto ground = std::make_shared<Board::Ground>(std::move(given), std::move(standing), work_days, settings);
    auto& judge = ground->judge;
    Board board{ground};
    for (const auto& task : board.facts.tasks) {
        TaskLine line{.id = task.id, .ref = task.ref, .title = task.title, .light = judge.task_light(task), .lead_units = {}};
        for (const auto* duty : judge.duties_of(task.id)) {
            if (duty->role == plan::DutyRole::Lead && duty->open()) {
                line.lead_units.push_back(duty->unit_name);
            }
            line.missing_reports += judge.missing(*duty);
        }
        board.task_place.emplace(task.id, board.tasks.size());
        board.tasks.push_back(std::move(line));
    }
    for (const auto& [id, series] : board.facts.figures.series) {
        auto line = indicator_line(judge, board.facts, board.standing, series);
        board.planned_values.emplace(id, judge.planned({series, std::nullopt}, line.goals));
        board.indicators.push_back(std::move(line));
    }
    list_overdue(board, judge);
    count_reports(board, judge);
    if (auto error = judge.take_error()) {
        return std::move(*error);
    }
    return board;
}

}  // namespace luoshi::supervise
