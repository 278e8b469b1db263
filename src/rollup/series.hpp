#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rollup/indicator_figures.hpp"

namespace luoshi::rollup {

/// The figures of one indicator as of one watermark, read from the engine: of all reporters together, and of each.
class Series {
public:
    explicit Series(std::shared_ptr<const IndicatorFigures> figures) : figures_(std::move(figures)) {}

    const Definition& definition() const { return figures_->definition(); }
    /// Whose figures make the total.
    const std::vector<UnitId>& reporters() const { return figures_->reporters(); }
    /// The unit is one of them, or reports a piece of what a unit above it reports.
    bool is_reported_by(UnitId unit) const;
    /// The unit reports such a piece.
    bool is_piece(UnitId unit) const;
    /// What stands at the unit makes part of the total: neither the unit nor one above it reports such a piece.
    bool is_counted(UnitId unit) const;
    /// The unit stands below the other one, at any depth.
    bool is_below(UnitId unit, UnitId above) const;

    /// All of them in the one month. A level that carries forward is the latest one up to that month.
    Sum month(Period period) const { return figures_->month(Tree::kRoot, period); }
    /// All reporters from January to `until` of its year.
    Sum year_to(Period until) const { return figures_->year_to(Tree::kRoot, until); }
    /// How many units have a figure of that, of those that owed one by then.
    Coverage units_to(Period until) const { return figures_->units(Tree::kRoot, until); }
    /// One unit's own figure from January to `until`; coverage is 0 of 0 for a unit that does not report it.
    Sum unit_year_to(UnitId unit, Period until) const;
    Coverage unit_units_to(UnitId unit, Period until) const;  ///< 1 of 1, 0 of 1, or 0 of 0
    /// The unit with everything below it from January to `until`.
    Sum with_below_year_to(UnitId unit, Period until) const;
    Coverage with_below_units_to(UnitId unit, Period until) const;  ///< 0 of 0 where nobody there reports
    /// The unit owes a report of the month and it has not come.
    bool lacks(UnitId unit, Period month) const;
    /// The unit's newest month with a figure.
    std::optional<Period> latest_period(UnitId unit) const;
    /// The formula with the names of its indicators; empty for what is reported.
    std::string formula() const { return figures_->formula(); }
    /// The definitions a formula is made of, or the one by which a mean weighs its units.
    std::vector<Definition> operands() const;
    /// Whose reports move it: its reporters; of a formula those of what it adds, or of what it divides first.
    std::vector<UnitId> movers() const;
    /// The unit's own figure in a month, without carrying forward.
    std::optional<indicator::Figure> own(UnitId unit, Period period) const;

private:
    std::shared_ptr<const IndicatorFigures> figures_;
};

/// The series of every indicator that targets of a plan point to, and how far the facts were read.
struct Figures {
    std::map<IndicatorId, Series> series;
    std::int64_t watermark = 0;  ///< largest fact position seen; 0 when there are no facts
};

}  // namespace luoshi::rollup
