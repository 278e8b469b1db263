#include "supervise/outlook_api.hpp"

#include <array>
#include <cmath>

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"
#include "supervise/figures_service.hpp"
#include "supervise/outlook_service.hpp"

namespace luoshi::supervise {
namespace {

using base::Decimal;
using base::Result;
using http::Request;
using http::Response;
using json::Writer;

/// A judgement in the indicator's unit, rounded to its decimals.
Decimal rounded(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    return Decimal::from_e4(std::llround(std::round(value * scale) / scale * static_cast<double>(Decimal::kUnit)));
}

int percent(double chance) { return static_cast<int>(std::lround(chance * 100)); }

/// The members of a forecast, within an object the caller opened.
void write_forecast(Writer& out, const rollup::Forecast& forecast, int decimals) {
    out.field("miss_pct", percent(forecast.miss)).field("low", rounded(forecast.low, decimals));
    out.field("expected", rounded(forecast.expected, decimals)).field("high", rounded(forecast.high, decimals));
    out.field("pace_so_far", rounded(forecast.pace_so_far, 1)).field("pace_needed", rounded(forecast.pace_needed, 1));
}

Result<Response> one_course(store::Database& db, Boards& boards, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<plan::IndicatorId>(request));
    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
    LUOSHI_TRY(course, indicator_course(db, boards, identity::actor_of(request), id, unit));
    const auto& board = course.board->board();
    constexpr std::array<std::string_view, 3> kGoalOf{"plan", "each", "share"};
    Writer out;
    out.begin_object().field("watermark", std::to_string(board.facts.figures.watermark));
    out.field("period", board.standing.due ? std::optional{board.standing.due->text()} : std::nullopt).field("actual", course.actual);
    out.key("goal");
    if (course.goal) {
        out.begin_object().field("of", kGoalOf[static_cast<std::size_t>(course.goal_of)]).field("op", plan::word(course.goal->op));
        out.field("value", course.goal->value).field("value_max", course.goal->value_max).end_object();
    } else {
        out.null();
    }
    out.key("planned").begin_array();
    for (const auto& [period, value] : course.planned) {
        out.begin_object().field("period", period.text()).field("value", value).end_object();
    }
    out.end_array().key("forecast");
    if (course.forecast) {
        out.begin_object();
        write_forecast(out, *course.forecast, board.facts.figures.series.at(id).definition().decimals);
        out.end_object();
    } else {
        out.null();
    }
    return Response::json(out.end_object().take());
}

void write_unit(Writer& out, const std::optional<plan::UnitRef>& unit) {
    out.key("unit");
    unit ? plan::write_named(out, *unit) : static_cast<void>(out.null());
}

/// Where a ratio's change is told: from 20 % to 21 % is one point, not one percent.
std::string_view pace_unit(const indicator::Definition& definition) {
    return definition.unit == "%" ? "个百分点" : std::string_view{definition.unit};
}

std::string write_outlook(const OutlookPage& page, const LightSettings& lights) {
    const auto& board = page.board->board();
    const auto& outlooks = page.outlooks;
    Writer out;
    const auto write_indicator = [&](const IndicatorLine& line) {
        const auto& definition = board.facts.figures.series.at(line.id).definition();
        out.key("indicator").begin_object().field("id", line.id).field("name", definition.name).field("unit", definition.unit).end_object();
    };
    out.begin_object().field("period", outlooks.period ? std::optional{outlooks.period->text()} : std::nullopt);
    out.field("watermark", std::to_string(board.facts.figures.watermark))
        .field("call_effect_pct", percent(page.call_effect))
        .field("miss_likely_pct", lights.miss_likely_pct)
        .field("miss_open_pct", lights.miss_open_pct)
        .key("items")
        .begin_array();
    for (const auto& item : outlooks.items) {
        const int decimals = board.facts.figures.series.at(item.line->id).definition().decimals;
        out.begin_object();
        write_indicator(*item.line);
        write_unit(out, item.unit);
        out.field("target", item.goal.value).field("op", plan::word(item.goal.op)).field("actual", item.actual);
        write_forecast(out, item.forecast, decimals);
        out.end_object();
    }
    out.end_array().key("untold").begin_array();
    for (const auto& item : outlooks.untold) {
        out.begin_object();
        write_indicator(*item.line);
        write_unit(out, item.unit);
        out.end_object();
    }
    out.end_array().key("calls").begin_array();
    for (const auto& call : outlooks.calls) {
        out.begin_object();
        write_indicator(*call.line);
        write_unit(out, call.unit);
        out.key("people").begin_array();
        if (const auto people = page.people.find(call.unit.id); people != page.people.end()) {
            for (const auto& person : people->second) {
                out.begin_object().field("name", person.name).field("post", person.post).end_object();
            }
        }
        out.end_array()
            .field("missing", rounded(call.missing, 2))
            .field("more", rounded(call.more, 2))
            .field("of_gap_pct", percent(call.of_gap));
        out.field("miss_pct", percent(call.miss)).field("miss_after_pct", percent(call.miss_after)).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::vector<sheet::Sheet> sheets_of(const OutlookPage& page) {
    const auto& board = page.board->board();
    const auto& outlooks = page.outlooks;
    sheet::Sheet out{.name = "年度预测", .title = "年度目标预测" + (outlooks.period ? "（截至" + outlooks.period->name() + "）" : "")};
    out.head = {{"指标", "计量单位", "单位", "目标", "实际", "完不成的可能（%）", "年底预计", "八成范围：低", "八成范围：高", "月均进度",
                 "此后每月须完成", "进度的单位"}};
    for (const auto& item : outlooks.items) {
        const auto& definition = board.facts.figures.series.at(item.line->id).definition();
        const auto& forecast = item.forecast;
        out.rows.push_back({definition.name, definition.unit, item.unit ? item.unit->name : "全市", item.goal.value, item.actual,
                            Decimal::from_e4(percent(forecast.miss) * Decimal::kUnit), rounded(forecast.expected, definition.decimals),
                            rounded(forecast.low, definition.decimals), rounded(forecast.high, definition.decimals),
                            rounded(forecast.pace_so_far, 1), rounded(forecast.pace_needed, 1), std::string{pace_unit(definition)}});
    }
    out.note = "依据今年和往年的进度推断，是判断，不是统计数；数据位置 " + std::to_string(board.facts.figures.watermark);
    const auto decimal = [](double share) { return Decimal::from_e4(percent(share) * Decimal::kUnit); };
    sheet::Sheet calls{.name = "最值得打的电话", .title = "最值得打的电话"};
    calls.head = {{"单位", "填报人", "指标", "还差", "打电话后多完成", "占全部差额（%）", "完不成的可能（%）", "打电话后（%）"}};
    for (const auto& call : outlooks.calls) {
        std::string who;
        if (const auto people = page.people.find(call.unit.id); people != page.people.end()) {
            for (const auto& person : people->second) {
                who += (who.empty() ? "" : "、") + person.name + "（" + person.post + "）";
            }
        }
        calls.rows.push_back({call.unit.name, who, board.facts.figures.series.at(call.line->id).definition().name, rounded(call.missing, 2),
                              rounded(call.more, 2), decimal(call.of_gap), decimal(call.miss), decimal(call.miss_after)});
    }
    return {out, calls};
}

Result<Response> outlook(store::Database& db, Boards& boards, const Request& request) {
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    LUOSHI_TRY(page, outlook_page(db, boards, identity::actor_of(request), plan));
    return sheet::table_answer(
        request, [&] { return write_outlook(page, boards.rules().lights); }, [&] { return sheets_of(page); });
}

}  // namespace

void add_outlook_routes(http::Router& router, store::Database& db, Boards& boards) {
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/outlook",
                .permission = "indicator.read",
                .summary = "年度目标完不成的可能、此后须达到的进度，以及最值得打的十个电话",
                .handler = [&](const Request& request) { return outlook(db, boards, request); },
                .response_schema = "Outlook",
                .query = {{"plan", "方案编号，不写为现行方案"}, {"format", "json、csv、xlsx"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/indicators/{id}/course",
                .permission = "indicator.read",
                .summary = "一项指标当年的目标进度线、此后须达到的进度和年底预计；可只看一个单位",
                .handler = [&](const Request& request) { return one_course(db, boards, request); },
                .response_schema = "IndicatorCourse",
                .query = {{"unit", "单位编号；不写为全市"}}});
}

}  // namespace luoshi::supervise
