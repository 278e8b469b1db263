#include "http/message.hpp"

#include <charconv>

namespace luoshi::http {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::string_view{} : text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

}  // namespace

std::string_view method_name(Method method) {
    switch (method) {
        case Method::Get:
            return "GET";
        case Method::Post:
            return "POST";
        case Method::Put:
            return "PUT";
        case Method::Patch:
            return "PATCH";
        case Method::Delete:
            return "DELETE";
    }
    return {};
}

std::string_view Request::header(std::string_view name) const { return headers.find_ignoring_case(name).value_or(std::string_view{}); }

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view pair = trimmed(rest.substr(0, end));
        if (pair.size() > name.size() && pair[name.size()] == '=' && pair.starts_with(name)) {
            return pair.substr(name.size() + 1);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

std::string_view Request::param(std::string_view name) const { return params.find(name).value_or(std::string_view{}); }

std::optional<std::string_view> Request::query_value(std::string_view name) const { return query.find(name); }

base::Result<std::int64_t> Request::expected_version() const {
    std::string_view tag = header("if-match");
    std::int64_t version = 0;
    if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') {
        tag = tag.substr(1, tag.size() - 2);
        const auto [end, fault] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
        if (fault == std::errc{} && end == tag.data() + tag.size() && version > 0) {
            return version;
        }
    }
    return base::bad_input("request.if_match", "缺少修改依据的版本：请在 If-Match 头中带上读取时 ETag 给出的版本，例如 \"7\"。");
}

void Request::clear() {
    method = Method::Get;
    path.clear();
    params.clear();
    query.clear();
    headers.clear();
    body.clear();
    body_file.clear();
    body_size = 0;
    request_id.clear();
    actor.reset();
    may_wait = true;
    wants_worker = false;
}

Response Response::json(std::string body, int status) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response& Response::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response& Response::with_version(std::int64_t version) { return with("ETag", '"' + std::to_string(version) + '"'); }

std::string_view Response::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (equal_ignoring_case(key, name)) {
            return value;
        }
    }
    return {};
}

}  // namespace luoshi::http
