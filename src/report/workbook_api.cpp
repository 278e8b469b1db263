#include "report/workbook_api.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "report/workbook_service.hpp"

namespace luoshi::report {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

constexpr std::uint64_t kWorkbookBytes = std::uint64_t{20} << 20U;
/// Faults told one by one; the marked workbook shows all.
constexpr std::size_t kFaultsTold = 500;

Result<std::optional<calendar::Period>> period_in_query(const Request& request) {
    const auto text = request.query_value("period").value_or("");
    if (text.empty()) {
        return std::optional<calendar::Period>{};
    }
    const auto period = calendar::Period::parse(text);
    if (!period) {
        return base::bad_input("report.bad_period", "报送期须写成“年-月”，例如 2020-06");
    }
    return period;
}

Result<WorkbookFor> page_of(const Request& request) {
    LUOSHI_TRY(period, period_in_query(request));
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    return WorkbookFor{.period = period, .plan = plan};
}

Submit submit_in_query(const Request& request) { return request.query_value("submit").value_or("") == "1" ? Submit::Yes : Submit::No; }

Response as_file(const WorkbookService::File& file) {
    Response response;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.body = file.bytes;
    response.with("Content-Disposition", "attachment; filename*=UTF-8''" + http::percent_encoded(file.name));
    response.with("Cache-Control", "no-store");
    return response;
}

Result<Response> download(WorkbookService& service, const Request& request) {
    const auto& actor = identity::actor_of(request);
    LUOSHI_TRY(page, page_of(request));
    if (!page.period) {
        return base::bad_input("report.bad_period", "报送期须写成“年-月”，例如 2020-06");
    }
    std::optional<identity::UnitId> unit = actor.unit;
    if (request.query_value("unit") != "mine") {
        LUOSHI_TRY(asked, plan::query_id<identity::UnitId>(request, "unit"));
        unit = asked;
    }
    LUOSHI_TRY(file, service.make(actor, *page.period, unit, page.plan));
    return as_file(file);
}

std::string faults_json(const std::vector<WorkbookFault>& faults) {
    Writer out;
    out.begin_object().field("total", faults.size()).key("faults").begin_array();
    for (std::size_t i = 0; i < std::min(faults.size(), kFaultsTold); ++i) {
        const auto& fault = faults[i];
        out.begin_object().field("sheet", kWorkbookSheet).field("cell", fault.cell()).field("unit", fault.unit).field("task", fault.task);
        out.field("code", fault.said.code).field("message", fault.said.text).key("params").begin_object();
        for (const auto& [name, value] : fault.said.params) {
            out.field(name, value);
        }
        out.end_object().field("typed", fault.typed).field("stored", fault.stored).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

/// One refusal of everything that is wrong: each fault as a field error of its cell, and in `conflict` with its row.
base::Error rejected(const std::vector<WorkbookFault>& faults) {
    const bool outdated =
        std::all_of(faults.begin(), faults.end(), [](const auto& fault) { return fault.said.code == "workbook.row_outdated_value"; });
    auto error = base::refused(outdated ? base::Category::VersionMismatch : base::Category::BadInput,
                               base::phrase("workbook.rejected", "填报表有{faults}处需要更正，没有写入任何内容；改好后再上传一次即可",
                                            {{"faults", std::to_string(faults.size())}}));
    for (std::size_t i = 0; i < std::min(faults.size(), kFaultsTold); ++i) {
        error.fields.push_back(base::field_error(fmt::format("{}!{}", kWorkbookSheet, faults[i].cell()), faults[i].said));
    }
    error.detail_json = faults_json(faults);
    return error;
}

Result<Response> upload(WorkbookService& service, const Request& request) {
    LUOSHI_TRY(page, page_of(request));
    LUOSHI_TRY(outcome, service.take(identity::actor_of(request), request.body_file, page, submit_in_query(request)));
    if (!outcome.faults.empty()) {
        return rejected(outcome.faults);
    }
    Writer out;
    out.begin_object()
        .field("period", outcome.period->text())
        .field("saved", outcome.saved)
        .field("submitted", outcome.submitted)
        .field("questioned", outcome.questioned);
    out.field("unchanged", outcome.unchanged).field("others", outcome.others).key("read_differently").begin_array();
    for (const auto& number : outcome.read_differently) {
        out.begin_object().field("cell", number.cell).field("typed", number.typed).field("read", number.read).end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take());
}

Result<Response> marked(WorkbookService& service, const Request& request) {
    LUOSHI_TRY(page, page_of(request));
    LUOSHI_TRY(file, service.marked(identity::actor_of(request), request.body_file, page, submit_in_query(request)));
    return as_file(file);
}

}  // namespace

void add_workbook_routes(http::Router& router, WorkbookService& service) {
    using http::Body;
    using http::Method;
    const std::vector<http::QueryParameter> page{{"period", "当前报送期，如 2020-06；工作簿须是这一期的"},
                                                 {"plan", "方案编号；工作簿须是这一方案的"},
                                                 {"submit", "1 为写入后一并提交本单位的填报"}};
    router.add({.method = Method::Get,
                .pattern = "/api/v1/reports/workbook",
                .permission = "report.read",
                .summary = "下载一期的填报表（.xlsx）：一个单位的，或可见的全部单位的",
                .handler = [&service](const Request& request) { return download(service, request); },
                .query = {{"period", "报送期，如 2020-06"}, {"unit", "单位编号，mine 为本单位；不写为可见的全部"}, {"plan", "方案编号"}}});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/workbook",
                .permission = "report.fill",
                .summary = "上传填好的填报表：全部写入本单位的草稿，有一处不对则都不写入",
                .handler = [&service](const Request& request) { return upload(service, request); },
                .body = Body::File,
                .body_limit = kWorkbookBytes,
                .response_schema = "WorkbookResult",
                .query = page});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/workbook/marked",
                .permission = "report.fill",
                .summary = "把上传的填报表标出错处后交回（.xlsx）；不写入任何内容",
                .handler = [&service](const Request& request) { return marked(service, request); },
                .body = Body::File,
                .body_limit = kWorkbookBytes,
                .query = page});
}

}  // namespace luoshi::report
