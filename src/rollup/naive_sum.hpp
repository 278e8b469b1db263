#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rollup/figure.hpp"

namespace luoshi::rollup {

/// The current facts of one indicator and what they add up to over its reporters and over time: exact, and as simple as the rules
/// allow, so that faster engines are tested against it. Facts of units that are not reporters do not count: a town's figure is
/// already in its county's.
///
/// Over time: a flow adds the months; a level (stock, set, deliverable, ratio that carries forward) is the latest one; a ratio
/// that does not carry forward adds the parts of its months. Over units: values add up; or the lowest counts, the highest, or that of the
/// latest month, of several the first of the reporters; or their mean counts, weighed by another series, which units without a weight are
/// no part of; the parts of a ratio add up and are divided last, once. Sums that leave the range of Decimal throw std::overflow_error.
class NaiveSeries {
public:
    /// `facts` may hold several versions of one figure, in any order, but only of this indicator.
    NaiveSeries(Definition definition, std::vector<UnitId> reporters, std::span<const Fact> facts);
    /// The same of a weighted mean, by these figures of its units.
    NaiveSeries(Definition definition, std::vector<UnitId> reporters, std::span<const Fact> facts, const NaiveSeries& weights);

    const Definition& definition() const { return definition_; }
    const std::vector<UnitId>& reporters() const { return reporters_; }

    /// All reporters in the one month. A level that carries forward is the latest one up to that month.
    Sum month(Period period) const { return over_units(period, period); }
    /// All reporters from January to `until` of its year.
    Sum year_to(Period until) const { return over_units(january(until), until); }
    /// One unit's own figure from January to `until`; coverage is 1 of 1, or 0 of 1.
    Sum unit_year_to(UnitId unit, Period until) const;

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
    Sum over_units(Period from, Period until) const;
    Sum mean(Period from, Period until) const;
    Coverage nobody_yet(Period from, Period until) const;

    Definition definition_;
    std::vector<UnitId> reporters_;
    std::map<UnitId, Months> units_;
    std::shared_ptr<const NaiveSeries> weights_;
};

}  // namespace luoshi::rollup
