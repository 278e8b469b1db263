#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/period.hpp"

namespace luoshi::rollup {

using calendar::Period;

/// Months of one year that are read as one: a month, quarter, half-year or year. `first` is not after `last`.
struct Span {
    Period first;
    Period last;
    int months() const { return last.month() - first.month() + 1; }
    friend bool operator==(const Span&, const Span&) = default;
};

/// How time is divided into spans.
enum class Step { Month, Quarter, HalfYear, Year };
std::optional<Step> step_from(std::string_view word);  ///< month, quarter, half_year, year

/// The spans of a step from one month to another, in order; the first and the last may be cut.
std::vector<Span> spans(Period from, Period to, Step step);
/// "2020-06", "2020-Q2", "2020-H1", "2020": as the API writes it.
std::string span_key(const Span& span, Step step);
/// "2020年6月", "2020年第二季度", "2020年上半年", "2020年".
std::string span_name(const Span& span, Step step);

}  // namespace luoshi::rollup
