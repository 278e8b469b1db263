#include "plan/plan_api.hpp"

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "plan/document_service.hpp"
#include "plan/plan_service.hpp"
#include "plan/question_service.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::plan {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;
using json::Writer;

Response plan_response(const PlanRow& plan) {
    Writer out;
    write_plan(out, plan, PlanShape::Full);
    return Response::json(out.take()).with_version(plan.version);
}

Result<Response> get_plan(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<PlanId>(request));
    LUOSHI_TRY(plan, env.db.read([&](store::ReadTx& tx) { return plan_for(tx, identity::actor_of(request), id); }));
    return plan_response(plan);
}

Result<Response> get_document(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<PlanId>(request));
    LUOSHI_TRY(view, read_document(env, identity::actor_of(request), id));
    Writer out;
    out.begin_object().field("text", view.text->text()).key("clauses").begin_array();
    for (const ClauseRow& clause : view.clauses) {
        out.begin_object().field("id", clause.id).field("ref", clause.ref).field("kind", word(clause.kind)).field("level", clause.level);
        out.field("parent_id", clause.parent).field("title", clause.title).field("begin", clause.span.begin).field("end", clause.span.end);
        out.field("start_line", clause.span.start_line).field("end_line", clause.span.end_line).end_object();
    }
    out.end_array().key("items").begin_array();
    for (const DrawnItem& item : view.items) {
        out.begin_object().field("kind", item.kind).field("id", std::to_string(item.id)).field("task_id", item.task);
        out.field("clause_id", item.clause).field("label", item.label);
        out.field("first_label", item.first_label == item.label ? std::nullopt : std::optional{item.first_label});
        out.field("begin", item.begin).field("end", item.end).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

Result<Response> get_questions(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<PlanId>(request));
    return env.db.read([&](store::ReadTx& tx) -> Result<Response> {
        LUOSHI_TRY(plan, plan_for(tx, identity::actor_of(request), id));
        const auto text = text_of(tx, env, *find_document_of(tx, plan.id));
        return Response::json(
            page_json(questions_of_plan(tx, id), [&](Writer& out, const QuestionRow& row) { write_question(out, row, *text); }));
    });
}

Result<Response> post_answer(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<QuestionId>(request));
    json::Reader in{request.body};
    Answer answer{.units = {}, .roles = {}, .added = {}, .note = in.opt_text("note", 1000).value_or(""), .by = {}, .at = {}};
    for (const std::int64_t unit : in.ids("unit_ids")) {
        answer.units.emplace_back(unit);
    }
    for (json::Reader& role : in.objects("roles")) {
        const DutyId duty{role.id("duty_id")};
        answer.roles.emplace_back(duty,
                                  from_word<DutyRole>(role.choice("role", {"lead", "responsible", "supporting"})).value_or(DutyRole::Lead));
    }
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(row, answer_question(env, identity::actor_of(request), id, std::move(answer)));
    return env.db.read([&](store::ReadTx& tx) -> Result<Response> {
        const auto text = text_of(tx, env, *find_document_of(tx, row.plan));
        Writer out;
        write_question(out, row, *text);
        return Response::json(out.take());
    });
}

}  // namespace

void add_plan_routes(http::Router& router, Environment& env) {
    router.add({.method = Method::Get,
                .pattern = "/api/v1/plans",
                .permission = "plan.read",
                .summary = "方案清单，最新的在前",
                .handler = [&env](const Request& request) -> Result<Response> {
                    const auto plans = env.db.read([&](store::ReadTx& tx) { return plans_for(tx, identity::actor_of(request)); });
                    return Response::json(
                        page_json(plans, [](Writer& out, const PlanRow& plan) { write_plan(out, plan, PlanShape::Summary); }));
                },
                .response_schema = "PlanPage"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/plans/{id}",
                .permission = "plan.read",
                .summary = "一个方案：来源、时段、状态、数量",
                .handler = [&env](const Request& request) { return get_plan(env, request); },
                .response_schema = "Plan"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/plans/{id}/document",
                .permission = "plan.read",
                .summary = "方案原文、条款，以及从每一条读出的任务、举措、目标和责任",
                .handler = [&env](const Request& request) { return get_document(env, request); },
                .response_schema = "PlanDocument"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/plans/{id}/questions",
                .permission = "plan.read",
                .summary = "文件没有写明、需要人来确认的问题及答复",
                .handler = [&env](const Request& request) { return get_questions(env, request); },
                .response_schema = "QuestionPage"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/questions/{id}/answer",
                .permission = "plan.edit",
                .summary = "答复一个待确认问题",
                .handler = [&env](const Request& request) { return post_answer(env, request); },
                .body = http::Body::Memory,
                .request_schema = "QuestionAnswer",
                .response_schema = "Question"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/plans/{id}/accept",
                .permission = "plan.edit",
                .summary = "采用全部没有疑问的草稿任务",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, path_id<PlanId>(request));
                    LUOSHI_TRY(plan, accept_tasks(env, identity::actor_of(request), id));
                    return plan_response(plan);
                },
                .response_schema = "Plan"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/plans/{id}/confirm",
                .permission = "plan.confirm",
                .summary = "确认方案，任务开始执行；仍有未决事项时列出全部",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, path_id<PlanId>(request));
                    LUOSHI_TRY(plan, confirm_plan(env, identity::actor_of(request), id));
                    return plan_response(plan);
                },
                .response_schema = "Plan"});
}

}  // namespace luoshi::plan
