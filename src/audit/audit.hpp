#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id_source.hpp"

namespace luoshi::store {
class WriteTx;
}

namespace luoshi::audit {

/// Who caused an event, as it was then; ids are plain because audit lies below the modules that own them.
struct Origin {
    std::optional<std::int64_t> user;
    std::string user_name;
    std::string post_name;
    std::string unit_name;
    std::string remote_address;
    std::string request_id;
};

struct Event {
    std::string action;       ///< "report.submit": stable code, named in Chinese by the interface
    std::string object_kind;  ///< "report"
    std::string object_id;
    std::string summary;      ///< Chinese, one line, no personal data
    std::string detail_json;  ///< before and after of what changed; "{}" when there is nothing to add
    bool success = true;
};

/// Appends an event in the caller's transaction: it is there exactly when the change is (GB/T 22239 8.1.4.3).
/// Rows are append-only and ready for the chain of seals (sealed_block stays null until the sealer exists).
void record(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Origin& origin, const Event& event);

}  // namespace luoshi::audit
