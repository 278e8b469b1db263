#include "rollup/figures_api.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "rollup/figure_sheets.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::rollup {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

constexpr std::size_t kMostIds = 200;
constexpr int kEarliest = 1949;
constexpr std::size_t kMostColumns = 16'000;  // a workbook has 16,384

template <class Id>
Result<std::vector<Id>> ids_in_query(const Request& request, std::string_view name) {
    std::vector<Id> out;
    std::stringstream list{std::string{request.query_value(name).value_or("")}};
    for (std::string word; std::getline(list, word, ',');) {
        const auto id = Id::parse(word);
        if (!id || out.size() == kMostIds) {
            return base::bad_input("request.bad_id", fmt::format("查询条件“{}”应为逗号隔开的编号，最多 {} 个", name, kMostIds));
        }
        out.push_back(*id);
    }
    return out;
}

Result<Period> period_in_query(const Request& request, std::string_view name) {
    const auto period = Period::parse(request.query_value(name).value_or(""));
    if (!period || period->year() < kEarliest) {
        return base::bad_input("figures.bad_period", fmt::format("查询条件“{}”应为年月，如 2020-06", name));
    }
    return *period;
}

Result<Over> over_in_query(const Request& request) {
    const auto word = request.query_value("over").value_or("span");
    if (word != "span" && word != "year_to_date") {
        return base::bad_input("request.invalid", "查询条件“over”应为 span（本期）或 year_to_date（年初累计）");
    }
    return word == "span" ? Over::Span : Over::YearToDate;
}

/// The end of a day, or of a minute of it: 2020-03-31, 2020-03-31T16:30.
std::optional<base::Moment> moment_of(std::string_view text) {
    constexpr std::size_t kDay = 10;
    const auto day = base::parse_date(text.substr(0, kDay));
    if (!day || text.size() == kDay) {
        return day ? std::optional{end_of(*day)} : std::nullopt;
    }
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
    if (text.size() != kDay + 6 || text[kDay] != 'T' || text[kDay + 3] != ':') {
        return std::nullopt;
    }
    const int hour = 10 * digit(kDay + 1) + digit(kDay + 2);
    const int minute = 10 * digit(kDay + 4) + digit(kDay + 5);
    if (hour > 23 || minute > 59) {
        return std::nullopt;
    }
    return end_of(*day) - std::chrono::days{1} + std::chrono::hours{hour} + std::chrono::minutes{minute + 1};
}

Result<GridQuery> query_of(const Request& request, const LiveFigures& live) {
    LUOSHI_TRY(to, period_in_query(request, "to"));
    if (const auto last = live.last_month(); to > last) {
        return base::bad_input("figures.beyond_schedule", fmt::format("填报安排只到{}，以后的月份没有应报的数；请改“to”", last.name()));
    }
    GridQuery query{.indicators = {}, .units = {}, .under = {}, .from = to, .to = to};
    if (request.query_value("from")) {
        LUOSHI_TRY(from, period_in_query(request, "from"));
        query.from = from;
    }
    LUOSHI_TRY(indicators, ids_in_query<IndicatorId>(request, "indicators"));
    LUOSHI_TRY(units, ids_in_query<UnitId>(request, "units"));
    LUOSHI_TRY(under, plan::query_id<UnitId>(request, "under"));
    LUOSHI_TRY(over, over_in_query(request));
    query.indicators = std::move(indicators);
    query.units = std::move(units);
    query.under = under;
    constexpr std::array<std::string_view, 8> kLevels{"",        "city", "city_department", "county", "county_department", "town",
                                                      "village", "other"};
    query.level = request.query_value("level").value_or("");
    if (std::ranges::find(kLevels, query.level) == kLevels.end()) {
        return base::bad_input(
            "request.invalid",
            "查询条件“level”应为 city、city_department、county、county_department、town、village 或 other；不写为直接下级");
    }
    query.over = over;
    const auto step = calendar::rhythm_from(request.query_value("step").value_or("month"));
    if (!step) {
        return base::bad_input("request.invalid", "查询条件“step”应为 month、quarter、half_year 或 year");
    }
    query.step = *step;
    if (const auto when = request.query_value("as_of"); when && !when->empty()) {
        query.as_of = moment_of(*when);
        if (!query.as_of) {
            return base::bad_input("request.invalid", "查询条件“as_of”应为日期或时刻（北京时间），如 2020-03-31 或 2020-03-31T16:30");
        }
    }
    const auto borders = request.query_value("borders").value_or("now");
    if (!borders.empty() && borders != "now" && borders != "then") {
        return base::bad_input("request.invalid", "查询条件“borders”应为 now（今日的隶属）或 then（当时的隶属）");
    }
    query.borders = borders == "then" ? Borders::Then : Borders::Now;
    query.subtotals = request.query_value("subtotals") == "1" ? Subtotals::Shown : Subtotals::None;
    return query;
}

void write_unit(Writer& out, const GridUnit& unit) {
    out.begin_object().field("id", unit.id).field("name", unit.name).field("level", unit.level).end_object();
}

void write_definition(Writer& out, const Definition& definition) {
    out.begin_object()
        .field("id", definition.id)
        .field("code", definition.code)
        .field("name", definition.name)
        .field("unit", definition.unit);
    out.field("kind", plan::word(definition.kind)).field("direction", plan::word(definition.direction));
    out.field("across", plan::word(definition.across)).field("definition", definition.definition);
    out.field("numerator_name", definition.numerator_name).field("denominator_name", definition.denominator_name).end_object();
}

void write_sum(Writer& out, const Sum& sum) {
    out.begin_object().field("value", sum.value).field("reported", sum.coverage.reported).field("expected", sum.coverage.expected);
    out.field("carried", sum.carried);
    if (sum.piece) {
        out.field("piece", true);
    }
    if (sum.denominator) {
        out.field("numerator", sum.numerator).field("denominator", sum.denominator);
    }
    if (sum.undefined) {
        out.key("undefined");
        plan::write_phrase(out, *sum.undefined);
    }
    out.end_object();
}

std::string write_grid(const Grid& grid) {
    Writer out;
    out.begin_object().field("watermark", std::to_string(grid.watermark)).key("indicators").begin_array();
    for (const auto& definition : grid.indicators) {
        write_definition(out, definition);
    }
    out.end_array().key("units").begin_array();
    constexpr std::array<std::string_view, 4> kKinds{"whole", "unit", "subtotal", "own"};
    for (const auto& unit : grid.units) {
        out.begin_object().field("id", unit.id).field("name", unit.name).field("level", unit.level);
        out.field("kind", kKinds[static_cast<std::size_t>(unit.kind)]).field("depth", unit.depth).end_object();
    }
    out.end_array().key("spans").begin_array();
    for (const auto& time : grid.spans) {
        out.begin_object().field("key", time.key() + (time.subtotal ? "-total" : "")).field("name", time.name());
        out.field("first", time.span.first.text()).field("last", time.span.last.text()).field("subtotal", time.subtotal).end_object();
    }
    out.end_array().key("cells").begin_array();
    for (const auto& cell : grid.cells) {
        if (cell) {
            write_sum(out, *cell);
        } else {
            out.null();
        }
    }
    out.end_array().end_object();
    return out.take();
}

Result<Response> grid(store::Database& db, LiveFigures& live, const Request& request) {
    LUOSHI_TRY(query, query_of(request, live));
    const auto rows = rows_from(request.query_value("rows").value_or("units"));
    if (!rows) {
        return base::bad_input("request.invalid", "查询条件“rows”应为 units、indicators 或 times");
    }
    LUOSHI_TRY(grid, figure_grid(db, live, identity::actor_of(request), query));
    const auto lines = *rows == Rows::Units ? grid.units.size() : *rows == Rows::Indicators ? grid.indicators.size() : grid.spans.size();
    if (request.query_value("format") == "xlsx" && lines > 0 && grid.cells.size() / lines > kMostColumns) {
        return base::bad_input("figures.too_wide", fmt::format("表格有 {} 列，工作簿最多 {} 列；请换一种行，或减少单位、时间",
                                                               grid.cells.size() / lines, kMostColumns));
    }
    return sheet::table_answer(
        request, [&] { return write_grid(grid); },
        [&] {
            return std::vector{sheet_of(grid, "指标数据", *rows), coverage_sheet_of(grid, *rows)};
        });
}

Result<Response> ranking(store::Database& db, LiveFigures& live, const Request& request) {
    LUOSHI_TRY(query, query_of(request, live));
    const auto step = query.step;
    const auto over = query.over;
    LUOSHI_TRY(ranking, figure_ranking(db, live, identity::actor_of(request), std::move(query)));
    const auto as_json = [&] {
        Writer out;
        out.begin_object().field("watermark", std::to_string(ranking.watermark)).key("indicator");
        write_definition(out, ranking.definition);
        out.field("span", span_name(ranking.span, step)).field("ranked", ranking.ranked).key("rows").begin_array();
        for (const auto& row : ranking.rows) {
            out.begin_object().key("unit");
            write_unit(out, row.unit);
            out.key("figure");
            write_sum(out, row.sum);
            out.field("place", row.place).field("place_before", row.place_before).end_object();
        }
        out.end_array().end_object();
        return out.take();
    };
    return sheet::table_answer(request, as_json, [&] { return std::vector{sheet_of(ranking, over, step)}; });
}

std::string write_breakdown(const Breakdown& found) {
    Writer out;
    out.begin_object().field("watermark", std::to_string(found.watermark)).key("indicator");
    write_definition(out, found.definition);
    out.key("unit");
    write_unit(out, found.unit);
    out.key("figure");
    write_sum(out, found.sum);
    out.field("formula", found.formula).key("operands").begin_array();
    for (const auto& operand : found.operands) {
        out.begin_object().key("indicator");
        write_definition(out, operand.definition);
        out.key("figure");
        write_sum(out, operand.sum);
        out.end_object();
    }
    out.end_array().key("parts").begin_array();
    for (const auto& part : found.parts) {
        out.begin_object().key("unit");
        write_unit(out, part.unit);
        out.key("figure");
        write_sum(out, part.sum);
        out.field("carried_from", part.carried_from ? std::optional{part.carried_from->text()} : std::nullopt);
        out.field("report_id", part.report ? std::optional{part.report->id} : std::nullopt);
        out.field("evidence_count", part.report ? part.report->evidence : 0).end_object();
    }
    out.end_array().key("missing").begin_array();
    for (const auto& [unit, coverage] : found.missing) {
        out.begin_object().field("id", unit.id).field("name", unit.name).field("level", unit.level);
        out.field("reported", coverage.reported).field("expected", coverage.expected).end_object();
    }
    out.end_array().key("corrections").begin_array();
    for (const auto& [unit, fact] : found.corrections) {
        out.begin_object().key("unit");
        write_unit(out, unit);
        out.field("period", fact.period.text()).field("before", fact.before).field("after", fact.after).field("report_id", fact.report);
        out.field("author", fact.author).field("reviewer", fact.reviewer).field("reason", fact.reason).field("at", fact.at).end_object();
    }
    out.end_array().field("more_corrections", found.more_corrections).end_object();
    return out.take();
}

Result<Response> breakdown(store::Database& db, LiveFigures& live, const Request& request) {
    LUOSHI_TRY(query, query_of(request, live));
    if (query.indicators.size() != 1) {
        return base::bad_input("figures.no_indicator", "请选择一项指标");
    }
    LUOSHI_TRY(found, figure_breakdown(db, live, identity::actor_of(request), query));
    return sheet::table_answer(
        request, [&] { return write_breakdown(found); }, [&] { return sheets_of(found, query.over, query.step); });
}

Response written(const std::optional<FiguresCheck>& check) {
    Writer out;
    out.begin_object().field("at", check ? std::optional{check->at} : std::nullopt);
    out.field("watermark", std::to_string(check ? check->watermark : 0)).key("differences").begin_array();
    for (const auto& one : check ? check->differences : std::vector<FiguresCheck::Difference>{}) {
        out.begin_object().field("indicator", one.name).field("period", one.period.text()).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

std::vector<http::QueryParameter> parameters() {
    return {{"indicators", "指标编号，逗号隔开"},
            {"units", "单位编号，逗号隔开；不写则按 under 与 level 取"},
            {"under", "上级单位编号；不写为全市"},
            {"level", "单位层级：county、town 等；不写为直接下级"},
            {"from", "开始年月；不写同 to"},
            {"to", "结束年月，如 2020-06"},
            {"step", "month、quarter、half_year、year"},
            {"over", "span 本期，year_to_date 年初累计"},
            {"as_of", "按该日终了或该时刻（北京时间，如 2020-03-31T16:30）已审定的数"},
            {"borders", "now 按今日的单位隶属，then 按当时的"},
            {"subtotals", "1：单位按上级、月份按年度列出合计"},
            {"rows", "导出文件的行：units、indicators、times；其余两项为列"},
            {"format", "json、csv、xlsx"}};
}

}  // namespace

void add_figure_routes(http::Router& router, store::Database& db, LiveFigures& live, const base::Clock& clock) {
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/figures",
                .permission = "indicator.read",
                .summary = "指标数据：单位 × 指标 × 时间，供指标台、透视、趋势、对比与地图",
                .handler = [&](const Request& request) { return grid(db, live, request); },
                .response_schema = "FigureGrid",
                .query = parameters()});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/figures/ranking",
                .permission = "indicator.read",
                .summary = "按一项指标排名，附上期名次",
                .handler = [&](const Request& request) { return ranking(db, live, request); },
                .response_schema = "FigureRanking",
                .query = parameters()});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/figures/breakdown",
                .permission = "indicator.read",
                .summary = "一个数由哪些单位构成、谁未报、出自哪份填报",
                .handler = [&](const Request& request) { return breakdown(db, live, request); },
                .response_schema = "FigureBreakdown",
                .query = parameters()});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/figures/check",
                .permission = "report.settle",
                .summary = "最近一次汇总自检：时间、不一致的指标和月份",
                .handler = [&](const Request&) -> Result<Response> { return written(live.last_check()); },
                .response_schema = "FigureCheck"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/figures/check",
                .permission = "report.settle",
                .summary = "现在自检：由全部审定数据重新汇总，与在用的各级合计逐一比对",
                .handler = [&](const Request&) -> Result<Response> { return written(live.check(db, clock.now())); },
                .response_schema = "FigureCheck"});
}

}  // namespace luoshi::rollup
