#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace luoshi::org {

/// What is decided once for the tenant ("tenant_name", "division_edition", "business_date"); nothing when it was never set.
std::optional<std::string> setting(store::ReadTx& tx, std::string_view key);
void set_setting(store::WriteTx& tx, std::string_view key, std::string_view value);
/// Back to what holds without it.
void clear_setting(store::WriteTx& tx, std::string_view key);

/// A file of the package as it was loaded.
std::optional<std::string> package_file(store::ReadTx& tx, std::string_view name);
/// Stores it; says whether it was new or different.
bool store_package_file(store::WriteTx& tx, std::string_view name, std::string_view content, base::Moment at);

}  // namespace luoshi::org
