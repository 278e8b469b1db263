#pragma once
#include <vector>

#include "config/folder.hpp"
#include "config/problem.hpp"
#include "identity/role.hpp"

namespace luoshi::identity {

/// Reads roles.yaml of a package; everything wrong with it goes to `problems` with its place.
std::vector<Role> read_roles(const config::Folder& package, config::Problems& problems);

}  // namespace luoshi::identity
