#include "search/search_api.hpp"

#include <algorithm>
#include <iterator>

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "search/search_service.hpp"
#include "sheet/table_answer_api.hpp"

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

std::string text_of(const std::vector<base::Piece>& pieces) {
    std::string out;
    for (const auto& piece : pieces) {
        out += piece.text;
    }
    return out;
}

sheet::Sheet sheet_of(const std::vector<Group>& groups, const std::string& words) {
    constexpr std::array<std::string_view, 4> kNames{"任务", "条款", "指标", "单位"};
    sheet::Sheet out{.name = "查找", .title = "查找：" + words, .head = {{"种类", "编号或计量单位", "名称", "所在方案或上级单位", "原文"}}};
    for (const auto& group : groups) {
        for (const auto& item : group.items) {
            out.rows.push_back({std::string{kNames[static_cast<std::size_t>(group.kind)]}, group.kind == Kind::Unit ? "" : item.label,
                                text_of(item.title), item.context, text_of(item.excerpt)});
        }
        if (group.more) {
            out.note = "每种最多一百项，未列全";
        }
    }
    return out;
}

/// A file lists more of each kind than a page shows.
Result<std::vector<Group>> found(plan::Environment& env, const Request& request, std::optional<Kind> only) {
    const auto words = request.query_value("q").value_or("");
    const auto& actor = identity::actor_of(request);
    if (only || request.query_value("format").value_or("json") == "json") {
        return search(env, actor, words, only);
    }
    std::vector<Group> out;
    for (const auto kind : {Kind::Task, Kind::Clause, Kind::Indicator, Kind::Unit}) {
        LUOSHI_TRY(groups, search(env, actor, words, kind));
        std::ranges::move(groups, std::back_inserter(out));
    }
    return out;
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
                    LUOSHI_TRY(groups, found(env, request, kind));
                    return sheet::table_answer(
                        request, [&] { return groups_json(groups); },
                        [&] { return std::vector{sheet_of(groups, std::string{request.query_value("q").value_or("")})}; });
                },
                .response_schema = "SearchResult",
                .query = {{"q", "要查找的字，几个词用空格隔开，表示都要有"},
                          {"kind", "只找一种：task、clause、indicator、unit"},
                          {"format", "json、csv、xlsx"}}});
}

}  // namespace luoshi::search
