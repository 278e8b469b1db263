#include "calendar/rhythm.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace luoshi::calendar {
namespace {

constexpr std::array<std::string_view, 4> kWords{"month", "quarter", "half_year", "year"};
constexpr std::array<int, 4> kMonths{1, 3, 6, 12};

int months_of(Rhythm rhythm) { return kMonths[static_cast<std::size_t>(rhythm)]; }
int number_of(const Span& span, Rhythm rhythm) { return (span.first.month() - 1) / months_of(rhythm); }

}  // namespace

std::string_view word(Rhythm rhythm) { return kWords[static_cast<std::size_t>(rhythm)]; }

std::optional<Rhythm> rhythm_from(std::string_view word) {
    const auto found = std::ranges::find(kWords, word);
    return found == kWords.end() ? std::nullopt : std::optional{static_cast<Rhythm>(found - kWords.begin())};
}

Span span_of(Period month, Rhythm rhythm) {
    const int before = (month.month() - 1) % months_of(rhythm);
    const auto first = Period::numbered(month.number() - before);
    return {first, Period::numbered(first.number() + months_of(rhythm) - 1)};
}

bool ends_span(Period month, Rhythm rhythm) { return month.month() % months_of(rhythm) == 0; }

int ends_within(const Span& months, Rhythm rhythm) {
    return months.last.month() / months_of(rhythm) - (months.first.month() - 1) / months_of(rhythm);
}

std::vector<Span> spans(Period from, Period to, Rhythm rhythm) {
    std::vector<Span> out;
    for (Period first = from; first <= to; first = out.back().last.next()) {
        out.push_back({first, std::min(to, span_of(first, rhythm).last)});
    }
    return out;
}

std::string span_key(const Span& span, Rhythm rhythm) {
    const auto year = span.first.text().substr(0, 4);
    switch (rhythm) {
        case Rhythm::Month:
            return span.first.text();
        case Rhythm::Quarter:
            return year + "-Q" + std::to_string(number_of(span, rhythm) + 1);
        case Rhythm::HalfYear:
            return year + "-H" + std::to_string(number_of(span, rhythm) + 1);
        case Rhythm::Year:
            break;
    }
    return year;
}

std::string span_name(const Span& span, Rhythm rhythm) {
    static constexpr std::array<std::string_view, 4> kQuarters{"第一季度", "第二季度", "第三季度", "第四季度"};
    const auto year = std::to_string(span.first.year()) + "年";
    if (span.first == span.last) {
        return span.first.name();
    }
    if (span != span_of(span.first, rhythm)) {
        return fmt::format("{}{}—{}月", year, span.first.month(), span.last.month());
    }
    const auto number = static_cast<std::size_t>(number_of(span, rhythm));
    switch (rhythm) {
        case Rhythm::Month:
            return span.first.name();
        case Rhythm::Quarter:
            return year + std::string{kQuarters[number]};
        case Rhythm::HalfYear:
            return year + (number == 0 ? "上半年" : "下半年");
        case Rhythm::Year:
            break;
    }
    return year;
}

std::string name_of(Period month, Rhythm rhythm) { return span_name(span_of(month, rhythm), rhythm); }

}  // namespace luoshi::calendar
