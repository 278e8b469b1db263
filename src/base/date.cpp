#include "base/date.hpp"

#include <charconv>
#include <fmt/core.h>

namespace luoshi::base {
namespace {

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return fault == std::errc{} && end == digits.data() + digits.size() ? std::optional{value} : std::nullopt;
}

}  // namespace

std::optional<Date> make_date(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return ymd.ok() ? std::optional{Date{ymd}} : std::nullopt;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *day < 1) {
        return std::nullopt;
    }
    return make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::string date_text(Date date) {
    const std::chrono::year_month_day ymd{date};
    return fmt::format("{:04}-{:02}-{:02}", int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()});
}

std::string moment_text(Moment moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", date_text(day), time.hours().count(), time.minutes().count(), time.seconds().count());
}

int year_of(Date date) { return int{std::chrono::year_month_day{date}.year()}; }
unsigned month_of(Date date) { return unsigned{std::chrono::year_month_day{date}.month()}; }
Date last_day_of_month(int year, unsigned month) {
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}

}  // namespace luoshi::base
