#include "report/timeliness_api.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "report/timeliness_service.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::report {
namespace {

using base::Decimal;
using base::Result;
using http::Request;
using http::Response;
using json::Writer;
using sheet::Cell;

constexpr std::size_t kChasePage = 50;

Result<Months> months_asked(const Rules& rules, const Request& request) {
    const auto text = [&](std::string_view name) {
        const auto value = request.query_value(name);
        return value && !value->empty() ? std::optional{std::string{*value}} : std::nullopt;
    };
    return months_of(rules, text("period"), text("year"));
}

std::string_view level_word(std::string_view level) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords{{{"city", "市"},
                                                                                   {"city_department", "市直部门"},
                                                                                   {"county", "县（市、区）"},
                                                                                   {"county_department", "县直部门"},
                                                                                   {"town", "乡镇（街道）"},
                                                                                   {"village", "村（社区）"}}};
    const auto* found = std::ranges::find(kWords, level, [](const auto& word) { return word.first; });
    return found == kWords.end() ? "其他" : found->second;
}

Cell number(int count) { return sheet::cell(Decimal::from_integer(count)); }
std::optional<int> longest(const std::vector<int>& days) {
    return days.empty() ? std::nullopt : std::optional{*std::ranges::max_element(days)};
}

void write_rates(Writer& out, const Timeliness& rates) {
    out.field("owed", rates.owed).field("still_in_time", rates.still_in_time).field("handed_in", rates.handed_in);
    out.field("on_time", rates.on_time).field("late", static_cast<std::int64_t>(rates.days_late.size()));
    out.field("reporting_pct", rates.reporting_rate()).field("on_time_pct", rates.on_time_rate());
    out.field("median_days_late", median(rates.days_late)).field("median_days_held", median(rates.days_held));
}

std::string rates_json(const ReportingRates& rates, const Months& months) {
    Writer out;
    out.begin_object().field("name", months.name).key("total").begin_object();
    write_rates(out, rates.total);
    out.end_object().key("levels").begin_array();
    for (const auto& level : rates.levels) {
        out.begin_object().field("level", level.level);
        write_rates(out, level.rates);
        out.end_object();
    }
    out.end_array().key("units").begin_array();
    for (const auto& unit : rates.units) {
        out.begin_object().key("unit").begin_object().field("id", unit.unit).field("name", unit.name).end_object();
        out.field("level", unit.level);
        write_rates(out, unit.rates);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::vector<Cell> rates_row(std::string_view level, const std::string& unit, const Timeliness& rates) {
    return {std::string{level},
            unit,
            number(rates.owed),
            number(rates.handed_in),
            number(rates.on_time),
            number(static_cast<int>(rates.days_late.size())),
            sheet::cell(rates.reporting_rate()),
            sheet::cell(rates.on_time_rate()),
            sheet::cell(median(rates.days_late)),
            sheet::cell(median(rates.days_held))};
}

sheet::Sheet rates_sheet(const ReportingRates& rates, const Months& months) {
    sheet::Sheet out{.name = "填报情况", .title = "填报情况（" + months.name + "）"};
    out.note =
        "报送率是已报占应报；按时率的分母不含尚未到期且未报的；迟报天数为日历天，未报的算到今天；单位用时为工作日，自开放日或被退回之日起"
        "。";
    out.head = {{"级次", "单位", "应报", "已报", "按时报", "迟报", "报送率（%）", "按时率（%）", "迟报天数中位数", "单位用时中位数"}};
    out.rows.push_back(rates_row("合计", "", rates.total));
    for (const auto& level : rates.levels) {
        out.rows.push_back(rates_row(level_word(level.level), "合计", level.rates));
    }
    for (const auto& unit : rates.units) {
        out.rows.push_back(rates_row(level_word(unit.level), unit.name, unit.rates));
    }
    return out;
}

std::string reviewers_json(const std::vector<ReviewerTimes>& reviewers) {
    return plan::page_json(reviewers, [](Writer& out, const ReviewerTimes& times) {
        out.begin_object().key("unit").begin_object().field("id", times.unit).field("name", times.name).end_object();
        out.field("decided", times.decided).field("median_days", median(times.days)).field("longest_days", longest(times.days));
        out.field("waiting", times.waiting).field("waiting_since", times.waiting_since).end_object();
    });
}

sheet::Sheet reviewers_sheet(const std::vector<ReviewerTimes>& reviewers, const Months& months) {
    sheet::Sheet out{.name = "审核用时", .title = "各审核单位用时（" + months.name + "）"};
    out.note = "单位为工作日，自到达本环节起到通过或退回止；还在等待的算到今天。";
    out.head = {{"审核单位", "已审", "用时中位数", "最长用时", "等待审核", "最早到达"}};
    for (const auto& times : reviewers) {
        out.rows.push_back({times.name, number(times.decided), sheet::cell(median(times.days)), number(longest(times.days).value_or(0)),
                            number(times.waiting), times.waiting_since ? base::date_text(*times.waiting_since) : std::string{}});
    }
    return out;
}

std::string_view chase_state(const ChaseLine& line) { return line.row.state ? code(*line.row.state) : "missing"; }

void write_chase(Writer& out, const ChaseLine& line, base::Date today) {
    const auto& duty = line.row.duty;
    out.begin_object().field("report_id", line.row.report).key("unit").begin_object();
    out.field("id", duty.unit).field("name", duty.unit_name).end_object().field("level", duty.level).key("task").begin_object();
    out.field("id", duty.task).field("ref", duty.task_ref).field("title", duty.task_title).end_object();
    out.field("period", line.row.period).field("every", calendar::word(line.every)).field("state", chase_state(line));
    out.field("due_on", line.days.due_on).field("days_overdue", line.days_overdue).field("locked", today >= line.days.lock_on);
    out.key("people").begin_array();
    for (const auto& person : line.people) {
        out.begin_object().field("name", person.name).field("post", person.post).end_object();
    }
    out.end_array().end_object();
}

sheet::Sheet chase_sheet(const std::vector<ChaseLine>& lines, const Months& months, base::Date today) {
    sheet::Sheet out{.name = "催报名单", .title = "催报名单（" + months.name + "）"};
    out.note = "截至" + base::date_text(today) + "。";
    out.head = {{"单位", "任务", "报送期", "状态", "截止日", "逾期天数", "填报人"}};
    for (const auto& line : lines) {
        std::string people;
        for (const auto& person : line.people) {
            people += (people.empty() ? "" : "、") + person.name + "（" + person.post + "）";
        }
        const auto state = chase_state(line);
        out.rows.push_back({line.row.duty.unit_name, line.row.duty.task_ref + " " + line.row.duty.task_title,
                            calendar::name_of(*calendar::Period::parse(line.row.period), line.every),
                            std::string{state == "missing" ? "未填"
                                        : state == "draft" ? "草稿"
                                                           : "已退回"} +
                                (today >= line.days.lock_on ? "，已锁定" : ""),
                            base::date_text(line.days.due_on), number(line.days_overdue), people.empty() ? "无人在任" : people});
    }
    return out;
}

Result<Response> chase(store::Database& db, const Rules& rules, const Request& request) {
    LUOSHI_TRY(months, months_asked(rules, request));
    const ChaseFilter filter{.level = std::string{request.query_value("level").value_or("")},
                             .text = std::string{request.query_value("q").value_or("")}};
    LUOSHI_TRY(lines, chase_list(db, rules, identity::actor_of(request), months, filter));
    const auto today = rules.today();
    const auto page = [&] {
        const auto first = std::ranges::upper_bound(lines, request.query_value("after").value_or(""), {}, &ChaseLine::key);
        const auto size = std::min<std::size_t>(static_cast<std::size_t>(lines.end() - first), kChasePage);
        const std::span shown{first, size};
        const auto next = shown.empty() || &shown.back() == &lines.back() ? std::nullopt : std::optional{shown.back().key};
        return plan::page_json(
            shown, [&](Writer& out, const ChaseLine& line) { write_chase(out, line, today); }, next);
    };
    return sheet::table_answer(request, page, [&] { return std::vector{chase_sheet(lines, months, today)}; });
}

}  // namespace

void add_timeliness_routes(http::Router& router, store::Database& db, const ReportService& reports) {
    const std::vector<http::QueryParameter> asked{{"period", "报送期，如 2020-06；不写为最近开放的一个月"},
                                                  {"year", "年份，如 2020：当年已开放的各月"},
                                                  {"format", "json、csv、xlsx"}};
    auto narrowed = asked;
    narrowed.insert(narrowed.end(), {{"level", "单位层级"}, {"q", "单位名称"}, {"after", "上一页的 next"}});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/reporting",
                .permission = "report.read",
                .summary = "填报情况：各级、各单位的报送率、按时率和用时",
                .handler = [&db, &reports](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(months, months_asked(reports.rules(), request));
                    LUOSHI_TRY(rates, reporting_rates(db, reports.rules(), identity::actor_of(request), months));
                    return sheet::table_answer(
                        request, [&] { return rates_json(rates, months); }, [&] { return std::vector{rates_sheet(rates, months)}; });
                },
                .response_schema = "Reporting",
                .query = asked});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/reporting/reviewers",
                .permission = "report.read",
                .summary = "各审核单位的审核用时",
                .handler = [&db, &reports](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(months, months_asked(reports.rules(), request));
                    LUOSHI_TRY(times, reviewer_times(db, reports.rules(), identity::actor_of(request), months));
                    return sheet::table_answer(
                        request, [&] { return reviewers_json(times); }, [&] { return std::vector{reviewers_sheet(times, months)}; });
                },
                .response_schema = "ReviewerTimesPage",
                .query = asked});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/reporting/chase",
                .permission = "report.read",
                .summary = "催报名单：逾期未报的单位、任务和能填报的在任人员，逾期最久的在前",
                .handler = [&db, &reports](const Request& request) { return chase(db, reports.rules(), request); },
                .response_schema = "ChasePage",
                .query = narrowed});
}

}  // namespace luoshi::report
