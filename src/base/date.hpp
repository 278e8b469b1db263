#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::base {

/// A calendar day, without time zone.
using Date = std::chrono::sys_days;
/// A moment in UTC, microseconds.
using Moment = std::chrono::sys_time<std::chrono::microseconds>;

/// Makes a date; nothing when the day does not exist (2018-02-30).
std::optional<Date> make_date(int year, unsigned month, unsigned day);
/// Reads "YYYY-MM-DD".
std::optional<Date> parse_date(std::string_view text);
/// Writes "YYYY-MM-DD".
std::string date_text(Date date);
/// Writes "YYYY-MM-DDTHH:MM:SSZ".
std::string moment_text(Moment moment);

int year_of(Date date);
unsigned month_of(Date date);
Date last_day_of_month(int year, unsigned month);

/// Source of the present moment; tests hand in their own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
};

class SystemClock final : public Clock {
public:
    Moment now() const override { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

}  // namespace luoshi::base
