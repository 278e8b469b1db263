#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "rollup/history.hpp"

namespace luoshi::rollup {

/// The figures of one indicator as of one watermark, read from the engine: of all reporters together, and of each.
class Series {
public:
    explicit Series(std::shared_ptr<const History> history) : history_(std::move(history)) {}

    const Definition& definition() const { return history_->definition(); }
    const std::vector<UnitId>& reporters() const { return history_->reporters(); }

    /// All reporters in the one month. A level that carries forward is the latest one up to that month.
    Sum month(Period period) const { return history_->month(Tree::kRoot, period); }
    /// All reporters from January to `until` of its year.
    Sum year_to(Period until) const { return history_->year_to(Tree::kRoot, until); }
    /// One unit's own figure from January to `until`; coverage is 1 of 1, or 0 of 1, and 0 of 0 for a unit that does not report it.
    Sum unit_year_to(UnitId unit, Period until) const;
    /// The unit's newest month with a figure.
    std::optional<Period> latest_period(UnitId unit) const;
    /// The unit's own figure in a month, without carrying forward.
    std::optional<indicator::Figure> own(UnitId unit, Period period) const;

private:
    std::shared_ptr<const History> history_;
};

/// The series of every indicator that targets of a plan point to, and how far the facts were read.
struct Figures {
    std::map<IndicatorId, Series> series;
    std::int64_t watermark = 0;  ///< largest fact position seen; 0 when there are no facts
};

}  // namespace luoshi::rollup
