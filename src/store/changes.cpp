#include "store/changes.hpp"

namespace luoshi::store {
namespace {

const Sql kNow{"changes.now", "SELECT CAST(COALESCE(MAX(position), 0) AS TEXT) FROM changed", "SELECT pg_current_snapshot()::text"};
const Sql kSince{"changes.since",
                 "SELECT what, object_id, CAST(position AS TEXT) FROM changed WHERE position > CAST($1 AS BIGINT) ORDER BY position",
                 "SELECT what, object_id, pg_current_snapshot()::text FROM changed "
                 "WHERE transaction >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint "
                 "AND NOT pg_visible_in_snapshot(transaction::text::xid8, $1::pg_snapshot)"};

}  // namespace

ChangeTail::ChangeTail(ReadTx& tx) : read_to_(tx.one(kNow, {}, [](const Row& row) { return row.text(0); }).value()) {}

std::vector<Changed> ChangeTail::take(ReadTx& tx) {
    std::vector<Changed> out;
    const std::string from = read_to_;
    tx.each(kSince, {from}, [&](const Row& row) {
        out.push_back({row.text(0), row.integer(1)});
        read_to_ = row.text(2);
    });
    return out;
}

}  // namespace luoshi::store
