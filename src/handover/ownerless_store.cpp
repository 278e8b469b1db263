#include "handover/ownerless_store.hpp"

namespace luoshi::handover {
namespace {

using store::Row;
using store::Sql;

// Somebody in office on day $1: the user is active and holds the post.
#define LUOSHI_IN_OFFICE                                                                                         \
    "user_post up JOIN user_account a ON a.user_id = up.user_id AND a.state = 'active' AND up.valid_from <= $1 " \
    "AND (up.valid_to IS NULL OR up.valid_to > $1) JOIN post o ON o.post_id = up.post_id "
#define LUOSHI_NOBODY(unit, permission)                                                                                                    \
    "NOT EXISTS (SELECT 1 FROM " LUOSHI_IN_OFFICE "JOIN role_permission rp ON rp.role_code = o.role_code AND rp.permission = '" permission \
    "' WHERE o.unit_id = " unit ") "
#define LUOSHI_IN_FORCE "l.state = 'confirmed' AND d.valid_from <= $1 AND (d.valid_to IS NULL OR d.valid_to > $1) "

const Sql kParts{"handover.ownerless_parts",
                 "SELECT u.unit_id, u.name, COUNT(*), MIN(l.office_unit_id), '' FROM unit_duty d JOIN plan l ON l.plan_id = d.plan_id JOIN "
                 "unit u ON u.unit_id = d.unit_id WHERE " LUOSHI_IN_FORCE
                 "AND " LUOSHI_NOBODY("d.unit_id", "report.fill") "GROUP BY u.unit_id, u.name"};
const Sql kOrders{"handover.ownerless_orders",
                  "SELECT u.unit_id, u.name, COUNT(*), MIN(s.owner_id), '' FROM (SELECT main_id AS unit_id, owner_id FROM "
                  "supervision_order WHERE running = 1 UNION ALL SELECT d.unit_id, m.unit_id AS owner_id FROM occasion_decision d JOIN "
                  "occasion m ON m.occasion_id = d.occasion_id WHERE m.state IN ('held', 'closed') AND d.done_on IS NULL AND "
                  "d.outcome = '' AND d.order_id IS NULL UNION ALL SELECT r.unit_id, i.organiser_id AS owner_id FROM rectification r JOIN "
                  "inspection_object x ON x.object_id = r.object_id JOIN inspection i ON i.inspection_id = x.inspection_id "
                  "WHERE r.state IN ('open', 'returned') AND r.order_id IS NULL) s JOIN unit u ON u.unit_id = s.unit_id "
                  "WHERE " LUOSHI_NOBODY("s.unit_id", "order.handle") "GROUP BY u.unit_id, u.name"};
const Sql kPosts{"handover.empty_posts",
                 "SELECT u.unit_id, u.name, COUNT(*), MIN(l.office_unit_id), p.name FROM assignment x JOIN unit_duty d ON d.unit_duty_id = "
                 "x.unit_duty_id JOIN plan l ON l.plan_id = d.plan_id JOIN post p ON p.post_id = x.post_id JOIN unit u ON u.unit_id = "
                 "p.unit_id WHERE x.state <> 'returned' AND " LUOSHI_IN_FORCE "AND NOT EXISTS (SELECT 1 FROM " LUOSHI_IN_OFFICE
                 "WHERE o.post_id = x.post_id) GROUP BY u.unit_id, u.name, p.post_id, p.name ORDER BY p.post_id"};
const Sql kAssigning{"handover.assigning", "SELECT DISTINCT o.unit_id FROM " LUOSHI_IN_OFFICE
                                           "JOIN role_permission rp ON rp.role_code = o.role_code AND rp.permission = 'duty.assign'"};
const Sql kPlaces{"handover.places", "SELECT unit_id, name, parent_id FROM unit"};

OwnerlessRow row_of(const Row& row) {
    return {{row.id<UnitId>(0), row.text(1)}, static_cast<int>(row.integer(2)), row.id<UnitId>(3), row.text(4)};
}

}  // namespace

std::vector<OwnerlessRow> ownerless_parts(store::ReadTx& tx, Date day) { return tx.all(kParts, {day}, row_of); }
std::vector<OwnerlessRow> ownerless_orders(store::ReadTx& tx, Date day) { return tx.all(kOrders, {day}, row_of); }
std::vector<OwnerlessRow> empty_posts(store::ReadTx& tx, Date day) { return tx.all(kPosts, {day}, row_of); }

std::set<UnitId> assigning_units(store::ReadTx& tx, Date day) {
    std::set<UnitId> out;
    tx.each(kAssigning, {day}, [&](const Row& row) { out.insert(row.id<UnitId>(0)); });
    return out;
}

std::map<UnitId, Place> places(store::ReadTx& tx) {
    std::map<UnitId, Place> out;
    tx.each(kPlaces, {}, [&](const Row& row) { out.emplace(row.id<UnitId>(0), Place{row.text(1), row.opt_id<UnitId>(2)}); });
    return out;
}

}  // namespace luoshi::handover
