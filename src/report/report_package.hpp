#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"
#include "report/quality.hpp"
#include "report/review_route.hpp"

namespace luoshi::report {

/// The file of a package that says who reviews a report, in order.
inline constexpr std::string_view kReviewFile = "review.yaml";

/// Reads review.yaml; everything wrong goes to `problems`. A route has at least one step.
std::vector<RouteStep> read_route(const std::string& file, std::string_view yaml, config::Problems& problems);

/// The file of a package that says from when on a figure or a text gives rise to a question; without it the defaults hold.
inline constexpr std::string_view kQualityFile = "quality.yaml";

/// Reads quality.yaml; everything wrong goes to `problems`.
QualitySettings read_quality(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::report
