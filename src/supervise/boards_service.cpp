#include "supervise/boards_service.hpp"

#include <algorithm>

#include "supervise/plan_facts_store.hpp"

namespace luoshi::supervise {
namespace {

/// How long a board is believed when another server may have changed its plan: with the time a board and a page take, an approval there
/// shows here within 50 ms.
constexpr std::chrono::milliseconds kBelieved{10};
/// Up to so many changed reports are read one by one; more are quicker read with all others.
constexpr std::size_t kFewReports = 500;

const DutyLine* line_of(const BoardPtr& board, plan::UnitDutyId duty) { return board ? board->board().duty(duty) : nullptr; }

}  // namespace

std::shared_ptr<const std::string> PublishedBoard::reply(const std::string& reader) const {
    const std::lock_guard lock(mutex_);
    const auto found = replies_.find(reader);
    return found == replies_.end() ? nullptr : found->second;
}

std::shared_ptr<const std::string> PublishedBoard::keep(const std::string& reader, std::string reply) const {
    const std::lock_guard lock(mutex_);
    return replies_.insert_or_assign(reader, std::make_shared<const std::string>(std::move(reply))).first->second;
}

bool Boards::holds(const Kept& kept, std::uint64_t commits) const {
    return kept.commits >= commits && clock_.now() - kept.checked <= kBelieved && kept.board->board().standing.today == rules_.today();
}

base::Result<Standing> Boards::standing(const std::vector<DutyFacts>& duties, const report::Exceptions& exceptions) const {
    const auto& schedule = rules_.schedule;
    const auto today = rules_.today();
    LUOSHI_TRY(periods, schedule.opened_by(today));
    Standing out{.today = today, .periods = {periods.rbegin(), periods.rend()}, .due = {}};
    for (const Period period : out.periods) {
        LUOSHI_TRY(days, schedule.dates_of_all(period, calendar::Rhythm::Month));
        out.open_due_on = days.due_on;
        if (days.due_on < today) {
            out.due = period;
        }
    }
    for (const auto& duty : duties) {
        const auto [known, fresh] = out.reporting_days.try_emplace(duty.reporters);
        for (const Period period : fresh ? out.periods : std::vector<Period>{}) {
            if (calendar::ends_span(period, duty.reporters.every)) {
                LUOSHI_TRY(days, schedule.dates(period, duty.reporters));
                if (days.opens_on <= today) {
                    known->second.emplace(period, days.due_on);
                }
            }
        }
    }
    for (const auto& duty : duties) {
        const auto& ordinary = out.reporting_days.at(duty.reporters);
        const auto of_unit = [&](const auto& exception) { return exception.first.first == duty.unit; };
        for (auto granted = exceptions.lower_bound({duty.unit, Period::numbered(0)}); granted != exceptions.end() && of_unit(*granted);
             ++granted) {
            const auto period = granted->first.second;
            if (ordinary.contains(period)) {
                LUOSHI_TRY(own, report::days_of(schedule, duty.reporters, duty.unit, period, exceptions));
                out.granted_days.try_emplace({duty.unit, duty.reporters}, ordinary).first->second.at(period) = own.days.due_on;
            }
        }
    }
    return out;
}

base::Result<BoardPtr> Boards::judged(PlanFacts facts) const {
    LUOSHI_TRY(now, standing(facts.duties, facts.exceptions));
    LUOSHI_TRY(board, judge(std::move(facts), std::move(now), rules_.work_days, rules_.lights));
    return BoardPtr{std::make_shared<const PublishedBoard>(std::move(board))};
}

base::Result<BoardPtr> Boards::make(store::ReadTx& tx, plan::PlanId plan) const {
    auto facts = load_plan_facts(tx, rules_.schedule, figures_, plan);
    return facts ? judged(std::move(*facts)) : BoardPtr{};
}

base::Result<BoardPtr> Boards::next(store::ReadTx& tx, const Board& board, const std::vector<store::Changed>& changed) const {
    if (changed.size() > kFewReports || !std::ranges::all_of(changed, [](const auto& one) { return one.what == "report"; })) {
        return make(tx, board.facts.id);
    }
    std::vector<report::ReportId> reports;
    std::ranges::transform(changed, std::back_inserter(reports), [](const auto& one) { return report::ReportId{one.object}; });
    return judged(with_reports(tx, board.facts, figures_, reports));
}

base::Result<BoardPtr> Boards::get(store::ReadTx& tx, std::optional<plan::PlanId> asked) {
    const auto plan = asked ? asked : default_plan(tx);
    if (!plan) {
        return BoardPtr{};
    }
    const auto commits = tx.commits();
    if (!commits) {
        return make(tx, *plan);
    }
    std::optional<Kept> known;
    {
        const std::lock_guard lock(mutex_);
        if (!asked) {
            default_ = plan;
        }
        const auto kept = kept_.find(*plan);
        if (kept != kept_.end() && holds(kept->second, *commits)) {
            return kept->second.board;
        }
        if (kept != kept_.end()) {
            known = kept->second;
        }
    }
    Kept now{.board = {}, .changes = known ? known->changes : store::ChangeTail{tx}, .commits = *commits, .checked = clock_.now()};
    const auto changed = known ? now.changes.take(tx) : std::vector<store::Changed>{};
    if (known && changed.empty() && known->board->board().standing.today == rules_.today()) {
        now.board = known->board;
    } else {
        LUOSHI_TRY(board, known ? next(tx, known->board->board(), changed) : make(tx, *plan));
        now.board = std::move(board);
    }
    const std::lock_guard lock(mutex_);
    const auto kept = kept_.find(*plan);
    if (now.board && (kept == kept_.end() || kept->second.commits <= *commits)) {
        kept_.insert_or_assign(*plan, now);
    }
    return now.board;
}

base::Result<Board> Boards::without_plan() const {
    LUOSHI_TRY(now, standing({}, {}));
    return judge({}, std::move(now), rules_.work_days, rules_.lights);
}

BoardPtr Boards::kept_board(std::optional<plan::PlanId> asked, std::uint64_t commits) const {
    const auto plan = asked ? asked : default_;
    const auto kept = plan ? kept_.find(*plan) : kept_.end();
    return kept != kept_.end() && holds(kept->second, commits) ? kept->second.board : nullptr;
}

BoardPtr Boards::peek(std::optional<plan::PlanId> asked) {
    const std::lock_guard lock(mutex_);
    return kept_board(asked, db_.commits());
}

base::Result<BoardPtr> Boards::current(std::optional<plan::PlanId> asked) {
    const auto commits = db_.commits();
    std::unique_lock lock(mutex_);
    while (making_ || std::chrono::steady_clock::now() < not_before_) {
        if (auto kept = kept_board(asked, commits)) {
            return kept;
        }
        making_ ? made_.wait(lock) : static_cast<void>(made_.wait_until(lock, not_before_));
    }
    if (auto kept = kept_board(asked, commits)) {
        return kept;
    }
    making_ = true;
    lock.unlock();
    /// Lets the next one begin, also after a fault.
    struct Turn {
        Boards& boards;
        std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
        ~Turn() {
            const std::lock_guard again(boards.mutex_);
            boards.making_ = false;
            const auto now = std::chrono::steady_clock::now();
            boards.not_before_ = now + (now - begun);
            boards.made_.notify_all();
        }
    };
    const Turn turn{*this};
    return db_.read([&](store::ReadTx& tx) { return get(tx, asked); });
}

Boards::Asked Boards::ask(store::ReadTx& tx, std::optional<plan::PlanId> plan) {
    if (plan) {
        auto board = get(tx, plan);
        if (!board) {
            return {nullptr, {board.error().code, {}, board.error().message}};
        }
        return {*board, base::phrase("light.task_not_judged", "任务未列入督办，不作判断")};
    }
    return {nullptr, base::phrase("light.task_unknown", "没有这项任务，不作判断")};
}

std::vector<plan::Light> Boards::task_lights(store::ReadTx& tx, std::span<const plan::TaskId> tasks) {
    std::vector<plan::Light> out;
    Asked asked;
    for (const auto task : tasks) {
        if (!asked.board || !asked.board->board().task_place.contains(task)) {
            asked = ask(tx, plan_of_task(tx, task));
        }
        const auto* board = asked.board ? &asked.board->board() : nullptr;
        const bool known = board != nullptr && board->task_place.contains(task);
        out.push_back(known ? board->tasks[board->task_place.at(task)].light : grey_light(asked.why_not));
    }
    return out;
}

std::vector<plan::UnitDutyStatus> Boards::unit_duty_status(store::ReadTx& tx, std::span<const plan::UnitDutyId> duties) {
    std::vector<plan::UnitDutyStatus> out;
    out.reserve(duties.size());
    Asked asked;
    for (const auto duty : duties) {
        const DutyLine* line = line_of(asked.board, duty);
        if (line == nullptr) {
            asked = ask(tx, plan_of_unit_duty(tx, duty));
            line = line_of(asked.board, duty);
        }
        if (line != nullptr) {
            out.push_back({std::shared_ptr<const plan::Light>{asked.board, &line->light}, line->report_state});
        } else {
            out.push_back({std::make_shared<const plan::Light>(grey_light(asked.why_not)), std::nullopt});
        }
    }
    return out;
}

}  // namespace luoshi::supervise
