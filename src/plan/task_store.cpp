#include "plan/task_store.hpp"

#include <algorithm>
#include <limits>

#include "plan/stored_row.hpp"

namespace luoshi::plan {
namespace {

using store::Row;
using store::Sql;

const Sql kListTasks{
    "plan.list_tasks",
    "SELECT t.task_id, t.ref, t.title, t.state, t.deadline, t.continuous, t.version, "
    "(SELECT COUNT(*) FROM question q WHERE q.task_id = t.task_id AND q.state = 'open'), "
    "(SELECT COUNT(*) FROM target g WHERE g.task_id = t.task_id), "
    "(SELECT COUNT(*) FROM target g WHERE g.task_id = t.task_id AND g.kind = 'numeric' AND g.indicator_id IS NOT NULL), "
    "(SELECT COUNT(*) FROM target g WHERE g.task_id = t.task_id AND (g.year IS NOT NULL OR g.due_on IS NOT NULL OR g.per_year = 1)), "
    "(SELECT COUNT(*) FROM measure m WHERE m.task_id = t.task_id), t.ordinal "
    "FROM task t WHERE t.plan_id = $1 "
    "AND (CAST($2 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM duty d JOIN duty_member dm ON dm.duty_id = d.duty_id "
    "WHERE d.task_id = t.task_id AND dm.unit_id = $2) OR EXISTS (SELECT 1 FROM unit_duty ud WHERE ud.task_id = t.task_id "
    "AND ud.unit_id = $2 AND ud.valid_to IS NULL)) "
    "AND ($3 = '' OR lower(t.ref) LIKE $3 ESCAPE '\\' OR lower(t.title) LIKE $3 ESCAPE '\\' OR lower(t.content) LIKE $3 ESCAPE '\\') "
    "AND ($4 = '' OR t.state = $4) AND t.ordinal > $5 ORDER BY t.ordinal LIMIT $6"};
/// The names of the units only where a person decided: else the words of the document are shown.
const Sql kDutiesOfPlan{
    "plan.duties_of_plan",
    "SELECT d.task_id, d.duty_id, d.role, d.resolution, d.literal, u.short_name FROM duty d "
    "JOIN task t ON t.task_id = d.task_id LEFT JOIN duty_member dm ON dm.duty_id = d.duty_id AND d.resolution = 'answer' "
    "LEFT JOIN unit u ON u.unit_id = dm.unit_id WHERE t.plan_id = $1 AND t.ordinal BETWEEN $2 AND $3 "
    "ORDER BY t.ordinal, d.ordinal, d.duty_id, u.place"};
const Sql kPartsOfPlan{
    "plan.part_counts_of_plan",
    "SELECT ud.task_id, CAST(SUM(ud.reports) AS BIGINT), CAST(SUM(CASE WHEN ud.reports = 1 AND NOT EXISTS (SELECT 1 FROM assignment a "
    "WHERE a.unit_duty_id = ud.unit_duty_id AND a.state = 'accepted' AND a.post_id IS NOT NULL) THEN 1 ELSE 0 END) AS BIGINT), "
    "CAST(SUM((SELECT COUNT(*) FROM milestone m WHERE m.unit_duty_id = ud.unit_duty_id AND m.removed = 0)) AS BIGINT), "
    "CAST(SUM((SELECT COUNT(*) FROM milestone m WHERE m.unit_duty_id = ud.unit_duty_id AND m.removed = 0 AND m.planned_pct_e4 > 0)) "
    "AS BIGINT) FROM task t JOIN unit_duty ud ON ud.task_id = t.task_id WHERE t.plan_id = $1 AND t.ordinal BETWEEN $2 AND $3 "
    "AND ud.valid_to IS NULL GROUP BY ud.task_id"};
const Sql kTaskTexts{"plan.task_texts",
                     "SELECT t.task_id, t.ref, t.title, t.content, p.title, p.state FROM task t JOIN plan p ON p.plan_id = t.plan_id "
                     "WHERE t.state <> 'rejected' ORDER BY p.plan_id DESC, t.ordinal"};

const Sql kFindTask{
    "plan.find_task",
    "SELECT t.task_id, t.ref, t.title, t.state, t.deadline, t.continuous, t.version, p.plan_id, p.title, p.state, "
    "p.owner_unit_id, p.office_unit_id, d.document_id, t.content, t.begin_cp, t.end_cp, t.start_line, t.end_line, "
    "c.clause_id, c.ref, t.first_title, t.first_deadline, "
    "CASE WHEN EXISTS (SELECT 1 FROM correction x WHERE x.task_id = t.task_id) THEN 1 ELSE 0 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM target_change x WHERE x.task_id = t.task_id) THEN 1 ELSE 0 END FROM task t JOIN plan p "
    "ON p.plan_id = t.plan_id "
    "JOIN document d ON d.plan_id = t.plan_id AND d.version_no = 1 LEFT JOIN clause c ON c.clause_id = t.clause_id "
    "WHERE t.task_id = $1"};
const Sql kTaskVersion{"plan.task_version", "SELECT version FROM task WHERE task_id = $1"};
const Sql kUpdateTask{"plan.update_task",
                      "UPDATE task SET title = $3, content = $4, deadline = $5, state = $6, version = version + 1 "
                      "WHERE task_id = $1 AND version = $2"};
const Sql kMeasures{"plan.measures_of_task",
                    "SELECT measure_id, year_from, year_to, text, begin_cp, end_cp, start_line, end_line FROM measure WHERE task_id = $1 "
                    "ORDER BY year_from, measure_id"};
#define LUOSHI_PLAN_TARGET                                                                                                  \
    "SELECT g.target_id, g.task_id, g.kind, g.name, g.op, g.effective_op, g.value_e4, g.value_max_e4, g.unit, g.base_e4, "  \
    "g.base_max_e4, g.year, g.due_on, g.scope, g.change, g.per_year, g.indicator_id, i.name, g.begin_cp, g.end_cp, "        \
    "g.start_line, g.end_line, g.version, g.first_name, g.first_op, g.first_value_e4, g.first_value_max_e4, g.first_unit, " \
    "g.first_year FROM target g LEFT JOIN indicator i ON i.indicator_id = g.indicator_id "
const Sql kTargetsOfTask{"plan.targets_of_task", LUOSHI_PLAN_TARGET "WHERE g.task_id = $1 ORDER BY g.ordinal, g.target_id"};
const Sql kFindTarget{"plan.find_target", LUOSHI_PLAN_TARGET "WHERE g.target_id = $1"};
const Sql kFindIndicator{"plan.find_indicator", "SELECT name, direction FROM indicator WHERE indicator_id = $1"};
const Sql kUpdateTarget{
    "plan.update_target",
    "UPDATE target SET name = $3, op = $4, effective_op = $5, value_e4 = $6, value_max_e4 = $7, unit = $8, base_e4 = $9, "
    "base_max_e4 = $10, year = $11, scope = $12, indicator_id = $13, version = version + 1 "
    "WHERE target_id = $1 AND version = $2"};
const Sql kMilestoneCounts{"plan.milestone_counts",
                           "SELECT COUNT(*), COUNT(CASE WHEN planned_pct_e4 > 0 THEN 1 END) FROM milestone "
                           "WHERE unit_duty_id = $1 AND removed = 0"};
const Sql kParts{
    "plan.parts_of_task",
    "SELECT ud.unit_duty_id, ud.unit_id, u.name, ud.role, COALESCE(d.literal, ''), above.unit_id, ud.reports, "
    "(SELECT MAX(CASE WHEN a.state = 'accepted' AND a.post_id IS NOT NULL THEN 2 WHEN a.state <> 'returned' THEN 1 ELSE 0 END) "
    "FROM assignment a WHERE a.unit_duty_id = ud.unit_duty_id), "
    "CASE WHEN EXISTS (SELECT 1 FROM milestone m WHERE m.unit_duty_id = ud.unit_duty_id) THEN 1 ELSE 0 END "
    "FROM unit_duty ud JOIN unit u ON u.unit_id = ud.unit_id LEFT JOIN duty d ON d.duty_id = ud.duty_id "
    "LEFT JOIN unit_duty above ON above.unit_duty_id = ud.parent_id WHERE ud.task_id = $1 AND ud.valid_to IS NULL "
    "ORDER BY CASE ud.role WHEN 'lead' THEN 1 WHEN 'responsible' THEN 2 ELSE 3 END, u.place"};

int small(const Row& row, int column) { return static_cast<int>(row.integer(column)); }

TaskHead head_of(const Row& row) {
    TaskHead head;
    head.id = row.id<TaskId>(0);
    head.ref = row.text(1);
    head.title = row.text(2);
    head.state = stored<TaskState>(row.view(3));
    head.deadline = row.opt_date(4);
    head.continuous = row.integer(5) != 0;
    head.version = row.integer(6);
    head.facts.has_deadline = head.deadline.has_value();
    return head;
}

std::optional<int> opt_small(const Row& row, int column) { return row.is_null(column) ? std::nullopt : std::optional{small(row, column)}; }

TargetRow target_of(const Row& row) {
    return {.id = row.id<TargetId>(0),
            .task = row.id<TaskId>(1),
            .kind = stored<TargetKind>(row.view(2)),
            .name = row.text(3),
            .op = stored<TargetOperator>(row.view(4)),
            .effective_op = stored<TargetOperator>(row.view(5)),
            .value = row.opt_decimal(6),
            .value_max = row.opt_decimal(7),
            .unit = row.text(8),
            .base = row.opt_decimal(9),
            .base_max = row.opt_decimal(10),
            .year = opt_small(row, 11),
            .due_on = row.opt_date(12),
            .scope = row.text(13),
            .change = row.text(14),
            .per_year = row.integer(15) != 0,
            .indicator = row.is_null(16) ? std::nullopt : std::optional{Named<IndicatorId>{row.id<IndicatorId>(16), row.text(17)}},
            .span = span_at(row, 18),
            .version = row.integer(22),
            .first = {row.text(23), stored<TargetOperator>(row.view(24)), row.opt_decimal(25), row.opt_decimal(26), row.text(27),
                      opt_small(row, 28)}};
}

/// %words% with the marks of LIKE taken literally, ASCII in lower case as the query compares it.
std::string like_pattern(std::string_view words) {
    if (words.empty()) {
        return "";
    }
    std::string out = "%";
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '\\') {
            out.push_back('\\');
        }
        out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return out + "%";
}

/// One duty of a plan's tasks, as its rows say.
struct DutyLine {
    TaskId task;
    DutyId id;
    DutyRole role;
    Resolution resolution;
    std::string literal;
    std::vector<std::string> decided;
};

/// The first and the last place of a page of tasks.
struct Places {
    int first;
    int last;
};

std::vector<DutyLine> duty_lines(store::ReadTx& tx, PlanId plan, Places places) {
    std::vector<DutyLine> lines;
    tx.each(kDutiesOfPlan, {plan, places.first, places.last}, [&](const Row& row) {
        if (lines.empty() || lines.back().id != row.id<DutyId>(1)) {
            lines.push_back(
                {row.id<TaskId>(0), row.id<DutyId>(1), stored<DutyRole>(row.view(2)), stored<Resolution>(row.view(3)), row.text(4), {}});
        }
        if (!row.is_null(5)) {
            lines.back().decided.push_back(row.text(5));
        }
    });
    return lines;
}

void add_duties(store::ReadTx& tx, PlanId plan, Places places, const std::map<TaskId, TaskHead*>& tasks) {
    for (const DutyLine& line : duty_lines(tx, plan, places)) {
        if (const auto task = tasks.find(line.task); task != tasks.end()) {
            TaskHead& head = *task->second;
            count_duty(head.facts, line.role, line.resolution);
            show_units(line.role == DutyRole::Lead ? head.lead_units : head.responsible_units, line.literal, line.decided);
        }
    }
}

void add_part_counts(store::ReadTx& tx, PlanId plan, Places places, const std::map<TaskId, TaskHead*>& tasks) {
    tx.each(kPartsOfPlan, {plan, places.first, places.last}, [&](const Row& row) {
        if (const auto task = tasks.find(row.id<TaskId>(0)); task != tasks.end()) {
            TaskFacts& facts = task->second->facts;
            facts.reporting_units = small(row, 1);
            facts.unaccepted_units = small(row, 2);
            facts.milestones = small(row, 3);
            facts.planned_milestones = small(row, 4);
        }
    });
}

}  // namespace

void show_units(std::vector<std::string>& shown, const std::string& literal, const std::vector<std::string>& decided) {
    constexpr std::size_t kFew = 3;
    if (decided.empty() || decided.size() > kFew) {
        shown.push_back(literal);
    } else {
        shown.insert(shown.end(), decided.begin(), decided.end());
    }
}

std::vector<TaskHead> list_tasks(store::ReadTx& tx, PlanId plan, const TaskFilter& filter) {
    const std::string words = like_pattern(filter.words);
    const std::string_view state = filter.state ? word(*filter.state) : std::string_view{};
    const int after = filter.after.value_or(std::numeric_limits<int>::min());
    std::vector<TaskHead> tasks = tx.all(kListTasks, {plan, filter.unit, words, state, after, filter.limit}, [](const Row& row) {
        TaskHead head = head_of(row);
        head.open_questions = small(row, 7);
        head.facts.targets = small(row, 8);
        head.facts.measured_targets = small(row, 9);
        head.facts.dated_targets = small(row, 10);
        head.facts.measures = small(row, 11);
        head.ordinal = small(row, 12);
        return head;
    });
    std::map<TaskId, TaskHead*> by_id;
    for (TaskHead& task : tasks) {
        by_id.emplace(task.id, &task);
    }
    if (!tasks.empty()) {
        const Places places{tasks.front().ordinal, tasks.back().ordinal};
        add_duties(tx, plan, places, by_id);
        add_part_counts(tx, plan, places, by_id);
    }
    return tasks;
}

std::vector<TaskText> task_texts(store::ReadTx& tx) {
    return tx.all(kTaskTexts, {}, [](const Row& row) {
        return TaskText{row.id<TaskId>(0), row.text(1), row.text(2), row.text(3), row.text(4), stored<PlanState>(row.view(5))};
    });
}

std::optional<TaskRow> find_task(store::ReadTx& tx, TaskId id) {
    return tx.one(kFindTask, {id}, [](const Row& row) {
        return TaskRow{.head = head_of(row),
                       .plan = {row.id<PlanId>(7), row.text(8)},
                       .plan_state = stored<PlanState>(row.view(9)),
                       .owner = row.id<UnitId>(10),
                       .office = row.id<UnitId>(11),
                       .document = row.id<DocumentId>(12),
                       .content = row.text(13),
                       .first_title = row.text(20),
                       .first_deadline = row.opt_date(21),
                       .corrected = row.integer(22) != 0,
                       .change_asked = row.integer(23) != 0,
                       .span = span_at(row, 14),
                       .clause = row.opt_id<ClauseId>(18),
                       .clause_ref = row.opt_text(19).value_or("")};
    });
}

std::optional<std::int64_t> find_task_version(store::ReadTx& tx, TaskId id) { return tx.integer(kTaskVersion, {id}); }

bool update_task(store::WriteTx& tx, const TaskRow& row) {
    return tx.execute(kUpdateTask, {row.head.id, row.head.version, row.head.title, row.content, row.head.deadline, word(row.head.state)}) ==
           1;
}

std::vector<MeasureRow> measures_of_task(store::ReadTx& tx, TaskId task) {
    return tx.all(kMeasures, {task}, [](const Row& row) {
        return MeasureRow{row.id<MeasureId>(0), small(row, 1), small(row, 2), row.text(3), span_at(row, 4)};
    });
}

std::vector<TargetRow> targets_of_task(store::ReadTx& tx, TaskId task) { return tx.all(kTargetsOfTask, {task}, target_of); }

std::optional<TargetRow> find_target(store::ReadTx& tx, TargetId id) { return tx.one(kFindTarget, {id}, target_of); }

std::optional<IndicatorHead> find_indicator(store::ReadTx& tx, IndicatorId id) {
    return tx.one(kFindIndicator, {id}, [](const Row& row) { return IndicatorHead{row.text(0), stored<Direction>(row.view(1))}; });
}

bool update_target(store::WriteTx& tx, const TargetRow& row) {
    const auto indicator = row.indicator ? std::optional{row.indicator->id} : std::nullopt;
    return tx.execute(kUpdateTarget, {row.id, row.version, row.name, word(row.op), word(row.effective_op), row.value, row.value_max,
                                      row.unit, row.base, row.base_max, row.year, row.scope, indicator}) == 1;
}

std::vector<UnitPart> parts_of_task(store::ReadTx& tx, TaskId task) {
    std::vector<UnitPart> parts;
    parts.reserve(32);
    tx.each(kParts, {task}, [&](const Row& row) {
        const std::int64_t assigned = row.opt_integer(7).value_or(0);
        parts.push_back({.id = row.id<UnitDutyId>(0),
                         .unit = {row.id<UnitId>(1), row.text(2)},
                         .role = stored<DutyRole>(row.view(3)),
                         .from_literal = row.text(4),
                         .handed_from = row.opt_id<UnitId>(5),
                         .reports = row.integer(6) != 0,
                         .assigned = assigned > 0,
                         .accepted = assigned > 1});
        if (row.integer(8) != 0) {
            tx.each(kMilestoneCounts, {parts.back().id}, [&](const Row& counts) {
                parts.back().milestones = small(counts, 0);
                parts.back().planned_milestones = small(counts, 1);
            });
        }
    });
    return parts;
}

}  // namespace luoshi::plan
