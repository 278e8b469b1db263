#include "order/plan_matter_api.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "http/service_routes.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::order {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

constexpr int kPage = 100;
constexpr std::size_t kMostAtOnce = 500;

std::string key_text(const PlanMatterKey& key) { return fmt::format("{}_{}_{}", key.task_place, key.part, key.milestone); }

std::optional<PlanMatterKey> key_of(const std::string& text) {
    PlanMatterKey out;
    char rest = 0;
    long long part = 0;
    long long milestone = 0;
    if (std::sscanf(text.c_str(), "%d_%lld_%lld%c", &out.task_place, &part, &milestone, &rest) != 3) {
        return std::nullopt;
    }
    out.part = part;
    out.milestone = milestone;
    return out;
}

std::optional<PlanMatter::Kind> kind_of(std::string_view word) {
    return word == "part"        ? std::optional{PlanMatter::Kind::Part}
           : word == "milestone" ? std::optional{PlanMatter::Kind::Milestone}
                                 : std::nullopt;
}

Result<Response> list(PlanMatters& matters, const Request& request) {
    PlanMatterFilter filter;
    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
    LUOSHI_TRY(task, plan::query_id<TaskId>(request, "task"));
    filter.unit = unit;
    filter.task = task;
    filter.kind = kind_of(request.query_value("kind").value_or(""));
    filter.without_order = request.query_value("without_order").value_or("") == "1";
    filter.overdue = request.query_value("overdue").value_or("") == "1";
    const std::string after{request.query_value("after").value_or("")};
    const auto key = key_of(after);
    if (!after.empty() && !key) {
        return base::bad_input("request.invalid", "查询条件“after”应为上一页答复中的 next");
    }
    const auto page = matters.list(identity::actor_of(request), filter, key, kPage);
    const auto write = [&](Writer& out, const PlanMatter& one) {
        out.begin_object().field("kind", one.kind == PlanMatter::Kind::Part ? "part" : "milestone").field("id", std::to_string(one.id));
        out.key("task").begin_object().field("id", one.task).field("ref", one.task_ref).field("title", one.task_title).end_object();
        out.key("unit");
        plan::write_named(out, one.unit);
        out.field("milestone", one.milestone).field("due_on", one.due_on).key("order");
        if (one.order) {
            const auto* state = matters.workflow().find_state(one.order_state);
            out.begin_object().field("id", *one.order).field("title", one.order_title);
            out.field("state", state != nullptr ? state->name : one.order_state).end_object();
        } else {
            out.null();
        }
        out.end_object();
    };
    return Response::json(plan::page_json(page.items, write, page.next ? std::optional{key_text(*page.next)} : std::nullopt));
}

Result<Response> draft(PlanMatters& matters, const Request& request) {
    Reader in{request.body};
    PlanRegistration wanted{.source = in.text("source", 40), .urgency = in.text("urgency", 40), .due_on = in.opt_date("due_on")};
    wanted.submit = in.flag("submit", false);
    for (auto& one : in.objects("matters", kMostAtOnce)) {
        const auto kind = kind_of(one.choice("kind", {"part", "milestone"}));
        wanted.matters.push_back({kind.value_or(PlanMatter::Kind::Part), one.id("id")});
    }
    if (wanted.matters.empty()) {
        in.fail("matters", "order.none", "请至少选择一项责任或一个时间节点");
    }
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(ids, matters.draft(identity::actor_of(request), wanted));
    Writer out;
    out.begin_object().key("order_ids").begin_array();
    for (const auto id : ids) {
        out.value(id);
    }
    out.end_array().end_object();
    return Response::json(out.take(), 201);
}

}  // namespace

void add_plan_matter_routes(http::Router& router, PlanMatters& matters) {
    const http::ServiceRoutes add{router, matters};
    add(Method::Get, "/orders/plan-matters", "order.manage", "方案中本单位可督办的责任和时间节点，以及它们立项没有", list, "",
        "PlanMatterPage",
        {{"unit", "责任单位编号"},
         {"task", "任务编号"},
         {"kind", "part 责任，milestone 时间节点"},
         {"without_order", "1 为尚未立项的"},
         {"overdue", "1 为已过期限的"},
         {"after", "上一页答复中的 next"}});
    add(Method::Post, "/orders/plan-matters", "order.manage", "从方案的责任和时间节点成批立项", draft, "PlanRegistration",
        "PlanRegistered");
}

}  // namespace luoshi::order
