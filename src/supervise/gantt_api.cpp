#include "supervise/gantt_api.hpp"

#include <algorithm>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::supervise {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

/// A query value that is absent, empty or one of the words.
Result<std::string> query_choice(const Request& request, std::string_view name, std::initializer_list<std::string_view> words) {
    std::string value{request.query_value(name).value_or("")};
    if (!value.empty() && std::find(words.begin(), words.end(), value) == words.end()) {
        std::string known;
        for (const auto word : words) {
            known += (known.empty() ? "" : "、") + std::string{word};
        }
        return base::bad_input("request.invalid", "查询条件“" + std::string{name} + "”的取值不对，应为 " + known + "，或不写");
    }
    return value;
}

const char* word(GanttKind kind) { return kind == GanttKind::Order ? "order" : "milestone"; }

void write_row(Writer& out, const GanttRow& row) {
    out.begin_object().field("kind", word(row.kind)).field("id", std::to_string(row.id)).key("unit");
    plan::write_named(out, row.unit);
    out.field("title", row.title).field("from", row.from).field("first_due_on", row.first_due_on).field("due_on", row.due_on);
    out.field("done_on", row.done_on).field("moved_days", row.moved_days()).field("overdue", row.overdue).key("light");
    plan::write_light(out, row.light);
    out.end_object();
}

std::string write_gantt(const GanttPage& page) {
    const auto& board = page.board->board();
    Writer out;
    out.begin_object().key("plan").begin_object().field("id", board.facts.id).field("name", board.facts.title).end_object();
    out.field("business_date", board.standing.today).key("tasks").begin_array();
    for (const auto& task : page.tasks) {
        out.begin_object().field("id", task.line->id).field("ref", task.line->ref).field("title", task.line->title).key("light");
        plan::write_light(out, task.line->light);
        out.field("from", task.from).field("to", task.to).field("first_to", task.first_to).field("moved_days", task.moved_days());
        out.field("overdue", task.overdue).key("rows").begin_array();
        for (const auto& row : task.rows) {
            write_row(out, row);
        }
        out.end_array().end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::vector<sheet::Sheet> sheets_of(const GanttPage& page) {
    const auto& board = page.board->board();
    sheet::Sheet out{.name = "进度", .title = board.facts.title + "进度表（" + base::date_text(board.standing.today) + "）"};
    out.head = {{"任务", "任务名称", "类别", "单位", "事项", "开始", "最初期限", "现期限", "变动天数", "完成", "状态"}};
    const auto days = [](int count) { return base::Decimal::from_e4(count * base::Decimal::kUnit); };
    for (const auto& task : page.tasks) {
        const auto& line = *task.line;
        out.rows.push_back({line.ref, line.title, "任务", "", "", base::date_text(task.from), base::date_text(task.first_to),
                            base::date_text(task.to), days(task.moved_days()), "", line.light.word});
        for (const auto& row : task.rows) {
            out.rows.push_back({line.ref, line.title, row.kind == GanttKind::Order ? "督办事项" : "节点", row.unit.name, row.title,
                                base::date_text(row.from), base::date_text(row.first_due_on), base::date_text(row.due_on),
                                days(row.moved_days()), row.done_on ? base::date_text(*row.done_on) : "", row.light.word});
        }
    }
    return {out};
}

}  // namespace

void add_gantt_route(http::Router& router, store::Database& db, Boards& boards, order::Orders& orders) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/plans/{id}/gantt",
                .permission = "plan.read",
                .summary = "任务、节点和督办事项的进度：现期限与最初期限",
                .handler = [&](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(plan, plan::path_id<plan::PlanId>(request));
                    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
                    LUOSHI_TRY(light, query_choice(request, "light", {"grey", "done", "green", "yellow", "red"}));
                    LUOSHI_TRY(overdue, query_choice(request, "overdue", {"1"}));
                    const GanttFilter filter{.unit = unit, .light = light, .overdue = overdue == "1"};
                    LUOSHI_TRY(page, gantt_page(db, boards, orders, identity::actor_of(request), plan, filter));
                    return sheet::table_answer(
                        request, [&] { return write_gantt(page); }, [&] { return sheets_of(page); });
                },
                .response_schema = "Gantt",
                .query = {{"unit", "单位编号"},
                          {"light", "任务的灯：grey、done、green、yellow、red"},
                          {"overdue", "1：只看逾期"},
                          {"format", "json、csv、xlsx"}}});
}

}  // namespace luoshi::supervise
