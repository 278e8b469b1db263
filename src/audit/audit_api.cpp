#include "audit/audit_api.hpp"

#include <charconv>

#include "audit/audit.hpp"
#include "http/http.hpp"
#include "json/json.hpp"

namespace luoshi::audit {

namespace {

void write_entry(json::Writer& out, const Entry& entry) {
    const auto& [id, at, origin, event] = entry;
    out.begin_object()
        .field("id", std::to_string(id))
        .field("at", at)
        .field("user", origin.user_name)
        .field("post", origin.post_name)
        .field("unit", origin.unit_name)
        .field("action", event.action)
        .field("action_name", Action::name_of(event.action))
        .field("object_kind", event.object_kind)
        .field("object_id", event.object_id)
        .field("summary", event.summary)
        .field("success", event.success)
        .field("remote_address", origin.remote_address)
        .field("request_id", origin.request_id)
        .key("detail")
        .raw(event.detail_json)
        .end_object();
}

/// A whole number of the query string; a field error when it is there but malformed.
std::optional<std::int64_t> read_number(const http::Request& request, std::string_view name, std::vector<base::FieldError>& errors) {
    const auto text = request.query_value(name);
    if (!text) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (fault != std::errc{} || end != text->data() + text->size() || value <= 0) {
        errors.push_back({"?" + std::string{name}, "field.number", "应为正整数"});
        return std::nullopt;
    }
    return value;
}

base::Result<Filter> read_filter(const http::Request& request) {
    std::vector<base::FieldError> errors;
    Filter filter;
    filter.user = read_number(request, "user", errors);
    filter.before = read_number(request, "after", errors);
    filter.limit = static_cast<int>(std::min<std::int64_t>(read_number(request, "limit", errors).value_or(50), 200));
    filter.action = request.query_value("action").value_or("");
    const auto object = request.query_value("object").value_or("");  // "report" or "report:1234"
    const auto colon = object.find(':');
    filter.object_kind = object.substr(0, colon);
    filter.object_id = colon == std::string_view::npos ? std::string_view{} : object.substr(colon + 1);
    if (!errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "查询条件有误，请改正后重试", std::move(errors), {}};
    }
    return filter;
}

}  // namespace

void add_routes(http::Router& router, store::Database& db) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/audit",
                .permission = "audit.read",
                .summary = "审计记录，最新的在前",
                .handler = [&db](const http::Request& request) -> base::Result<http::Response> {
                    LUOSHI_TRY(filter, read_filter(request));
                    const Page page = list(db, filter);
                    json::Writer out;
                    out.begin_object().key("items").begin_array();
                    for (const auto& entry : page.items) {
                        write_entry(out, entry);
                    }
                    out.end_array().key("next");
                    page.next ? out.value(std::to_string(*page.next)) : out.null();
                    out.end_object();
                    return http::Response::json(out.take());
                },
                .response_schema = "AuditEventPage",
                .query = {{"user", "用户编号"},
                          {"action", "动作代码"},
                          {"object", "对象，如 report 或 report:1234"},
                          {"after", "上一页答复中的 next"},
                          {"limit", "条数，至多 200"}}});
}

}  // namespace luoshi::audit
