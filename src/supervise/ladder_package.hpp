#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "supervise/ladder.hpp"

namespace luoshi::supervise {

/// The file of a package with the ladder of escalation; without it nothing is escalated by itself.
inline constexpr std::string_view kLadderFile = "ladder.yaml";

/// Reads ladder.yaml; everything wrong goes to `problems`: unknown rungs, a condition that asks for nothing.
Ladder read_ladder(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::supervise
