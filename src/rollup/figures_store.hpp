#pragma once
#include <set>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "calendar/schedule.hpp"
#include "report/ids.hpp"
#include "rollup/engine.hpp"
#include "rollup/roster.hpp"
#include "store/store.hpp"

namespace luoshi::rollup {

struct Units {
    std::vector<Tree::Place> places;
    std::unordered_map<UnitId, Listed> listed;
};
/// The units on a day, in the order in which they are shown. One that has ended stands below its successor where it has one only,
/// else where it stood: its figures are not lost.
Units units_on(store::ReadTx& tx, base::Date day);
/// Every indicator with those who report it and what each owes by its parts of tasks with a target on the indicator (or on one made of
/// it), within the months of the schedule that have opened on a day. One without such a part owes from the schedule's first month on.
std::vector<Subject> subjects(store::ReadTx& tx, const calendar::Schedule& schedule, base::Date day);

/// How far the fact table was read. On SQLite the largest position: there is one writer. On PostgreSQL positions do not follow the
/// order of commits, so it is the snapshot of the last reading; what is visible now and was not then is new.
struct Tail {
    std::string read_to;
    std::int64_t position = 0;  ///< largest seen
};
/// The tail before the first fact.
Tail tail_before_all(store::Engine engine);
/// Facts of an indicator as they stood at a moment, corrections of later not among them.
std::vector<Fact> facts_until(store::ReadTx& tx, IndicatorId indicator, base::Moment moment);
/// Facts of an indicator in some months as they were known at a moment.
struct FactSpan {
    IndicatorId indicator;
    Period from;
    Period to;
    base::Moment known;
};
struct ReportBehind {
    report::ReportId id;
    int evidence = 0;  ///< files
};
/// The newest report behind each unit's figures.
std::unordered_map<UnitId, ReportBehind> newest_reports(store::ReadTx& tx, const FactSpan& span);
/// A fact that replaced an earlier one.
struct Correction {
    UnitId unit{1};
    Period period;
    std::optional<base::Decimal> before;
    std::optional<base::Decimal> after;  ///< nothing: taken back
    report::ReportId report{1};
    std::string author;
    std::string reviewer;
    std::string reason;
    base::Moment at;
};
/// Newest first.
std::vector<Correction> corrections(store::ReadTx& tx, const FactSpan& span);
/// The indicators of tasks that a unit leads, and what is reported beneath their formulas.
std::vector<IndicatorId> indicators_led(store::ReadTx& tx, UnitId unit);
/// Other units that lead those tasks with it, and everything below them, by the tasks' indicators: each lead answers for its own.
std::set<std::pair<IndicatorId, UnitId>> units_led_apart(store::ReadTx& tx, UnitId unit);
/// Facts that `tail` has not seen, and moves it on.
std::vector<Fact> facts_since(store::ReadTx& tx, Tail& tail);

}  // namespace luoshi::rollup
