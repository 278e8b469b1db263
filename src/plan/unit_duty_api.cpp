#include "http/router.hpp"
#include "identity/gate.hpp"
#include "plan/assignment_service.hpp"
#include "plan/handed_part_service.hpp"
#include "plan/milestone_service.hpp"
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

std::string unit_duty_json(const UnitDutyView& view) {
    Writer out;
    write_unit_duty(out, view);
    return out.take();
}

Response unit_duty_response(const UnitDutyView& view, int status = 200) {
    return Response::json(unit_duty_json(view), status).with_version(view.row.version);
}

Result<Response> get_unit_duties(Environment& env, const Request& request) {
    LUOSHI_TRY(unit, query_id<UnitId>(request, "unit"));
    LUOSHI_TRY(plan, query_id<PlanId>(request, "plan"));
    LUOSHI_TRY(after, query_id<UnitDutyId>(request, "after"));
    const bool mine = request.query_value("assigned") == "me";
    const UnitDutyPage page = list_parts(env, identity::actor_of(request),
                                         {.unit = unit, .plan = plan, .assigned = mine ? Assigned::Me : Assigned::Anybody, .after = after});
    const auto next = page.next ? std::optional{page.next->text()} : std::nullopt;
    return Response::json(page_json(page.items, write_unit_duty, next));
}

Result<Response> put_assignment_set(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<UnitDutyId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    std::vector<Assignee> assignees;
    for (Reader& row : in.objects("assignments", 100)) {
        const auto kind = from_word<AssignmentKind>(
            row.choice("kind", {"head", "deputy_head", "responsible_leader", "lead_section", "responsible_section", "person"}));
        const auto post = row.opt_id("post_id");
        const auto section = row.opt_id("section_id");
        assignees.push_back({kind.value_or(AssignmentKind::Person), post ? std::optional{PostId{*post}} : std::nullopt,
                             section ? std::optional{SectionId{*section}} : std::nullopt});
    }
    LUOSHI_TRY(valid, in.finish());
    const identity::Actor& actor = identity::actor_of(request);
    auto view = put_assignments(env, actor, id, version, assignees);
    if (!view) {
        const auto theirs = read_part(env, actor, id);
        return with_theirs(std::move(view).error(), env.db, "unit_duty", id.value(), theirs ? unit_duty_json(*theirs) : "null");
    }
    return unit_duty_response(*view);
}

Result<Response> assignment_response(const Result<AssignmentView>& view) {
    if (!view) {
        return view.error();
    }
    Writer out;
    write_assignment(out, *view);
    return Response::json(out.take());
}

Response milestone_response(const MilestoneView& view, int status = 200) {
    Writer out;
    write_milestone(out, view);
    return Response::json(out.take(), status).with_version(view.row.version);
}

Result<Response> post_return(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<AssignmentId>(request));
    Reader in{request.body};
    const std::string reason = in.text("reason", 1000);
    LUOSHI_TRY(valid, in.finish());
    return assignment_response(return_assignment(env, identity::actor_of(request), id, reason));
}

Result<Response> post_milestone(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<UnitDutyId>(request));
    Reader in{request.body};
    NewMilestone milestone{in.text("title", 200), in.date("due_on"), in.decimal("planned_pct")};
    LUOSHI_TRY(unread, in.unread());
    milestone.unread = std::move(unread);
    LUOSHI_TRY(view, add_milestone(env, identity::actor_of(request), id, milestone));
    return milestone_response(view, 201);
}

/// The loser of two edits sees what is stored.
base::Error milestone_conflict(Environment& env, MilestoneId id, base::Error error) {
    const auto theirs = env.db.read([&](store::ReadTx& tx) { return find_milestone(tx, id); });
    Writer out;
    if (theirs) {
        write_milestone(out, {*theirs, !theirs->done_on && theirs->due_on < env.hooks.business_date()});
    } else {
        out.null();
    }
    return with_theirs(std::move(error), env.db, "milestone", id.value(), out.take());
}

Result<Response> patch_milestone(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<MilestoneId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    MilestoneEdit edit;
    if (in.has("title")) {
        edit.title = in.text("title", 200);
    }
    if (in.has("due_on")) {
        edit.due_on = in.date("due_on");
    }
    if (in.has("planned_pct")) {
        edit.planned_pct = in.decimal("planned_pct");
    }
    if (in.has("done_on")) {
        edit.done_on = in.opt_date("done_on");
    }
    edit.reason = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(unread, in.unread());
    edit.unread = std::move(unread);
    auto view = edit_milestone(env, identity::actor_of(request), id, version, edit);
    return view ? Result<Response>{milestone_response(*view)} : milestone_conflict(env, id, std::move(view).error());
}

Result<Response> delete_milestone(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<MilestoneId>(request));
    LUOSHI_TRY(version, request.expected_version());
    auto dropped = drop_milestone(env, identity::actor_of(request), id, version);
    return dropped ? Result<Response>{Response::no_content()} : milestone_conflict(env, id, std::move(dropped).error());
}

Result<Response> post_hand_down(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<UnitDutyId>(request));
    Reader in{request.body};
    std::vector<UnitId> units;
    for (const std::int64_t unit : in.ids("unit_ids")) {
        units.emplace_back(unit);
    }
    HandDownTerms terms{.note = in.opt_text("note", 1000).value_or("")};
    if (in.has("every")) {
        terms.every = calendar::rhythm_from(in.choice("every", {"month", "quarter", "half_year", "year"}));
    }
    if (in.has("indicator_ids")) {
        terms.figures.emplace();
        for (const std::int64_t indicator : in.ids("indicator_ids")) {
            terms.figures->emplace_back(indicator);
        }
    }
    terms.excess_reason = in.opt_text("excess_reason", 500).value_or("");
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(view, hand_down(env, identity::actor_of(request), id, units, terms));
    return unit_duty_response(view, 201);
}

Result<Response> patch_terms(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<UnitDutyId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    TermsEdit edit;
    if (in.has("note")) {
        edit.note = in.opt_text("note", 1000).value_or("");
    }
    if (in.has("every")) {
        edit.every = calendar::rhythm_from(in.opt_choice("every", {"month", "quarter", "half_year", "year"}).value_or(""));
    }
    if (in.has("indicator_ids")) {
        edit.figures.emplace();
        for (const std::int64_t indicator : in.ids("indicator_ids")) {
            edit.figures->emplace_back(indicator);
        }
    }
    edit.excess_reason = in.opt_text("excess_reason", 500).value_or("");
    LUOSHI_TRY(valid, in.finish());
    const identity::Actor& actor = identity::actor_of(request);
    auto view = change_terms(env, actor, id, version, edit);
    if (!view) {
        const auto theirs = read_part(env, actor, id);
        return with_theirs(std::move(view).error(), env.db, "unit_duty", id.value(), theirs ? unit_duty_json(*theirs) : "null");
    }
    return unit_duty_response(*view);
}

Result<Response> post_end(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<UnitDutyId>(request));
    Reader in{request.body};
    const std::string reason = in.text("reason", 1000);
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(view, end_part(env, identity::actor_of(request), id, reason));
    return unit_duty_response(view);
}

struct Schemas {
    const char* request = "";
    const char* response = "";
};

}  // namespace

void add_unit_duty_routes(http::Router& router, Environment& env) {
    const auto add = [&router, &env](Method method, const char* pattern, const char* permission, const char* summary, auto handler,
                                     Schemas schemas, std::vector<http::QueryParameter> query = {}) {
        router.add({.method = method,
                    .pattern = std::string{"/api/v1"} + pattern,
                    .permission = permission,
                    .summary = summary,
                    .handler = [&env, handler](const Request& request) -> Result<Response> { return handler(env, request); },
                    .body = method == Method::Get || method == Method::Delete ? Body::None : Body::Memory,
                    .request_schema = schemas.request,
                    .response_schema = schemas.response,
                    .query = std::move(query)});
    };
    add(Method::Get, "/unit-duties", "duty.read", "各单位承担的任务，可按单位、方案筛选", get_unit_duties, {.response = "UnitDutyPage"},
        {{"unit", "单位编号"}, {"plan", "方案编号"}, {"assigned", "me 为分到我岗位的"}, {"after", "上一页答复中的 next"}});
    add(Method::Get, "/unit-duties/{id}", "duty.read", "一个单位承担的一项任务：分工、时间节点、填报",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, path_id<UnitDutyId>(request));
            LUOSHI_TRY(view, read_part(e, identity::actor_of(request), id));
            return unit_duty_response(view);
        },
        {.response = "UnitDuty"});
    add(Method::Put, "/unit-duties/{id}/assignments", "duty.assign", "把任务分解到本单位的领导、科室和岗位", put_assignment_set,
        {"AssignmentSet", "UnitDuty"});
    add(Method::Post, "/unit-duties/{id}/milestones", "duty.assign", "设定时间节点", post_milestone, {"NewMilestone", "Milestone"});
    add(Method::Post, "/unit-duties/{id}/hand-down", "duty.assign", "把任务分解给直属下级单位", post_hand_down, {"HandDown", "UnitDuty"});
    add(Method::Patch, "/unit-duties/{id}/terms", "duty.assign", "修改下达任务的要求、填报节奏和指标，限下达的单位", patch_terms,
        {"HandedTerms", "UnitDuty"});
    add(Method::Post, "/unit-duties/{id}/end", "duty.assign", "终止下达的任务，须说明理由，限下达的单位；已审定的填报保留", post_end,
        {"Reason", "UnitDuty"});
    add(Method::Post, "/assignments/{id}/accept", "duty.read", "接受分到本岗位或本科室的分工",
        [](Environment& e, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, path_id<AssignmentId>(request));
            return assignment_response(accept_assignment(e, identity::actor_of(request), id));
        },
        {.response = "Assignment"});
    add(Method::Post, "/assignments/{id}/return", "duty.read", "退回分工，须说明理由", post_return, {"Reason", "Assignment"});
    add(Method::Patch, "/milestones/{id}", "duty.assign", "修改时间节点；调整期限须说明理由，原定期限保留", patch_milestone,
        {"MilestoneEdit", "Milestone"});
    add(Method::Delete, "/milestones/{id}", "duty.assign", "删除未完成的时间节点", delete_milestone, {});
}

}  // namespace luoshi::plan
