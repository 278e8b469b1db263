#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "plan/document_service.hpp"
#include "plan/duty_service.hpp"
#include "plan/plan_api.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::plan {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

constexpr std::size_t kLongestReason = 500;
constexpr int kUsualPage = 50;
constexpr int kLongestPage = 200;

/// A whole number of the query, if given. Error: request.bad_number.
Result<std::optional<int>> query_number(const Request& request, std::string_view name, int least, int most) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) {
        return std::optional<int>{};
    }
    int number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc{} || end != text->data() + text->size() || number < least || number > most) {
        return base::bad_input("request.bad_number", fmt::format("查询条件“{}”应为 {} 到 {} 的整数", name, least, most));
    }
    return std::optional{number};
}

std::string task_json(const TaskView& view) {
    constexpr std::size_t kUsual = 24 << 10;
    Writer out{kUsual};
    write_task(out, view);
    return out.take();
}

std::string duty_json(Environment& env, const DutyRow& row) {
    return env.db.read([&](store::ReadTx& tx) {
        const TaskRow task = *find_task(tx, row.task);
        Writer out;
        write_duty(out, row, task, *text_of(tx, env, task.document));
        return out.take();
    });
}

Result<Response> get_tasks(Environment& env, const Request& request) {
    LUOSHI_TRY(plan, path_id<PlanId>(request));
    LUOSHI_TRY(unit, query_id<UnitId>(request, "unit"));
    TaskListFilter filter{.stored = {.words = std::string{request.query_value("q").value_or("")}, .unit = unit, .state = std::nullopt},
                          .light = std::string{request.query_value("light").value_or("")}};
    if (const auto state = request.query_value("state"); state && !state->empty()) {
        filter.stored.state = from_word<TaskState>(*state);
        if (!filter.stored.state) {
            return base::bad_input("request.bad_state", "任务状态只能是 draft、accepted 或 rejected");
        }
    }
    LUOSHI_TRY(after, query_number(request, "after", 0, std::numeric_limits<int>::max()));
    LUOSHI_TRY(limit, query_number(request, "limit", 1, kLongestPage));
    filter.stored.after = after;
    filter.stored.limit = limit.value_or(kUsualPage);
    LUOSHI_TRY(page, list_plan_tasks(env, identity::actor_of(request), plan, filter));
    const auto next = page.next ? std::optional{std::to_string(*page.next)} : std::nullopt;
    return Response::json(page_json(
        page.items, [](Writer& out, const TaskSummary& task) { write_task_summary(out, task.head, task.light); }, next));
}

Response kept_response(const TaskReplies::Reply& reply) {
    Response response = Response::json({});
    response.shared_body = reply.body;
    response.with_version(reply.version);
    return response;
}

/// The page everybody opens: a reply that may still hold costs one statement.
Result<Response> get_task(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TaskId>(request));
    const identity::Actor& actor = identity::actor_of(request);
    const base::Moment now = env.clock.now();
    const auto kept = env.task_replies.find(id, actor, env.db.commits(), now);
    if (kept && read_task_version(env, id) == kept->version) {
        return kept_response(*kept);
    }
    LUOSHI_TRY(view, read_task(env, actor, id));
    const TaskReplies::Reply reply{std::make_shared<const std::string>(task_json(view)), view.row.head.version, view.commits.value_or(0),
                                   now};
    env.task_replies.keep(id, actor, reply);
    return kept_response(reply);
}

Result<Response> patch_task(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TaskId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    TaskEdit edit;
    if (in.has("title")) {
        edit.title = in.text("title", 400);
    }
    if (in.has("content")) {
        edit.content = in.text("content", 20'000);
    }
    if (in.has("deadline")) {
        edit.deadline = in.opt_date("deadline");
    }
    if (const auto state = in.opt_choice("state", {"draft", "accepted", "rejected"})) {
        edit.state = from_word<TaskState>(*state);
    }
    edit.reason = in.opt_text("reason", kLongestReason).value_or("");
    LUOSHI_TRY(valid, in.finish());
    const identity::Actor& actor = identity::actor_of(request);
    auto view = edit_task(env, actor, id, version, edit);
    if (!view) {
        const auto theirs = read_task(env, actor, id);
        return with_theirs(std::move(view).error(), env.db, "task", id.value(), theirs ? task_json(*theirs) : "null");
    }
    return Response::json(task_json(*view)).with_version(view->row.head.version);
}

Result<Response> patch_duty(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<DutyId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    DutyEdit edit{.role = std::nullopt,
                  .units = std::nullopt,
                  .group_code = in.opt_text("group_code", 100),
                  .note = in.text("note", 1000),
                  .reason = in.opt_text("reason", kLongestReason).value_or("")};
    if (const auto role = in.opt_choice("role", {"lead", "responsible", "supporting"})) {
        edit.role = from_word<DutyRole>(*role);
    }
    if (in.has("unit_ids")) {
        edit.units.emplace();
        for (const std::int64_t unit : in.ids("unit_ids")) {
            edit.units->emplace_back(unit);
        }
    }
    LUOSHI_TRY(valid, in.finish());
    auto duty = edit_duty(env, identity::actor_of(request), id, version, edit);
    if (!duty) {
        const auto theirs = env.db.read([&](store::ReadTx& tx) { return find_duty(tx, id); });
        return with_theirs(std::move(duty).error(), env.db, "duty", id.value(), theirs ? duty_json(env, *theirs) : "null");
    }
    return Response::json(duty_json(env, *duty)).with_version(duty->version);
}

}  // namespace

void add_task_routes(http::Router& router, Environment& env) {
    router.add({.method = Method::Get,
                .pattern = "/api/v1/plans/{id}/tasks",
                .permission = "plan.read",
                .summary = "方案的任务，可按文字、单位、亮灯、状态筛选",
                .handler = [&env](const Request& request) { return get_tasks(env, request); },
                .response_schema = "TaskPage",
                .query = {{"q", "任务中的字"},
                          {"unit", "承担单位编号"},
                          {"light", "灯色，如 red"},
                          {"state", "draft、accepted 或 rejected"},
                          {"after", "上一页答复中的 next"},
                          {"limit", "条数，1 至 200，不写为 50"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/tasks/{id}",
                .permission = "plan.read",
                .summary = "一项任务：原文出处、分年举措、责任、目标、完整性检查，以及可见单位的进展",
                .handler = [&env](const Request& request) { return get_task(env, request); },
                .response_schema = "Task"});
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/tasks/{id}",
                .permission = "plan.edit",
                .summary = "修改、采用或不采用一项任务",
                .handler = [&env](const Request& request) { return patch_task(env, request); },
                .body = Body::Memory,
                .request_schema = "TaskEdit",
                .response_schema = "Task"});
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/duties/{id}",
                .permission = "plan.edit",
                .summary = "更正一条责任分工的角色或单位",
                .handler = [&env](const Request& request) { return patch_duty(env, request); },
                .body = Body::Memory,
                .request_schema = "DutyEdit",
                .response_schema = "Duty"});
}

}  // namespace luoshi::plan
