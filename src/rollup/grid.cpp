#include "rollup/grid.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace luoshi::rollup {

std::vector<std::optional<int>> places(const std::vector<std::optional<base::Decimal>>& values, plan::Direction direction) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] && direction != plan::Direction::Interval) {
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

std::string row_name(const std::string& name, bool piece) { return name + (piece ? "（其中）" : ""); }

sheet::Cell figure_cell(const Sum& sum, std::string missing) {
    if (sum.value || (!sum.undefined && missing.empty())) {
        return sheet::cell(sum.value);
    }
    return sum.undefined ? std::string{"无法计算"} : std::move(missing);
}

std::vector<GridTime> times(Period from, Period to, Rhythm step, bool subtotals) {
    std::vector<GridTime> out;
    const auto all = spans(from, to, step);
    for (std::size_t i = 0, year_from = 0; i < all.size(); ++i) {
        out.push_back({all[i], step});
        const bool year_ends = i + 1 == all.size() || all[i + 1].first.year() != all[i].first.year();
        if (subtotals && year_ends && i > year_from) {
            out.push_back({{all[year_from].first, all[i].last}, Rhythm::Year, true});
        }
        year_from = year_ends ? i + 1 : year_from;
    }
    return out;
}

std::optional<Rows> rows_from(std::string_view word) {
    constexpr std::array<std::string_view, 3> kWords{"units", "indicators", "times"};
    const auto found = std::ranges::find(kWords, word);
    return found == kWords.end() ? std::nullopt : std::optional{static_cast<Rows>(found - kWords.begin())};
}

namespace {

bool any_piece(const Grid& grid) {
    return std::ranges::any_of(grid.cells, [](const auto& cell) { return cell && cell->piece; });
}

/// All that a unit's cells show are pieces.
bool is_piece_throughout(const Grid& grid, std::size_t unit) {
    const auto width = grid.indicators.size() * grid.spans.size();
    const auto cells = std::span{grid.cells}.subspan(unit * width, width);
    const auto none = [](const auto& cell) { return cell && !cell->piece; };
    return std::ranges::none_of(cells, none) && std::ranges::any_of(cells, [](const auto& cell) { return cell.has_value(); });
}

/// Heads and rows of the grid, each cell as `cell_of` gives it.
template <class CellOf>
sheet::Sheet table_of(const Grid& grid, std::string title, Rows rows, const CellOf& cell_of) {
    // 0 units, 1 indicators, 2 times: what the rows, the upper and the lower line of the head stand for
    const std::array<std::size_t, 3> order = rows == Rows::Units        ? std::array<std::size_t, 3>{0, 1, 2}
                                             : rows == Rows::Indicators ? std::array<std::size_t, 3>{1, 0, 2}
                                                                        : std::array<std::size_t, 3>{2, 1, 0};
    constexpr std::array kCorners{"单位", "指标", "时间"};
    const std::array sizes{grid.units.size(), grid.indicators.size(), grid.spans.size()};
    const auto name = [&](std::size_t dimension, std::size_t at) -> std::string {
        if (dimension == 0) {
            const auto& unit = grid.units[at];
            std::string indent;
            for (int i = 0; i < unit.depth; ++i) {
                indent += "　";
            }
            return row_name(indent + unit.name, is_piece_throughout(grid, at)) + (unit.kind == RowKind::Subtotal ? "合计"
                                                                                  : unit.kind == RowKind::Own    ? "（本级自报）"
                                                                                                                 : "");
        }
        const auto& definition = grid.indicators[std::min(at, grid.indicators.size() - 1)];
        return dimension == 2 ? grid.spans[at].name() : definition.name + (definition.unit.empty() ? "" : "（" + definition.unit + "）");
    };
    sheet::Sheet out{.name = title, .title = std::move(title)};
    std::vector<std::string> upper{kCorners[order[0]]};
    std::vector<std::string> lower{""};
    for (std::size_t outer = 0; outer < sizes[order[1]]; ++outer) {
        for (std::size_t inner = 0; inner < sizes[order[2]]; ++inner) {
            upper.push_back(name(order[1], outer));
            lower.push_back(name(order[2], inner));
        }
    }
    out.head = {std::move(upper), std::move(lower)};
    for (std::size_t line = 0; line < sizes[order[0]]; ++line) {
        std::vector<sheet::Cell> row{name(order[0], line)};
        for (std::size_t outer = 0; outer < sizes[order[1]]; ++outer) {
            for (std::size_t inner = 0; inner < sizes[order[2]]; ++inner) {
                std::array<std::size_t, 3> at{};
                at[order[0]] = line;
                at[order[1]] = outer;
                at[order[2]] = inner;
                const auto& sum = grid.at(at[0], at[1], at[2]);
                row.push_back(sum ? cell_of(*sum, at[0]) : sheet::Cell{});
            }
        }
        out.rows.push_back(std::move(row));
    }
    return out;
}

std::string over_name(const Grid& grid) { return grid.over == Over::YearToDate ? "年初至所列时间累计" : "所列时间本期数"; }

}  // namespace

sheet::Sheet sheet_of(const Grid& grid, const std::string& title, Rows rows) {
    bool partial = false;
    auto out = table_of(grid, title, rows, [&](const Sum& sum, std::size_t) {
        partial = partial || (sum.value && sum.coverage.reported < sum.coverage.expected);
        return figure_cell(sum, "");
    });
    out.note = fmt::format("{}；均为审定数，数据位置 {}；空格为未报，不等于零{}{}", over_name(grid), grid.watermark,
                           partial ? "；有的尚未报齐，见“填报情况”" : "",
                           any_piece(grid) ? fmt::format("；{}，见单位名称和“填报情况”", kPieceNote) : "");
    return out;
}

sheet::Sheet coverage_sheet_of(const Grid& grid, Rows rows) {
    auto out = table_of(grid, "填报情况", rows, [&](const Sum& sum, std::size_t unit) -> sheet::Cell {
        const auto& [reported, expected] = sum.coverage;
        const std::string piece = sum.piece && !is_piece_throughout(grid, unit) ? "其中；" : "";
        const auto came = expected == 0 ? "" : fmt::format("已报 {} / 应报 {} 份", reported, expected);
        const auto carried = sum.carried == 0 ? "" : fmt::format("{}沿用 {} 个单位以前月份的数", came.empty() ? "" : "，", sum.carried);
        return came.empty() && carried.empty() ? sheet::Cell{} : piece + came + carried;
    });
    out.note = fmt::format("{}；沿用以前月份的数不算已报；空格为没有应报的{}{}", over_name(grid), any_piece(grid) ? "；" : "",
                           any_piece(grid) ? kPieceNote : "");
    return out;
}

}  // namespace luoshi::rollup
