#pragma once
#include <span>
#include <string_view>

namespace luoshi::base {

/// A file compiled into the binary: its path relative to the embedded folder, and its bytes.
struct EmbeddedFile {
    std::string_view name;
    std::string_view data;
};
using EmbeddedFiles = std::span<const EmbeddedFile>;

}  // namespace luoshi::base
