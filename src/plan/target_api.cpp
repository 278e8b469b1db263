#include "http/router.hpp"
#include "identity/gate.hpp"
#include "plan/document_service.hpp"
#include "plan/plan_api.hpp"
#include "plan/shapes_api.hpp"
#include "plan/target_service.hpp"

namespace luoshi::plan {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

constexpr std::size_t kLongestReason = 500;

TargetEdit read_target_edit(Reader& in) {
    TargetEdit edit;
    if (in.has("name")) {
        edit.name = in.text("name", 400);
    }
    if (const auto op = in.opt_choice("op", {"=", ">=", ">", "<=", "<", "~", "between"})) {
        edit.op = from_word<TargetOperator>(*op);
    }
    if (in.has("value")) {
        edit.value = in.opt_decimal("value");
    }
    if (in.has("value_max")) {
        edit.value_max = in.opt_decimal("value_max");
    }
    if (in.has("unit")) {
        edit.unit = in.opt_text("unit", 40).value_or("");
    }
    if (in.has("year")) {
        const auto year = in.opt_integer("year", 1949, 2200);
        edit.year = year ? std::optional{static_cast<int>(*year)} : std::nullopt;
    }
    if (in.has("scope")) {
        edit.scope = in.opt_text("scope", 200).value_or("");
    }
    if (in.has("indicator_id")) {
        const auto indicator = in.opt_id("indicator_id");
        edit.indicator = indicator ? std::optional{IndicatorId{*indicator}} : std::nullopt;
    }
    edit.reason = in.opt_text("reason", kLongestReason).value_or("");
    return edit;
}

/// A target as it is stored; "null" when there is none.
std::string target_json(Environment& env, TargetId id) {
    return env.db.read([&](store::ReadTx& tx) -> std::string {
        const auto row = find_target(tx, id);
        if (!row) {
            return "null";
        }
        const TaskRow task = *find_task(tx, row->task);
        Writer out;
        write_target(out, *row, task, *text_of(tx, env, task.document));
        return out.take();
    });
}

Response change_response(const TargetChange& change) {
    Writer out;
    write_target_change(out, change);
    return Response::json(out.take());
}

Result<Response> patch_target(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TargetId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const TargetEdit edit = read_target_edit(in);
    LUOSHI_TRY(valid, in.finish());
    auto target = edit_target(env, identity::actor_of(request), id, version, edit);
    if (!target) {
        return with_theirs(std::move(target).error(), env.db, "target", id.value(), target_json(env, id));
    }
    return Response::json(target_json(env, id)).with_version(target->version);
}

Result<Response> post_change(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TargetId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const TargetEdit edit = read_target_edit(in);
    LUOSHI_TRY(valid, in.finish());
    auto change = propose_target_change(env, identity::actor_of(request), id, version, edit);
    if (!change) {
        return with_theirs(std::move(change).error(), env.db, "target", id.value(), target_json(env, id));
    }
    return change_response(*change);
}

Result<Response> approve(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TargetChangeId>(request));
    LUOSHI_TRY(change, approve_target_change(env, identity::actor_of(request), id));
    return change_response(change);
}

Result<Response> refuse(Environment& env, const Request& request) {
    LUOSHI_TRY(id, path_id<TargetChangeId>(request));
    Reader in{request.body};
    const std::string reason = in.opt_text("reason", kLongestReason).value_or("");
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(change, refuse_target_change(env, identity::actor_of(request), id, reason));
    return change_response(change);
}

}  // namespace

void add_target_routes(http::Router& router, Environment& env) {
    router.add({.method = Method::Patch,
                .pattern = "/api/v1/targets/{id}",
                .permission = "plan.edit",
                .summary = "更正一个目标；方案确认后，数值、年度、单位和范围须申请调整",
                .handler = [&env](const Request& request) { return patch_target(env, request); },
                .body = Body::Memory,
                .request_schema = "TargetEdit",
                .response_schema = "Target"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/targets/{id}/changes",
                .permission = "plan.edit",
                .summary = "申请调整已确认方案的一个目标，由另一人批准",
                .handler = [&env](const Request& request) { return post_change(env, request); },
                .body = Body::Memory,
                .request_schema = "TargetEdit",
                .response_schema = "TargetChange"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/target-changes/{id}/approve",
                .permission = "plan.confirm",
                .summary = "批准一次目标调整",
                .handler = [&env](const Request& request) { return approve(env, request); },
                .response_schema = "TargetChange"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/target-changes/{id}/refuse",
                .permission = "plan.edit",
                .summary = "不批准一次目标调整；申请人本人则为撤回",
                .handler = [&env](const Request& request) { return refuse(env, request); },
                .body = Body::Memory,
                .request_schema = "Reason",
                .response_schema = "TargetChange"});
}

}  // namespace luoshi::plan
