#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "calendar/schedule.hpp"
#include "identity/ids.hpp"
#include "report/ids.hpp"

namespace luoshi::report {

/// Later days the plan office granted one unit for all it owes in one period.
struct PeriodException {
    ExceptionId id{1};
    identity::UnitId unit{1};
    std::string unit_name = {};
    calendar::Period period;
    base::Date due_on{};   ///< the last day that is on time
    base::Date lock_on{};  ///< the first day on which nothing can be changed any more
    std::string reason = {};
    std::string granted_by = {};  ///< unit and name
    base::Moment granted_at{};
    base::Date granted_on{};  ///< business day
    struct Revoked {
        base::Moment at;
        std::string by;
        std::string reason;
    };
    std::optional<Revoked> revoked = {};

    /// Granted when the ordinary due day had passed (事后批准).
    bool is_late(base::Date ordinary_due) const { return granted_on > ordinary_due; }
};

/// Exceptions in force; a unit has at most one in a period.
using Exceptions = std::map<std::pair<identity::UnitId, calendar::Period>, PeriodException>;
/// The exception of a unit and period; null without one.
const PeriodException* exception_of(const Exceptions& exceptions, identity::UnitId unit, calendar::Period period);

/// The days of what a unit owes in a period, and the exception that moved them.
struct UnitDays {
    calendar::PeriodDates days;
    std::optional<PeriodException> exception = {};
};
/// Those of the schedule, or the later ones the unit was granted, with the ordinary due day in `moved_from`. An exception never
/// shortens, also when a holiday notice overtakes it. Errors: calendar.not_loaded.
base::Result<UnitDays> days_of(const calendar::Schedule& schedule, const calendar::Reporters& reporters, identity::UnitId unit,
                               calendar::Period period, const Exceptions& exceptions);

/// The days of many units in one period. Those of the schedule are computed once for each rhythm and level.
class DaysInPeriod {
public:
    /// Schedule and exceptions must outlive it.
    DaysInPeriod(const calendar::Schedule& schedule, calendar::Period period, const Exceptions& exceptions)
        : schedule_(schedule), period_(period), exceptions_(exceptions) {}
    /// As `days_of`.
    base::Result<calendar::PeriodDates> of(const calendar::Reporters& reporters, identity::UnitId unit);

private:
    const calendar::Schedule& schedule_;
    calendar::Period period_;
    const Exceptions& exceptions_;
    std::map<calendar::Reporters, calendar::PeriodDates> ordinary_;
};

/// The ordinary days of a unit's parts in a period, which differ where they are reported in different rhythms.
struct OrdinaryDays {
    base::Date first_due;
    base::Date last_due;
    base::Date last_lock;
};

/// Later than all ordinary days, due before it locks and on a working day, and with a reason; every fault at once.
/// Errors: exception.invalid with the fields exception.due_not_later, exception.lock_not_after, exception.lock_earlier,
/// exception.rest_day, reason.missing; calendar.not_loaded.
base::Status grantable(const PeriodException& exception, const OrdinaryDays& ordinary, const calendar::WorkCalendar& calendar);

/// Only until an ordinary due day has passed, and while nothing was handed in under it.
/// Errors: exception.revoked, exception.due_passed, exception.in_use.
base::Status revocable(const PeriodException& exception, base::Date first_due, int handed_in, base::Date today);

}  // namespace luoshi::report
