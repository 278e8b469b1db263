#include "http/response_head.hpp"

#include <array>
#include <charconv>
#include <ctime>

namespace luoshi::http {
namespace {

/// Element Plus sets style attributes on elements, hence 'unsafe-inline' for attributes and for nothing else.
constexpr std::string_view kFixed =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data: blob:; script-src 'self'; style-src-elem 'self'; "
    "style-src-attr 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n";

std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

/// A line break in a value would start another header.
void append_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) {
        if (c != '\r' && c != '\n' && c != '\0') {
            out += c;
        }
    }
    out += "\r\n";
}

}  // namespace

bool has_body(int status) { return status != 204 && status != 304; }

std::string http_date(std::int64_t unix_seconds) {
    const std::time_t time = unix_seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
}

void write_head(std::string& out, const Response& response, const ReplyFacts& facts) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reason(response.status)).append("\r\nDate: ").append(facts.date).append("\r\n").append(kFixed);
    out.append("X-Request-Id: ").append(facts.request_id).append("\r\n");
    if (facts.content_length) {
        if (*facts.content_length > 0) {
            append_line(out, "Content-Type", response.content_type);
        }
        out += "Content-Length: ";
        append_number(out, *facts.content_length);
        out += "\r\n";
    }
    bool cache_named = false;
    for (const auto& [name, value] : response.headers) {
        append_line(out, name, value);
        cache_named = cache_named || equal_ignoring_case(name, "cache-control");
    }
    if (!cache_named) {
        out += "Cache-Control: no-store\r\n";
    }
    if (facts.after == AfterReply::Close) {
        out += "Connection: close\r\n";
    } else if (facts.after == AfterReply::KeepAliveHttp10) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
}

}  // namespace luoshi::http
