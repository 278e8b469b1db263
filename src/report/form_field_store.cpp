#include "report/form_field_store.hpp"

#include "base/text.hpp"

namespace luoshi::report {
namespace {

using calendar::Period;
using store::Row;
using store::Sql;

#define LUOSHI_FIELD                                                                                                              \
    "SELECT f.form_field_id, f.plan_id, f.name, f.kind, f.measure, f.decimals, f.choices, f.help, f.required, f.rarely_changes, " \
    "f.levels, "                                                                                                                  \
    "f.group_id, f.valid_from, f.valid_to, f.version FROM form_field f "
const Sql kOfPlan{"form.of_plan",
                  LUOSHI_FIELD "WHERE CAST($1 AS BIGINT) IS NULL OR f.plan_id = $1 ORDER BY f.plan_id, f.place, f.form_field_id"};
const Sql kFind{"form.find", LUOSHI_FIELD "WHERE f.form_field_id = $1"};
const Sql kTasks{"form.tasks",
                 "SELECT t.form_field_id, t.task_id FROM form_field_task t JOIN form_field f ON f.form_field_id = t.form_field_id "
                 "WHERE CAST($1 AS BIGINT) IS NULL OR f.plan_id = $1 ORDER BY t.form_field_id, t.task_id"};
const Sql kOwners{"form.plan_owners", "SELECT owner_unit_id, office_unit_id FROM plan WHERE plan_id = $1"};
const Sql kNameTaken{"form.name_taken",
                     "SELECT COUNT(*) FROM form_field WHERE plan_id = $1 AND name = $2 AND form_field_id <> $3 "
                     "AND (valid_to IS NULL OR valid_to > $4) AND (CAST($5 AS TEXT) IS NULL OR valid_from < $5)"};
const Sql kTaskOfPlan{"form.task_of_plan", "SELECT COUNT(*) FROM task WHERE task_id = $1 AND plan_id = $2"};
const Sql kGroupExists{"form.group_exists", "SELECT COUNT(*) FROM unit_group WHERE group_id = $1"};
const Sql kAsked{
    "form.asked",
    "SELECT ud.unit_duty_id, f.form_field_id FROM unit_duty ud JOIN unit u ON u.unit_id = ud.unit_id "
    "JOIN form_field f ON f.plan_id = ud.plan_id "
    "WHERE (CAST($1 AS BIGINT) IS NULL OR ud.unit_duty_id = $1) AND (CAST($2 AS BIGINT) IS NULL OR ud.unit_id = $2) AND ("
    "(ud.reports = 1 AND f.valid_from <= $3 AND (f.valid_to IS NULL OR f.valid_to > $3) "
    "AND (f.levels = '' OR ' ' || f.levels || ' ' LIKE '% ' || u.level || ' %') "
    "AND (f.group_id IS NULL OR EXISTS (SELECT 1 FROM unit_group_member m WHERE m.group_id = f.group_id AND m.unit_id = ud.unit_id "
    "AND (m.valid_from IS NULL OR m.valid_from <= $3) AND (m.valid_to IS NULL OR m.valid_to > $3))) "
    "AND (NOT EXISTS (SELECT 1 FROM form_field_task t WHERE t.form_field_id = f.form_field_id) "
    "OR EXISTS (SELECT 1 FROM form_field_task t WHERE t.form_field_id = f.form_field_id AND t.task_id = ud.task_id))) "
    "OR EXISTS (SELECT 1 FROM report r JOIN report_field v ON v.report_id = r.report_id "
    "WHERE r.unit_duty_id = ud.unit_duty_id AND r.period = $4 AND v.form_field_id = f.form_field_id)) "
    "ORDER BY ud.unit_duty_id, f.place, f.form_field_id"};
const Sql kValues{"form.values",
                  "SELECT form_field_id, value, explanation, origin FROM report_field WHERE report_id = $1 ORDER BY form_field_id"};
const Sql kValuesOf{"form.values_of",
                    "SELECT v.form_field_id, v.value, v.explanation, v.origin, v.report_id FROM report r "
                    "JOIN report_field v ON v.report_id = r.report_id WHERE r.period = $1 "
                    "AND (CAST($2 AS BIGINT) IS NULL OR r.unit_id = $2) ORDER BY v.report_id, v.form_field_id"};
const Sql kPutValue{"form.put_value",
                    "INSERT INTO report_field (report_id, form_field_id, value, explanation, origin) VALUES ($1, $2, $3, $4, $5)"};
const Sql kClearValues{"form.clear_values", "DELETE FROM report_field WHERE report_id = $1"};
const Sql kInsert{"form.insert",
                  "INSERT INTO form_field (form_field_id, plan_id, place, name, kind, measure, decimals, choices, help, required, "
                  "rarely_changes, levels, group_id, valid_from, valid_to, version) VALUES ($1, $2, "
                  "(SELECT COALESCE(MAX(place), 0) + 1 FROM form_field WHERE plan_id = $2), "
                  "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)"};
const Sql kUpdate{
    "form.update",
    "UPDATE form_field SET name = $3, decimals = $4, choices = $5, help = $6, required = $7, rarely_changes = $8, levels = $9, "
    "group_id = $10, valid_from = $11, valid_to = $12, version = version + 1 WHERE form_field_id = $1 AND version = $2"};
const Sql kClearTasks{"form.clear_tasks", "DELETE FROM form_field_task WHERE form_field_id = $1"};
const Sql kPutTask{"form.put_task", "INSERT INTO form_field_task (form_field_id, task_id) VALUES ($1, $2)"};
const Sql kPlace{"form.place", "UPDATE form_field SET place = $3 WHERE form_field_id = $2 AND plan_id = $1"};

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(at), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}
std::string joined(const std::vector<std::string>& parts, char with) {
    std::string out;
    for (const auto& part : parts) {
        out += (out.empty() ? "" : std::string{with}) + part;
    }
    return out;
}

FormField field_of(const Row& row) {
    const auto until = row.opt_date(13);
    return {.id = row.id<FormFieldId>(0),
            .plan = row.id<plan::PlanId>(1),
            .name = row.text(2),
            .kind = field_kind_from(row.view(3)),
            .measure = row.text(4),
            .decimals = static_cast<int>(row.integer(5)),
            .choices = split(row.view(6), '\n'),
            .help = row.text(7),
            .required = row.integer(8) != 0,
            .rarely_changes = row.integer(9) != 0,
            .levels = split(row.view(10), ' '),
            .group = row.opt_id<org::UnitGroupId>(11),
            .from = Period::containing(row.date(12)),
            .until = until ? std::optional{Period::containing(*until).previous()} : std::nullopt,
            .version = row.integer(14)};
}
std::optional<base::Date> first_day_after(const FormField& field) {
    return field.until ? std::optional{field.until->next().first_day()} : std::nullopt;
}

std::vector<FormField> with_tasks(store::ReadTx& tx, std::vector<FormField> fields, std::optional<plan::PlanId> plan) {
    std::map<FormFieldId, std::vector<plan::TaskId>> tasks;
    tx.each(kTasks, {plan}, [&](const Row& row) { tasks[row.id<FormFieldId>(0)].push_back(row.id<plan::TaskId>(1)); });
    for (auto& field : fields) {
        field.tasks = std::move(tasks[field.id]);
    }
    return fields;
}

void put_tasks(store::WriteTx& tx, const FormField& field) {
    tx.execute(kClearTasks, {field.id});
    for (const auto task : field.tasks) {
        tx.execute(kPutTask, {field.id, task});
    }
}

FieldValue value_of(const Row& row) { return {row.id<FormFieldId>(0), row.text(1), row.text(2), row.text(3)}; }

}  // namespace

std::vector<FormField> fields_of_plan(store::ReadTx& tx, std::optional<plan::PlanId> plan) {
    return with_tasks(tx, tx.all(kOfPlan, {plan}, field_of), plan);
}

std::optional<FormField> find_field(store::ReadTx& tx, FormFieldId id) {
    const auto field = tx.one(kFind, {id}, field_of);
    return field ? std::optional{with_tasks(tx, {*field}, field->plan).front()} : std::nullopt;
}

std::optional<PlanOwners> plan_owners(store::ReadTx& tx, plan::PlanId plan) {
    return tx.one(kOwners, {plan}, [](const Row& row) { return PlanOwners{row.id<identity::UnitId>(0), row.id<identity::UnitId>(1)}; });
}

bool name_taken(store::ReadTx& tx, const FormField& field) {
    return tx.integer(kNameTaken, {field.plan, field.name, field.id, field.from.first_day(), first_day_after(field)}).value_or(0) != 0;
}

bool scope_exists(store::ReadTx& tx, const FormField& field) {
    for (const auto task : field.tasks) {
        if (tx.integer(kTaskOfPlan, {task, field.plan}) != 1) {
            return false;
        }
    }
    return !field.group || tx.integer(kGroupExists, {*field.group}) == 1;
}

std::map<plan::UnitDutyId, std::vector<FormField>> fields_asked(store::ReadTx& tx, const Period& period,
                                                                std::optional<plan::UnitDutyId> duty,
                                                                std::optional<identity::UnitId> unit) {
    std::map<FormFieldId, FormField> fields;
    tx.each(kOfPlan, {nullptr}, [&](const Row& row) { fields.emplace(row.id<FormFieldId>(0), field_of(row)); });
    std::map<plan::UnitDutyId, std::vector<FormField>> out;
    if (!fields.empty()) {
        tx.each(kAsked, {duty, unit, period.first_day(), period.text()},
                [&](const Row& row) { out[row.id<plan::UnitDutyId>(0)].push_back(fields.at(row.id<FormFieldId>(1))); });
    }
    return out;
}

std::vector<FormField> fields_asked(store::ReadTx& tx, const Period& period, plan::UnitDutyId duty) {
    return std::move(fields_asked(tx, period, duty, std::nullopt)[duty]);
}

std::vector<FieldValue> field_values(store::ReadTx& tx, ReportId report) { return tx.all(kValues, {report}, value_of); }

std::map<ReportId, std::vector<FieldValue>> field_values_of(store::ReadTx& tx, std::string_view period,
                                                            std::optional<identity::UnitId> unit) {
    std::map<ReportId, std::vector<FieldValue>> out;
    tx.each(kValuesOf, {period, unit}, [&](const Row& row) { out[row.id<ReportId>(4)].push_back(value_of(row)); });
    return out;
}

void put_field_values(store::WriteTx& tx, ReportId report, const std::vector<FieldValue>& values) {
    for (const auto& value : values) {
        if (!value.value.empty() || !value.explanation.empty()) {
            tx.later(kPutValue, {report, value.field, value.value, value.explanation, value.origin});
        }
    }
}

void clear_field_values(store::WriteTx& tx, ReportId report) { tx.later(kClearValues, {report}); }

void insert_field(store::WriteTx& tx, const FormField& field) {
    tx.execute(kInsert, {field.id, field.plan, field.name, code(field.kind), field.measure, field.decimals, joined(field.choices, '\n'),
                         field.help, field.required ? 1 : 0, field.rarely_changes ? 1 : 0, joined(field.levels, ' '), field.group,
                         field.from.first_day(), first_day_after(field)});
    put_tasks(tx, field);
}

bool update_field(store::WriteTx& tx, const FormField& field) {
    if (tx.execute(kUpdate, {field.id, field.version, field.name, field.decimals, joined(field.choices, '\n'), field.help,
                             field.required ? 1 : 0, field.rarely_changes ? 1 : 0, joined(field.levels, ' '), field.group,
                             field.from.first_day(), first_day_after(field)}) == 0) {
        return false;
    }
    put_tasks(tx, field);
    return true;
}

void place_field(store::WriteTx& tx, plan::PlanId plan, FormFieldId field, int place) { tx.execute(kPlace, {plan, field, place}); }

}  // namespace luoshi::report
