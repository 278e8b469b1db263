#include "org/org_api.hpp"

#include <charconv>

#include "http/http.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "org/org_service.hpp"

namespace luoshi::org {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

Result<UnitId> unit_in_path(const Request& request) {
    const auto id = UnitId::parse(request.param("id"));
    if (!id) {
        return base::not_found("org.unit_not_found", "没有这个单位，请回到单位列表重新选择。");
    }
    return *id;
}

void write_ref(Writer& out, const UnitRef& ref) { out.begin_object().field("id", ref.id).field("name", ref.name).end_object(); }

void write_refs(Writer& out, const std::vector<UnitRef>& refs) {
    out.begin_array();
    for (const auto& ref : refs) {
        write_ref(out, ref);
    }
    out.end_array();
}

void write_fields(Writer& out, const Unit& unit) {
    out.field("id", unit.id).field("code", unit.code).field("name", unit.name).field("short_name", unit.short_name);
    out.field("level", unit.level).field("kind", unit.kind).key("parent");
    unit.parent ? write_ref(out, {*unit.parent, unit.parent_name}) : static_cast<void>(out.null());
    out.field("division_code", unit.division_code).field("valid_from", unit.valid_from).field("valid_to", unit.valid_to);
}

void write_post(Writer& out, const PostView& view) {
    const auto& post = view.post;
    out.begin_object().field("id", post.id).field("name", post.name).key("section");
    if (post.section) {
        out.begin_object().field("id", *post.section).field("name", view.section_name).end_object();
    } else {
        out.null();
    }
    out.key("role").begin_object().field("code", post.role).field("name", post.role_name).end_object();
    out.key("holders").begin_array();
    for (const auto& holder : view.holders) {
        out.begin_object().key("user").begin_object().field("id", holder.user).field("name", holder.name).end_object();
        out.field("from", holder.from).end_object();
    }
    out.end_array().end_object();
}

std::string unit_json(const UnitView& view) {
    Writer out;
    out.begin_object();
    write_fields(out, view.unit);
    out.key("aliases").begin_array();
    for (const auto& alias : view.aliases) {
        out.value(alias);
    }
    out.end_array().key("successors").begin_array();
    for (const auto& successor : view.successors) {
        out.begin_object().key("unit");
        write_ref(out, successor.unit);
        out.field("from", successor.from).field("note", successor.note).end_object();
    }
    out.end_array().key("sections").begin_array();
    for (const auto& section : view.sections) {
        out.begin_object().field("id", section.id).field("name", section.name).end_object();
    }
    out.end_array().key("posts").begin_array();
    for (const auto& post : view.posts) {
        write_post(out, post);
    }
    out.end_array().key("children");
    write_refs(out, view.children);
    return out.end_object().take();
}

std::string divisions_json(const std::vector<Division>& divisions) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& division : divisions) {
        out.begin_object().field("code", division.code).field("name", division.name).field("level", division.level);
        out.field("kind", division.kind).field("child_count", division.child_count).key("unit");
        division.unit ? write_ref(out, *division.unit) : static_cast<void>(out.null());
        out.field("current_code", division.current_code).end_object();
    }
    return out.end_array().key("next").null().end_object().take();
}

std::string map_json(const std::vector<PlacedDivision>& places) {
    Writer out;
    out.begin_object().key("places").begin_array();
    for (const auto& [division, place] : places) {
        out.begin_object().field("code", division.code).field("name", division.name).key("unit");
        division.unit ? write_ref(out, *division.unit) : static_cast<void>(out.null());
        out.key("position");
        if (place) {
            out.begin_object().field("longitude", place->longitude).field("latitude", place->latitude);
            out.field("outline", place->outline).field("note", place->note).end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    return out.end_array().end_object().take();
}

std::string groups_json(const std::vector<GroupView>& groups) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& [group, members] : groups) {
        out.begin_object().field("id", group.id).field("code", group.code).field("name", group.name);
        out.field("valid_from", group.valid_from).field("valid_to", group.valid_to).field("note", group.note).key("members");
        write_refs(out, members);
        out.end_object();
    }
    return out.end_array().key("next").null().end_object().take();
}

std::string page_json(const UnitPage& page) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& unit : page.items) {
        out.begin_object();
        write_fields(out, unit);
        out.end_object();
    }
    return out.end_array().field("next", page.next).end_object().take();
}

Result<UnitFilter> filter_of(const Request& request) {
    constexpr int kMost = 200;
    UnitFilter filter;
    auto error = base::bad_input("request.invalid", "查询条件有误，请按说明改正。");
    filter.text = request.query_value("q").value_or("");
    filter.level = request.query_value("level").value_or("");
    filter.after = request.query_value("after").value_or("");
    if (const auto parent = request.query_value("parent"); parent && !parent->empty()) {
        filter.parent = UnitId::parse(*parent);
        if (!filter.parent) {
            error.fields.push_back({"?parent", "field.id", "上级单位的编号应为正整数"});
        }
    }
    if (const auto limit = request.query_value("limit")) {
        const auto [end, fault] = std::from_chars(limit->data(), limit->data() + limit->size(), filter.limit);
        if (fault != std::errc{} || end != limit->data() + limit->size() || filter.limit < 1 || filter.limit > kMost) {
            error.fields.push_back({"?limit", "field.range", "每页条数应为 1 到 200 的整数"});
        }
    }
    if (!error.fields.empty()) {
        return error;
    }
    return filter;
}

}  // namespace

void add_org_routes(http::Router& router, OrgService& service) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/divisions",
                .permission = "org.read",
                .summary = "行政区划：不写 parent 为本市，写上级代码为其下一级",
                .handler = [&service](const Request& request) -> Result<Response> {
                    return Response::json(divisions_json(service.divisions(request.query_value("parent").value_or(""))));
                },
                .response_schema = "DivisionPage",
                .query = {{"parent", "上级区划代码"}}});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/map",
                .permission = "org.read",
                .summary = "本市地图：各县（市、区）的边界或位置；方案包没有地图时各处都没有位置",
                .handler = [&service](const Request&) -> Result<Response> { return Response::json(map_json(service.city_map())); },
                .response_schema = "CityMap"});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/units",
                .permission = "org.read",
                .summary = "单位列表，可按名称、层级、上级查找",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(filter, filter_of(request));
                    return Response::json(page_json(service.units(filter)));
                },
                .response_schema = "UnitPage",
                .query = {{"q", "名称、别名或代码中的字"},
                          {"level", "层级，如 county"},
                          {"parent", "上级单位编号"},
                          {"after", "上一页答复中的 next"},
                          {"limit", "条数，1 至 200"}}});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/units/{id}",
                .permission = "org.read",
                .summary = "单位的别名、承接、科室、岗位和下级",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, unit_in_path(request));
                    LUOSHI_TRY(view, service.unit(id));
                    return Response::json(unit_json(view));
                },
                .response_schema = "UnitDetail"});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/units/{id}/sections",
                .permission = "org.edit",
                .summary = "增设科室",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, unit_in_path(request));
                    json::Reader reader{request.body};
                    const auto name = reader.text("name", 40);
                    LUOSHI_TRY(read, reader.finish());
                    LUOSHI_TRY(view, service.add_section(identity::actor_of(request), id, name));
                    return Response::json(unit_json(view), 201);
                },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "NewSection",
                .response_schema = "UnitDetail"});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/units/{id}/posts",
                .permission = "org.edit",
                .summary = "增设岗位",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, unit_in_path(request));
                    json::Reader reader{request.body};
                    identity::NewPost post;
                    post.unit = id;
                    post.name = reader.text("name", 40);
                    if (const auto section = reader.opt_id("section_id")) {
                        post.section = SectionId{*section};
                    }
                    post.role = reader.text("role", 40);
                    post.is_head = reader.flag("is_head", false);
                    LUOSHI_TRY(read, reader.finish());
                    LUOSHI_TRY(view, service.add_post(identity::actor_of(request), post));
                    return Response::json(unit_json(view), 201);
                },
                .body = http::Body::Memory,
                .body_limit = 4096,
                .request_schema = "NewPost",
                .response_schema = "UnitDetail"});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/groups",
                .permission = "org.read",
                .summary = "方案所用的单位集合及其成员",
                .handler = [&service](const Request&) -> Result<Response> { return Response::json(groups_json(service.groups())); },
                .response_schema = "GroupPage"});
}

}  // namespace luoshi::org
