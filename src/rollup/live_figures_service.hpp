#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "rollup/figures_store.hpp"
#include "rollup/series.hpp"
#include "store/changes.hpp"

namespace luoshi::rollup {

/// All figures as of one watermark, and the units they are of.
struct View {
    std::shared_ptr<const Snapshot> figures;
    std::shared_ptr<const Roster> units;
};

/// What a check of the totals against the facts found.
struct FiguresCheck {
    struct Difference {
        IndicatorId indicator;
        std::string name;
        Period period;
        friend bool operator==(const Difference&, const Difference&) = default;
    };
    base::Moment at;
    std::int64_t watermark = 0;
    std::vector<Difference> differences;  ///< by indicator and month; none: every total is right
};

/// The engine, kept up with the tables it is made from. Every figure shown comes from here. Thread safe.
class LiveFigures {
public:
    /// The schedule says what is owed: who reports how often, and which months have opened.
    LiveFigures(std::function<base::Date()> today, std::function<calendar::Schedule()> schedule)
        : today_(std::move(today)), schedule_(std::move(schedule)) {}

    base::Date today() const { return today_(); }
    /// The last month of which the order of reporting says what is owed.
    Period last_month() const { return schedule_().last; }
    /// Takes units, indicators and figures made elsewhere for what the tables hold: the bench's country is too large for them. Every fact
    /// in the table comes on top.
    void begin_with(store::ReadTx& tx, std::shared_ptr<Engine> engine, std::shared_ptr<const Roster> units);
    /// All figures, with every fact that the transaction sees: reads on from where the last caller stopped. A view may be newer
    /// than the transaction's, never older. Within a write, facts of that write count too and are not kept.
    View view(store::ReadTx& tx);
    /// Adds all facts up anew and compares every total of every node with the ones kept, keeps what it found. Readers go on undisturbed.
    /// What was approved meanwhile makes no difference: only what differs in three readings counts.
    FiguresCheck check(store::Database& db, base::Moment now);
    /// What the last check found; nothing before the first.
    std::optional<FiguresCheck> last_check() const;

    /// These indicators as they were known at a moment, on the units of a day: made from the facts each time.
    View past(store::ReadTx& tx, const std::vector<IndicatorId>& indicators, base::Moment known, base::Date units_of) const;
    /// The series of the indicators that targets of a plan point to.
    Figures of_plan(store::ReadTx& tx, plan::PlanId plan);
    /// What each unit, with everything below it, came to in a year; nothing where nobody reported. In the order asked.
    std::vector<std::optional<base::Decimal>> of_year(store::ReadTx& tx, IndicatorId indicator, int year, std::span<const UnitId> units);

private:
    /// An engine and what it was made from.
    struct Made {
        std::shared_ptr<Engine> engine;
        std::shared_ptr<const Roster> units;
        base::Date day;
        store::ChangeTail changes;  ///< of units, indicators and parts
        Tail tail;
    };
    static Made make(store::ReadTx& tx, std::vector<Subject> measured, base::Date day);

    std::function<base::Date()> today_;
    std::function<calendar::Schedule()> schedule_;
    mutable std::mutex mutex_;
    std::optional<Made> kept_;
    std::optional<FiguresCheck> last_check_;
};

}  // namespace luoshi::rollup
