#pragma once
#include "app/bench_rollup.hpp"

namespace luoshi::app {

/// `luoshi bench forecast`: how well forecasts foretell generated years whose end is known, against the pace alone. 1 when the pace wins.
int bench_forecast(Output output);

}  // namespace luoshi::app
