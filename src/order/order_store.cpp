#include "order/order_store.hpp"

#include <map>

namespace luoshi::order {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_ORDER                                                                                                                    \
    "SELECT o.order_id, o.number, o.owner_id, o.source, o.urgency, o.title, o.content, o.basis, o.instructed_by, o.instructed_on, "     \
    "o.feedback, o.contact, o.task_id, o.origin, o.main_id, o.limit_day, o.limit_days, o.limit_working, o.state, o.state_before, "      \
    "o.given_on, o.sign_due_on, o.first_due_on, o.due_on, o.near_from, o.held_since, o.reported_on, o.unit_days, o.superior_days, "     \
    "o.late, o.returned, o.chased, o.chased_on, o.drafter_id, o.handler_id, o.merged_into, o.version, w.name, m.name, t.ref, t.title, " \
    "a.name, o.progress_due_on, o.state_since "                                                                                         \
    "FROM supervision_order o JOIN unit w ON w.unit_id = o.owner_id LEFT JOIN unit m ON m.unit_id = o.main_id "                         \
    "LEFT JOIN task t ON t.task_id = o.task_id LEFT JOIN user_account a ON a.user_id = o.drafter_id "
// The units within the reader's scope: $1 is the own unit, null where all are; $2 is 1 where those below count too, 2 where all are but
// only what was given is shown.
#define LUOSHI_REACH                                                                                        \
    "WITH RECURSIVE reach (unit_id) AS (SELECT u.unit_id FROM unit u WHERE u.unit_id = CAST($1 AS BIGINT) " \
    "UNION SELECT c.unit_id FROM unit c JOIN reach r ON c.parent_id = r.unit_id WHERE CAST($2 AS BIGINT) = 1) "
#define LUOSHI_IN_SIGHT                                                                                                               \
    "((CAST($1 AS BIGINT) IS NULL AND (CAST($2 AS BIGINT) <> 2 OR o.given_on IS NOT NULL)) OR o.order_id IN (SELECT x.order_id FROM " \
    "supervision_order x WHERE x.owner_id IN (SELECT unit_id "                                                                        \
    "FROM reach) UNION SELECT x.order_id FROM supervision_order x WHERE x.given_on IS NOT NULL AND x.main_id IN (SELECT unit_id "     \
    "FROM reach) UNION SELECT x.order_id FROM order_unit ou JOIN supervision_order x ON x.order_id = ou.order_id WHERE x.given_on "   \
    "IS NOT NULL AND ou.unit_id IN (SELECT unit_id FROM reach)))"

const Sql kInsert{
    "order.insert",
    "INSERT INTO supervision_order (order_id, number, owner_id, source, urgency, title, content, basis, instructed_by, instructed_on, "
    "feedback, contact, task_id, origin, main_id, limit_day, limit_days, limit_working, state, state_before, unit_days, superior_days, "
    "late, returned, chased, drafter_id, running, state_since, version) VALUES ($1, '', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13, $14, $15, "
    "$16, $17, "
    "$18, '', 0, 0, 0, 0, 0, $19, 0, $20, 1)"};
const Sql kUpdate{
    "order.update",
    "UPDATE supervision_order SET source = $3, urgency = $4, title = $5, content = $6, basis = $7, instructed_by = $8, "
    "instructed_on = $9, feedback = $10, contact = $11, task_id = $12, main_id = $13, limit_day = $14, limit_days = $15, "
    "limit_working = $16, state = $17, state_before = $18, given_on = $19, sign_due_on = $20, first_due_on = $21, due_on = $22, "
    "near_from = $23, held_since = $24, reported_on = $25, unit_days = $26, superior_days = $27, late = $28, returned = $29, "
    "chased = $30, chased_on = $31, handler_id = $32, merged_into = $33, running = $34, progress_due_on = $35, state_since = $36, version "
    "= version + 1 WHERE order_id = $1 AND "
    "version = $2"};
const Sql kFind{"order.find", LUOSHI_ORDER "WHERE o.order_id = $1"};
const Sql kDropUnits{"order.drop_units", "DELETE FROM order_unit WHERE order_id = $1"};
const Sql kPutUnit{"order.put_unit", "INSERT INTO order_unit (order_id, unit_id) VALUES ($1, $2)"};
const Sql kUnits{"order.units",
                 "SELECT u.unit_id, u.name FROM order_unit ou JOIN unit u ON u.unit_id = ou.unit_id WHERE ou.order_id = $1 "
                 "ORDER BY u.place, u.unit_id"};
const Sql kSerial{"order.serial", "SELECT COALESCE(MAX(serial), 0) + 1 FROM supervision_order WHERE year = $1"};
const Sql kTitled{"order.titled", LUOSHI_ORDER "WHERE o.main_id = $1 AND o.title = $2 ORDER BY o.order_id"};
const Sql kMerged{"order.merged", LUOSHI_ORDER "WHERE o.merged_into = $1 ORDER BY o.order_id"};
const Sql kFreeOrigin{"order.free_origin",
                      "UPDATE supervision_order SET origin = origin || ' ' || CAST(order_id AS TEXT) WHERE order_id = $1 AND origin <> ''"};
const Sql kOrigin{"order.origin", "SELECT COUNT(*) FROM supervision_order WHERE origin = $1 AND origin <> ''"};
const Sql kNumber{"order.number", "UPDATE supervision_order SET number = $2, year = $3, serial = $4 WHERE order_id = $1"};
// A matter without a limit comes last: '9' is behind every year.
const Sql kList{
    "order.list", LUOSHI_REACH LUOSHI_ORDER
    "WHERE " LUOSHI_IN_SIGHT
    " AND ($3 = '' OR o.state = $3) AND (CAST($4 AS BIGINT) IS NULL OR o.main_id = $4 OR EXISTS (SELECT 1 FROM order_unit x WHERE "
    "x.order_id = o.order_id AND x.unit_id = $4)) AND (CAST($5 AS BIGINT) IS NULL OR o.owner_id = $5) "
    "AND (CAST($6 AS BIGINT) IS NULL OR o.task_id = $6) AND (CAST($14 AS BIGINT) IS NULL OR t.plan_id = $14) AND ($7 = '' OR o.source = "
    "$7) "
    "AND ($8 = '' OR o.number LIKE $8 OR o.title LIKE $8 OR o.content LIKE $8) "
    "AND (CAST($9 AS TEXT) IS NULL OR o.due_on >= $9) AND (CAST($10 AS TEXT) IS NULL OR o.due_on <= $10) "
    "AND ($15 = ',' OR $15 LIKE '%,' || o.state || ',%') AND ($16 NOT IN ('red', 'yellow') OR ($16 = 'red' AND (o.late = 1 OR "
    "(o.running = 1 AND o.due_on < $17))) OR ($16 = 'yellow' AND (o.running = 1 OR o.returned > 0))) "
    "AND (COALESCE(o.due_on, '9') > $11 OR (COALESCE(o.due_on, '9') = $11 AND o.order_id > $12)) "
    "ORDER BY COALESCE(o.due_on, '9'), o.order_id LIMIT $13"};
const Sql kInSight{"order.in_sight", LUOSHI_REACH "SELECT COUNT(*) FROM supervision_order o WHERE o.order_id = $3 AND " LUOSHI_IN_SIGHT};
// In the order of the index, so that nothing is sorted; who is overdue is not counted again as unsigned, nor as near.
// Near its limit, or without its monthly progress.
#define LUOSHI_NEAR "(o.near_from <= $3 OR (o.progress_due_on < $3 AND o.progress_due_on < o.due_on))"
#define LUOSHI_NOT_OVERDUE "(o.due_on IS NULL OR o.due_on >= $3) "
const Sql kAlike{"order.alike", LUOSHI_REACH
                 "SELECT o.main_id, o.state, o.late, o.returned, COUNT(*), SUM(CASE WHEN o.due_on < $3 THEN 1 ELSE 0 END), "
                 "SUM(CASE WHEN " LUOSHI_NOT_OVERDUE "AND o.sign_due_on < $3 THEN 1 ELSE 0 END), SUM(CASE WHEN " LUOSHI_NOT_OVERDUE
                 "AND (o.sign_due_on IS NULL OR o.sign_due_on >= $3) AND " LUOSHI_NEAR
                 " THEN 1 ELSE 0 END), SUM(CASE WHEN " LUOSHI_NOT_OVERDUE "AND o.sign_due_on < $3 AND " LUOSHI_NEAR
                 " THEN 1 ELSE 0 END) "
                 "FROM supervision_order o WHERE " LUOSHI_IN_SIGHT " GROUP BY o.main_id, o.state, o.late, o.returned"};
const Sql kDue{"order.due", LUOSHI_REACH
               "SELECT o.due_on, o.state, COUNT(*) FROM supervision_order o WHERE o.due_on >= $3 AND o.due_on <= $4 AND " LUOSHI_IN_SIGHT
               " GROUP BY o.due_on, o.state ORDER BY o.due_on, o.state"};
// What waits in a state for who may decide there: not what the reader drafted or closed, where the step asks for somebody else.
#define LUOSHI_WAITS                                                                                                           \
    "o.state = $3 AND (CAST($4 AS BIGINT) IS NULL OR o.owner_id = $4) AND (CAST($5 AS BIGINT) IS NULL OR o.drafter_id <> $5) " \
    "AND (CAST($6 AS BIGINT) IS NULL OR o.handler_id IS NULL OR o.handler_id <> $6) "                                          \
    "AND (CAST($1 AS BIGINT) IS NULL OR o.owner_id IN (SELECT unit_id FROM reach))"
const Sql kWaiting{"order.waiting", LUOSHI_REACH LUOSHI_ORDER "WHERE " LUOSHI_WAITS " ORDER BY o.state_since, o.order_id LIMIT $7"};
const Sql kCountWaiting{"order.count_waiting", LUOSHI_REACH "SELECT COUNT(*) FROM supervision_order o WHERE " LUOSHI_WAITS};
const Sql kUnitNames{"order.unit_names", "SELECT unit_id, short_name FROM unit"};

const Sql kInsertStep{
    "order.insert_step",
    "INSERT INTO order_step (step_id, order_id, action, state_from, state_to, on_day, at, user_id, actor, post, unit_id, unit, reason, "
    "progress, problems, next_steps, signer, note, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18, $19)"};
const Sql kSteps{
    "order.steps",
    "SELECT step_id, action, state_from, state_to, on_day, at, user_id, actor, post, unit_id, unit, reason, progress, problems, "
    "next_steps, signer, note, due_on FROM order_step WHERE order_id = $1 ORDER BY step_id"};

#define LUOSHI_REQUEST                                                                                                                \
    "SELECT request_id, order_id, kind, state, reason, progress, due_before, due_wanted, due_granted, asked_on, asked_at, asked_by, " \
    "examiner_id, examined_by, examined_on, opinion, decided_by, decided_on, decision, version FROM order_request "
const Sql kInsertRequest{
    "order.insert_request",
    "INSERT INTO order_request (request_id, order_id, kind, state, reason, progress, due_before, due_wanted, asked_on, asked_at, asked_by, "
    "examined_by, opinion, decided_by, decision, version) VALUES ($1, $2, $3, 'asked', $4, $5, $6, $7, $8, $9, $10, '', '', '', '', 1)"};
const Sql kUpdateRequest{
    "order.update_request",
    "UPDATE order_request SET state = $3, due_granted = $4, examiner_id = $5, examined_by = $6, examined_on = $7, opinion = $8, "
    "decided_by = $9, decided_on = $10, decision = $11, version = version + 1 WHERE request_id = $1 AND version = $2"};
const Sql kFindRequest{"order.find_request", LUOSHI_REQUEST "WHERE request_id = $1"};
const Sql kRequests{"order.requests", LUOSHI_REQUEST "WHERE order_id = $1 ORDER BY request_id"};

#define LUOSHI_FILE                                                                                                              \
    "SELECT file_id, order_id, unit_id, sha256, file_name, size, media_type, uploaded_by, uploaded_at, step_id FROM order_file " \
    "WHERE removed_at IS NULL AND "
const Sql kInsertFile{"order.insert_file",
                      "INSERT INTO order_file (file_id, order_id, unit_id, sha256, file_name, size, media_type, uploaded_by, uploaded_at) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
const Sql kFiles{"order.files", LUOSHI_FILE "order_id = $1 ORDER BY file_id"};
const Sql kFindFile{"order.find_file", LUOSHI_FILE "file_id = $1"};
const Sql kRemoveFile{"order.remove_file", "UPDATE order_file SET removed_at = $2 WHERE file_id = $1 AND removed_at IS NULL"};
const Sql kHandIn{"order.hand_in_files",
                  "UPDATE order_file SET step_id = $3 WHERE order_id = $1 AND unit_id = $2 AND step_id IS NULL AND removed_at IS NULL"};
const Sql kRunning{"order.running", LUOSHI_ORDER
                   "WHERE o.running = 1 AND (o.near_from <= $1 OR o.sign_due_on < $1 OR o.progress_due_on <= $2) ORDER BY o.order_id"};
const Sql kRunningByTask{"order.running_by_task",
                         "SELECT o.task_id, o.main_id, o.due_on FROM supervision_order o JOIN task t ON t.task_id = o.task_id "
                         "WHERE o.running = 1 AND t.plan_id = $1 ORDER BY o.due_on, o.order_id"};

OrderRow order_of(const Row& row) {
    OrderRow out;
    Order& o = out.order;
    o.id = row.id<OrderId>(0);
    o.number = row.text(1);
    o.owner = row.id<UnitId>(2);
    o.source = row.text(3);
    o.urgency = row.text(4);
    o.title = row.text(5);
    o.content = row.text(6);
    o.basis = row.text(7);
    o.instructed_by = row.text(8);
    o.instructed_on = row.opt_date(9);
    o.feedback = row.text(10);
    o.contact = row.text(11);
    o.task = row.opt_id<TaskId>(12);
    o.origin = row.text(13);
    o.main = row.opt_id<UnitId>(14);
    o.limit = {row.opt_date(15), static_cast<int>(row.integer(16)), row.integer(17) != 0};
    o.state = row.text(18);
    o.state_before = row.text(19);
    o.days = {.given_on = row.opt_date(20),
              .sign_due_on = row.opt_date(21),
              .first_due_on = row.opt_date(22),
              .due_on = row.opt_date(23),
              .near_from = row.opt_date(24),
              .held_since = row.opt_date(25),
              .reported_on = row.opt_date(26),
              .unit_days = static_cast<int>(row.integer(27)),
              .superior_days = static_cast<int>(row.integer(28))};
    o.late = row.integer(29) != 0;
    o.returned = static_cast<int>(row.integer(30));
    o.chased = static_cast<int>(row.integer(31));
    o.chased_on = row.opt_date(32);
    o.drafter = row.id<UserId>(33);
    o.handler = row.opt_id<UserId>(34);
    o.merged_into = row.opt_id<OrderId>(35);
    o.version = row.integer(36);
    o.days.progress_due_on = row.opt_date(42);
    o.state_since = row.opt_date(43);
    out.owner_name = row.text(37);
    out.main_name = row.opt_text(38).value_or("");
    out.task_ref = row.opt_text(39).value_or("");
    out.task_title = row.opt_text(40).value_or("");
    out.drafter_name = row.opt_text(41).value_or("系统");
    return out;
}

RequestRow request_of(const Row& row) {
    return {.id = row.id<RequestId>(0),
            .order = row.id<OrderId>(1),
            .kind = row.text(2),
            .state = row.text(3),
            .reason = row.text(4),
            .progress = row.text(5),
            .due_before = row.date(6),
            .due_wanted = row.opt_date(7),
            .due_granted = row.opt_date(8),
            .asked_on = row.date(9),
            .asked_at = row.moment(10),
            .asked_by = row.text(11),
            .examiner = row.opt_id<UserId>(12),
            .examined_by = row.text(13),
            .examined_on = row.opt_date(14),
            .opinion = row.text(15),
            .decided_by = row.text(16),
            .decided_on = row.opt_date(17),
            .decision = row.text(18),
            .version = row.integer(19)};
}

FileRow file_of(const Row& row) {
    return {row.id<OrderFileId>(0), row.id<OrderId>(1), row.id<UnitId>(2), row.text(3),   row.text(4),
            row.integer(5),         row.text(6),        row.text(7),       row.moment(8), row.opt_integer(9)};
}

int below(const identity::Actor& actor) {
    if (actor.scope == identity::Scope::All) {
        return actor.only_reads() ? 2 : 0;
    }
    return actor.scope == identity::Scope::Subtree ? 1 : 0;
}

}  // namespace

std::string listed(const std::vector<std::string>& codes) {
    std::string out = ",";
    for (const auto& code : codes) {
        out += code + ",";
    }
    return out;
}

void insert_order(store::WriteTx& tx, const Order& o) {
    tx.execute(kInsert, {o.id,
                         o.owner,
                         o.source,
                         o.urgency,
                         o.title,
                         o.content,
                         o.basis,
                         o.instructed_by,
                         o.instructed_on,
                         o.feedback,
                         o.contact,
                         o.task,
                         o.origin,
                         o.main,
                         o.limit.day,
                         o.limit.days,
                         o.limit.working_days ? 1 : 0,
                         o.state,
                         o.drafter,
                         o.state_since});
    put_assisting(tx, o.id, o.assisting);
}

bool update_order(store::WriteTx& tx, const Order& o) {
    return tx.execute(kUpdate, {o.id,
                                o.version,
                                o.source,
                                o.urgency,
                                o.title,
                                o.content,
                                o.basis,
                                o.instructed_by,
                                o.instructed_on,
                                o.feedback,
                                o.contact,
                                o.task,
                                o.main,
                                o.limit.day,
                                o.limit.days,
                                o.limit.working_days ? 1 : 0,
                                o.state,
                                o.state_before,
                                o.days.given_on,
                                o.days.sign_due_on,
                                o.days.first_due_on,
                                o.days.due_on,
                                o.days.near_from,
                                o.days.held_since,
                                o.days.reported_on,
                                o.days.unit_days,
                                o.days.superior_days,
                                o.late ? 1 : 0,
                                o.returned,
                                o.chased,
                                o.chased_on,
                                o.handler,
                                o.merged_into,
                                o.running ? 1 : 0,
                                o.days.progress_due_on,
                                o.state_since}) == 1;
}

void put_assisting(store::WriteTx& tx, OrderId id, const std::vector<UnitId>& units) {
    tx.execute(kDropUnits, {id});
    for (const auto unit : units) {
        tx.execute(kPutUnit, {id, unit});
    }
}

std::optional<OrderRow> find_order(store::ReadTx& tx, OrderId id) {
    auto row = tx.one(kFind, {id}, order_of);
    if (row) {
        for (const auto& unit : assisting_units(tx, id)) {
            row->order.assisting.push_back(unit.id);
        }
    }
    return row;
}

std::vector<plan::UnitRef> assisting_units(store::ReadTx& tx, OrderId id) {
    return tx.all(kUnits, {id}, [](const Row& row) { return plan::UnitRef{row.id<UnitId>(0), row.text(1)}; });
}

std::int64_t next_serial(store::ReadTx& tx, int year) { return tx.integer(kSerial, {year}).value_or(1); }

void set_number(store::WriteTx& tx, OrderId id, const std::string& number, int year, std::int64_t serial) {
    tx.execute(kNumber, {id, number, year, serial});
}

void each_order(store::ReadTx& tx, const identity::Actor& actor, const OrderFilter& filter, const std::optional<OrderKey>& after,
                const std::function<bool(OrderRow)>& see) {
    constexpr int kFirst = 100;  ///< a page of a list; who reads on reads all
    constexpr int kAtOnce = 500;
    const auto states = listed(filter.states);
    int limit = kFirst;
    const auto words = filter.words.empty() ? "" : "%" + filter.words + "%";
    OrderKey key = after.value_or(OrderKey{"", OrderId{0}});
    for (bool more = true; more;) {
        const auto rows =
            tx.all(kList,
                   {actor.scope_root(), below(actor), filter.state, filter.unit, filter.owner, filter.task, filter.source, words,
                    filter.due_from, filter.due_to, key.due, key.id, limit, filter.plan, states, filter.light, filter.light_on},
                   order_of);
        for (const auto& row : rows) {
            key = {row.order.days.due_on ? base::date_text(*row.order.days.due_on) : "9", row.order.id};
            if (!see(row)) {
                return;
            }
        }
        more = rows.size() == static_cast<std::size_t>(limit);
        limit = kAtOnce;
    }
}

bool is_in_sight(store::ReadTx& tx, const identity::Actor& actor, OrderId id) {
    return tx.integer(kInSight, {actor.scope_root(), below(actor), id}).value_or(0) > 0;
}

std::vector<Alike> count_alike(store::ReadTx& tx, const identity::Actor& actor, Date today) {
    std::map<UnitId, std::string> names;
    tx.each(kUnitNames, {}, [&](const Row& row) { names.emplace(row.id<UnitId>(0), row.text(1)); });
    std::vector<Alike> out;
    tx.each(kAlike, {actor.scope_root(), below(actor), today}, [&](const Row& row) {
        const auto main = row.opt_id<UnitId>(0);
        const Alike alike{.main = main,
                          .main_name = main ? names[*main] : "",
                          .state = row.text(1),
                          .late = row.integer(2) != 0,
                          .returned = row.integer(3) > 0};
        const auto add = [&](std::int64_t count, bool overdue, bool sign_late, bool near) {
            if (count > 0) {
                out.push_back(alike);
                out.back().overdue = overdue;
                out.back().sign_late = sign_late;
                out.back().near = near;
                out.back().count = static_cast<int>(count);
            }
        };
        const auto overdue = row.integer(5);
        const auto sign_late = row.integer(6);
        const auto near = row.integer(7);
        const auto both = row.integer(8);
        add(overdue, true, true, true);
        add(both, false, true, true);
        add(sign_late - both, false, true, false);
        add(near, false, false, true);
        add(row.integer(4) - overdue - sign_late - near, false, false, false);
    });
    return out;
}

std::vector<DueCount> count_due(store::ReadTx& tx, const identity::Actor& actor, Date from, Date to) {
    return tx.all(kDue, {actor.scope_root(), below(actor), from, to}, [](const Row& row) {
        return DueCount{row.date(0), row.text(1), static_cast<int>(row.integer(2))};
    });
}

void insert_step(store::WriteTx& tx, OrderId order, const StepRow& s) {
    tx.execute(kInsertStep,
               {s.id, order, s.action, s.state_from, s.state_to, s.on_day, s.at, s.user, s.actor, s.post, s.unit_id, s.unit, s.reason,
                s.feedback.progress, s.feedback.problems, s.feedback.next_steps, s.feedback.signer, s.note, s.due_on});
}

std::vector<StepRow> steps_of(store::ReadTx& tx, OrderId order) {
    return tx.all(kSteps, {order}, [](const Row& row) {
        return StepRow{.id = row.integer(0),
                       .action = row.text(1),
                       .state_from = row.text(2),
                       .state_to = row.text(3),
                       .on_day = row.date(4),
                       .at = row.moment(5),
                       .user = row.id<UserId>(6),
                       .actor = row.text(7),
                       .post = row.text(8),
                       .unit_id = row.opt_id<UnitId>(9),
                       .unit = row.text(10),
                       .reason = row.text(11),
                       .feedback = {row.text(12), row.text(13), row.text(14), row.text(15)},
                       .note = row.text(16),
                       .due_on = row.opt_date(17)};
    });
}

void insert_request(store::WriteTx& tx, const RequestRow& r) {
    tx.execute(kInsertRequest,
               {r.id, r.order, r.kind, r.reason, r.progress, r.due_before, r.due_wanted, r.asked_on, r.asked_at, r.asked_by});
}

bool update_request(store::WriteTx& tx, const RequestRow& r) {
    return tx.execute(kUpdateRequest, {r.id, r.version, r.state, r.due_granted, r.examiner, r.examined_by, r.examined_on, r.opinion,
                                       r.decided_by, r.decided_on, r.decision}) == 1;
}

std::optional<RequestRow> find_request(store::ReadTx& tx, RequestId id) { return tx.one(kFindRequest, {id}, request_of); }

std::vector<RequestRow> requests_of(store::ReadTx& tx, OrderId order) { return tx.all(kRequests, {order}, request_of); }

void insert_file(store::WriteTx& tx, const FileRow& f) {
    tx.execute(kInsertFile, {f.id, f.order, f.unit, f.sha256, f.file_name, f.size, f.media_type, f.uploaded_by, f.uploaded_at});
}

std::vector<FileRow> files_of(store::ReadTx& tx, OrderId order) { return tx.all(kFiles, {order}, file_of); }

std::optional<FileRow> find_file(store::ReadTx& tx, OrderFileId id) { return tx.one(kFindFile, {id}, file_of); }

void remove_file(store::WriteTx& tx, OrderFileId id, base::Moment at) { tx.execute(kRemoveFile, {id, at}); }

void hand_in_files(store::WriteTx& tx, OrderId order, UnitId unit, std::int64_t step) { tx.execute(kHandIn, {order, unit, step}); }

std::vector<OrderRow> orders_titled(store::ReadTx& tx, UnitId main, const std::string& title) {
    return tx.all(kTitled, {main, title}, order_of);
}

std::vector<OrderRow> merged_into(store::ReadTx& tx, OrderId id) { return tx.all(kMerged, {id}, order_of); }

void free_origin(store::WriteTx& tx, OrderId id) { tx.execute(kFreeOrigin, {id}); }

bool is_origin(store::ReadTx& tx, const std::string& origin) { return tx.integer(kOrigin, {origin}).value_or(0) > 0; }

std::vector<OrderRow> waiting_orders(store::ReadTx& tx, const identity::Actor& actor, const WaitingFilter& filter, int limit) {
    return tx.all(kWaiting, {actor.scope_root(), below(actor), filter.state, filter.owner, filter.not_drafter, filter.not_handler, limit},
                  order_of);
}

std::int64_t count_waiting(store::ReadTx& tx, const identity::Actor& actor, const WaitingFilter& filter) {
    return tx.integer(kCountWaiting, {actor.scope_root(), below(actor), filter.state, filter.owner, filter.not_drafter, filter.not_handler})
        .value_or(0);
}

std::vector<OrderRow> running_orders_near(store::ReadTx& tx, Date day, Date progress_by) {
    return tx.all(kRunning, {day, progress_by}, order_of);
}

std::vector<RunningOrder> running_orders(store::ReadTx& tx, plan::PlanId plan) {
    return tx.all(kRunningByTask, {plan}, [](const Row& row) { return RunningOrder{row.id<TaskId>(0), row.id<UnitId>(1), row.date(2)}; });
}

}  // namespace luoshi::order
