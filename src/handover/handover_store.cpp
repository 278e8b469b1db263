#include "handover/handover_store.hpp"

namespace luoshi::handover {
namespace {

using store::Row;
using store::Sql;

const Sql kPost{
    "handover.post",
    "SELECT p.post_id, p.name, u.unit_id, u.name, p.is_head FROM post p JOIN unit u ON u.unit_id = p.unit_id WHERE p.post_id = $1"};
const Sql kPermissions{"handover.permissions",
                       "SELECT rp.permission FROM post p JOIN role_permission rp ON rp.role_code = p.role_code WHERE p.post_id = $1"};
const Sql kHolder{"handover.holder",
                  "SELECT a.name FROM user_post up JOIN user_account a ON a.user_id = up.user_id WHERE up.post_id = $1 AND up.user_id = $2 "
                  "AND up.valid_from <= $3 LIMIT 1"};
const Sql kSuccessor{
    "handover.successor",
    "SELECT a.name FROM user_post up JOIN user_account a ON a.user_id = up.user_id JOIN post p ON p.post_id = up.post_id "
    "JOIN role_permission rp ON rp.role_code = p.role_code AND rp.permission = 'duty.read' WHERE p.unit_id = $1 AND up.user_id = $2 "
    "AND a.state = 'active' AND (up.valid_to IS NULL OR up.valid_to > $3) LIMIT 1"};
const Sql kParts{
    "handover.parts",
    "SELECT d.unit_duty_id, t.ref, t.title, d.role FROM unit_duty d JOIN task t ON t.task_id = d.task_id JOIN plan l ON l.plan_id = "
    "d.plan_id WHERE l.state = 'confirmed' AND d.unit_id = $1 AND d.valid_from <= $4 AND (d.valid_to IS NULL OR d.valid_to > $4) AND "
    "(CAST($2 AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM assignment a WHERE a.unit_duty_id = d.unit_duty_id AND a.state <> 'returned' AND "
    "(a.post_id = $3 OR a.section_id = (SELECT p.section_id FROM post p WHERE p.post_id = $3)))) ORDER BY t.plan_id, t.ordinal"};
const Sql kMilestones{"handover.milestones",
                      "SELECT title, due_on FROM milestone WHERE unit_duty_id = $1 AND done_on IS NULL AND removed = 0 ORDER BY due_on, "
                      "milestone_id"};
const Sql kReview{"handover.review",
                  "SELECT r.report_id, r.period, u.name, t.ref, t.title FROM report r JOIN unit u ON u.unit_id = r.unit_id JOIN task t ON "
                  "t.task_id = r.task_id WHERE r.state = 'submitted' AND r.waiting_unit_id = $1 ORDER BY r.period, r.report_id"};
const Sql kOrders{"handover.orders",
                  "SELECT o.order_id, o.number, o.title, o.due_on, o.state FROM supervision_order o WHERE o.owner_id = $1 OR "
                  "(o.given_on IS NOT NULL AND (o.main_id = $1 OR EXISTS (SELECT 1 FROM order_unit x WHERE x.order_id = o.order_id AND "
                  "x.unit_id = $1))) ORDER BY COALESCE(o.due_on, '9'), o.order_id"};
const Sql kRectifications{
    "handover.rectifications",
    "SELECT r.what, i.title, r.due_on, r.state, i.inspection_id FROM rectification r JOIN inspection_object o ON o.object_id = "
    "r.object_id JOIN inspection i ON i.inspection_id = o.inspection_id WHERE r.unit_id = $1 AND r.state IN ('open', 'returned', "
    "'reported') ORDER BY r.due_on, r.rectification_id"};
const Sql kDecisions{"handover.decisions",
                     "SELECT d.text, o.name, o.period, d.due_on, o.occasion_id FROM occasion_decision d JOIN occasion o ON o.occasion_id = "
                     "d.occasion_id WHERE o.state IN ('held', 'closed') AND d.done_on IS NULL AND (d.unit_id = $1 OR EXISTS (SELECT 1 FROM "
                     "occasion_decision_unit a WHERE a.decision_id = d.decision_id AND a.unit_id = $1)) ORDER BY d.due_on, d.decision_id"};
const Sql kMeetings{"handover.meetings",
                    "SELECT name, period, due_on, occasion_id FROM occasion WHERE unit_id = $1 AND state = 'open' ORDER BY due_on, "
                    "occasion_id"};
const Sql kCautions{"handover.cautions",
                    "SELECT t.ref, t.title, c.basis, c.object_until, c.task_id FROM caution c JOIN task t ON t.task_id = c.task_id WHERE "
                    "c.unit_id = $1 AND c.state = 'in_force' AND c.objected_on IS NULL AND c.object_until >= $2 ORDER BY c.object_until, "
                    "c.caution_id"};
const Sql kNotices{"handover.notices",
                   "SELECT text, link FROM notice WHERE user_id = $1 AND read_at IS NULL AND kind <> 'duty.handover' ORDER BY notice_id"};
const Sql kReadNotices{"handover.read_notices",
                       "UPDATE notice SET read_at = $2 WHERE kind = 'duty.handover' AND link = $1 AND read_at IS NULL"};

#define LUOSHI_HANDOVER                                                                                                               \
    "SELECT h.handover_id, h.unit_id, u.name, h.post_id, p.name, h.from_id, f.name, h.to_id, g.name, h.on_day, h.note, h.state, "     \
    "h.made_on, h.made_by, h.from_signed_on, h.to_signed_on, h.cancelled_for, h.version FROM handover h JOIN unit u ON u.unit_id = "  \
    "h.unit_id JOIN post p ON p.post_id = h.post_id JOIN user_account f ON f.user_id = h.from_id JOIN user_account g ON g.user_id = " \
    "h.to_id "
const Sql kInsert{"handover.insert",
                  "INSERT INTO handover (handover_id, unit_id, post_id, from_id, to_id, on_day, note, state, made_on, made_by, "
                  "cancelled_for, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, '', 1)"};
const Sql kInsertLine{"handover.insert_line",
                      "INSERT INTO handover_line (handover_id, place, section, title, subject, due_on, state, link) VALUES ($1, $2, $3, "
                      "$4, $5, $6, $7, $8)"};
const Sql kUpdate{"handover.update",
                  "UPDATE handover SET state = $3, from_signed_on = $4, to_signed_on = $5, cancelled_for = $6, version = version + 1 WHERE "
                  "handover_id = $1 AND version = $2"};
const Sql kFind{"handover.find", LUOSHI_HANDOVER "WHERE h.handover_id = $1"};
const Sql kLines{"handover.lines",
                 "SELECT section, title, subject, due_on, state, link FROM handover_line WHERE handover_id = $1 ORDER BY place"};
const Sql kHasOpen{"handover.has_open", "SELECT COUNT(*) FROM handover WHERE post_id = $1 AND from_id = $2 AND state = 'open'"};
const Sql kList{"handover.list", LUOSHI_HANDOVER "WHERE ($1 = '' OR h.state = $1) ORDER BY h.handover_id DESC LIMIT 1000"};

std::string titled(const std::string& ref, const std::string& title) { return ref + " " + title; }

Handover handover_of(const Row& row) {
    return {.id = row.id<HandoverId>(0),
            .unit = {row.id<UnitId>(1), row.text(2)},
            .post = {row.id<PostId>(3), row.text(4)},
            .from = {row.id<UserId>(5), row.text(6)},
            .to = {row.id<UserId>(7), row.text(8)},
            .on_day = row.date(9),
            .note = row.text(10),
            .state = row.text(11),
            .made_on = row.date(12),
            .made_by = row.text(13),
            .from_signed_on = row.opt_date(14),
            .to_signed_on = row.opt_date(15),
            .cancelled_for = row.text(16),
            .version = row.integer(17)};
}

}  // namespace

std::optional<PostRow> find_post(store::ReadTx& tx, PostId id) {
    auto post = tx.one(kPost, {id}, [](const Row& row) {
        return PostRow{row.id<PostId>(0), row.text(1), {row.id<UnitId>(2), row.text(3)}, row.integer(4) != 0, {}};
    });
    if (post) {
        tx.each(kPermissions, {id}, [&](const Row& row) { post->permissions.insert(row.text(0)); });
    }
    return post;
}

std::optional<std::string> holder_name(store::ReadTx& tx, PostId post, UserId user, Date day) {
    return tx.one(kHolder, {post, user, day}, [](const Row& row) { return row.text(0); });
}

std::optional<std::string> successor_name(store::ReadTx& tx, UnitId unit, UserId user, Date day) {
    return tx.one(kSuccessor, {unit, user, day}, [](const Row& row) { return row.text(0); });
}

std::vector<PartRow> parts_of(store::ReadTx& tx, const PostRow& post, Date day) {
    return tx.all(kParts, {post.unit.id, post.is_head ? 1 : 0, post.id, day}, [](const Row& row) {
        return PartRow{row.id<plan::UnitDutyId>(0), titled(row.text(1), row.text(2)), row.text(3)};
    });
}

std::vector<Line> open_milestones(store::ReadTx& tx, const PartRow& part) {
    return tx.all(kMilestones, {part.id}, [&](const Row& row) {
        return Line{Section::Milestone, row.text(0), part.task, row.date(1), "", "/duties/" + part.id.text()};
    });
}

std::vector<Line> reports_to_review(store::ReadTx& tx, UnitId unit) {
    return tx.all(kReview, {unit}, [](const Row& row) {
        return Line{Section::Review,
                    row.text(2) + " " + row.text(1),
                    titled(row.text(3), row.text(4)),
                    {},
                    "submitted",
                    "/reports/" + std::to_string(row.integer(0))};
    });
}

std::vector<OrderLine> orders_of(store::ReadTx& tx, UnitId unit) {
    return tx.all(kOrders, {unit}, [](const Row& row) {
        return OrderLine{{Section::Order, row.text(2), row.text(1), row.opt_date(3), "", "/orders/" + std::to_string(row.integer(0))},
                         row.text(4)};
    });
}

std::vector<Line> open_rectifications(store::ReadTx& tx, UnitId unit) {
    return tx.all(kRectifications, {unit}, [](const Row& row) {
        return Line{
            Section::Rectification, row.text(0), row.text(1), row.date(2), row.text(3), "/inspections/" + std::to_string(row.integer(4))};
    });
}

std::vector<Line> open_decisions(store::ReadTx& tx, UnitId unit) {
    return tx.all(kDecisions, {unit}, [](const Row& row) {
        return Line{Section::Decision, row.text(0), row.text(1) + " " + row.text(2),
                    row.date(3),       "",          "/occasions/" + std::to_string(row.integer(4))};
    });
}

std::vector<Line> open_meetings(store::ReadTx& tx, UnitId unit) {
    return tx.all(kMeetings, {unit}, [](const Row& row) {
        return Line{Section::Meeting, row.text(0), row.text(1), row.date(2), "to_hold", "/occasions/" + std::to_string(row.integer(3))};
    });
}

std::vector<Line> open_cautions(store::ReadTx& tx, UnitId unit, Date day) {
    return tx.all(kCautions, {unit, day}, [](const Row& row) {
        return Line{Section::Caution, titled(row.text(0), row.text(1)),
                    row.text(2),      row.date(3),
                    "may_object",     "/cautions?state=in_force&task=" + std::to_string(row.integer(4))};
    });
}

std::vector<Line> unread_notices(store::ReadTx& tx, UserId user) {
    return tx.all(kNotices, {user}, [](const Row& row) { return Line{Section::Notice, row.text(0), "", {}, "", row.text(1)}; });
}

void read_notices_of(store::WriteTx& tx, HandoverId id, base::Moment at) { tx.execute(kReadNotices, {path_of(id), at}); }

void insert_handover(store::WriteTx& tx, const Handover& h, std::span<const Line> lines) {
    tx.execute(kInsert, {h.id, h.unit.id, h.post.id, h.from.id, h.to.id, h.on_day, h.note, h.made_on, h.made_by});
    int place = 0;
    for (const auto& line : lines) {
        tx.execute(kInsertLine,
                   {h.id, ++place, std::string{word(line.section)}, line.title, line.subject, line.due_on, line.state, line.link});
    }
}

bool update_handover(store::WriteTx& tx, const Handover& h) {
    return tx.execute(kUpdate, {h.id, h.version, h.state, h.from_signed_on, h.to_signed_on, h.cancelled_for}) == 1;
}

std::optional<Handover> find_handover(store::ReadTx& tx, HandoverId id) { return tx.one(kFind, {id}, handover_of); }

std::vector<Line> lines_of(store::ReadTx& tx, HandoverId id) {
    return tx.all(kLines, {id}, [](const Row& row) {
        return Line{section_of(row.text(0)), row.text(1), row.text(2), row.opt_date(3), row.text(4), row.text(5)};
    });
}

bool has_open(store::ReadTx& tx, PostId post, UserId from) { return tx.integer(kHasOpen, {post, from}).value_or(0) > 0; }

std::vector<Handover> list_handovers(store::ReadTx& tx, const std::string& state) { return tx.all(kList, {state}, handover_of); }

}  // namespace luoshi::handover
