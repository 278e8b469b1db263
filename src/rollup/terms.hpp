#pragma once
#include <algorithm>
#include <compare>
#include <optional>
#include <vector>

#include "calendar/rhythm.hpp"
#include "identity/ids.hpp"

namespace luoshi::rollup {

/// How often, from when and until when a unit owes figures by one part it holds: one for each month that ends a span of the rhythm.
struct Term {
    calendar::Rhythm every = calendar::Rhythm::Month;
    std::optional<calendar::Period> first = {};  ///< nothing: ever since
    std::optional<calendar::Period> last = {};   ///< nothing: for ever
    bool owes(calendar::Period month) const {
        return calendar::ends_span(month, every) && (!first || *first <= month) && (!last || month <= *last);
    }
    friend auto operator<=>(const Term&, const Term&) = default;
};

/// By all its parts: a month is owed when one of them owes it.
using Terms = std::vector<Term>;
inline bool owes(const Terms& terms, calendar::Period month) {
    return std::ranges::any_of(terms, [&](const Term& term) { return term.owes(month); });
}

/// A unit that reports an indicator, and what it owes.
struct Reporter {
    identity::UnitId unit;
    Terms terms;
    /// Its figures are a piece of what a unit above reports, which asked for them when it handed the part down: they are added to nothing.
    bool within_above = false;
    /// Every month, unless said otherwise.
    Reporter(identity::UnitId who, Terms what = {Term{}}) : unit(who), terms(std::move(what)) {}
};

}  // namespace luoshi::rollup
