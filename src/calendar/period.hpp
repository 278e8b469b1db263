#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace luoshi::calendar {

/// A reporting month, written "2020-06" in the database and on the wire.
class Period {
public:
    /// Reads "YYYY-MM".
    static std::optional<Period> parse(std::string_view text);
    /// Month 1 to 12; nothing otherwise.
    static std::optional<Period> make(int year, int month);
    static Period containing(base::Date day);

    int year() const { return months_ / 12; }
    int month() const { return months_ % 12 + 1; }
    Period next() const { return Period{months_ + 1}; }
    Period previous() const { return Period{months_ - 1}; }
    /// Months since year 0: two periods are as far apart as their numbers.
    int number() const { return months_; }
    static Period numbered(int number) { return Period{number}; }
    base::Date first_day() const;
    base::Date last_day() const;
    /// "2020-06".
    std::string text() const;
    /// "2020年6月".
    std::string name() const;

    friend constexpr auto operator<=>(Period, Period) = default;

private:
    explicit constexpr Period(int months) : months_(months) {}
    int months_;  ///< since year 0
};

}  // namespace luoshi::calendar
