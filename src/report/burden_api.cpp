#include "report/burden_api.hpp"

#include <algorithm>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::report {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

std::optional<std::int64_t> cap_of(const std::string& level, const BurdenSettings& settings) {
    const auto cap = settings.caps.find(level);
    return cap == settings.caps.end() ? std::nullopt : std::optional{cap->second};
}

const Burden* same_level(const std::vector<LevelBurden>& levels, const std::string& level) {
    const auto hit = std::ranges::find(levels, level, &LevelBurden::level);
    return hit == levels.end() ? nullptr : &hit->year;
}

void write_year(Writer& out, const Burden& year) { out.field("fields", year.fields).field("hours", year.hours()).field("held", year.held); }

std::string view_json(const BurdenView& view) {
    Writer out;
    out.begin_object().field("year", view.year).key("minutes").begin_object();
    out.field("text", view.settings.text_minutes).field("number", view.settings.number_minutes);
    out.field("choice", view.settings.choice_minutes).field("date", view.settings.date_minutes).end_object();
    out.key("levels").begin_array();
    for (const auto& level : view.levels) {
        out.begin_object().field("level", level.level).field("units", level.units);
        write_year(out, level.year);
        out.field("most", level.most).field("cap", cap_of(level.level, view.settings)).field("over", level.over).key("last_year");
        if (const auto* before = same_level(view.last_year, level.level)) {
            out.begin_object();
            write_year(out, *before);
            out.end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    out.end_array().key("units").begin_array();
    for (const auto& unit : view.units) {
        out.begin_object().field("id", unit.unit).field("name", unit.name).field("level", unit.level);
        write_year(out, unit.year);
        out.field("cap", cap_of(unit.level, view.settings)).end_object();
    }
    out.end_array().key("exceeded").begin_array();
    for (const auto& excess : view.exceeded) {
        out.begin_object().field("at", excess.at).field("subject", excess.subject).field("level", excess.level);
        out.field("units", excess.units).field("fields", excess.fields).field("cap", excess.cap).field("reason", excess.reason);
        out.field("signed_unit", excess.signed_unit).field("signed_post", excess.signed_post).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

sheet::Sheet as_sheet(const BurdenView& view) {
    const auto number = [](std::int64_t value) { return sheet::cell(base::Decimal::from_integer(value)); };
    sheet::Sheet out{.name = "填报负担",
                     .title = std::to_string(view.year) + "年填报负担",
                     .note = "小时数按每项用时估算",
                     .head = {{"单位", "一年填报项数", "估计小时", "其中系统已有", "上限"}}};
    for (const auto& unit : view.units) {
        const auto cap = cap_of(unit.level, view.settings);
        out.rows.push_back({unit.name, number(unit.year.fields), sheet::cell(unit.year.hours()), number(unit.year.held),
                            cap ? number(*cap) : sheet::Cell{}});
    }
    return out;
}

}  // namespace

void add_burden_route(http::Router& router, store::Database& db, const BurdenRules& rules) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/burden",
                .permission = "session",
                .summary = "填报负担：各层级、各单位一年填报的项数和估计用时，上限与超限理由",
                .handler = [&db, &rules](const Request& request) -> Result<Response> {
                    const auto view = read_burden_view(db, rules, identity::actor_of(request));
                    return sheet::table_answer(
                        request, [&] { return view_json(view); }, [&] { return std::vector{as_sheet(view)}; });
                },
                .response_schema = "BurdenMeter",
                .query = {{"format", "json、csv、xlsx"}}});
}

}  // namespace luoshi::report
