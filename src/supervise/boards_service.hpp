#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "calendar/schedule.hpp"
#include "plan/environment.hpp"
#include "rollup/live_figures_service.hpp"
#include "store/changes.hpp"
#include "supervise/board.hpp"

namespace luoshi::supervise {

/// What the outside decides: the tenant's business date, the order of reporting, the calendar, the thresholds.
struct Rules {
    std::function<base::Date()> today;
    calendar::Schedule schedule;
    WorkDays work_days;
    LightSettings lights = {};
};

/// A board and the replies already written from it, by what distinguishes their readers.
class PublishedBoard {
public:
    explicit PublishedBoard(Board board) : board_(std::move(board)) {}
    const Board& board() const { return board_; }
    std::shared_ptr<const std::string> reply(const std::string& reader) const;
    /// Keeps a reply for the next reader of the same kind.
    std::shared_ptr<const std::string> keep(const std::string& reader, std::string reply) const;

private:
    const Board board_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::shared_ptr<const std::string>> replies_;
};
using BoardPtr = std::shared_ptr<const PublishedBoard>;

/// The boards of the plans in use, kept as long as they hold. A board holds while this process has committed nothing since, for at
/// most 10 ms (another server may have); then one query tells what was changed. Thread safe.
class Boards {
public:
    Boards(store::Database& db, const base::Clock& clock, rollup::LiveFigures& figures, Rules rules)
        : db_(db), clock_(clock), figures_(figures), rules_(std::move(rules)) {}

    const Rules& rules() const { return rules_; }
    /// The board of a plan (of the one shown by default); nothing when there is no such plan. Errors: calendar.not_loaded.
    ///
    /// It shows everything committed here before the call. While many write and read, boards are made one at a time, each after a pause
    /// as long as the one before took: readers who come meanwhile share the next one.
    base::Result<BoardPtr> current(std::optional<plan::PlanId> plan);
    /// The same within a transaction, without waiting for others. Within a write the board is made anew and not kept.
    base::Result<BoardPtr> get(store::ReadTx& tx, std::optional<plan::PlanId> plan);
    /// What is shown while there is no plan at all. Errors: calendar.not_loaded.
    base::Result<Board> without_plan() const;
    /// The same as get() without touching the database; nothing when that cannot be known to hold.
    BoardPtr peek(std::optional<plan::PlanId> plan);

    /// Hooks of plan: lights in the order asked, grey for what is unknown.
    std::vector<plan::Light> task_lights(store::ReadTx& tx, std::span<const plan::TaskId> tasks);
    std::vector<plan::UnitDutyStatus> unit_duty_status(store::ReadTx& tx, std::span<const plan::UnitDutyId> duties);

private:
    struct Kept {
        BoardPtr board;
        store::ChangeTail changes;  ///< read up to there
        std::uint64_t commits = 0;  ///< of this process when the board was known to hold
        base::Moment checked;
    };
    /// A board for the hooks, or the reason that stands in the grey light when there is none.
    struct Asked {
        BoardPtr board;
        base::Phrase why_not;
    };
    Asked ask(store::ReadTx& tx, std::optional<plan::PlanId> plan);
    bool holds(const Kept& kept, std::uint64_t commits) const;
    /// With mutex_ held: the kept board, unless it may be out of date.
    BoardPtr kept_board(std::optional<plan::PlanId> asked, std::uint64_t commits) const;
    base::Result<BoardPtr> make(store::ReadTx& tx, plan::PlanId plan) const;
    base::Result<BoardPtr> judged(PlanFacts facts) const;
    /// The board that follows another one.
    base::Result<BoardPtr> next(store::ReadTx& tx, const Board& board, const std::vector<store::Changed>& changed) const;
    base::Result<Standing> standing(const std::vector<DutyFacts>& duties, const report::Exceptions& exceptions) const;

    store::Database& db_;
    const base::Clock& clock_;
    rollup::LiveFigures& figures_;
    Rules rules_;
    std::mutex mutex_;
    std::map<plan::PlanId, Kept> kept_;
    std::condition_variable made_;
    bool making_ = false;
    std::chrono::steady_clock::time_point not_before_;  ///< the next board is made
    std::optional<plan::PlanId> default_;               ///< the plan shown by default when its board was last asked for
};

}  // namespace luoshi::supervise
