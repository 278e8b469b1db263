#pragma once
#include "plan/ids.hpp"
#include "rollup/naive_sum.hpp"
#include "store/store.hpp"

namespace luoshi::rollup {

/// Loads the figures of a plan in three queries, however many indicators there are.
Figures load_figures(store::ReadTx& tx, plan::PlanId plan);

}  // namespace luoshi::rollup
