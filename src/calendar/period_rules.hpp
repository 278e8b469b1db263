#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "calendar/period.hpp"
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
    base::Date due_on{};   ///< the last day that is on time
    base::Date lock_on{};  ///< the first day on which nothing can be changed any more
};

enum class PeriodState { NotOpen, Open, Overdue, Locked };

/// "not_open", "open", "overdue", "locked": as the API writes it.
std::string_view period_state_text(PeriodState state);
PeriodState state_on(const PeriodDates& dates, base::Date today);

/// The monthly rhythm of reporting: which months, and when each opens, is due and locks.
struct PeriodRules {
    Period first = Period::containing(base::Date{});
    Period last = first;
    DayRule opens;
    DayRule due;
    DayRule lock;

    /// Errors: calendar.not_loaded.
    base::Result<PeriodDates> dates(Period period, const WorkCalendar& calendar) const;
    /// The months that are open or past on a day, newest first. Errors: calendar.not_loaded.
    base::Result<std::vector<Period>> opened_by(base::Date today, const WorkCalendar& calendar) const;
};

/// Reads reporting.yaml and checks that every month opens before it is due and is due before it locks.
PeriodRules read_period_rules(const std::string& file, std::string_view yaml, const WorkCalendar& calendar, config::Problems& problems);

}  // namespace luoshi::calendar
