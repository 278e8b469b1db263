#include "report/work_api.hpp"

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "indicator/share_service.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "plan/unit_duty_service.hpp"
#include "report/report_api.hpp"

namespace luoshi::report {
namespace {

using json::Writer;

void write_owed_list(Writer& out, std::string_view key, const std::vector<Owed>& list, base::Date today) {
    out.key(key).begin_array();
    for (const auto& owed : list) {
        write_owed(out, owed, today);
    }
    out.end_array();
}

void write_part(Writer& out, const plan::UnitDutyRow& part) {
    out.field("unit_duty_id", part.id).key("task").begin_object();
    out.field("id", part.task).field("ref", part.task_ref).field("title", part.task_title).end_object();
}

std::string work_json(const Desk& reports, const plan::Desk& desk, const std::vector<indicator::WaitingChange>& changes, base::Date today) {
    Writer out;
    out.begin_object();
    write_owed_list(out, "to_fill", reports.to_fill, today);
    write_owed_list(out, "to_review", reports.to_review, today);
    write_owed_list(out, "returned", reports.returned, today);
    out.key("assignments").begin_array();
    for (const auto& [part, assignment] : desk.assignments) {
        out.begin_object();
        plan::write_assignment_members(out, assignment);
        write_part(out, part);
        out.end_object();
    }
    out.end_array().key("unassigned").begin_array();
    for (const auto& part : desk.unassigned) {
        out.begin_object();
        write_part(out, part);
        out.end_object();
    }
    out.end_array().key("milestones").begin_array();
    for (const auto& [part, milestone] : desk.milestones) {
        out.begin_object();
        plan::write_milestone_members(out, milestone);
        write_part(out, part);
        out.end_object();
    }
    out.end_array().key("share_changes").begin_array();
    for (const auto& waiting : changes) {
        out.begin_object().field("id", waiting.change.id).field("target_id", waiting.target).field("target_name", waiting.target_name);
        out.field("task_ref", waiting.task_ref).key("unit");
        plan::write_named(out, waiting.unit);
        out.field("top", waiting.level == indicator::Level::Top).field("year", waiting.year).field("reason", waiting.change.reason);
        out.field("proposed_by", waiting.change.proposed_by).field("proposed_on", waiting.change.proposed_on).end_object();
    }
    out.end_array().key("target_changes").begin_array();
    for (const auto& waiting : desk.target_changes) {
        out.begin_object().field("id", waiting.change.id).field("task_id", waiting.change.task).field("task_ref", waiting.task_ref);
        out.field("target_name", waiting.target_name).field("reason", waiting.change.reason);
        out.field("proposed_by", waiting.change.proposed_by).field("proposed_on", waiting.change.proposed_on).end_object();
    }
    out.end_array().key("unmanned").begin_array();
    for (const auto& unit : reports.unmanned) {
        out.begin_object().key("unit").begin_object().field("id", unit.unit).field("name", unit.name).end_object();
        out.field("duties", unit.duties).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

}  // namespace

void add_work_route(http::Router& router, ReportService& reports, const plan::Environment& plans, indicator::Shares& shares) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/work",
                .permission = "report.read",
                .summary = "我的工作：待填、待审、退回、指派给我的、待批的目标和份额调整",
                .handler = [&reports, &plans, &shares](const http::Request& request) -> base::Result<http::Response> {
                    const auto& actor = identity::actor_of(request);
                    LUOSHI_TRY(owed, reports.desk(actor));
                    const auto desk = plans.db.read([&](store::ReadTx& tx) { return plan::read_desk(tx, plans, actor); });
                    return http::Response::json(work_json(owed, desk, shares.waiting(actor), reports.rules().today()));
                },
                .response_schema = "Work"});
}

}  // namespace luoshi::report
