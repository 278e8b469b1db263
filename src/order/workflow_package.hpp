#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "order/workflow.hpp"

namespace luoshi::order {

/// The file of a package that says how matters are supervised.
inline constexpr std::string_view kOrdersFile = "orders.yaml";

/// Reads orders.yaml; everything wrong goes to `problems`: unknown states and guards, states nothing leads to, an action without a way.
Workflow read_workflow(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::order
