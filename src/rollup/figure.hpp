#pragma once
#include <cstdint>
#include <optional>

#include "base/decimal.hpp"
#include "calendar/period.hpp"
#include "indicator/indicator.hpp"

namespace luoshi::rollup {

using calendar::Period;
using identity::UnitId;
using indicator::Definition;
using plan::IndicatorId;

/// A row of the fact table; `value` is empty when a correction took the figure back.
struct Fact {
    IndicatorId indicator;
    UnitId unit;
    Period period;
    std::int64_t version;
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> numerator;
    std::optional<base::Decimal> denominator;
};

/// How many of the units that should have a figure have one (missing is not zero).
struct Coverage {
    int reported = 0;
    int expected = 0;
    friend bool operator==(const Coverage&, const Coverage&) = default;
};

struct Sum {
    std::optional<base::Decimal> value = {};  ///< nothing when no unit has a figure
    std::optional<base::Decimal> numerator = {};
    std::optional<base::Decimal> denominator = {};
    Coverage coverage;
    friend bool operator==(const Sum&, const Sum&) = default;
};

/// The values of an indicator's months add up to the year's: a flow, and a ratio that is no level.
inline bool adds_over_time(const Definition& definition) {
    return definition.kind == indicator::Kind::Flow || (definition.kind == indicator::Kind::Ratio && !definition.carry_forward);
}

}  // namespace luoshi::rollup
