#include "report/period_exception_api.hpp"

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "report/report_api.hpp"

namespace luoshi::report {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

void write_members(Writer& out, const PeriodException& exception, base::Date ordinary_due) {
    out.field("id", exception.id).field("due_on", exception.due_on).field("lock_on", exception.lock_on);
    out.field("reason", exception.reason).field("granted_by", exception.granted_by).field("granted_on", exception.granted_on);
    out.field("late", exception.is_late(ordinary_due));
}

void write_line(Writer& out, const ExceptionLine& line) {
    const auto& exception = line.exception;
    out.begin_object().key("unit").begin_object().field("id", exception.unit).field("name", exception.unit_name).end_object();
    out.field("period", exception.period.text()).field("ordinary_due_on", line.ordinary_due);
    write_members(out, exception, line.ordinary_due);
    out.field("may_revoke", line.may_revoke).key("revoked");
    if (exception.revoked) {
        out.begin_object().field("at", exception.revoked->at).field("by", exception.revoked->by);
        out.field("reason", exception.revoked->reason).end_object();
    } else {
        out.null();
    }
    out.end_object();
}

Response one(const ExceptionLine& line, int status) {
    Writer out;
    write_line(out, line);
    return Response::json(out.take(), status);
}

}  // namespace

void write_exception(Writer& out, const std::optional<PeriodException>& exception, base::Date ordinary_due) {
    out.key("exception");
    if (!exception) {
        out.null();
        return;
    }
    out.begin_object();
    write_members(out, *exception, ordinary_due);
    out.end_object();
}

void add_exception_routes(http::Router& router, PeriodExceptions& exceptions) {
    using http::Body;
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/period-exceptions",
                .permission = "report.read",
                .summary = "准予延期的单位和报送期，含已撤销的",
                .handler = [&exceptions](const Request& request) -> Result<Response> {
                    std::optional<calendar::Period> period;
                    if (const auto text = request.query_value("period"); text && !text->empty()) {
                        LUOSHI_TRY(read, period_of(*text, "?period"));
                        period = read;
                    }
                    LUOSHI_TRY(unit, plan::query_id<identity::UnitId>(request, "unit"));
                    LUOSHI_TRY(found, exceptions.list(identity::actor_of(request), period, unit));
                    return Response::json(plan::page_json(found, write_line));
                },
                .response_schema = "PeriodExceptionPage",
                .query = {{"period", "报送期，如 2020-06；不写为全部"}, {"unit", "单位编号；不写为全部"}}});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/period-exceptions",
                .permission = "report.settle",
                .summary = "准予一个单位某一期延期填报，须说明理由",
                .handler = [&exceptions](const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    const identity::UnitId unit{in.id("unit_id")};
                    const auto text = in.text("period");
                    const auto due_on = in.date("due_on");
                    const auto lock_on = in.date("lock_on");
                    auto reason = in.opt_text("reason", 1000).value_or("");
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(period, period_of(text, "/period"));
                    PeriodException asked{
                        .unit = unit, .period = period, .due_on = due_on, .lock_on = lock_on, .reason = std::move(reason)};
                    LUOSHI_TRY(granted, exceptions.grant(identity::actor_of(request), std::move(asked)));
                    return one(granted, 201);
                },
                .body = Body::Memory,
                .request_schema = "NewPeriodException",
                .response_schema = "PeriodException"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/period-exceptions/{id}/revoke",
                .permission = "report.settle",
                .summary = "撤销延期，须说明理由",
                .handler = [&exceptions](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<ExceptionId>(request));
                    json::Reader in{request.body};
                    const auto reason = in.opt_text("reason", 1000).value_or("");
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(revoked, exceptions.revoke(identity::actor_of(request), id, reason));
                    return one(revoked, 200);
                },
                .body = Body::Memory,
                .request_schema = "Reason",
                .response_schema = "PeriodException"});
}

}  // namespace luoshi::report
