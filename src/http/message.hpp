#pragma once
#include <any>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "http/fields.hpp"

namespace luoshi::http {

enum class Method { Get, Post, Put, Patch, Delete };
inline constexpr std::size_t kMethods = 5;

/// "GET", "POST", …
std::string_view method_name(Method method);

/// A parsed request. HEAD arrives as Get; the server leaves the body out.
struct Request {
    Method method = Method::Get;
    std::string path;       ///< percent-decoded, without the query
    Fields params;          ///< the {names} of the route's pattern, percent-decoded
    Fields query;           ///< percent-decoded
    Fields headers;         ///< as sent; read them with header()
    std::string body;       ///< Body::Memory routes
    std::string body_file;  ///< Body::File routes: the temporary file the body was streamed to; removed after the handler unless moved away
    std::uint64_t body_size = 0;
    std::string remote_address;
    std::string request_id;
    std::any actor;             ///< set by the gate, read by the module that set it
    bool may_wait = true;       ///< false on an I/O thread, where nothing may wait for the database
    bool wants_worker = false;  ///< set by a gate that had to wait: a worker asks it again

    /// A header's value, the name in any case; empty when missing.
    std::string_view header(std::string_view name) const;
    /// Empty when missing.
    std::string_view cookie(std::string_view name) const;
    /// Empty when the pattern has no such name.
    std::string_view param(std::string_view name) const;
    std::optional<std::string_view> query_value(std::string_view name) const;
    /// The version that If-Match names (`"7"`): what the client saw last. "request.if_match" when missing or not a version.
    base::Result<std::int64_t> expected_version() const;
    /// Empties everything and keeps the memory.
    void clear();
};

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< sent instead of `body` when set: cached replies are not copied
    std::string_view embedded;                       ///< sent instead of `body` when set: bytes that live as long as the program
    std::string file;                                ///< streamed from disk when set

    static Response json(std::string body, int status = 200);
    static Response no_content();
    /// Adds a header.
    Response& with(std::string name, std::string value);
    /// Adds the ETag of a row's version, which the client sends back as If-Match.
    Response& with_version(std::int64_t version);
    /// The header's value, the name in any case; empty when missing.
    std::string_view header(std::string_view name) const;
};

/// Reads %XX escapes of UTF-8 text, as in a header that carries a file name; "request.bad_escape" when broken.
base::Result<std::string> percent_decoded(std::string_view text);
/// Escapes everything but letters, digits and -._~ (RFC 3986 2.3); fits filename*=UTF-8''… (RFC 8187).
std::string percent_encoded(std::string_view text);

/// application/problem+json (RFC 9457) with `code`, `errors[]`, `request_id`; the error's detail_json becomes `conflict`.
Response problem(const base::Error& error, std::string_view request_id);
/// The answer to a fault of the program: 500, nothing of the inside.
Response fault_problem(std::string_view request_id);
/// A refusal by the protocol itself, with its own status.
Response protocol_problem(int status, std::string_view code, std::string_view detail, std::string_view request_id);

}  // namespace luoshi::http
