#include "order/order_api.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "http/file_transfer.hpp"
#include "http/service_routes.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::order {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

constexpr std::size_t kMostTogether = 200;
constexpr int kMostRows = 10'000;  ///< of an exported ledger

void write_named_code(Writer& out, std::string_view key, std::string_view code, std::string_view name) {
    out.key(key).begin_object().field("code", code).field("name", name).end_object();
}

std::string_view holder_word(Holder holder) { return holder == Holder::Unit ? "unit" : holder == Holder::Superior ? "superior" : "nobody"; }

void write_summary(Writer& out, const Workflow& workflow, const OrderRow& row, const plan::Light& light) {
    const Order& order = row.order;
    const State& state = workflow.state(order.state);
    const auto* source = workflow.find_source(order.source);
    const auto* urgency = workflow.find_urgency(order.urgency);
    out.field("id", order.id).field("number", order.number).field("title", order.title);
    write_named_code(out, "source", order.source, source != nullptr ? source->name : order.source);
    write_named_code(out, "urgency", order.urgency, urgency != nullptr ? urgency->name : order.urgency);
    write_named_code(out, "state", order.state, state.name);
    out.field("holder", holder_word(state.holder)).key("owner");
    plan::write_named(out, plan::UnitRef{order.owner, row.owner_name});
    out.key("main");
    if (order.main) {
        plan::write_named(out, plan::UnitRef{*order.main, row.main_name});
    } else {
        out.null();
    }
    out.key("task");
    if (order.task) {
        out.begin_object().field("id", *order.task).field("ref", row.task_ref).field("title", row.task_title).end_object();
    } else {
        out.null();
    }
    out.field("given_on", order.days.given_on).field("first_due_on", order.days.first_due_on).field("due_on", order.days.due_on);
    out.field("returned", order.returned).field("chased", order.chased).field("version", order.version).key("light");
    plan::write_light(out, light);
}

void write_step(Writer& out, const Workflow& workflow, const StepRow& step) {
    const auto* action = workflow.find_action(step.action);
    const auto state_name = [&](const std::string& code) {
        const auto* state = workflow.find_state(code);
        return state != nullptr ? state->name : code;
    };
    out.begin_object().field("id", std::to_string(step.id)).field("action", step.action);
    out.field("name", action != nullptr ? action->name : step.note).field("state", state_name(step.state_to));
    out.field("on_day", step.on_day).field("at", step.at).field("actor", step.actor).field("post", step.post).field("unit", step.unit);
    out.field("reason", step.reason).field("progress", step.feedback.progress).field("problems", step.feedback.problems);
    out.field("next_steps", step.feedback.next_steps).field("signer", step.feedback.signer).field("note", step.note);
    out.field("due_on", step.due_on).end_object();
}

void write_request(Writer& out, const RequestRow& request) {
    out.begin_object().field("id", request.id).field("kind", request.kind).field("state", request.state).field("reason", request.reason);
    out.field("progress", request.progress).field("due_before", request.due_before).field("due_wanted", request.due_wanted);
    out.field("due_granted", request.due_granted).field("asked_on", request.asked_on).field("asked_by", request.asked_by);
    out.field("examined_by", request.examined_by).field("examined_on", request.examined_on).field("opinion", request.opinion);
    out.field("decided_by", request.decided_by).field("decided_on", request.decided_on).field("decision", request.decision);
    out.field("version", request.version).end_object();
}

void write_file(Writer& out, const FileRow& file) {
    out.begin_object().field("id", file.id).field("file_name", file.file_name).field("size", file.size);
    out.field("media_type", file.media_type).field("uploaded_by", file.uploaded_by).field("uploaded_at", file.uploaded_at);
    out.field("handed_in", file.step.has_value()).end_object();
}

std::string order_json(const Workflow& workflow, const View& view) {
    const Order& order = view.row.order;
    Writer out;
    out.begin_object();
    write_summary(out, workflow, view.row, view.light);
    out.field("content", order.content).field("basis", order.basis).field("instructed_by", order.instructed_by);
    out.field("instructed_on", order.instructed_on).field("feedback", order.feedback).field("contact", order.contact);
    out.field("origin", order.origin).field("drafted_by", view.row.drafter_name).key("assisting").begin_array();
    for (const auto& unit : view.assisting) {
        plan::write_named(out, unit);
    }
    out.end_array().field("limit_day", order.limit.day).field("limit_days", order.limit.days);
    out.field("limit_working_days", order.limit.working_days).field("sign_due_on", order.days.sign_due_on);
    out.field("reported_on", order.days.reported_on)
        .field("late", order.late)
        .field("progress_due_on", view.progress_due_on)
        .field("ask_by", view.ask_by);
    out.field("unit_days", view.unit_days).field("superior_days", view.superior_days).key("steps").begin_array();
    for (const auto& step : view.steps) {
        write_step(out, workflow, step);
    }
    out.end_array().key("requests").begin_array();
    for (const auto& request : view.requests) {
        write_request(out, request);
    }
    out.end_array().key("files").begin_array();
    for (const auto& file : view.files) {
        write_file(out, file);
    }
    out.end_array().key("actions").begin_array();
    for (const auto* action : view.possible) {
        out.begin_object().field("code", action->code).field("name", action->name).key("guards").begin_array();
        for (const auto guard : action->guards) {
            out.value(word(guard));
        }
        out.end_array().field("gives", action->gives).end_object();
    }
    out.end_array().key("heads").begin_array();
    for (const auto& name : view.heads) {
        out.value(name);
    }
    const auto write_other = [&](const OrderRow& row) {
        const auto& one = row.order;
        out.begin_object().field("id", one.id).field("name", one.number.empty() ? one.title : one.number + " " + one.title).end_object();
    };
    out.end_array().key("merged_into");
    if (view.merged_into) {
        write_other(*view.merged_into);
    } else {
        out.null();
    }
    out.key("merged_here").begin_array();
    std::ranges::for_each(view.merged_here, write_other);
    out.end_array().key("may").begin_object().field("edit", view.may_edit).field("ask", view.may_ask);
    out.field("examine", view.may_examine).field("decide", view.may_decide).field("attach", view.may_attach);
    out.field("take_back", view.may_take_back).end_object();
    out.end_object();
    return out.take();
}

Response order_response(const Workflow& workflow, const View& view, int status = 200) {
    return Response::json(order_json(workflow, view), status).with_version(view.row.order.version);
}

/// The loser of two steps sees what is stored.
Result<Response> answer(Orders& orders, const Request& request, OrderId id, Result<View> view) {
    if (view) {
        return order_response(orders.workflow(), *view);
    }
    auto error = std::move(view).error();
    if (error.category == base::Category::VersionMismatch) {
        if (const auto theirs = orders.read(identity::actor_of(request), id)) {
            error.detail_json = "{\"theirs\":" + order_json(orders.workflow(), *theirs) + "}";
        }
    }
    return error;
}

std::optional<UnitId> unit_of(Reader& in, std::string_view name) {
    const auto id = in.opt_id(name);
    return id ? std::optional{UnitId{*id}} : std::nullopt;
}

std::vector<UnitId> units_of(Reader& in, std::string_view name) {
    std::vector<UnitId> out;
    for (const auto id : in.ids(name, 100)) {
        out.emplace_back(id);
    }
    return out;
}

Draft draft_of(Reader& in) {
    Draft draft;
    draft.source = in.text("source", 40);
    draft.urgency = in.text("urgency", 40);
    draft.title = in.text("title", 200);
    draft.content = in.opt_text("content", 4000).value_or("");
    draft.basis = in.opt_text("basis", 2000).value_or("");
    draft.instructed_by = in.opt_text("instructed_by", 100).value_or("");
    draft.instructed_on = in.opt_date("instructed_on");
    draft.feedback = in.opt_text("feedback", 500).value_or("");
    draft.contact = in.opt_text("contact", 100).value_or("");
    const auto task = in.opt_id("task_id");
    draft.task = task ? std::optional{TaskId{*task}} : std::nullopt;
    draft.main = unit_of(in, "main_unit_id");
    draft.assisting = units_of(in, "assisting_unit_ids");
    draft.due_on = in.opt_date("due_on");
    return draft;
}

Act act_of(Reader& in) {
    Act act;
    act.action = in.text("action", 40);
    act.reason = in.opt_text("reason", 1000).value_or("");
    act.feedback = {in.opt_text("progress", 4000).value_or(""), in.opt_text("problems", 4000).value_or(""),
                    in.opt_text("next_steps", 4000).value_or(""), in.opt_text("signer", 100).value_or("")};
    for (const auto& yes : in.texts("answers", 20, 3)) {
        act.answers.push_back(yes == "yes");
    }
    act.leader_word = in.opt_text("leader_word", 1000).value_or("");
    act.main = unit_of(in, "main_unit_id");
    act.assisting = units_of(in, "assisting_unit_ids");
    const auto into = in.opt_id("into_order_id");
    act.into = into ? std::optional{OrderId{*into}} : std::nullopt;
    act.due_on = in.opt_date("due_on");
    return act;
}

Result<std::optional<Date>> date_in_query(const Request& request, std::string_view name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) {
        return std::optional<Date>{};
    }
    const auto day = base::parse_date(*text);
    if (!day) {
        return base::bad_input("request.invalid", "查询条件“" + std::string{name} + "”应为日期，如 2018-08-31");
    }
    return day;
}

Result<ListQuery> query_of(const Request& request) {
    ListQuery query;
    const auto text = [&](std::string_view name) { return request.query_value(name).value_or(""); };
    query.filter.state = text("state");
    query.phase = text("phase");
    query.filter.source = text("source");
    query.filter.words = text("search");
    query.light = text("light");
    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
    LUOSHI_TRY(owner, plan::query_id<UnitId>(request, "owner"));
    LUOSHI_TRY(task, plan::query_id<TaskId>(request, "task"));
    LUOSHI_TRY(from, date_in_query(request, "due_from"));
    LUOSHI_TRY(to, date_in_query(request, "due_to"));
    query.filter.unit = unit;
    query.filter.owner = owner;
    query.filter.task = task;
    query.filter.due_from = from;
    query.filter.due_to = to;
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        const auto gap = after->find('_');
        std::int64_t id = 0;
        const char* const end = after->data() + after->size();
        if (gap == std::string::npos || std::from_chars(after->data() + gap + 1, end, id).ptr != end) {
            return base::bad_input("request.invalid", "查询条件“after”应为上一页答复中的 next");
        }
        query.after = OrderKey{std::string{after->substr(0, gap)}, OrderId{id}};
    }
    return query;
}

std::string page_json(const Workflow& workflow, const Page& page) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& item : page.items) {
        out.begin_object();
        write_summary(out, workflow, item.row, item.light);
        out.end_object();
    }
    out.end_array().field("next", page.next ? std::optional{page.next->due + "_" + page.next->id.text()} : std::nullopt).end_object();
    return out.take();
}

sheet::Cell day_cell(const std::optional<Date>& day) { return day ? sheet::Cell{base::date_text(*day)} : sheet::Cell{}; }

/// The ledger (台账), with the columns usual in practice (domain 1.7).
sheet::Sheet ledger(const Workflow& workflow, const Page& page) {
    sheet::Sheet out{.name = "督办台账", .title = "督办台账"};
    out.head = {{"编号", "事项", "来源", "紧急程度", "督办单位", "主办单位", "任务", "交办日期", "原定期限", "现期限", "状态", "灯色",
                 "依据", "退回次数", "催办次数"}};
    for (const auto& [row, light] : page.items) {
        const Order& order = row.order;
        const auto* source = workflow.find_source(order.source);
        const auto* urgency = workflow.find_urgency(order.urgency);
        out.rows.push_back(
            {order.number, order.title, source != nullptr ? source->name : order.source, urgency != nullptr ? urgency->name : order.urgency,
             row.owner_name, row.main_name, row.task_ref, day_cell(order.days.given_on), day_cell(order.days.first_due_on),
             day_cell(order.days.due_on), workflow.state(order.state).name, light.word, light.rule(),
             sheet::cell(base::Decimal::from_integer(order.returned)), sheet::cell(base::Decimal::from_integer(order.chased))});
    }
    out.note = page.next ? "只列出前 10000 件，请缩小范围" : "";
    return out;
}

const char* hand_word(Hand hand) { return hand == Hand::Owner ? "owner" : hand == Hand::Decider ? "decider" : "main"; }

std::string settings_json(const Workflow& workflow) {
    Writer out;
    out.begin_object().key("sources").begin_array();
    for (const auto& source : workflow.sources) {
        out.begin_object().field("code", source.code).field("name", source.name).field("days", source.days);
        out.field("leader", source.leader).end_object();
    }
    out.end_array().key("urgencies").begin_array();
    for (const auto& urgency : workflow.urgencies) {
        out.begin_object().field("code", urgency.code).field("name", urgency.name).field("work_days", urgency.work_days).end_object();
    }
    out.end_array().key("states").begin_array();
    for (const auto& state : workflow.states) {
        out.begin_object().field("code", state.code).field("name", state.name).field("holder", holder_word(state.holder));
        out.field("open", state.phase == Phase::Open).end_object();
    }
    out.end_array().key("steps").begin_array();
    for (const auto& action : workflow.actions) {
        if (asks_for_nothing(action)) {
            out.begin_object().field("code", action.code).field("name", action.name).field("by", hand_word(action.by)).key("from");
            out.begin_array();
            for (const auto& state : action.from) {
                out.value(state);
            }
            out.end_array().end_object();
        }
    }
    out.end_array().key("return_reasons").begin_array();
    for (const auto& reason : workflow.return_reasons) {
        out.value(reason);
    }
    out.end_array().key("questions").begin_array();
    for (const auto& question : workflow.questions) {
        out.value(question);
    }
    out.end_array().end_object();
    return out.take();
}

Result<Response> board(Orders& orders, const Request& request) {
    Writer out;
    out.begin_object().field("today", orders.today()).key("cells").begin_array();
    for (const auto& cell : orders.board(identity::actor_of(request))) {
        out.begin_object().key("main");
        if (cell.main) {
            plan::write_named(out, plan::UnitRef{*cell.main, cell.main_name});
        } else {
            out.null();
        }
        out.field("state", cell.state).field("colour", cell.colour).field("count", cell.count).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

Result<Response> calendar_of(Orders& orders, const Request& request) {
    LUOSHI_TRY(from, date_in_query(request, "from"));
    LUOSHI_TRY(to, date_in_query(request, "to"));
    if (!from || !to || *to < *from || *to - *from > std::chrono::days{366}) {
        return base::bad_input("request.invalid", "请写明起止日期 from、to，最长一年");
    }
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& due : orders.due(identity::actor_of(request), *from, *to)) {
        out.begin_object().field("day", due.day).field("state", due.state).field("count", due.count).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

Result<Response> post_together(Orders& orders, const Request& request) {
    Reader in{request.body};
    Act act;
    act.action = in.text("action", 40);
    act.reason = in.opt_text("reason", 1000).value_or("");
    std::vector<OrderId> ids;
    std::vector<Versioned> chosen;
    for (auto& one : in.objects("orders", kMostTogether)) {
        ids.emplace_back(one.id("id"));
        chosen.push_back({ids.back(), one.integer("version", 1, std::numeric_limits<std::int64_t>::max())});
    }
    if (ids.empty()) {
        in.fail("orders", "order.none", "请至少选择一件事项");
    }
    LUOSHI_TRY(valid, in.finish());
    return Response::json(plan::outcomes_json(ids, orders.act_together(identity::actor_of(request), chosen, act)));
}

Result<Response> post_request(Orders& orders, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OrderId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    NewRequest wanted;
    wanted.kind = in.choice("kind", {"extension", "suspension", "withdrawal"});
    wanted.reason = in.opt_text("reason", 1000).value_or("");
    wanted.progress = in.opt_text("progress", 2000).value_or("");
    wanted.due_wanted = in.opt_date("due_on");
    LUOSHI_TRY(valid, in.finish());
    return answer(orders, request, id, orders.ask(identity::actor_of(request), id, version, wanted));
}

Result<Response> post_decision(Orders& orders, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<RequestId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const Decision decision{in.flag("agree", false), in.opt_text("opinion", 1000).value_or(""), in.opt_date("due_on")};
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(view, orders.decide(identity::actor_of(request), id, version, decision));
    return order_response(orders.workflow(), view);
}

}  // namespace

void add_routes(http::Router& router, Orders& orders, std::uint64_t upload_limit) {
    const http::ServiceRoutes add{router, orders};
    add(Method::Get, "/orders", "order.read", "督办台账",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(query, query_of(request));
            const bool exported = request.query_value("format").value_or("json") != "json";
            query.limit = exported ? kMostRows : query.limit;
            const auto page = o.list(identity::actor_of(request), query);
            return sheet::table_answer(
                request, [&] { return page_json(o.workflow(), page); }, [&] { return std::vector{ledger(o.workflow(), page)}; });
        },
        "", "OrderPage",
        {{"state", "状态"},
         {"phase", "open 为在办的"},
         {"light", "灯色：grey、green、yellow、red、done"},
         {"unit", "主办或协办单位编号"},
         {"owner", "督办单位编号"},
         {"task", "任务编号"},
         {"source", "事项来源"},
         {"search", "编号、名称或内容中的字"},
         {"due_from", "期限自"},
         {"due_to", "期限至"},
         {"after", "上一页答复中的 next"},
         {"format", "json、csv、xlsx"}});
    add(
        Method::Get, "/orders/settings", "order.read", "督办的来源、时限、状态和规则",
        [](Orders& o, const Request&) -> Result<Response> { return Response::json(settings_json(o.workflow())); }, "", "OrderSettings");
    add(Method::Get, "/orders/board", "order.read", "督办看板：按主办单位、状态和灯色计数", board, "", "OrderBoard");
    add(Method::Get, "/orders/calendar", "order.read", "督办日历：每天到期的件数", calendar_of, "", "OrderCalendar",
        {{"from", "开始日期"}, {"to", "结束日期"}});
    add(
        Method::Post, "/orders", "order.manage", "拟督办事项",
        [](Orders& o, const Request& request) -> Result<Response> {
            Reader in{request.body};
            const auto draft = draft_of(in);
            LUOSHI_TRY(valid, in.finish());
            LUOSHI_TRY(view, o.draft(identity::actor_of(request), draft));
            return order_response(o.workflow(), view, 201);
        },
        "OrderDraft", "Order");
    add(Method::Post, "/orders/steps", "order.read", "对多件事项办理同一步，逐件办理，办不了的逐件说明", post_together, "OrderStepsTaken",
        "OutcomePage");
    add(
        Method::Get, "/orders/{id}", "order.read", "一件督办事项：内容、步骤、申请、时钟",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OrderId>(request));
            LUOSHI_TRY(view, o.read(identity::actor_of(request), id));
            return order_response(o.workflow(), view);
        },
        "", "Order");
    add(
        Method::Put, "/orders/{id}", "order.manage", "修改拟稿中的督办事项",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OrderId>(request));
            LUOSHI_TRY(version, request.expected_version());
            Reader in{request.body};
            const auto draft = draft_of(in);
            LUOSHI_TRY(valid, in.finish());
            return answer(o, request, id, o.edit(identity::actor_of(request), id, version, draft));
        },
        "OrderDraft", "Order");
    add(
        Method::Post, "/orders/{id}/steps", "order.read",
        "办理一步：送审、批准、交办、签收、反馈、审核、办结、销号等，规则见方案包 orders.yaml",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OrderId>(request));
            LUOSHI_TRY(version, request.expected_version());
            Reader in{request.body};
            const auto act = act_of(in);
            LUOSHI_TRY(valid, in.finish());
            return answer(o, request, id, o.act(identity::actor_of(request), id, version, act));
        },
        "OrderStepTaken", "Order");
    add(Method::Post, "/orders/{id}/requests", "order.handle", "申请延期、挂起或撤销，须在期限之内", post_request, "OrderRequestMade",
        "Order");
    add(Method::Post, "/order-requests/{id}/decide", "order.read", "对申请提出意见或作出决定", post_decision, "OrderDecision", "Order");
    add(
        Method::Post, "/order-requests/{id}/take-back", "order.handle", "撤回自己的申请",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<RequestId>(request));
            LUOSHI_TRY(version, request.expected_version());
            LUOSHI_TRY(view, o.take_back(identity::actor_of(request), id, version));
            return order_response(o.workflow(), view);
        },
        "", "Order");
    router.add({.method = Method::Put,
                .pattern = "/api/v1/orders/{id}/files",
                .permission = "order.handle",
                .summary = "上传一份反馈的佐证材料",
                .handler = [&orders](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<OrderId>(request));
                    LUOSHI_TRY(name, http::upload_name(request));
                    LUOSHI_TRY(row, orders.add_file(identity::actor_of(request), id, std::move(name), request.body_file));
                    Writer out;
                    write_file(out, row);
                    return Response::json(out.take(), 201);
                },
                .body = Body::File,
                .body_limit = upload_limit,
                .response_schema = "OrderFile"});
    add(
        Method::Get, "/order-files/{id}", "order.read", "下载督办事项的佐证材料",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OrderFileId>(request));
            LUOSHI_TRY(found, o.file(identity::actor_of(request), id));
            return http::attachment(found.path, found.row.media_type, found.row.file_name);
        },
        "", "");
    add(
        Method::Delete, "/order-files/{id}", "order.handle", "移除尚未报出的佐证材料",
        [](Orders& o, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OrderFileId>(request));
            LUOSHI_TRY(removed, o.remove_file(identity::actor_of(request), id));
            return Response::no_content();
        },
        "", "");
}

}  // namespace luoshi::order
