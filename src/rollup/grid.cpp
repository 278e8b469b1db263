#include "rollup/grid.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

namespace luoshi::rollup {

std::vector<std::optional<int>> places(const std::vector<std::optional<base::Decimal>>& values, plan::Direction direction) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i]) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return direction == plan::Direction::Down ? *values[a] < *values[b] : *values[a] > *values[b];
    });
    std::vector<std::optional<int>> out(values.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        const bool tied = place > 0 && values[order[place]] == values[order[place - 1]];
        out[order[place]] = tied ? out[order[place - 1]] : std::optional{static_cast<int>(place) + 1};
    }
    return out;
}

sheet::Sheet sheet_of(const Grid& grid, const std::string& title) {
    const auto unit_of = [](const Definition& definition) { return definition.unit.empty() ? "" : "（" + definition.unit + "）"; };
    sheet::Sheet out{.name = title, .title = title};
    std::vector<std::string> names{"单位"};
    std::vector<std::string> times{""};
    for (const auto& definition : grid.indicators) {
        for (const auto& span : grid.spans) {
            names.push_back(definition.name + unit_of(definition));
            times.push_back(span_name(span, grid.step));
        }
    }
    out.head = {std::move(names), std::move(times)};
    bool partial = false;
    for (std::size_t unit = 0; unit < grid.units.size(); ++unit) {
        std::vector<sheet::Cell> row{grid.units[unit].name};
        for (std::size_t indicator = 0; indicator < grid.indicators.size(); ++indicator) {
            for (std::size_t span = 0; span < grid.spans.size(); ++span) {
                const auto& sum = grid.at(unit, indicator, span);
                partial = partial || (sum && sum->value && sum->coverage.reported < sum->coverage.expected);
                row.push_back(sheet::cell(sum ? sum->value : std::nullopt));
            }
        }
        out.rows.push_back(std::move(row));
    }
    out.note = fmt::format("{}；均为审定数，数据位置 {}{}", grid.over == Over::YearToDate ? "年初至所列时间累计" : "所列时间本期数",
                           grid.watermark, partial ? "；部分单位尚未报送，空格为未报，不等于零" : "；空格为未报，不等于零");
    return out;
}

}  // namespace luoshi::rollup
