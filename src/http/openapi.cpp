#include "http/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "json/json.hpp"

namespace luoshi::http {
namespace {

constexpr std::string_view kProblem = "Problem";

void write_schema_ref(json::Writer& out, std::string_view name) {
    out.key("schema").begin_object().field("$ref", "#/components/schemas/" + std::string{name}).end_object();
}

void write_content(json::Writer& out, std::string_view type, std::string_view schema) {
    out.key("content").begin_object().key(type).begin_object();
    if (!schema.empty()) {
        write_schema_ref(out, schema);
    }
    out.end_object().end_object();
}

/// "get_api_v1_tasks_id" from GET /api/v1/tasks/{id}: stable, so that generated clients keep their names.
std::string operation_id(const Route& route) {
    std::string id{method_name(route.method)};
    std::transform(id.begin(), id.end(), id.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    for (const char c : route.pattern) {
        if (c == '/' || c == '-' || c == '.') {
            id += '_';
        } else if (c != '{' && c != '}') {
            id += c;
        }
    }
    return id;
}

void write_operation(json::Writer& out, const Route& route) {
    std::string method{method_name(route.method)};
    std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    out.key(method).begin_object();
    out.field("operationId", operation_id(route)).field("summary", route.summary).field("x-permission", route.permission);
    out.key("parameters").begin_array();
    std::string_view rest = route.pattern;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        const std::size_t close = rest.find('}', open);
        out.begin_object().field("name", rest.substr(open + 1, close - open - 1)).field("in", "path").field("required", true);
        out.key("schema").begin_object().field("type", "string").end_object().end_object();
        rest.remove_prefix(close + 1);
    }
    for (const QueryParameter& parameter : route.query) {
        out.begin_object().field("name", parameter.name).field("in", "query").field("description", parameter.summary);
        out.key("schema").begin_object().field("type", "string").end_object().end_object();
    }
    if (route.body == Body::File) {
        out.begin_object().field("name", "X-File-Name").field("in", "header").field("required", true);
        out.field("description", "文件名，UTF-8 百分号编码").key("schema").begin_object().field("type", "string").end_object().end_object();
    }
    out.end_array();
    if (route.body == Body::File || !route.request_schema.empty()) {
        out.key("requestBody").begin_object().field("required", true).field("x-limit-bytes", route.body_limit);
        write_content(out, route.body == Body::File ? "application/octet-stream" : "application/json", route.request_schema);
        out.end_object();
    }
    out.key("responses").begin_object();
    out.key("2XX").begin_object().field("description", "成功");
    if (!route.response_schema.empty()) {
        write_content(out, "application/json", route.response_schema);
    }
    out.end_object();
    out.key("default").begin_object().field("$ref", "#/components/responses/Problem").end_object();
    out.end_object().end_object();
}

}  // namespace

std::string openapi_json(const Router& router, const ApiDescription& description) {
    const json::Reader schemas{description.schemas_json};
    std::map<std::string, std::vector<const Route*>> by_pattern;
    for (const Route& route : router.routes()) {
        for (const std::string_view schema : {std::string_view{route.request_schema}, std::string_view{route.response_schema}, kProblem}) {
            if (!schema.empty() && !schemas.has(schema)) {
                throw std::logic_error(fmt::format("{} names schema {}, which does not exist", route.pattern, schema));
            }
        }
        by_pattern[route.pattern].push_back(&route);
    }
    json::Writer out;
    out.begin_object().field("openapi", "3.1.0");
    out.key("info").begin_object().field("title", description.title).field("version", description.version);
    out.field("description", description.guide).end_object();
    out.key("paths").begin_object();
    for (const auto& [pattern, routes] : by_pattern) {
        out.key(pattern).begin_object();
        for (const Route* route : routes) {
            write_operation(out, *route);
        }
        out.end_object();
    }
    out.end_object();
    out.key("components").begin_object().key("responses").begin_object().key("Problem").begin_object();
    out.field("description", "RFC 9457");
    write_content(out, "application/problem+json", kProblem);
    out.end_object().end_object();
    out.key("schemas").raw(description.schemas_json).end_object().end_object();
    return out.take();
}

}  // namespace luoshi::http
