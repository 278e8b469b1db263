#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "indicator/target_split.hpp"

namespace luoshi::indicator {

/// The file of a package that says what shares may do; without it the defaults of ShareSettings hold.
inline constexpr std::string_view kSharesFile = "shares.yaml";

/// Reads shares.yaml; everything wrong goes to `problems`.
ShareSettings read_share_settings(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::indicator
