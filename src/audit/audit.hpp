#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_source.hpp"

namespace luoshi::store {
class Database;
class ReadTx;
class WriteTx;
}  // namespace luoshi::store

namespace luoshi::audit {

/// Who caused an event, as it was then; ids are plain because audit lies below the modules that own them.
struct Origin {
    std::optional<std::int64_t> user = {};
    std::string user_name = {};
    std::string post_name = {};
    std::string unit_name = {};
    std::string remote_address = {};
    std::string request_id = {};
    std::optional<std::int64_t> post = {};
    std::optional<std::int64_t> unit = {};
};

/// A kind of event and its Chinese name. Declare as namespace-scope constants beside the code that records them, like Sql;
/// converts to its code, so it can stand for Event::action.
class Action {
public:
    Action(const char* code, const char* name);
    Action(const Action&) = delete;
    Action& operator=(const Action&) = delete;
    operator std::string() const { return code_; }
    const char* code() const { return code_; }
    const char* name() const { return name_; }

    /// The Chinese name of a code; the code itself when no Action declares it.
    static std::string name_of(const std::string& code);

private:
    const char* code_;
    const char* name_;
};

struct Event {
    std::string action = {};       ///< "report.submit": stable code, named in Chinese by its Action
    std::string object_kind = {};  ///< "report"
    std::string object_id = {};
    std::string summary = {};      ///< Chinese, one line, no personal data
    std::string detail_json = {};  ///< before and after of what changed (see change.hpp); empty or "{}" when there is nothing to add
    bool success = true;
};

/// Appends an event in the caller's transaction: it is there exactly when the change is (GB/T 22239 8.1.4.3).
/// Rows are append-only and ready for the chain of seals (sealed_block stays null until the sealer exists).
void record(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Origin& origin, const Event& event);

/// A stored event.
struct Entry {
    std::int64_t id = 0;
    base::Moment at;
    Origin origin;
    Event event;
};

struct Filter {
    std::optional<std::int64_t> user = {};
    std::string action = {};                  ///< empty: any
    std::string object_kind = {};             ///< empty: any
    std::string object_id = {};               ///< only with object_kind
    std::optional<std::int64_t> before = {};  ///< events older than this one: the key of the next page
    int limit = 50;
};

struct Page {
    std::vector<Entry> items;
    std::optional<std::int64_t> next;
};

/// Events, newest first.
Page list(store::ReadTx& tx, const Filter& filter);
Page list(store::Database& db, const Filter& filter);

/// The newest successful event of an object: who changed it last, for the answer to an edit conflict.
std::optional<Entry> last_of(store::ReadTx& tx, std::string_view object_kind, std::string_view object_id);

}  // namespace luoshi::audit
