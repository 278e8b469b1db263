#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace luoshi::http {

enum class AfterReply { KeepAlive, KeepAliveHttp10, Close };

struct ReplyFacts {
    std::optional<std::uint64_t> content_length;  ///< nothing for statuses without a body
    AfterReply after = AfterReply::KeepAlive;
    std::string_view request_id;
    std::string_view date;
};

/// Appends status line and headers, the fixed security headers among them (docs/security.md), up to and with the empty line.
/// Cache-Control is no-store unless the response has its own.
void write_head(std::string& out, const Response& response, const ReplyFacts& facts);

/// "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 9110 5.6.7).
std::string http_date(std::int64_t unix_seconds);

/// 204 and 304 carry no body.
bool has_body(int status);

}  // namespace luoshi::http
