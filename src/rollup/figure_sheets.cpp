#include "rollup/figure_sheets.hpp"

#include <algorithm>

namespace luoshi::rollup {
namespace {

sheet::Cell whole(int number) { return sheet::cell(base::Decimal::from_integer(number)); }

std::string time_of(const Span& span, Over over, Rhythm step) {
    return "（" + span_name(span, step) + (over == Over::YearToDate ? "，年初累计）" : "，本期）");
}

}  // namespace

sheet::Sheet sheet_of(const Ranking& ranking, Over over, Rhythm step) {
    sheet::Sheet out{.name = "排名", .title = ranking.definition.name + "排名" + time_of(ranking.span, over, step)};
    out.head = {{"名次", "单位", "数值" + (ranking.definition.unit.empty() ? "" : "（" + ranking.definition.unit + "）"), "上期名次",
                 "已报", "应报", "沿用（个）"}};
    const auto number = [](std::optional<int> place) { return sheet::cell(place ? base::Decimal::from_integer(*place) : std::nullopt); };
    for (const auto& row : ranking.rows) {
        out.rows.push_back({number(row.place), row.unit.name, figure_cell(row.sum, "未报"), number(row.place_before),
                            number(row.sum.coverage.reported), number(row.sum.coverage.expected), number(row.sum.carried)});
    }
    return out;
}

std::vector<sheet::Sheet> sheets_of(const Breakdown& found, Over over, Rhythm step) {
    sheet::Sheet parts{.name = "构成", .title = found.unit.name + found.definition.name + "的构成" + time_of(found.span, over, step)};
    parts.head = {{"单位", "数值" + (found.definition.unit.empty() ? "" : "（" + found.definition.unit + "）"), "沿用自", "已报", "应报",
                   "佐证（份）"}};
    for (const auto& part : found.parts) {
        parts.rows.push_back({row_name(part.unit.name, part.sum.piece), figure_cell(part.sum, "未报"),
                              part.carried_from ? part.carried_from->name() : "", whole(part.sum.coverage.reported),
                              whole(part.sum.coverage.expected), part.report ? whole(part.report->evidence) : sheet::Cell{}});
    }
    parts.note = "均为审定数；数据位置 " + std::to_string(found.watermark);
    if (std::ranges::any_of(found.parts, [](const Part& part) { return part.sum.piece; })) {
        parts.note += "；" + std::string{kPieceNote};
    }
    sheet::Sheet missing{.name = "未报齐的单位", .title = "未报齐的单位", .head = {{"单位", "已报", "应报"}}};
    for (const auto& [unit, coverage] : found.missing) {
        missing.rows.push_back({unit.name, whole(coverage.reported), whole(coverage.expected)});
    }
    sheet::Sheet corrections{.name = "更正", .title = "更正"};
    corrections.head = {{"单位", "月份", "更正前", "更正后", "理由", "填报", "审定"}};
    for (const auto& [unit, fact] : found.corrections) {
        corrections.rows.push_back(
            {unit.name, fact.period.text(), sheet::cell(fact.before), sheet::cell(fact.after), fact.reason, fact.author, fact.reviewer});
    }
    return {parts, missing, corrections};
}

}  // namespace luoshi::rollup
