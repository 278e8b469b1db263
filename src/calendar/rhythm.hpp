#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/period.hpp"

namespace luoshi::calendar {

/// How often something is reported, and how time is divided into spans.
enum class Rhythm { Month, Quarter, HalfYear, Year };
inline constexpr std::array kRhythms{Rhythm::Month, Rhythm::Quarter, Rhythm::HalfYear, Rhythm::Year};
/// "month", "quarter", "half_year", "year": as packages, the database and the API write it.
std::string_view word(Rhythm rhythm);
std::optional<Rhythm> rhythm_from(std::string_view word);

/// Months of one year that are read as one: a month, quarter, half-year or year. `first` is not after `last`.
struct Span {
    Period first;
    Period last;
    int months() const { return last.month() - first.month() + 1; }
    friend bool operator==(const Span&, const Span&) = default;
};

/// The whole span a month lies in.
Span span_of(Period month, Rhythm rhythm);
/// The month is the last one of its span. What is reported in a coarser rhythm belongs to this month.
bool ends_span(Period month, Rhythm rhythm);
/// How many spans of the rhythm end within these months.
int ends_within(const Span& months, Rhythm rhythm);
/// The spans from one month to another, in order; the first and the last may be cut.
std::vector<Span> spans(Period from, Period to, Rhythm rhythm);

/// "2020-06", "2020-Q2", "2020-H1", "2020": as the API writes it.
std::string span_key(const Span& span, Rhythm rhythm);
/// "2020年6月", "2020年第二季度", "2020年上半年", "2020年"; of a span that is cut "2020年4—5月".
std::string span_name(const Span& span, Rhythm rhythm);
/// The same for the whole span a month lies in.
std::string name_of(Period month, Rhythm rhythm);

}  // namespace luoshi::calendar
