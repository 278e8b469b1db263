#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "calendar/rhythm.hpp"
#include "plan/effective_operator.hpp"
#include "plan/ids.hpp"
#include "plan/plan.hpp"

namespace luoshi::indicator {

using identity::UnitId;
using plan::Direction;
using plan::IndicatorId;

/// How values behave over time (design 5): a flow adds up, a stock is a level at a date, a ratio keeps numerator and denominator,
/// a set and a deliverable are 1 for each member that is done, a qualitative one has no figure.
enum class Kind { Flow, Stock, Ratio, Set, Deliverable, Qualitative };
/// How the values of several units become one: added; the lowest counts (每县不少于N: a county fails alone, domain 8.0.6), or the
/// highest; the one reported for the latest month, of several the one that stands first in the tree; or their mean weighted by
/// another indicator.
enum class Across { Sum, Minimum, Maximum, Latest, Weighted };

struct Definition {
    IndicatorId id{1};
    std::string code;
    std::string name;
    std::string unit;  ///< base unit of stored values: 人次, 元, %
    int decimals = 0;
    Kind kind = Kind::Stock;
    Direction direction = Direction::Up;
    Across across = Across::Sum;
    /// A level holds until a newer one. A ratio that carries forward is a level too; one that does not adds the parts of its months.
    bool carry_forward = false;
    std::optional<base::Decimal> maximum = {};
    std::string numerator_name = {};
    std::string denominator_name = {};
    std::string definition = {};
    std::string formula = {};  ///< over codes of other indicators; empty: units report it
    /// Owed only in months that end a span of it; a flow is then the sum of the span.
    calendar::Rhythm every = calendar::Rhythm::Month;
    int part_decimals = 4;    ///< most decimals of the two parts of a ratio: 0 where they are counted
    std::string weight = {};  ///< code of the indicator that says how much each unit counts in the mean

    bool by_formula() const { return !formula.empty(); }
    friend bool operator==(const Definition&, const Definition&) = default;
};

/// The values of an indicator's months add up to the year's: a flow, and a ratio that is no level.
inline bool adds_over_time(const Definition& definition) {
    return definition.kind == Kind::Flow || (definition.kind == Kind::Ratio && !definition.carry_forward);
}

/// What is wanted of the whole is wanted of every unit: the lowest is to reach it, or the highest is not to exceed it.
inline bool binds_each_unit(const Definition& definition) {
    return definition.across == Across::Minimum || (definition.across == Across::Maximum && definition.direction == Direction::Down);
}

/// The months a figure reported for `month` covers, where the part is reported as often as `part`: the longer of its rhythm and the
/// indicator's for what adds up over time; nothing for a level, which is read at the end of the month.
std::optional<calendar::Rhythm> covers(const Definition& definition, calendar::Rhythm part);

/// What was measured: a value, and for a ratio the parts it came from.
struct Figure {
    base::Decimal value;
    std::optional<base::Decimal> numerator = {};
    std::optional<base::Decimal> denominator = {};
    friend bool operator==(const Figure&, const Figure&) = default;
};

/// What a unit typed.
struct Entry {
    std::optional<base::Decimal> value = {};
    std::optional<base::Decimal> numerator = {};
    std::optional<base::Decimal> denominator = {};
};

/// What a quotient is multiplied with to stand in the indicator's unit: 100 for %, 1000 for ‰.
std::int64_t quotient_scale(const Definition& definition);
/// numerator / denominator in the indicator's unit (% times 100, ‰ times 1000), rounded half up once at its decimals; nothing when
/// the denominator is zero or the result leaves the range of Decimal.
std::optional<base::Decimal> quotient(const Definition& definition, base::Decimal numerator, base::Decimal denominator);

/// The figure an entry means. Nothing entered gives nothing (missing is not zero). Values are not negative, have no more decimals than
/// the definition allows (an error, not a rounding) and do not exceed its maximum; a ratio is computed from its parts.
/// Errors: indicator.value_invalid with one field error per part; paths are "value", "numerator", "denominator".
base::Result<std::optional<Figure>> figure_of(const Definition& definition, const Entry& entry);

}  // namespace luoshi::indicator

template <>
struct luoshi::plan::Words<luoshi::indicator::Kind> {
    static constexpr std::array<std::string_view, 6> list{"flow", "stock", "ratio", "set", "deliverable", "qualitative"};
};
template <>
struct luoshi::plan::Words<luoshi::indicator::Across> {
    static constexpr std::array<std::string_view, 5> list{"sum", "minimum", "maximum", "latest", "weighted"};
};
