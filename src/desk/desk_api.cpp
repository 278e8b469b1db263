#include "desk/desk_api.hpp"

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::desk {
namespace {

using http::Request;
using http::Response;
using json::Writer;

constexpr int kMostOrders = 200;  ///< of each step, those that wait longest

const char* word(Waits kind) {
    switch (kind) {
        case Waits::Order:
            return "order";
        case Waits::Request:
            return "request";
        case Waits::Caution:
            return "caution";
        case Waits::Objection:
            return "objection";
        case Waits::Inspection:
            return "inspection";
        case Waits::Reconsideration:
            return "reconsideration";
        case Waits::TargetChange:
            return "target_change";
        case Waits::ShareChange:
            return "share_change";
    }
    return "order";
}

const char* word(Owes kind) {
    switch (kind) {
        case Owes::Order:
            return "order";
        case Owes::ToSupervise:
            return "to_supervise";
        case Owes::Caution:
            return "caution";
        case Owes::Rectification:
            return "rectification";
        case Owes::Meeting:
            return "meeting";
        case Owes::Decision:
            return "decision";
    }
    return "order";
}

std::string waiting_json(const WaitingList& list) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& one : list.items) {
        out.begin_object().field("kind", word(one.kind)).field("what", one.what).field("title", one.title).field("unit", one.unit);
        out.field("since", one.since).field("work_days", one.work_days).field("due_on", one.due_on).field("link", one.link).end_object();
    }
    out.end_array().field("total", list.total).end_object();
    return out.take();
}

std::string owed_json(const std::vector<Owed>& items) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& one : items) {
        out.begin_object().field("kind", word(one.kind)).field("title", one.title).field("state", one.state);
        out.field("due_on", one.due_on).field("to_sign", one.to_sign).field("link", one.link).key("light");
        plan::write_light(out, one.light);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

}  // namespace

void add_routes(http::Router& router, const Sources& sources) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/decisions",
                .permission = "session",
                .summary = "待决事项：等本人批准、决定、销号、确认或答复的，等得最久的在前；督办事项每一步至多 200 件，total 是全部件数",
                .handler = [&sources](const Request& request) -> base::Result<Response> {
                    return Response::json(waiting_json(waiting_for(sources, identity::actor_of(request), kMostOrders)));
                },
                .response_schema = "WaitingDecisions"});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/decisions/count",
                .permission = "session",
                .summary = "待决事项有几件",
                .handler = [&sources](const Request& request) -> base::Result<Response> {
                    Writer out;
                    out.begin_object().field("total", count_waiting(sources, identity::actor_of(request))).end_object();
                    return Response::json(out.take());
                },
                .response_schema = "WaitingCount"});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/work/supervision",
                .permission = "session",
                .summary = "本单位手里的督办事项、生效的提醒和处置、待整改事项、会议议定事项，按期限排列",
                .handler = [&sources](const Request& request) -> base::Result<Response> {
                    return Response::json(owed_json(owed_by_own(sources, identity::actor_of(request))));
                },
                .response_schema = "SupervisionWork"});
}

}  // namespace luoshi::desk
