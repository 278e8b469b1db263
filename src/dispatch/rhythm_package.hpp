#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"
#include "dispatch/occasion_rule.hpp"

namespace luoshi::dispatch {

/// The rhythm of the year in a package; without it nothing is opened.
inline constexpr std::string_view kRhythmFile = "rhythm.yaml";

/// Reads rhythm.yaml; what is wrong (a code twice, due before it opens, a section twice) goes to `problems`.
std::vector<OccasionRule> read_rhythm(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::dispatch
