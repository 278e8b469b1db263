#pragma once
#include <memory>

#include "store/store.hpp"

namespace luoshi::store {

/// Waits until no other process sets the same database up (migrations, first package, first users) and makes others wait until the value
/// is gone, at the latest when this process is. Nothing to hold on SQLite, whose folder one server has for itself.
/// Throws Fault when the server is unreachable.
std::shared_ptr<void> hold_setup(const Options& options);

}  // namespace luoshi::store
