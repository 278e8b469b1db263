#include "search/search_api.hpp"

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "search/search_service.hpp"

namespace luoshi::search {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

void write_pieces(Writer& out, std::string_view name, const std::vector<base::Piece>& pieces) {
    out.key(name).begin_array();
    for (const auto& piece : pieces) {
        out.begin_object().field("text", piece.text).field("hit", piece.hit).end_object();
    }
    out.end_array();
}

std::string groups_json(const std::vector<Group>& groups) {
    Writer out;
    out.begin_object().key("groups").begin_array();
    for (const auto& group : groups) {
        out.begin_object().field("kind", plan::word(group.kind)).field("more", group.more).key("items").begin_array();
        for (const auto& item : group.items) {
            out.begin_object().field("id", std::to_string(item.id)).field("label", item.label).field("context", item.context);
            write_pieces(out, "title", item.title);
            write_pieces(out, "excerpt", item.excerpt);
            out.key("place");
            if (item.place) {
                out.begin_object().field("plan_id", item.place->plan).field("begin", item.place->begin);
                out.field("end", item.place->end).end_object();
            } else {
                out.null();
            }
            out.end_object();
        }
        out.end_array().end_object();
    }
    return out.end_array().end_object().take();
}

Result<std::optional<Kind>> kind_in_query(const Request& request) {
    const auto word = request.query_value("kind");
    if (!word || word->empty()) {
        return std::optional<Kind>{};
    }
    for (const auto kind : {Kind::Task, Kind::Clause, Kind::Indicator, Kind::Unit}) {
        if (plan::word(kind) == *word) {
            return std::optional{kind};
        }
    }
    return base::bad_input("request.invalid", "查询条件“kind”应为 task、clause、indicator 或 unit");
}

}  // namespace

void add_search_route(http::Router& router, plan::Environment& env) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/search",
                .permission = "session",
                .summary = "按字查找任务、条款、指标和单位；只答有权查看的种类",
                .handler = [&env](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(kind, kind_in_query(request));
                    LUOSHI_TRY(groups, search(env, identity::actor_of(request), request.query_value("q").value_or(""), kind));
                    return Response::json(groups_json(groups));
                },
                .response_schema = "SearchResult",
                .query = {{"q", "要查找的字，几个词用空格隔开，表示都要有"}, {"kind", "只找一种：task、clause、indicator、unit"}}});
}

}  // namespace luoshi::search
