#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "calendar/rhythm.hpp"
#include "calendar/work_calendar.hpp"
#include "config/problem.hpp"

namespace luoshi::calendar {

/// A day of the month after the period.
struct DayRule {
    enum class Count { MonthDay, WorkDay };      ///< the 5th, or the 5th working day
    enum class OnRestDay { Keep, NextWorkDay };  ///< for MonthDay: what happens when it is a rest day
    int number = 1;
    Count count = Count::MonthDay;
    OnRestDay on_rest_day = OnRestDay::Keep;
};

struct PeriodDates {
    base::Date opens_on{};
    base::Date due_on{};                        ///< the last day that is on time
    base::Date lock_on{};                       ///< the first day on which nothing can be changed any more
    std::optional<base::Date> moved_from = {};  ///< the due day as the calendar had it when the period began, where a notice moved it
};

enum class PeriodState { NotOpen, Open, Overdue, Locked };

/// "not_open", "open", "overdue", "locked": as the API writes it.
std::string_view period_state_text(PeriodState state);
PeriodState state_on(const PeriodDates& dates, base::Date today);

/// Those who report alike: in one rhythm, from units of one level (county, town …, as the organisation writes it).
struct Reporters {
    Rhythm every = Rhythm::Month;
    std::string level = {};
    friend auto operator<=>(const Reporters&, const Reporters&) = default;
};

/// When reports open, are due and lock: days by rhythm and level. An empty list means any; of several rules the first that fits holds.
struct DaysRule {
    std::vector<Rhythm> rhythms = {};
    std::vector<std::string> levels = {};
    DayRule opens = {};
    DayRule due = {};
    DayRule lock = {};
};
/// How often a part is reported, by the level of its unit and its role in the task (lead, responsible, supporting).
struct RhythmRule {
    std::vector<std::string> levels = {};
    std::vector<std::string> roles = {};
    Rhythm every = Rhythm::Month;
};

/// The order of reporting: which months, who reports how often, when each report opens, is due and locks. What is reported in a coarser
/// rhythm than the month belongs to the month in which its span ends.
struct Schedule {
    Period first = Period::containing(base::Date{});
    Period last = first;
    std::vector<RhythmRule> rhythms = {};
    std::vector<DaysRule> days = {};
    WorkCalendar calendar{{}};

    /// Month where no rule fits.
    Rhythm every(std::string_view level, std::string_view role) const;
    /// The days of what these reporters owe for the period. Errors: calendar.not_loaded.
    base::Result<PeriodDates> dates(Period period, const Reporters& reporters) const;
    /// From the first opening to the last lock of all levels in one rhythm. Errors: calendar.not_loaded.
    base::Result<PeriodDates> dates_of_all(Period period, Rhythm every) const;
    /// What is owed for the period is locked for everybody. Errors: calendar.not_loaded.
    base::Result<bool> is_over(Period period, base::Date today) const;
    /// The months that are open or past for somebody on a day, newest first. Errors: calendar.not_loaded.
    base::Result<std::vector<Period>> opened_by(base::Date today) const;
};

/// Reads reporting.yaml and checks that every report opens before it is due and is due before it locks, and that lower levels are not due
/// after those above them.
Schedule read_schedule(const std::string& file, std::string_view yaml, WorkCalendar calendar, config::Problems& problems);

}  // namespace luoshi::calendar
