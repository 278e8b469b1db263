#pragma once
#include <cstdint>
#include <map>

#include "plan/ids.hpp"
#include "rollup/naive_sum.hpp"
#include "store/store.hpp"

namespace luoshi::rollup {

/// The series of every indicator that targets of a plan point to, and how far the facts were read.
struct Figures {
    std::map<IndicatorId, Series> series;
    std::int64_t watermark = 0;  ///< largest fact position seen; 0 when there are no facts
};

/// Loads them in three queries, however many indicators there are.
Figures load_figures(store::ReadTx& tx, plan::PlanId plan);

}  // namespace luoshi::rollup
