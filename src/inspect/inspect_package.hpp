#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "inspect/guards.hpp"

namespace luoshi::inspect {

/// The file of a package that says how often an object may be inspected and which guards may be overridden; without it there are no caps
/// and none may.
inline constexpr std::string_view kInspectFile = "inspect.yaml";

/// Reads inspect.yaml; everything wrong goes to `problems`.
Settings read_settings(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::inspect
