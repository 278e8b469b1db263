#include "rollup/span.hpp"

#include <algorithm>
#include <array>

namespace luoshi::rollup {
namespace {

constexpr std::array<std::string_view, 4> kWords{"month", "quarter", "half_year", "year"};
constexpr std::array<int, 4> kMonths{1, 3, 6, 12};

int months_of(Step step) { return kMonths[static_cast<std::size_t>(step)]; }
int number_of(const Span& span, Step step) { return (span.first.month() - 1) / months_of(step); }

}  // namespace

std::optional<Step> step_from(std::string_view word) {
    const auto found = std::ranges::find(kWords, word);
    return found == kWords.end() ? std::nullopt : std::optional{static_cast<Step>(found - kWords.begin())};
}

std::vector<Span> spans(Period from, Period to, Step step) {
    std::vector<Span> out;
    for (Period first = from; first <= to;) {
        const int last_month = (first.month() - 1) / months_of(step) * months_of(step) + months_of(step);
        const Period last = std::min(to, *Period::make(first.year(), last_month));
        out.push_back({first, last});
        first = last.next();
    }
    return out;
}

std::string span_key(const Span& span, Step step) {
    const auto year = span.first.text().substr(0, 4);
    switch (step) {
        case Step::Month:
            return span.first.text();
        case Step::Quarter:
            return year + "-Q" + std::to_string(number_of(span, step) + 1);
        case Step::HalfYear:
            return year + "-H" + std::to_string(number_of(span, step) + 1);
        case Step::Year:
            break;
    }
    return year;
}

std::string span_name(const Span& span, Step step) {
    static constexpr std::array<std::string_view, 4> kQuarters{"第一季度", "第二季度", "第三季度", "第四季度"};
    const auto year = std::to_string(span.first.year()) + "年";
    const auto number = static_cast<std::size_t>(number_of(span, step));
    switch (step) {
        case Step::Month:
            return span.first.name();
        case Step::Quarter:
            return year + std::string{kQuarters[number]};
        case Step::HalfYear:
            return year + (number == 0 ? "上半年" : "下半年");
        case Step::Year:
            break;
    }
    return year;
}

}  // namespace luoshi::rollup
