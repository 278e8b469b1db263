#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rollup/indicator_figures.hpp"
#include "rollup/terms.hpp"

namespace luoshi::rollup {

/// The current facts of one indicator and what they add up to over its reporters and over time: exact, and as simple as the rules
/// allow, so that faster engines are tested against it. Facts of units that are not reporters do not count: a town's figure is
/// already in its county's.
///
/// Over time: a flow adds the months; a level (stock, set, deliverable, ratio that carries forward) is the latest one; a ratio
/// that does not carry forward adds the parts of its months. Over units: values add up; or the lowest counts, the highest, or that of the
/// latest month, of several the first of the reporters; or their mean counts, weighed by another series, which units without a weight are
/// no part of; the parts of a ratio add up and are divided last, once. Coverage goes through the months meant, unit by unit: what each
/// owes, and whether it reported it in that very month. Sums that leave the range of Decimal throw std::overflow_error.
class NaiveSeries {
public:
    /// `facts` may hold several versions of one figure, in any order, but only of this indicator.
    NaiveSeries(Definition definition, std::vector<Reporter> reporters, std::span<const Fact> facts);
    /// The same of a weighted mean, by these figures of its units.
    NaiveSeries(Definition definition, std::vector<Reporter> reporters, std::span<const Fact> facts, const NaiveSeries& weights);

    const Definition& definition() const { return definition_; }
    const std::vector<Reporter>& reporters() const { return reporters_; }

    /// All reporters in the one month. A level that carries forward is the latest one up to that month.
    Sum month(Period period) const { return over_units(period, {period, period}); }
    /// All reporters over the months: of a level the last one, with the reports of all.
    Sum over(Span months) const { return over_units(adds_over_time(definition_) ? months.first : months.last, months); }
    /// All reporters from January to `until` of its year.
    Sum year_to(Period until) const { return over_units(january(until), {january(until), until}); }
    /// The units with a figure of the year so far, of those that owed one by then.
    Coverage units_to(Period until) const;

    /// The unit's newest month with a figure.
    std::optional<Period> latest_period(UnitId unit) const;
    /// The unit's own figure in a month, without carrying forward.
    const Fact* own(UnitId unit, Period period) const;

private:
    using Months = std::map<Period, Fact>;
    struct Parts {
        std::optional<base::Decimal> value, numerator, denominator;
        Period at;  ///< of the newest of them
    };
    static Period january(Period period);
    std::optional<Parts> over_time(UnitId unit, Period from, Period until) const;
    bool owes(const Reporter& reporter, Period month) const;
    Coverage reports(const Reporter& reporter, Span months) const;
    Sum over_units(Period from, Span months) const;
    Sum mean(Period from, Span months) const;

    Definition definition_;
    std::vector<Reporter> reporters_;
    std::map<UnitId, Months> units_;
    std::shared_ptr<const NaiveSeries> weights_;
};

}  // namespace luoshi::rollup
