#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "plan/answers.hpp"

namespace luoshi::plan {

/// The file of a package that carries confirmed answers.
inline constexpr std::string_view kAnswersFile = "answers.yaml";

/// Reads answers.yaml; everything wrong goes to `problems` with file, line and column.
PackagedAnswers read_answers(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::plan
