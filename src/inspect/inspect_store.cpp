#include "inspect/inspect_store.hpp"

#include <algorithm>
#include <map>

namespace luoshi::inspect {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_INSPECTION                                                                                                             \
    "SELECT i.inspection_id, i.organiser_id, u.name, i.type, i.methods, i.title, i.authority, i.basis, i.assigned_item, "             \
    "i.assigned_scope, i.assigned_duty, i.assigned_from, i.assigned_to, i.content, i.scope, i.from_on, i.to_on, i.invited, i.state, " \
    "i.drafter_id, i.drafted_by, i.drafted_on, i.decided_by, i.decided_on, i.refused_for, i.version "
#define LUOSHI_FROM "FROM inspection i JOIN unit u ON u.unit_id = i.organiser_id WHERE "
const Sql kFind{"inspect.find", LUOSHI_INSPECTION LUOSHI_FROM "i.inspection_id = $1"};

// What a reader sees, as standing.cpp says it: $1 is the own unit, $2 is 0 for that alone, 1 with those below, 2 where all are in scope,
// 3 where all are but only to read; $3 is the user, $4 is 1 where he may decide.
#define LUOSHI_REACH                                                                                        \
    "WITH RECURSIVE reach (unit_id) AS (SELECT u.unit_id FROM unit u WHERE u.unit_id = CAST($1 AS BIGINT) " \
    "UNION SELECT c.unit_id FROM unit c JOIN reach r ON c.parent_id = r.unit_id WHERE CAST($2 AS BIGINT) = 1) "
#define LUOSHI_WAS_APPROVED \
    "(i.state IN ('approved', 'concluded') OR (i.state = 'cancelled' AND i.decided_on IS NOT NULL AND i.refused_for = ''))"
#define LUOSHI_TOUCHED "(CAST($2 AS BIGINT) < 3 AND x.unit_id IN (SELECT unit_id FROM reach))"
#define LUOSHI_SEES_ALL                                                                                                             \
    "(CAST($2 AS BIGINT) < 3 AND (i.organiser_id = CAST($1 AS BIGINT) OR EXISTS (SELECT 1 FROM inspection_member m "                \
    "WHERE m.inspection_id = i.inspection_id AND m.user_id = $3) OR ((CAST($2 AS BIGINT) = 2 OR i.organiser_id IN (SELECT unit_id " \
    "FROM reach)) AND ((CAST($4 AS BIGINT) = 1 AND i.state <> 'draft') OR (" LUOSHI_WAS_APPROVED                                    \
    " AND NOT EXISTS (SELECT 1 FROM inspection_object x WHERE x.inspection_id = i.inspection_id AND " LUOSHI_TOUCHED ")))))) "
#define LUOSHI_SEES_OBJECT                                                                             \
    "(" LUOSHI_WAS_APPROVED " AND ((x.state <> 'open' AND CAST($2 AS BIGINT) = 3) OR (" LUOSHI_TOUCHED \
    " AND (x.state <> 'open' OR ' ' "                                                                  \
    "|| i.methods || ' ' NOT LIKE '% secret_visit %'))))"
#define LUOSHI_RECTIFICATIONS_OF \
    "FROM rectification x JOIN inspection_object o ON o.object_id = x.object_id WHERE o.inspection_id = i.inspection_id AND "
#define LUOSHI_OBJECTS_WHERE \
    "EXISTS (SELECT 1 FROM inspection_object x JOIN unit n ON n.unit_id = x.unit_id WHERE x.inspection_id = i.inspection_id AND "
#define LUOSHI_SEES                                                                                                                    \
    "(" LUOSHI_SEES_ALL "OR " LUOSHI_OBJECTS_WHERE LUOSHI_SEES_OBJECT ") OR EXISTS (SELECT 1 " LUOSHI_RECTIFICATIONS_OF LUOSHI_TOUCHED \
    ")"                                                                                                                                \
    ")"
#define LUOSHI_BEGIN "COALESCE(i.from_on, i.drafted_on)"
#define LUOSHI_NOT_PASSED "x.state IN ('open', 'reported', 'returned')"
const Sql kList{
    "inspect.list", LUOSHI_REACH LUOSHI_INSPECTION
    ", CASE WHEN " LUOSHI_SEES_ALL "THEN 1 ELSE 0 END, (SELECT COUNT(*) " LUOSHI_RECTIFICATIONS_OF LUOSHI_NOT_PASSED
    "), (SELECT COUNT(*) " LUOSHI_RECTIFICATIONS_OF LUOSHI_NOT_PASSED
    " AND x.state <> 'reported' AND x.due_on < $5) " LUOSHI_FROM LUOSHI_SEES
    " AND (CAST($6 AS TEXT) IS NULL OR i.state = $6) AND (CAST($7 AS TEXT) IS NULL OR (" LUOSHI_BEGIN " >= $7 AND " LUOSHI_BEGIN
    " <= $8)) "
    "AND (CAST($9 AS BIGINT) IS NULL OR " LUOSHI_OBJECTS_WHERE "x.unit_id = $9 AND (" LUOSHI_SEES_ALL "OR " LUOSHI_SEES_OBJECT
    "))) "
    "AND (CAST($10 AS TEXT) = '' OR replace(i.title, $10, '') <> i.title OR replace(u.name, $10, '') <> u.name OR " LUOSHI_OBJECTS_WHERE
    "replace(n.name, $10, '') <> n.name AND (" LUOSHI_SEES_ALL "OR " LUOSHI_SEES_OBJECT
    "))) "
    "AND (CAST($11 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM inspection b WHERE b.inspection_id = $11 AND (" LUOSHI_BEGIN
    " < COALESCE(b.from_on, b.drafted_on) OR (" LUOSHI_BEGIN
    " = COALESCE(b.from_on, b.drafted_on) AND i.inspection_id < b.inspection_id)))) ORDER BY " LUOSHI_BEGIN
    " DESC, i.inspection_id DESC LIMIT $12"};
const Sql kToDecide{"inspect.to_decide", LUOSHI_REACH
                    "SELECT i.inspection_id " LUOSHI_FROM
                    "(i.state = 'pending' OR (i.state IN ('approved', 'concluded') AND EXISTS (SELECT 1 "
                    "FROM inspection_object x WHERE x.inspection_id = i.inspection_id AND x.state = 'asked'))) AND " LUOSHI_SEES_ALL
                    "ORDER BY i.inspection_id DESC"};
const Sql kToRectify{"inspect.to_rectify",
                     "SELECT DISTINCT i.inspection_id FROM rectification r JOIN inspection_object x ON x.object_id = r.object_id "
                     "JOIN inspection i ON i.inspection_id = x.inspection_id WHERE r.unit_id = $1 AND r.state IN ('open', 'returned') "
                     "AND i.state IN ('approved', 'concluded') ORDER BY i.inspection_id DESC"};
const Sql kBeside{
    "inspect.beside",
    "SELECT i.inspection_id FROM inspection i WHERE i.state IN ('approved', 'concluded') AND i.inspection_id <> $1 "
    "AND i.from_on <= $3 AND i.to_on >= $2 AND EXISTS (SELECT 1 FROM inspection_object x JOIN inspection_object y "
    "ON y.unit_id = x.unit_id WHERE x.inspection_id = i.inspection_id AND y.inspection_id = $1) ORDER BY i.inspection_id DESC"};

const Sql kTopics{"inspect.topics",
                  "SELECT x.task_id, t.ref, t.title FROM inspection_task x JOIN task t ON t.task_id = x.task_id "
                  "WHERE x.inspection_id = $1 ORDER BY x.place"};
const Sql kPeople{"inspect.people",
                  "SELECT x.user_id, x.leads, a.name, p.unit_id, u.short_name, p.name, CASE WHEN a.state = 'active' AND "
                  "EXISTS (SELECT 1 FROM role_permission rp WHERE rp.role_code = p.role_code AND rp.permission = 'inspect.read') AND "
                  "(EXISTS (SELECT 1 FROM role r WHERE r.role_code = p.role_code AND r.scope <> 'all') OR EXISTS (SELECT 1 FROM "
                  "role_permission rp WHERE rp.role_code = p.role_code AND rp.permission NOT LIKE '%.read')) THEN 1 ELSE 0 END "
                  "FROM inspection_member x "
                  "JOIN user_account a ON a.user_id = x.user_id LEFT JOIN user_post up ON up.user_id = x.user_id "
                  "AND up.valid_from <= $2 AND (up.valid_to IS NULL OR up.valid_to > $2) LEFT JOIN post p ON p.post_id = up.post_id "
                  "LEFT JOIN unit u ON u.unit_id = p.unit_id WHERE x.inspection_id = $1 "
                  "ORDER BY x.leads DESC, x.place, p.post_id"};
#define LUOSHI_OBJECT                                                                                                                     \
    "SELECT x.object_id, x.inspection_id, x.unit_id, u.name, x.state, x.conclusion, x.concluded_by, x.served_at, x.served_on, x.ask_by, " \
    "x.asked_for, x.asked_by, x.asked_on, x.decide_by, x.outcome, x.changed_text, x.decided_for, x.decided_by, x.decided_on, x.version "  \
    "FROM inspection_object x JOIN unit u ON u.unit_id = x.unit_id WHERE "
const Sql kObjects{"inspect.objects", LUOSHI_OBJECT "x.inspection_id = $1 ORDER BY x.place"};
const Sql kFindObject{"inspect.find_object", LUOSHI_OBJECT "x.object_id = $1"};
const Sql kRecusals{"inspect.recusals",
                    "SELECT r.user_id, x.unit_id, r.reason FROM inspection_recusal r "
                    "JOIN inspection_object x ON x.object_id = r.object_id WHERE x.inspection_id = $1 ORDER BY r.at"};
const Sql kOverrides{"inspect.overrides",
                     "SELECT x.rule, x.said, x.reason, x.by_whom FROM inspection_override x WHERE x.inspection_id = $1 ORDER BY x.rule"};

const Sql kRectifiers{"inspect.rectifiers",
                      "SELECT DISTINCT r.unit_id FROM rectification r "
                      "JOIN inspection_object x ON x.object_id = r.object_id WHERE x.inspection_id = $1 ORDER BY r.unit_id"};

const Sql kInsert{
    "inspect.insert",
    "INSERT INTO inspection (inspection_id, type, methods, title, authority, basis, assigned_item, assigned_scope, "
    "assigned_duty, assigned_from, assigned_to, content, scope, from_on, to_on, invited, state, drafter_id, drafted_by, "
    "drafted_on, decided_by, decided_on, refused_for, organiser_id, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)"};
const Sql kUpdate{"inspect.update",
                  "UPDATE inspection SET type = $2, methods = $3, title = $4, authority = $5, basis = $6, assigned_item = $7, "
                  "assigned_scope = $8, assigned_duty = $9, assigned_from = $10, assigned_to = $11, content = $12, scope = $13, "
                  "from_on = $14, to_on = $15, invited = $16, state = $17, drafter_id = $18, drafted_by = $19, drafted_on = $20, "
                  "decided_by = $21, decided_on = $22, refused_for = $23, version = version + 1 WHERE inspection_id = $1"};
const Sql kDropTopics{"inspect.drop_topics", "DELETE FROM inspection_task WHERE inspection_id = $1"};
const Sql kInsertTopic{"inspect.insert_topic", "INSERT INTO inspection_task (inspection_id, task_id, place) VALUES ($1, $2, $3)"};
const Sql kDropTeam{"inspect.drop_team", "DELETE FROM inspection_member WHERE inspection_id = $1"};
const Sql kInsertMember{"inspect.insert_member",
                        "INSERT INTO inspection_member (inspection_id, user_id, leads, place) VALUES ($1, $2, $3, $4)"};
const Sql kDropObject{"inspect.drop_object", "DELETE FROM inspection_object WHERE object_id = $1"};
const Sql kInsertObject{"inspect.insert_object",
                        "INSERT INTO inspection_object (object_id, inspection_id, unit_id, place, state, conclusion, concluded_by, "
                        "asked_for, asked_by, changed_text, decided_for, decided_by, version) "
                        "VALUES ($1, $2, $3, $4, 'open', '', '', '', '', '', '', '', 1)"};
const Sql kPlaceObject{"inspect.place_object", "UPDATE inspection_object SET place = $2 WHERE object_id = $1"};
const Sql kUpdateObject{"inspect.update_object",
                        "UPDATE inspection_object SET state = $2, conclusion = $3, concluded_by = $4, served_at = $5, served_on = $6, "
                        "ask_by = $7, asked_for = $8, asked_by = $9, asked_on = $10, decide_by = $11, outcome = $12, changed_text = $13, "
                        "decided_for = $14, decided_by = $15, decided_on = $16, version = version + 1 WHERE object_id = $1"};
const Sql kInsertRecusal{"inspect.insert_recusal",
                         "INSERT INTO inspection_recusal (object_id, user_id, reason, at) VALUES ($1, $2, $3, $4) "
                         "ON CONFLICT (object_id, user_id) DO NOTHING"};
const Sql kInsertOverride{"inspect.insert_override",
                          "INSERT INTO inspection_override (inspection_id, rule, said, reason, by_whom) VALUES ($1, $2, $3, $4, $5)"};
const Sql kNoteParticipant{"inspect.note_participant",
                           "INSERT INTO inspection_participant (object_id, user_id) VALUES ($1, $2) ON CONFLICT (object_id, user_id) DO "
                           "NOTHING"};
const Sql kParticipants{"inspect.participants", "SELECT user_id FROM inspection_participant WHERE object_id = $1 ORDER BY user_id"};

#define LUOSHI_LINE                                                                                                                      \
    "SELECT l.line_id, l.object_id, l.task_id, l.title, l.measure, l.targets, l.figures, l.light, l.light_word, l.drawn_on, l.finding, " \
    "l.said, l.found_by, l.found_on, l.version FROM inspection_line l "
const Sql kLines{"inspect.lines", LUOSHI_LINE
                 "JOIN inspection_object x ON x.object_id = l.object_id WHERE x.inspection_id = $1 ORDER BY l.object_id, l.line_id"};
const Sql kFindLine{"inspect.find_line", LUOSHI_LINE "WHERE l.line_id = $1"};
const Sql kInsertLine{"inspect.insert_line",
                      "INSERT INTO inspection_line (line_id, object_id, task_id, title, measure, targets, figures, light, light_word, "
                      "drawn_on, finding, said, found_by, found_on, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                      "$13, $14, 1)"};
const Sql kUpdateLine{"inspect.update_line",
                      "UPDATE inspection_line SET title = $2, measure = $3, targets = $4, figures = $5, light = $6, light_word = $7, "
                      "drawn_on = $8, finding = $9, said = $10, found_by = $11, found_on = $12, version = version + 1 WHERE line_id = $1"};
const Sql kDeleteLine{"inspect.delete_line", "DELETE FROM inspection_line WHERE line_id = $1"};

#define LUOSHI_RECTIFICATION                                                                                                     \
    "SELECT r.rectification_id, r.object_id, r.line_id, r.what, r.unit_id, u.name, r.due_on, r.state, r.report, r.reported_on, " \
    "r.reported_by, r.checked, r.checked_on, r.checked_by, r.order_id, r.version FROM rectification r "                          \
    "JOIN unit u ON u.unit_id = r.unit_id "
const Sql kRectifications{"inspect.rectifications", LUOSHI_RECTIFICATION
                          "JOIN inspection_object x ON x.object_id = r.object_id WHERE x.inspection_id = $1 ORDER BY r.rectification_id"};
const Sql kOwedRectifications{
    "inspect.owed_rectifications",
    "SELECT r.rectification_id, x.inspection_id, r.unit_id, r.what, x.served_on, r.due_on FROM rectification r "
    "JOIN inspection_object x ON x.object_id = r.object_id WHERE r.state IN ('open', 'returned') AND r.order_id IS NULL "
    "AND x.served_on IS NOT NULL ORDER BY r.rectification_id"};
const Sql kFindRectification{"inspect.find_rectification", LUOSHI_RECTIFICATION "WHERE r.rectification_id = $1"};
const Sql kInsertRectification{"inspect.insert_rectification",
                               "INSERT INTO rectification (rectification_id, object_id, line_id, what, unit_id, due_on, state, report, "
                               "reported_by, checked, checked_by, version) VALUES ($1, $2, $3, $4, $5, $6, 'open', '', '', '', '', 1)"};
const Sql kUpdateRectification{"inspect.update_rectification",
                               "UPDATE rectification SET state = $2, report = $3, reported_on = $4, reported_by = $5, checked = $6, "
                               "checked_on = $7, checked_by = $8, order_id = $9, version = version + 1 WHERE rectification_id = $1"};

#define LUOSHI_FILE                                                                                                                \
    "SELECT f.file_id, f.line_id, f.rectification_id, f.sha256, f.file_name, f.size, f.media_type, f.uploader_id, f.uploaded_by, " \
    "f.uploaded_at FROM inspection_file f "
const Sql kFiles{"inspect.files", LUOSHI_FILE
                 "LEFT JOIN inspection_line l ON l.line_id = f.line_id LEFT JOIN rectification r ON r.rectification_id = "
                 "f.rectification_id JOIN inspection_object x ON x.object_id = COALESCE(l.object_id, r.object_id) "
                 "WHERE x.inspection_id = $1 AND f.removed_at IS NULL ORDER BY f.file_id"};
const Sql kFindFile{"inspect.find_file", LUOSHI_FILE "WHERE f.file_id = $1 AND f.removed_at IS NULL"};
const Sql kInsertFile{"inspect.insert_file",
                      "INSERT INTO inspection_file (file_id, line_id, rectification_id, sha256, file_name, size, media_type, uploader_id, "
                      "uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
const Sql kRemoveFile{"inspect.remove_file", "UPDATE inspection_file SET removed_at = $2 WHERE file_id = $1 AND removed_at IS NULL"};

const Sql kSteps{"inspect.steps",
                 "SELECT object_id, at, on_day, act, user_id, by_whom, post_name, reason FROM inspection_step WHERE inspection_id = $1 "
                 "ORDER BY step_id"};
const Sql kInsertStep{"inspect.insert_step",
                      "INSERT INTO inspection_step (step_id, inspection_id, object_id, at, on_day, act, user_id, by_whom, post_name, "
                      "reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

const Sql kActiveUser{"inspect.active_user", "SELECT COUNT(*) FROM user_account WHERE user_id = $1 AND state = 'active'"};
const Sql kTaskInForce{"inspect.task_in_force",
                       "SELECT COUNT(*) FROM task t JOIN plan p ON p.plan_id = t.plan_id WHERE t.task_id = $1 AND t.state = 'accepted' AND "
                       "p.state = 'confirmed'"};
const Sql kYears{"inspect.years",
                 "SELECT MAX(p.period_from), MIN(p.period_to) FROM inspection_task x JOIN task t ON t.task_id = x.task_id "
                 "JOIN plan p ON p.plan_id = t.plan_id WHERE x.inspection_id = $1"};
const Sql kAllYears{"inspect.all_years", "SELECT MIN(period_from), MAX(period_to) FROM plan WHERE state = 'confirmed'"};
const Sql kUnitKind{"inspect.unit_kind", "SELECT kind, parent_id FROM unit WHERE unit_id = $1"};

/// A word the schema lets only the program write.
template <class E>
E known(const Row& row, int column) {
    const auto value = plan::from_word<E>(row.view(column));
    if (!value) {
        throw store::Fault("督查表中有无法识别的值：" + row.text(column));
    }
    return *value;
}

std::string words_of(const std::vector<Method>& methods) {
    std::string out;
    for (const auto method : methods) {
        out += (out.empty() ? "" : " ") + std::string{plan::word(method)};
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = text.find(at);
        if (end != 0) {
            out.emplace_back(text.substr(0, end));
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return out;
}

std::string joined_lines(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) {
        out += (out.empty() ? "" : "\n") + line;
    }
    return out;
}

Inspection inspection_from(const Row& row) {
    Inspection out{.id = row.id<InspectionId>(0), .organiser = {row.id<UnitId>(1), row.text(2)}};
    auto& draft = out.draft;
    draft.type = known<Type>(row, 3);
    for (const auto& word : split(row.view(4), ' ')) {
        if (const auto method = plan::from_word<Method>(word)) {
            draft.methods.push_back(*method);
        }
    }
    draft.title = row.text(5);
    draft.authority = known<Authority>(row, 6);
    draft.basis = row.text(7);
    draft.delegation = {row.text(8), row.text(9), row.text(10), row.opt_date(11), row.opt_date(12)};
    draft.content = row.text(13);
    draft.scope = row.text(14);
    draft.from = row.opt_date(15);
    draft.to = row.opt_date(16);
    draft.invited = row.text(17);
    out.state = known<State>(row, 18);
    out.drafter = row.id<UserId>(19);
    out.drafted_by = row.text(20);
    out.drafted_on = row.date(21);
    out.decided_by = row.text(22);
    out.decided_on = row.opt_date(23);
    out.refused_for = row.text(24);
    out.version = row.integer(25);
    return out;
}

InspectionId id_of(const Row& row) { return row.id<InspectionId>(0); }

/// How far the reader looks, for LUOSHI_REACH.
int reach_of(const identity::Actor& actor) {
    if (actor.scope == identity::Scope::All) {
        return actor.only_reads() ? 3 : 2;
    }
    return actor.scope == identity::Scope::Subtree ? 1 : 0;
}

Object object_from(const Row& row) {
    Object out{.id = row.id<ObjectId>(0),
               .inspection = row.id<InspectionId>(1),
               .unit = {row.id<UnitId>(2), row.text(3)},
               .state = known<ObjectState>(row, 4),
               .version = row.integer(19)};
    if (!row.is_null(7)) {
        out.conclusion = {row.text(5), row.text(6), row.moment(7), row.date(8), row.date(9)};
    }
    if (!row.is_null(12)) {
        out.reconsideration = {.reason = row.text(10), .asked_by = row.text(11), .asked_on = row.date(12), .decide_by = row.date(13)};
        if (!row.is_null(14)) {
            out.reconsideration->decision = {known<Outcome>(row, 14), row.text(15), row.text(16), row.text(17), row.date(18)};
        }
    }
    return out;
}

/// Adds what the head of an inspection does not hold.
void fill(store::ReadTx& tx, Inspection& into, base::Date day) {
    tx.each(kTopics, {into.id}, [&](const Row& row) {
        into.topics.push_back({row.id<TaskId>(0), row.text(1), row.text(2)});
        into.draft.tasks.push_back(row.id<TaskId>(0));
    });
    tx.each(kPeople, {into.id, day}, [&](const Row& row) {
        const auto user = row.id<UserId>(0);
        if (into.people.empty() || into.people.back().user != user) {
            const auto name = row.text(2);
            into.people.push_back({user, name, row.is_null(3) ? name : row.text(4) + " " + row.text(5) + " " + name, {}, false});
            if (row.integer(1) == 1) {
                into.draft.leader = user;
            } else {
                into.draft.members.push_back(user);
            }
        }
        if (const auto unit = row.opt_id<UnitId>(3)) {
            into.people.back().units.push_back(*unit);
            into.people.back().may_act = into.people.back().may_act || row.integer(6) == 1;
        }
    });
    into.objects = tx.all(kObjects, {into.id}, object_from);
    for (const auto& object : into.objects) {
        into.draft.objects.push_back(object.unit.id);
    }
    into.declared = tx.all(kRecusals, {into.id}, [](const Row& row) { return Recusal{row.id<UserId>(0), row.id<UnitId>(1), row.text(2)}; });
    into.rectifiers = tx.all(kRectifiers, {into.id}, [](const Row& row) { return row.id<UnitId>(0); });
    into.overrides = tx.all(kOverrides, {into.id}, [](const Row& row) {
        return Override{known<Rule>(row, 0), row.text(1), row.text(2), row.text(3)};
    });
}

Line line_from(const Row& row) {
    return {.id = row.id<LineId>(0),
            .object = row.id<ObjectId>(1),
            .task = row.opt_id<TaskId>(2),
            .title = row.text(3),
            .measure = row.text(4),
            .targets = split(row.view(5), '\n'),
            .figures = split(row.view(6), '\n'),
            .light = row.text(7),
            .light_word = row.text(8),
            .drawn_on = row.date(9),
            .finding = known<Finding>(row, 10),
            .said = row.text(11),
            .found_by = row.text(12),
            .found_on = row.opt_date(13),
            .version = row.integer(14)};
}

Rectification rectification_from(const Row& row) {
    return {.id = row.id<RectificationId>(0),
            .object = row.id<ObjectId>(1),
            .line = row.opt_id<LineId>(2),
            .what = row.text(3),
            .unit = row.id<UnitId>(4),
            .unit_name = row.text(5),
            .due_on = row.date(6),
            .state = known<RectificationState>(row, 7),
            .report = row.text(8),
            .reported_on = row.opt_date(9),
            .reported_by = row.text(10),
            .check = row.text(11),
            .checked_on = row.opt_date(12),
            .checked_by = row.text(13),
            .order = row.opt_integer(14),
            .version = row.integer(15)};
}

FileRow file_from(const Row& row) {
    return {.id = row.id<FileId>(0),
            .line = row.opt_id<LineId>(1),
            .rectification = row.opt_id<RectificationId>(2),
            .sha256 = row.text(3),
            .file_name = row.text(4),
            .size = row.integer(5),
            .media_type = row.text(6),
            .uploader = row.id<UserId>(7),
            .uploaded_by = row.text(8),
            .uploaded_at = row.moment(9)};
}

/// What both statements write, in the order of their parameters, and what only one does.
template <class... More>
void put_inspection(store::WriteTx& tx, const Sql& sql, const Inspection& row, const More&... more) {
    const auto& d = row.draft;
    const auto& a = d.delegation;
    tx.execute(sql, {row.id,
                     plan::word(d.type),
                     words_of(d.methods),
                     d.title,
                     plan::word(d.authority),
                     d.basis,
                     a.item,
                     a.scope,
                     a.duty,
                     a.from,
                     a.to,
                     d.content,
                     d.scope,
                     d.from,
                     d.to,
                     d.invited,
                     plan::word(row.state),
                     row.drafter,
                     row.drafted_by,
                     row.drafted_on,
                     row.decided_by,
                     row.decided_on,
                     row.refused_for,
                     more...});
}

}  // namespace

std::optional<Inspection> find_inspection(store::ReadTx& tx, InspectionId id, base::Date day) {
    auto found = tx.one(kFind, {id}, inspection_from);
    if (found) {
        fill(tx, *found, day);
    }
    return found;
}

std::vector<ListRow> list_inspections(store::ReadTx& tx, const identity::Actor& actor, const ListFilter& filter, int limit,
                                      base::Date today) {
    const auto of_year = [&](unsigned month, unsigned number) {
        return filter.year ? base::make_date(*filter.year, month, number) : std::nullopt;
    };
    auto rows = tx.all(kList,
                       {actor.unit, reach_of(actor), actor.user, actor.may("order.decide") ? 1 : 0, today,
                        filter.state ? std::optional{plan::word(*filter.state)} : std::nullopt, of_year(1, 1), of_year(12, 31),
                        filter.object, filter.words, filter.after, limit},
                       [](const Row& row) {
                           return ListRow{.inspection = inspection_from(row),
                                          .sees_all = row.integer(26) == 1,
                                          .rectifications = {static_cast<int>(row.integer(27)), static_cast<int>(row.integer(28))}};
                       });
    for (auto& row : rows) {
        row.inspection.objects = tx.all(kObjects, {row.inspection.id}, object_from);
    }
    return rows;
}

std::vector<InspectionId> to_decide(store::ReadTx& tx, const identity::Actor& actor) {
    return tx.all(kToDecide, {actor.unit, reach_of(actor), actor.user, actor.may("order.decide") ? 1 : 0}, id_of);
}

std::vector<InspectionId> to_rectify(store::ReadTx& tx, UnitId unit) { return tx.all(kToRectify, {unit}, id_of); }

std::vector<InspectionId> beside(store::ReadTx& tx, InspectionId id, base::Date from, base::Date to) {
    return tx.all(kBeside, {id, from, to}, id_of);
}

void insert_inspection(store::WriteTx& tx, const Inspection& row) { put_inspection(tx, kInsert, row, row.organiser.id, row.version); }

void update_inspection(store::WriteTx& tx, const Inspection& row) { put_inspection(tx, kUpdate, row); }

void put_topics(store::WriteTx& tx, const Inspection& row) {
    tx.execute(kDropTopics, {row.id});
    int place = 0;
    for (const auto task : row.draft.tasks) {
        tx.execute(kInsertTopic, {row.id, task, place++});
    }
}

void put_objects(store::WriteTx& tx, base::IdSource& ids, const Inspection& row) {
    std::map<UnitId, ObjectId> there;
    for (const auto& object : tx.all(kObjects, {row.id}, object_from)) {
        there.emplace(object.unit.id, object.id);
    }
    int place = 0;
    for (const auto unit : row.draft.objects) {
        if (const auto kept = there.find(unit); kept != there.end()) {
            tx.execute(kPlaceObject, {kept->second, place++});
            there.erase(kept);
        } else {
            tx.execute(kInsertObject, {ids.make<ObjectId>(), row.id, unit, place++});
        }
    }
    for (const auto& [unit, object] : there) {
        tx.execute(kDropObject, {object});
    }
}

void put_team(store::WriteTx& tx, const Inspection& row) {
    tx.execute(kDropTeam, {row.id});
    if (row.draft.leader) {
        tx.execute(kInsertMember, {row.id, *row.draft.leader, 1, 0});
    }
    int place = 1;
    for (const auto member : row.draft.members) {
        tx.execute(kInsertMember, {row.id, member, 0, place++});
    }
}

void insert_override(store::WriteTx& tx, InspectionId id, const Override& given) {
    tx.execute(kInsertOverride, {id, plan::word(given.rule), given.said, given.reason, given.by});
}

void insert_recusal(store::WriteTx& tx, ObjectId object, UserId user, std::string_view reason, base::Moment at) {
    tx.execute(kInsertRecusal, {object, user, reason, at});
}

std::optional<Object> find_object(store::ReadTx& tx, ObjectId id) { return tx.one(kFindObject, {id}, object_from); }

void update_object(store::WriteTx& tx, const Object& object) {
    const auto conclusion = object.conclusion.value_or(Conclusion{});
    const auto asked = object.reconsideration.value_or(Reconsideration{});
    const auto decision = asked.decision.value_or(Reconsideration::Decision{});
    const auto given = [](bool there, auto value) { return there ? std::optional{value} : std::nullopt; };
    const bool served = object.conclusion.has_value();
    const bool is_asked = object.reconsideration.has_value();
    const bool decided = asked.decision.has_value();
    tx.execute(kUpdateObject,
               {object.id, plan::word(object.state), conclusion.text, conclusion.by, given(served, conclusion.served_at),
                given(served, conclusion.served_on), given(served, conclusion.ask_by), asked.reason, asked.asked_by,
                given(is_asked, asked.asked_on), given(is_asked, asked.decide_by), given(decided, plan::word(decision.outcome)),
                decision.text, decision.reason, decision.by, given(decided, decision.on)});
}

void note_participant(store::WriteTx& tx, ObjectId object, UserId user) { tx.execute(kNoteParticipant, {object, user}); }

std::vector<UserId> participants(store::ReadTx& tx, ObjectId object) {
    return tx.all(kParticipants, {object}, [](const Row& row) { return row.id<UserId>(0); });
}

std::vector<Line> lines_of(store::ReadTx& tx, InspectionId id) { return tx.all(kLines, {id}, line_from); }
std::optional<Line> find_line(store::ReadTx& tx, LineId id) { return tx.one(kFindLine, {id}, line_from); }

void insert_line(store::WriteTx& tx, const Line& line) {
    tx.execute(kInsertLine,
               {line.id, line.object, line.task, line.title, line.measure, joined_lines(line.targets), joined_lines(line.figures),
                line.light, line.light_word, line.drawn_on, plan::word(line.finding), line.said, line.found_by, line.found_on});
}

void update_line(store::WriteTx& tx, const Line& line) {
    tx.execute(kUpdateLine, {line.id, line.title, line.measure, joined_lines(line.targets), joined_lines(line.figures), line.light,
                             line.light_word, line.drawn_on, plan::word(line.finding), line.said, line.found_by, line.found_on});
}

void delete_line(store::WriteTx& tx, LineId id) { tx.execute(kDeleteLine, {id}); }

std::vector<Rectification> rectifications_of(store::ReadTx& tx, InspectionId id) {
    return tx.all(kRectifications, {id}, rectification_from);
}
std::optional<Rectification> find_rectification(store::ReadTx& tx, RectificationId id) {
    return tx.one(kFindRectification, {id}, rectification_from);
}

std::vector<OwedRectification> owed_rectifications(store::ReadTx& tx) {
    return tx.all(kOwedRectifications, {}, [](const Row& row) {
        return OwedRectification{
            row.id<RectificationId>(0), row.id<InspectionId>(1), row.id<UnitId>(2), row.text(3), row.date(4), row.date(5)};
    });
}

void insert_rectification(store::WriteTx& tx, const Rectification& row) {
    tx.execute(kInsertRectification, {row.id, row.object, row.line, row.what, row.unit, row.due_on});
}

void update_rectification(store::WriteTx& tx, const Rectification& row) {
    tx.execute(kUpdateRectification, {row.id, plan::word(row.state), row.report, row.reported_on, row.reported_by, row.check,
                                      row.checked_on, row.checked_by, row.order});
}

std::vector<FileRow> files_of(store::ReadTx& tx, InspectionId id) { return tx.all(kFiles, {id}, file_from); }
std::optional<FileRow> find_file(store::ReadTx& tx, FileId id) { return tx.one(kFindFile, {id}, file_from); }

void insert_file(store::WriteTx& tx, const FileRow& row) {
    tx.execute(kInsertFile, {row.id, row.line, row.rectification, row.sha256, row.file_name, row.size, row.media_type, row.uploader,
                             row.uploaded_by, row.uploaded_at});
}

void remove_file(store::WriteTx& tx, FileId id, base::Moment at) { tx.execute(kRemoveFile, {id, at}); }

std::vector<Step> steps_of(store::ReadTx& tx, InspectionId id) {
    return tx.all(kSteps, {id}, [](const Row& row) {
        return Step{.object = row.opt_id<ObjectId>(0),
                    .at = row.moment(1),
                    .on = row.date(2),
                    .act = row.text(3),
                    .user = row.id<UserId>(4),
                    .by = row.text(5),
                    .post = row.text(6),
                    .reason = row.text(7)};
    });
}

void insert_step(store::WriteTx& tx, std::int64_t step, InspectionId id, const Step& row) {
    tx.execute(kInsertStep, {step, id, row.object, row.at, row.on, row.act, row.user, row.by, row.post, row.reason});
}

bool is_active_user(store::ReadTx& tx, UserId user) { return tx.integer(kActiveUser, {user}).value_or(0) > 0; }
bool is_task_in_force(store::ReadTx& tx, TaskId task) { return tx.integer(kTaskInForce, {task}).value_or(0) > 0; }

std::pair<std::optional<int>, std::optional<int>> years_of(store::ReadTx& tx, InspectionId id) {
    std::pair<std::optional<int>, std::optional<int>> out;
    const auto read = [&](const Row& row) {
        const auto year = [&](int column) {
            const auto value = row.opt_integer(column);
            return value ? std::optional{static_cast<int>(*value)} : std::nullopt;
        };
        out = {year(0), year(1)};
    };
    tx.each(kYears, {id}, read);
    if (!out.first && !out.second) {
        tx.each(kAllYears, {}, read);
    }
    return out;
}

std::optional<Government> government_of(store::ReadTx& tx, UnitId unit) {
    auto at = std::optional{unit};
    bool is_own = true;
    while (at) {
        std::string kind;
        std::optional<UnitId> parent;
        tx.each(kUnitKind, {*at}, [&](const Row& row) {
            kind = row.text(0);
            parent = row.opt_id<UnitId>(1);
        });
        if (kind == "government" || kind == "zone_committee") {
            return Government{*at, is_own};
        }
        is_own = is_own && kind == "office";
        at = parent;
    }
    return std::nullopt;
}

}  // namespace luoshi::inspect
