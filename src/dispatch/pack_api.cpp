#include "dispatch/pack_api.hpp"

#include <map>
#include <stdexcept>

#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::dispatch {
namespace {

constexpr std::string_view name_of(Section section) {
    constexpr std::array<std::string_view, 4> names{"谁晚了", "进度与数据", "未办结和本期办结的督办", "上次议定事项"};
    return names[static_cast<std::size_t>(section)];
}

void write_line(json::Writer& out, const PackLine& line) {
    out.begin_object().field("section", plan::word(line.section)).field("what", line.what).key("title");
    plan::write_phrase(out, line.title);
    out.field("subject", line.subject).key("unit");
    line.unit ? plan::write_named(out, *line.unit) : static_cast<void>(out.null());
    out.field("link", line.link).key("light");
    line.light ? plan::write_light(out, *line.light) : static_cast<void>(out.null());
    out.field("actual", line.actual).field("target", line.target).field("measure", line.measure).field("due_on", line.due_on);
    out.field("days_late", line.days_late).field("state", line.state).field("outcome", line.outcome).field("done_on", line.done_on);
    out.end_object();
}

sheet::Sheet empty_sheet(Section section, const std::string& title, const std::string& note) {
    sheet::Sheet out{.name = std::string{name_of(section)}, .title = title + "会议材料", .note = note};
    switch (section) {
        case Section::Late:
            out.head = {{"事项", "任务", "单位", "应于", "逾期（天）"}};
            break;
        case Section::Figures:
            out.head = {{"事项", "单位", "灯色", "计划（%）", "实际（%）", "差距（个百分点）", "实际数", "目标数", "计量单位", "依据"}};
            break;
        case Section::Orders:
            out.head = {{"督办事项", "单位", "时限", "状态"}};
            break;
        case Section::Decisions:
            out.head = {{"议定事项", "任务", "责任单位", "时限", "办结", "落实情况", "督办"}};
            break;
    }
    return out;
}

/// Reads what write_line wrote, without the parameters of its sentences.
std::vector<sheet::Cell> row_of(Section section, json::Reader& in) {
    const auto text = [](json::Reader& of, const char* name) { return sheet::Cell{of.opt_text(name, 100'000).value_or("")}; };
    auto title_of = in.object("title");
    const auto title = text(title_of, "text");
    auto unit_of = in.opt_object("unit");
    const auto unit = unit_of ? text(*unit_of, "name") : sheet::Cell{};
    const auto late = in.opt_integer("days_late", 0, 1'000'000);
    const auto days = late ? std::optional{base::Decimal::from_integer(*late)} : std::nullopt;
    switch (section) {
        case Section::Late:
            return {title, text(in, "subject"), unit, text(in, "due_on"), sheet::cell(days)};
        case Section::Figures: {
            auto light = in.object("light");
            std::string reasons;
            for (auto& reason : light.objects("reasons")) {
                reasons += (reasons.empty() ? "" : "；") + reason.opt_text("text", 100'000).value_or("");
            }
            return {title,
                    unit,
                    text(light, "word"),
                    sheet::cell(light.opt_decimal("planned_pct")),
                    sheet::cell(light.opt_decimal("actual_pct")),
                    sheet::cell(light.opt_decimal("gap_pp")),
                    sheet::cell(in.opt_decimal("actual")),
                    sheet::cell(in.opt_decimal("target")),
                    text(in, "measure"),
                    reasons};
        }
        case Section::Orders:
            return {title, unit, text(in, "due_on"), text(in, "state")};
        case Section::Decisions:
            return {title, text(in, "subject"), unit, text(in, "due_on"), text(in, "done_on"), text(in, "outcome"), text(in, "state")};
    }
    return {};
}

}  // namespace

std::string pack_text(const Pack& pack) {
    json::Writer out;
    out.begin_object().field("as_of", pack.as_of).field("watermark", std::to_string(pack.watermark)).key("agenda").begin_array();
    for (const auto section : pack.agenda) {
        out.value(plan::word(section));
    }
    out.end_array().key("lines").begin_array();
    for (const auto& line : pack.lines) {
        write_line(out, line);
    }
    out.end_array().end_object();
    return out.take();
}

std::vector<sheet::Sheet> pack_sheets(const std::string& title, std::string_view pack) {
    json::Reader in{pack};
    const auto note = "业务日期 " + in.text("as_of") + "；数据位置 " + in.text("watermark");
    std::vector<sheet::Sheet> out;
    std::map<Section, std::size_t> place;
    for (const auto& word : in.texts("agenda")) {
        const auto section = plan::from_word<Section>(word);
        if (!section) {
            throw std::runtime_error("会议材料中有无法识别的一节：" + word);
        }
        place.emplace(*section, out.size());
        out.push_back(empty_sheet(*section, title, note));
    }
    if (out.empty()) {
        out.push_back({.name = "会议材料", .title = title, .note = "没有留存会议材料"});
    }
    for (auto& line : in.objects("lines", 1'000'000)) {
        const auto section = plan::from_word<Section>(line.text("section"));
        if (!section || !place.contains(*section)) {
            throw std::runtime_error("会议材料中有一行不属于任何一节");
        }
        out[place.at(*section)].rows.push_back(row_of(*section, line));
    }
    return out;
}

}  // namespace luoshi::dispatch
