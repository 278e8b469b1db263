#include "supervise/caution_api.hpp"

#include "http/service_routes.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::supervise {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

Response caution_response(const Ladder& ladder, const CautionView& view, int status = 200) {
    Writer out;
    write_caution(out, ladder, view);
    return Response::json(out.take(), status).with_version(view.row.version);
}

Result<Response> list(Cautions& cautions, const Request& request) {
    CautionFilter filter;
    filter.state = request.query_value("state").value_or("");
    LUOSHI_TRY(unit, plan::query_id<identity::UnitId>(request, "unit"));
    LUOSHI_TRY(task, plan::query_id<plan::TaskId>(request, "task"));
    LUOSHI_TRY(before, plan::query_id<CautionId>(request, "after"));
    filter.unit = unit;
    filter.task = task;
    filter.before = before;
    const auto views = cautions.list(identity::actor_of(request), filter);
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& view : views) {
        write_caution(out, cautions.ladder(), view);
    }
    const bool full = views.size() == static_cast<std::size_t>(filter.limit);
    out.end_array().field("next", full ? std::optional{views.back().row.id.text()} : std::nullopt).end_object();
    return Response::json(out.take());
}

Response ladder_response(const Ladder& ladder) {
    Writer out;
    out.begin_object().field("objection_work_days", ladder.objection_work_days).field("again_work_days", ladder.again_work_days);
    out.key("rungs").begin_array();
    for (const auto& rung : ladder.rungs) {
        out.begin_object().field("code", rung.code).field("name", rung.name).field("colour", rung.colour).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

}  // namespace

void write_caution(Writer& out, const Ladder& ladder, const CautionView& view) {
    const auto& row = view.row;
    const auto* rung = ladder.find(row.rung);
    out.begin_object().field("id", row.id).key("rung").begin_object().field("code", row.rung);
    out.field("name", rung != nullptr ? rung->name : row.rung)
        .field("colour", rung != nullptr ? rung->colour : "")
        .key("consequences")
        .begin_array();
    for (const auto& text : rung != nullptr ? rung->consequences : std::vector<std::string>{}) {
        out.value(text);
    }
    out.end_array()
        .field("points", rung != nullptr ? rung->points : std::nullopt)
        .field("talk", rung != nullptr && rung->talk)
        .end_object()
        .key("unit");
    plan::write_named(out, row.unit);
    out.key("task").begin_object().field("id", row.task).field("ref", row.task_ref).field("title", row.task_title).end_object();
    out.key("owner");
    plan::write_named(out, row.owner);
    out.field("state", row.state).field("basis", row.basis).field("light", row.light).field("reason", row.reason);
    out.field("proposed_on", row.proposed_on).field("proposed_by", row.proposed_by).field("confirmed_on", row.confirmed_on);
    out.field("confirmed_by", row.confirmed_by).field("object_until", row.object_until).field("objection", row.objection);
    out.field("objected_on", row.objected_on).field("objected_by", row.objected_by).field("answer", row.answer);
    out.field("answered_on", row.answered_on).field("answered_by", row.answered_by).field("lifted_on", row.lifted_on);
    out.field("lifted_by", row.lifted_by).field("lifted_for", row.lifted_for).field("talk", row.talk).key("order");
    if (row.order) {
        out.begin_object().field("id", *row.order).field("title", row.order_title).end_object();
    } else {
        out.null();
    }
    out.key("may").begin_object().field("confirm", view.may_confirm).field("object", view.may_object).field("answer", view.may_answer);
    out.field("lift", view.may_lift).field("order", view.may_order);
    out.end_object().field("version", row.version).end_object();
}

void add_caution_routes(http::Router& router, Cautions& cautions, order::Orders& orders) {
    const http::ServiceRoutes add{router, cautions};
    add(Method::Get, "/cautions", "order.read", "提醒、警示和处置，新的在前", list, "", "CautionPage",
        {{"state", "状态"}, {"unit", "单位编号"}, {"task", "任务编号"}, {"after", "上一页答复中的 next"}});
    add(
        Method::Get, "/cautions/ladder", "order.read", "处置的阶梯",
        [](Cautions& c, const Request&) -> Result<Response> { return ladder_response(c.ladder()); }, "", "CautionLadder");
    add(
        Method::Post, "/cautions", "order.manage", "按情节直接提出一级处置，待人确认",
        [](Cautions& c, const Request& request) -> Result<Response> {
            Reader in{request.body};
            const plan::UnitDutyId part{in.id("unit_duty_id")};
            const auto rung = in.text("rung", 40);
            const auto reason = in.opt_text("reason", 1000).value_or("");
            LUOSHI_TRY(valid, in.finish());
            LUOSHI_TRY(view, c.raise(identity::actor_of(request), part, rung, reason));
            return caution_response(c.ladder(), view, 201);
        },
        "CautionRaised", "Caution");
    const auto answer = [&](const char* pattern, const char* permission, const char* summary, const char* flag, auto work) {
        add(
            Method::Post, pattern, permission, summary,
            [flag, work](Cautions& c, const Request& request) -> Result<Response> {
                LUOSHI_TRY(id, plan::path_id<CautionId>(request));
                LUOSHI_TRY(version, request.expected_version());
                Reader in{request.body};
                const bool yes = *flag != 0 && in.flag(flag, false);
                const auto reason = in.opt_text("reason", 1000).value_or("");
                LUOSHI_TRY(valid, in.finish());
                LUOSHI_TRY(view, work(c, identity::actor_of(request), id, version, yes, reason));
                return caution_response(c.ladder(), view);
            },
            "CautionAnswer", "Caution");
    };
    using identity::Actor;
    answer("/cautions/{id}/confirm", "order.read", "确认或不予", "agree",
           [](Cautions& c, const Actor& actor, CautionId id, std::int64_t version, bool yes, const std::string& reason) {
               return c.confirm(actor, id, version, yes, reason);
           });
    answer("/cautions/{id}/object", "order.handle", "单位提出异议", "",
           [](Cautions& c, const Actor& actor, CautionId id, std::int64_t version, bool, const std::string& reason) {
               return c.object(actor, id, version, reason);
           });
    answer("/cautions/{id}/answer", "order.read", "答复异议：撤销或维持", "agree",
           [](Cautions& c, const Actor& actor, CautionId id, std::int64_t version, bool yes, const std::string& reason) {
               return c.answer(actor, id, version, yes, reason);
           });
    answer("/cautions/{id}/lift", "order.read", "解除由人提出的处置", "",
           [](Cautions& c, const Actor& actor, CautionId id, std::int64_t version, bool, const std::string& reason) {
               return c.lift(actor, id, version, reason);
           });
    add(
        Method::Post, "/cautions/{id}/order", "order.manage", "按处置的内容拟一件督办事项",
        [&orders](Cautions& c, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<CautionId>(request));
            LUOSHI_TRY(version, request.expected_version());
            LUOSHI_TRY(order, c.open_order(identity::actor_of(request), id, version, orders));
            Writer out;
            out.begin_object().field("order_id", order).end_object();
            return Response::json(out.take(), 201);
        },
        "", "CautionOrder");
}

}  // namespace luoshi::supervise
