#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http/fields.hpp"

namespace luoshi::http {

/// How "+" is read: as a space in a query, as itself in a path.
enum class Plus { Literal, Space };

/// Decodes %XX onto the end of `out`; false when an escape is broken or the result is not UTF-8 text without NUL.
bool percent_decode(std::string_view text, Plus plus, std::string& out);

/// A request target (RFC 9112 3.2) cut into the still encoded path and query; nothing when it is neither origin nor absolute form.
struct Target {
    std::string_view path;
    std::string_view query;
};
std::optional<Target> split_target(std::string_view target);

/// Reads "a=1&b=%E6%B2%A7" into `out`; false when an escape is broken.
bool read_query(std::string_view query, Fields& out);

}  // namespace luoshi::http
