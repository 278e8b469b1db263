#include "app/bench_forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "json/json.hpp"
#include "rollup/forecast_trial.hpp"

namespace luoshi::app {

int bench_forecast(Output output) {
    constexpr unsigned kSeed = 20180817;
    const auto scores = rollup::try_forecasts(kSeed);
    if (output == Output::Json) {
        json::Writer out;
        out.begin_object().field("measure", "brier").key("rows").begin_array();
        for (const auto& score : scores) {
            out.begin_object()
                .field("what", score.what)
                .field("cases", score.cases)
                .field("forecast", fmt::format("{:.4f}", score.forecast));
            out.field("pace", fmt::format("{:.4f}", score.pace)).field("pace_guess", fmt::format("{:.4f}", score.pace_guess));
            out.field("in_range", fmt::format("{:.3f}", score.in_range)).end_object();
        }
        std::cout << out.end_array().end_object().take() << "\n";
    } else {
        std::cout << "布里尔分（0 为全中，0.25 等于抛硬币）：预测 / 只看进度的概率（另一批年份上拟合） / "
                     "只看进度的是非判断；实际落入八成范围的比例\n";
        for (const auto& score : scores) {
            std::cout << fmt::format("{:.4f}  {:.4f}  {:.4f}  {:3.0f}%  {}（{} 次）\n", score.forecast, score.pace, score.pace_guess,
                                     100 * score.in_range, score.what, score.cases);
        }
    }
    return std::ranges::all_of(scores, [](const auto& score) { return score.forecast < score.pace; }) ? 0 : 1;
}

}  // namespace luoshi::app
