#include "calendar/period.hpp"

#include <fmt/core.h>

namespace luoshi::calendar {

std::optional<Period> Period::parse(std::string_view text) {
    const auto day = text.size() == 7 ? base::parse_date(std::string{text} + "-01") : std::nullopt;
    return day ? std::optional{containing(*day)} : std::nullopt;
}

std::optional<Period> Period::make(int year, int month) {
    if (year < 1000 || year > 9999 || month < 1 || month > 12) {
        return std::nullopt;
    }
    return Period{year * 12 + month - 1};
}

Period Period::containing(base::Date day) { return Period{base::year_of(day) * 12 + static_cast<int>(base::month_of(day)) - 1}; }

base::Date Period::first_day() const {
    return std::chrono::year_month_day{std::chrono::year{year()}, std::chrono::month{static_cast<unsigned>(month())}, std::chrono::day{1}};
}

base::Date Period::last_day() const { return base::last_day_of_month(year(), static_cast<unsigned>(month())); }

std::string Period::text() const { return fmt::format("{:04}-{:02}", year(), month()); }

std::string Period::name() const { return fmt::format("{}年{}月", year(), month()); }

}  // namespace luoshi::calendar
