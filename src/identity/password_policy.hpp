#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "identity/settings.hpp"

namespace luoshi::identity {

/// What is wrong with a new password, all of it: length, classes, the login inside it, a well-known password inside it
/// (GB/T 22239 8.1.4.1 a). `path` is the field to name in the errors. Reuse is checked where the old hashes are.
std::vector<base::FieldError> check_password(std::string_view password, std::string_view login, const Settings& settings,
                                             const std::string& path);

}  // namespace luoshi::identity
