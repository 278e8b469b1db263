#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "base/decimal.hpp"
#include "base/phrase.hpp"
#include "calendar/period.hpp"
#include "indicator/indicator.hpp"

namespace luoshi::rollup {

using calendar::Period;
using identity::UnitId;
using indicator::adds_over_time;
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

/// How many of what is owed have come (missing is not zero): reports, or units with a figure.
struct Coverage {
    int reported = 0;
    int expected = 0;  ///< 0: nothing is owed
    friend bool operator==(const Coverage&, const Coverage&) = default;
};

struct Sum {
    std::optional<base::Decimal> value = {};  ///< nothing when no unit has a figure
    std::optional<base::Decimal> numerator = {};
    std::optional<base::Decimal> denominator = {};
    Coverage coverage = {};  ///< reports in of those owed in the months meant
    /// Why a figure by formula is not defined (无法计算); null when it is, and for what units report.
    std::shared_ptr<const base::Phrase> undefined = {};
    int carried = 0;     ///< of how many units the level is that of an earlier month than the last one meant
    bool piece = false;  ///< in a row of others: a piece of what a unit above reports, which does not add it
    friend bool operator==(const Sum&, const Sum&) = default;
};

}  // namespace luoshi::rollup
