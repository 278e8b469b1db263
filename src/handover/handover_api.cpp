#include "handover/handover_api.hpp"

#include "http/service_routes.hpp"
#include "identity/gate.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::handover {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;
using identity::actor_of;
using json::Reader;
using json::Writer;

void write_head(Writer& out, const HandoverView& view) {
    const auto& sheet = view.sheet;
    out.field("id", sheet.id).key("unit");
    plan::write_named(out, sheet.unit);
    out.key("post");
    plan::write_named(out, sheet.post);
    out.key("from");
    plan::write_named(out, sheet.from);
    out.key("to");
    plan::write_named(out, sheet.to);
    out.field("on", sheet.on_day).field("note", sheet.note).field("state", sheet.state).field("made_on", sheet.made_on);
    out.field("made_by", sheet.made_by).field("from_signed_on", sheet.from_signed_on).field("to_signed_on", sheet.to_signed_on);
    out.field("cancelled_for", sheet.cancelled_for).field("may_sign", view.may_sign).field("version", sheet.version);
}

std::string json_of(const HandoverView& view) {
    Writer out;
    out.begin_object();
    write_head(out, view);
    out.field("may_cancel", view.may_cancel).field("shows_notices", view.shows_notices).key("lines").begin_array();
    for (const auto& line : view.lines) {
        out.begin_object().field("section", word(line.section)).field("title", line.title).field("subject", line.subject);
        out.field("due_on", line.due_on).field("state", line.state).field("link", line.link).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

std::vector<sheet::Sheet> sheets_of(const HandoverView& view) {
    const auto& of = view.sheet;
    const auto signature = [](const UserRef& who, const std::optional<Date>& on) {
        return who.name + "（" + (on ? base::date_text(*on) + " 签" : std::string{"未签"}) + "）";
    };
    sheet::Sheet out{.name = "交接单",
                     .title = of.unit.name + of.post.name + "交接单",
                     .note = "交接日 " + base::date_text(of.on_day) + "；移交人 " + signature(of.from, of.from_signed_on) + "；接收人 " +
                             signature(of.to, of.to_signed_on) + "；内容为 " + base::date_text(of.made_on) + " 的情况",
                     .head = {{"类别", "事项", "所属", "时限", "状态"}}};
    for (const auto& line : view.lines) {
        out.rows.push_back({std::string{name_of(line.section)}, line.title, line.subject, line.due_on ? base::date_text(*line.due_on) : "",
                            state_name(line)});
    }
    return {out};
}

Result<Response> answer(Result<HandoverView> used, int status = 200) {
    LUOSHI_TRY(view, std::move(used));
    return Response::json(json_of(view), status).with_version(view.sheet.version);
}

Result<Response> list(Handovers& handovers, const Request& request) {
    const auto views = handovers.list(actor_of(request), std::string{request.query_value("state").value_or("")});
    return Response::json(plan::page_json(views, [](Writer& out, const HandoverView& view) {
        out.begin_object();
        write_head(out, view);
        out.end_object();
    }));
}

Result<Response> make(Handovers& handovers, const Request& request) {
    Reader in{request.body};
    const NewHandover content{.post = PostId{in.id("post_id")},
                              .from = UserId{in.id("from_id")},
                              .to = UserId{in.id("to_id")},
                              .on_day = in.date("on"),
                              .note = in.opt_text("note", 1000).value_or("")};
    LUOSHI_TRY(valid, in.finish());
    return answer(handovers.make(actor_of(request), content), 201);
}

Result<Response> read(Handovers& handovers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<HandoverId>(request));
    LUOSHI_TRY(view, handovers.read(actor_of(request), id));
    LUOSHI_TRY(response, sheet::table_answer(
                             request, [&] { return json_of(view); }, [&] { return sheets_of(view); }));
    return std::move(response).with_version(view.sheet.version);
}

Result<Response> sign_sheet(Handovers& handovers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<HandoverId>(request));
    LUOSHI_TRY(version, request.expected_version());
    return answer(handovers.sign(actor_of(request), id, version));
}

Result<Response> cancel(Handovers& handovers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<HandoverId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto reason = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return answer(handovers.cancel(actor_of(request), id, version, reason));
}

}  // namespace

void add_routes(http::Router& router, Handovers& handovers) {
    const http::ServiceRoutes add{router, handovers};
    // Who leaves may hold another post by now: reading and signing hang on the person.
    add(Method::Get, "/handovers", "session", "交接单：本人要签的，和所管单位的；新的在前", list, "", "HandoverPage",
        {{"state", "open 未签完、signed 已签、cancelled 已作废"}});
    add(Method::Post, "/handovers", "duty.read", "开具交接单", make, "NewHandover", "Handover");
    add(Method::Get, "/handovers/{id}", "session", "一份交接单", read, "", "Handover", {{"format", "json、csv、xlsx"}});
    add(Method::Post, "/handovers/{id}/sign", "session", "移交人或接收人签署", sign_sheet, "", "Handover");
    add(Method::Post, "/handovers/{id}/cancel", "duty.read", "作废未签完的交接单", cancel, "Reason", "Handover");
}

}  // namespace luoshi::handover
