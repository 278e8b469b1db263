#include "inspect/inspect_api.hpp"

#include <charconv>

#include "http/file_transfer.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inspect/conclusion_service.hpp"
#include "inspect/finding_service.hpp"
#include "inspect/inspect_service.hpp"
#include "inspect/view_api.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::inspect {
namespace {

using base::Result;
using http::Body;
using http::Request;
using http::Response;
using identity::Actor;
using identity::actor_of;
using json::Reader;
using json::Writer;

constexpr std::size_t kLongText = 8000;

Result<Response> answer(Result<View> view, int status = 200) {
    if (!view) {
        return std::move(view).error();
    }
    return Response::json(view_json(*view), status).with_version(view->inspection.version);
}

/// The same; who lost to another edit is shown what is stored.
Result<Response> answer(Environment& env, const Actor& actor, std::optional<InspectionId> id, Result<View> view) {
    if (!view && id && view.error().category == base::Category::VersionMismatch) {
        const auto theirs = read(env, actor, *id);
        return plan::with_theirs(std::move(view).error(), env.db, "inspection", id->value(), theirs ? view_json(*theirs) : "null");
    }
    return answer(std::move(view));
}

Result<ListFilter> filter_of(const Request& request) {
    ListFilter filter;
    if (const auto word = request.query_value("state"); word && !word->empty()) {
        filter.state = plan::from_word<State>(*word);
        if (!filter.state) {
            return base::bad_input("request.invalid", "查询条件“state”不是督查的状态");
        }
    }
    if (const auto text = request.query_value("year"); text && !text->empty()) {
        int year = 0;
        const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), year);
        if (fault != std::errc{} || end != text->data() + text->size()) {
            return base::bad_input("request.invalid", "查询条件“year”应为年份");
        }
        filter.year = year;
    }
    LUOSHI_TRY(object, plan::query_id<UnitId>(request, "object"));
    LUOSHI_TRY(after, plan::query_id<InspectionId>(request, "after"));
    filter.object = object;
    filter.after = after;
    filter.words = std::string{request.query_value("q").value_or("")};
    return filter;
}

Result<Response> get_list(Environment& env, const Request& request) {
    LUOSHI_TRY(filter, filter_of(request));
    const bool is_table = request.query_value("format").value_or("json") != "json";
    if (is_table) {
        filter.limit = 10'000;
    }
    const auto page = list_for(env, actor_of(request), filter);
    return sheet::table_answer(
        request, [&] { return plan::page_json(page.items, write_row, page.next ? std::optional{page.next->text()} : std::nullopt); },
        [&] { return std::vector{as_sheet(page.items)}; });
}

std::vector<UserId> users_of(Reader& in, std::string_view name) {
    std::vector<UserId> out;
    for (const auto id : in.ids(name, 100)) {
        out.emplace_back(id);
    }
    return out;
}

/// A draft may lack anything; what is there has the right form.
Result<Draft> draft_of(const Request& request) {
    Reader in{request.body};
    Draft out;
    out.type = plan::from_word<Type>(in.choice("type", {"comprehensive", "special", "event", "routine", "lead"})).value_or(Type::Special);
    for (const auto& word : in.texts("methods", 20, 40)) {
        if (const auto method = plan::from_word<inspect::Method>(word)) {
            out.methods.push_back(*method);
        } else {
            in.fail("methods", "request.not_choice", "督查方式不在所列范围内");
        }
    }
    out.title = in.opt_text("title", 200).value_or("");
    out.authority =
        plan::from_word<Authority>(in.choice("authority", {"government", "head", "proposal", "delegated"})).value_or(Authority::Government);
    out.basis = in.opt_text("basis", 1000).value_or("");
    if (auto delegation = in.opt_object("delegation")) {
        out.delegation.item = delegation->opt_text("item", 1000).value_or("");
        out.delegation.scope = delegation->opt_text("scope", 1000).value_or("");
        out.delegation.duty = delegation->opt_text("duty", 1000).value_or("");
        out.delegation.from = delegation->opt_date("from");
        out.delegation.to = delegation->opt_date("to");
    }
    for (const auto id : in.ids("object_ids", 500)) {
        out.objects.emplace_back(id);
    }
    for (const auto id : in.ids("task_ids", 500)) {
        out.tasks.emplace_back(id);
    }
    out.content = in.opt_text("content", kLongText).value_or("");
    out.scope = in.opt_text("scope", 2000).value_or("");
    out.from = in.opt_date("from");
    out.to = in.opt_date("to");
    if (const auto leader = in.opt_id("leader_id")) {
        out.leader = UserId{*leader};
    }
    out.members = users_of(in, "member_ids");
    out.invited = in.opt_text("invited", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return out;
}

Result<std::string> reason_of(const Request& request) {
    Reader in{request.body};
    auto reason = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return reason;
}

Result<Response> put_draft(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    LUOSHI_TRY(what, draft_of(request));
    const auto& actor = actor_of(request);
    return answer(env, actor, id, edit(env, actor, id, version, what));
}

Result<Response> post_approve(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    std::map<Rule, std::string> reasons;
    for (Reader& row : in.objects("overrides", 10)) {
        const auto rule = plan::from_word<Rule>(row.choice("rule", {"overlap", "frequency", "period", "authority", "team"}));
        auto reason = row.opt_text("reason", 1000).value_or("");
        if (rule) {
            reasons.emplace(*rule, std::move(reason));
        }
    }
    LUOSHI_TRY(valid, in.finish());
    const auto& actor = actor_of(request);
    return answer(env, actor, id, approve(env, actor, id, version, reasons));
}

Result<Response> put_team(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const UserId leader{in.id("leader_id")};
    const auto members = users_of(in, "member_ids");
    const auto invited = in.opt_text("invited", 1000).value_or("");
    const auto reason = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    const auto& actor = actor_of(request);
    return answer(env, actor, id, change_team(env, actor, id, version, leader, members, invited, reason));
}

Result<Response> put_finding(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<LineId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto finding = plan::from_word<Finding>(in.choice("finding", {"open", "ok", "problem"})).value_or(Finding::Open);
    const auto said = in.opt_text("said", 4000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    const auto& actor = actor_of(request);
    return answer(find(env, actor, id, version, finding, said));
}

Result<Response> post_conclusion(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto text = in.opt_text("text", kLongText).value_or("");
    std::vector<NewRectification> rows;
    for (Reader& row : in.objects("rectifications", 200)) {
        const auto line = row.opt_id("line_id");
        const auto what = row.opt_text("what", 1000).value_or("");
        const auto unit = row.id("unit_id");
        rows.push_back(
            {.line = line ? std::optional{LineId{*line}} : std::nullopt, .what = what, .unit = UnitId{unit}, .due_on = row.date("due_on")});
    }
    LUOSHI_TRY(valid, in.finish());
    return answer(conclude(env, actor_of(request), id, version, text, rows));
}

Result<Response> post_decision(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    Decision decision;
    decision.outcome = plan::from_word<Outcome>(in.choice("outcome", {"upheld", "changed", "withdrawn"})).value_or(Outcome::Upheld);
    decision.text = in.opt_text("text", kLongText).value_or("");
    decision.reason = in.opt_text("reason", 1000).value_or("");
    for (const auto dropped : in.ids("dropped_ids", 200)) {
        decision.dropped.emplace_back(dropped);
    }
    LUOSHI_TRY(valid, in.finish());
    return answer(decide(env, actor_of(request), id, version, decision));
}

Result<Response> post_report(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<RectificationId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto text = in.opt_text("text", 4000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return answer(report(env, actor_of(request), id, version, text));
}

Result<Response> post_check(Environment& env, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<RectificationId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const bool passed = in.choice("result", {"passed", "returned"}) == "passed";
    const auto said = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return answer(check(env, actor_of(request), id, version, passed ? Checked::Passed : Checked::SentBack, said));
}

Result<Response> put_file(Environment& env, const Request& request, std::optional<LineId> line,
                          std::optional<RectificationId> rectification) {
    LUOSHI_TRY(name, http::upload_name(request));
    LUOSHI_TRY(row, add_file(env, actor_of(request), line, rectification, std::move(name), request.body_file));
    Writer out;
    write_file(out, row);
    return Response::json(out.take(), 201);
}

}  // namespace

void add_routes(http::Router& router, Environment& env, std::uint64_t upload_limit) {
    using http::Method;
    using Handler = Result<Response> (*)(Environment&, const Request&);
    const auto add = [&](Method method, const char* pattern, const char* permission, const char* summary, Handler handler,
                         const char* request_schema, std::vector<http::QueryParameter> query = {}) {
        const bool is_list = std::string_view{pattern} == "/api/v1/inspections" && method == Method::Get;
        router.add({.method = method,
                    .pattern = pattern,
                    .permission = permission,
                    .summary = summary,
                    .handler = [&env, handler](const Request& request) { return handler(env, request); },
                    .body = method == Method::Post || method == Method::Put ? Body::Memory : Body::None,
                    .request_schema = request_schema,
                    .response_schema = is_list ? "InspectionPage" : "Inspection",
                    .query = std::move(query)});
    };
    /// An act on an inspection that needs its version and a reason.
    using WithReason = Result<View> (*)(Environment&, const Actor&, InspectionId, std::int64_t, const std::string&);
    const auto add_act = [&](const char* pattern, const char* permission, const char* summary, WithReason act) {
        router.add({.method = Method::Post,
                    .pattern = pattern,
                    .permission = permission,
                    .summary = summary,
                    .handler = [&env, act](const Request& request) -> Result<Response> {
                        LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
                        LUOSHI_TRY(version, request.expected_version());
                        LUOSHI_TRY(reason, reason_of(request));
                        const auto& actor = actor_of(request);
                        return answer(env, actor, id, act(env, actor, id, version, reason));
                    },
                    .body = Body::Memory,
                    .request_schema = "Reason",
                    .response_schema = "Inspection"});
    };

    add(Method::Get, "/api/v1/inspections", "inspect.read", "督查：所组织的、所参加的、本单位受督查的，新的在前", get_list, "",
        {{"state", "状态；不写为全部"},
         {"year", "年份"},
         {"object", "督查对象的单位编号"},
         {"q", "名称、组织单位或对象中的字"},
         {"after", "上一页最后一项的编号"},
         {"format", "json、csv、xlsx"}});
    add(
        Method::Post, "/api/v1/inspections", "inspect.manage", "拟定督查方案",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(what, draft_of(request));
            return answer(draft(e, actor_of(request), what), 201);
        },
        "InspectionDraft");
    add(
        Method::Get, "/api/v1/inspections/{id}", "inspect.read", "一次督查：方案、督查组、清单、结论、复核、整改和经过",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
            return answer(read(e, actor_of(request), id));
        },
        "");
    add(Method::Put, "/api/v1/inspections/{id}", "inspect.manage", "修改督查方案", put_draft, "InspectionDraft");
    add(
        Method::Post, "/api/v1/inspections/{id}/submit", "inspect.manage", "报批督查方案",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<InspectionId>(request));
            LUOSHI_TRY(version, request.expected_version());
            const auto& actor = actor_of(request);
            return answer(e, actor, id, submit(e, actor, id, version));
        },
        "");
    add(Method::Post, "/api/v1/inspections/{id}/approve", "inspect.read", "批准督查方案，可变通的规则须写明理由", post_approve,
        "InspectionApproval");
    add_act("/api/v1/inspections/{id}/refuse", "inspect.read", "不批准督查方案，须写明理由", refuse);
    add_act("/api/v1/inspections/{id}/cancel", "inspect.manage", "终止督查，须写明理由", cancel);
    add(Method::Put, "/api/v1/inspections/{id}/team", "inspect.manage", "调整督查组", put_team, "InspectionTeam");

    add(
        Method::Post, "/api/v1/inspection-objects/{id}/recusals", "inspect.read", "督查组成员申明对一个对象回避",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
            LUOSHI_TRY(reason, reason_of(request));
            return answer(recuse(e, actor_of(request), id, reason));
        },
        "Reason");
    add(
        Method::Post, "/api/v1/inspection-objects/{id}/lines", "inspect.read", "在督查清单中增加一项",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
            Reader in{request.body};
            const auto title = in.opt_text("title", 500).value_or("");
            LUOSHI_TRY(valid, in.finish());
            return answer(add_line(e, actor_of(request), id, title));
        },
        "InspectionLineTitle");
    add(
        Method::Post, "/api/v1/inspection-objects/{id}/redraw", "inspect.read", "按当前数据更新督查清单",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
            return answer(redraw(e, actor_of(request), id));
        },
        "");
    add(
        Method::Delete, "/api/v1/inspection-lines/{id}", "inspect.read", "删除督查组自己增加、还没有记录的一项",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<LineId>(request));
            return answer(drop_line(e, actor_of(request), id));
        },
        "");
    add(Method::Put, "/api/v1/inspection-lines/{id}/finding", "inspect.read", "记录一项检查内容的情况", put_finding, "InspectionFinding");
    add(Method::Post, "/api/v1/inspection-objects/{id}/conclude", "inspect.read", "送达督查结论和整改清单", post_conclusion,
        "InspectionConclusion");
    add(
        Method::Post, "/api/v1/inspection-objects/{id}/reconsider", "order.handle", "申请复核，须写明理由",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<ObjectId>(request));
            LUOSHI_TRY(version, request.expected_version());
            LUOSHI_TRY(reason, reason_of(request));
            return answer(ask(e, actor_of(request), id, version, reason));
        },
        "Reason");
    add(Method::Post, "/api/v1/inspection-objects/{id}/decide", "inspect.read", "作出复核决定", post_decision, "InspectionDecision");

    add(Method::Post, "/api/v1/rectifications/{id}/report", "order.handle", "报告整改情况", post_report, "RectificationReport");
    add(Method::Post, "/api/v1/rectifications/{id}/check", "inspect.read", "核查整改，退回须写明理由", post_check, "RectificationCheck");
    add(
        Method::Post, "/api/v1/rectifications/{id}/order", "order.manage", "整改转为督办单",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<RectificationId>(request));
            LUOSHI_TRY(version, request.expected_version());
            return answer(open_order(e, actor_of(request), id, version));
        },
        "");

    router.add({.method = Method::Put,
                .pattern = "/api/v1/inspection-lines/{id}/files",
                .permission = "inspect.read",
                .summary = "上传一项检查内容的材料",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<LineId>(request));
                    return put_file(env, request, id, std::nullopt);
                },
                .body = Body::File,
                .body_limit = upload_limit,
                .response_schema = "InspectionFile"});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/rectifications/{id}/files",
                .permission = "order.handle",
                .summary = "上传整改的佐证材料",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<RectificationId>(request));
                    return put_file(env, request, std::nullopt, id);
                },
                .body = Body::File,
                .body_limit = upload_limit,
                .response_schema = "InspectionFile"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/inspection-files/{id}/file",
                .permission = "inspect.read",
                .summary = "下载督查或整改的材料",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<FileId>(request));
                    LUOSHI_TRY(found, file_of(env, actor_of(request), id));
                    return http::attachment(found.path, found.row.media_type, found.row.file_name);
                }});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/inspection-files/{id}",
                .permission = "inspect.read",
                .summary = "移除一份督查或整改的材料",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<FileId>(request));
                    LUOSHI_TRY(removed, drop_file(env, actor_of(request), id));
                    return Response::no_content();
                }});
}

}  // namespace luoshi::inspect
