#include "audit/audit.hpp"

#include <algorithm>
#include <map>

#include "store/store.hpp"

namespace luoshi::audit {

namespace {

const store::Sql kInsert{"audit.insert", R"sql(
INSERT INTO audit_event (event_id, at, user_id, user_name, post_id, post_name, unit_id, unit_name, action, object_kind, object_id,
                         summary, detail, success, remote_address, request_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16))sql"};

#define LUOSHI_AUDIT_COLUMNS                                                                                                     \
    "SELECT event_id, at, user_id, user_name, post_id, post_name, unit_id, unit_name, action, object_kind, object_id, summary, " \
    "detail, success, remote_address, request_id FROM audit_event "
// The most selective filter leads through its index; the others only narrow.
const store::Sql kList{"audit.list", LUOSHI_AUDIT_COLUMNS R"sql(
WHERE event_id < $1 AND ($2 = '' OR action = $2) ORDER BY event_id DESC LIMIT $3)sql"};
const store::Sql kListOfUser{"audit.list_of_user", LUOSHI_AUDIT_COLUMNS R"sql(
WHERE user_id = $4 AND event_id < $1 AND ($2 = '' OR action = $2) AND ($5 = '' OR object_kind = $5) AND ($6 = '' OR object_id = $6)
ORDER BY event_id DESC LIMIT $3)sql"};
const store::Sql kListOfObject{"audit.list_of_object", LUOSHI_AUDIT_COLUMNS R"sql(
WHERE object_kind = $4 AND object_id = $5 AND event_id < $1 AND ($2 = '' OR action = $2) ORDER BY event_id DESC LIMIT $3)sql"};
const store::Sql kListOfKind{"audit.list_of_kind", LUOSHI_AUDIT_COLUMNS R"sql(
WHERE object_kind = $4 AND event_id < $1 AND ($2 = '' OR action = $2) ORDER BY event_id DESC LIMIT $3)sql"};
const store::Sql kLastOfObject{"audit.last_of_object", LUOSHI_AUDIT_COLUMNS R"sql(
WHERE object_kind = $1 AND object_id = $2 AND success = 1 ORDER BY event_id DESC LIMIT 1)sql"};
#undef LUOSHI_AUDIT_COLUMNS

std::map<std::string, const char*>& action_names() {
    static std::map<std::string, const char*> names;
    return names;
}

Entry read_entry(const store::Row& row) {
    return {row.integer(0), row.moment(1),
            Origin{row.opt_integer(2), row.text(3), row.text(5), row.text(7), row.text(14), row.text(15), row.opt_integer(4),
                   row.opt_integer(6)},
            Event{row.text(8), row.text(9), row.text(10), row.text(11), row.text(12), row.integer(13) == 1}};
}

}  // namespace

Action::Action(const char* code, const char* name) : code_(code), name_(name) { action_names()[code] = name; }

std::string Action::name_of(const std::string& code) {
    const auto& names = action_names();
    const auto found = names.find(code);
    return found == names.end() ? code : found->second;
}

void record(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Origin& origin, const Event& event) {
    tx.later(kInsert, {ids.next(), at, origin.user, origin.user_name, origin.post, origin.post_name, origin.unit, origin.unit_name,
                       event.action, event.object_kind, event.object_id, event.summary,
                       event.detail_json.empty() ? std::string_view{"{}"} : std::string_view{event.detail_json}, event.success ? 1 : 0,
                       origin.remote_address, origin.request_id});
}

Page list(store::ReadTx& tx, const Filter& filter) {
    constexpr std::int64_t kNewest = INT64_MAX;
    const std::int64_t before = filter.before.value_or(kNewest);
    const int limit = std::clamp(filter.limit, 1, 200);
    const int one_more = limit + 1;
    Page page;
    if (filter.user) {
        page.items = tx.all(kListOfUser, {before, filter.action, one_more, *filter.user, filter.object_kind, filter.object_id}, read_entry);
    } else if (!filter.object_kind.empty() && !filter.object_id.empty()) {
        page.items = tx.all(kListOfObject, {before, filter.action, one_more, filter.object_kind, filter.object_id}, read_entry);
    } else if (!filter.object_kind.empty()) {
        page.items = tx.all(kListOfKind, {before, filter.action, one_more, filter.object_kind}, read_entry);
    } else {
        page.items = tx.all(kList, {before, filter.action, one_more}, read_entry);
    }
    if (page.items.size() > static_cast<std::size_t>(limit)) {
        page.items.pop_back();
        page.next = page.items.back().id;
    }
    return page;
}

Page list(store::Database& db, const Filter& filter) {
    return db.read([&](store::ReadTx& tx) { return list(tx, filter); });
}

std::optional<Entry> last_of(store::ReadTx& tx, std::string_view object_kind, std::string_view object_id) {
    return tx.one(kLastOfObject, {object_kind, object_id}, read_entry);
}

}  // namespace luoshi::audit
