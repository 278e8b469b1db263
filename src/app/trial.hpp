#pragma once
#include <string>

#include "config/problem.hpp"

namespace luoshi::app {

/// What reading a package cannot show: loads it into a database that is thrown away, with the plan document beside it. Answers that fit
/// no question of the document or name unknown units, and parts a demonstration cannot hand down, go to `problems`.
/// `folder` is a package that reads without fault.
void try_out(const std::string& folder, config::Problems& problems);

}  // namespace luoshi::app
