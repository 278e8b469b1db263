#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace luoshi::store {

/// What was changed: a row of the table `changed`, which triggers keep (migrations/0009_changed).
struct Changed {
    std::string what;         ///< unit, indicator, plan, part (what units owe), report
    std::int64_t object = 0;  ///< which report; 0 of the others
};

/// How far changes were read: on SQLite, which has one writer, up to a position; on PostgreSQL the snapshot of the reading, since
/// transactions are not committed in the order of their numbers.
class ChangeTail {
public:
    /// Behind everything `tx` sees.
    explicit ChangeTail(ReadTx& tx);

    /// What was changed since by commits that `tx` sees, and moves on. Within a write, also what that did.
    std::vector<Changed> take(ReadTx& tx);

private:
    std::string read_to_;
};

}  // namespace luoshi::store
