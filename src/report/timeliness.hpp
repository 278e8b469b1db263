#pragma once
#include <optional>
#include <span>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "identity/ids.hpp"
#include "report/report.hpp"

namespace luoshi::report {

/// The middle one of several numbers, of two middle ones the mean; nothing of none.
std::optional<base::Decimal> median(std::vector<int> numbers);

/// A stretch of days for which a report lay with one unit.
struct Stay {
    std::optional<identity::UnitId> reviewer;  ///< nothing: the unit that reports
    base::Date from{};
    base::Date to{};
    bool ended = true;  ///< false: it lies there still, counted until today
};

/// What moves a report from one to another: submit, approve, return, withdraw.
struct Move {
    Action action;
    int step = 0;                          ///< where the report stood before
    std::optional<identity::UnitId> unit;  ///< that did it
    base::Date on{};
};

/// Where a report lay, in order: with its unit from the opening day until it is handed in, and again after a return or a withdrawal; with
/// each reviewing unit from arrival to decision. What its own head signs lies with the unit. What was withdrawn before a decision lay with
/// no reviewer. `holder` has it now; nothing: it is approved.
std::vector<Stay> stays(identity::UnitId own, base::Date opens_on, std::span<const Move> moves, std::optional<identity::UnitId> holder,
                        base::Date today);

/// The day a report was handed in for the first time; a withdrawal undoes that, a return does not.
std::optional<base::Date> first_handed_in(std::span<const Move> moves);

/// What one part owed for one period, and when it came.
struct Delivery {
    base::Date due_on{};
    std::optional<base::Date> handed_in = {};  ///< first_handed_in
    int days_held = 0;                         ///< working days it lay with its unit
};

/// How parts of a period or a year were reported. Counts are kept, so that sums of units are as exact as one of them.
struct Timeliness {
    int owed = 0;
    int still_in_time = 0;  ///< not handed in, and the due day has not passed: neither on time nor late yet
    int handed_in = 0;
    int on_time = 0;
    std::vector<int> days_late =
        {};  ///< of each late part, in calendar days as on the list of what is overdue; until today while it is missing
    std::vector<int> days_held = {};  ///< of each part handed in

    void add(const Delivery& delivery, base::Date today);
    /// Percent of what is owed, rounded once to one decimal; nothing where nothing is owed.
    std::optional<base::Decimal> reporting_rate() const;
    /// Percent of what is owed and no longer in time.
    std::optional<base::Decimal> on_time_rate() const;
};

}  // namespace luoshi::report
