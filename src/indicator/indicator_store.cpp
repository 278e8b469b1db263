#include "indicator/indicator_store.hpp"

#include <algorithm>

namespace luoshi::indicator {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_INDICATOR_COLUMNS                                                                                     \
    "i.indicator_id, i.code, i.name, i.unit, i.decimals, i.kind, i.direction, i.across, i.carry_forward, i.max_e4, " \
    "i.numerator_name, i.denominator_name, i.definition, i.formula, i.every, i.weight, i.part_decimals "

const Sql kAll{"indicator.all", "SELECT " LUOSHI_INDICATOR_COLUMNS "FROM indicator i ORDER BY i.code"};
const Sql kFind{"indicator.find", "SELECT " LUOSHI_INDICATOR_COLUMNS "FROM indicator i WHERE i.indicator_id = $1"};
// What a target measures: its indicator, and what is reported beneath the indicator's formula.
#define LUOSHI_MEASURED                                                                                                      \
    "(SELECT g.task_id, g.indicator_id FROM target g WHERE g.indicator_id IS NOT NULL UNION SELECT g.task_id, o.operand_id " \
    "FROM target g JOIN indicator_operand o ON o.indicator_id = g.indicator_id)"
const Sql kOfPlan{"indicator.of_plan",
                  "WITH measured (indicator_id) AS (SELECT m.indicator_id FROM " LUOSHI_MEASURED
                  " m JOIN task t ON t.task_id = m.task_id "
                  "WHERE t.plan_id = $1 AND t.state <> 'rejected') SELECT " LUOSHI_INDICATOR_COLUMNS
                  "FROM indicator i WHERE i.indicator_id IN (SELECT indicator_id FROM measured) OR (i.formula <> '' AND "
                  "i.valid_to IS NULL AND NOT EXISTS (SELECT 1 FROM indicator_operand o WHERE o.indicator_id = i.indicator_id "
                  "AND o.operand_id NOT IN (SELECT indicator_id FROM measured))) ORDER BY i.code"};
// What was asked of a part when it was handed down.
#define LUOSHI_ASKED "SELECT f.indicator_id FROM unit_duty_figure f JOIN unit_duty ud ON ud.unit_duty_id = f.unit_duty_id"
const Sql kReportedBelow{"indicator.reported_below",
                         "WITH RECURSIVE below (unit_id) AS (SELECT unit_id FROM unit WHERE parent_id = $1 UNION "
                         "SELECT u.unit_id FROM unit u JOIN below b ON u.parent_id = b.unit_id) "
                         "SELECT DISTINCT r.indicator_id FROM indicator_reporter r JOIN below b ON b.unit_id = r.unit_id"};
const Sql kOwed{"indicator.owed", "SELECT " LUOSHI_INDICATOR_COLUMNS
                                  "FROM indicator i WHERE i.valid_to IS NULL AND i.kind <> 'qualitative' AND i.indicator_id IN "
                                  "(SELECT m.indicator_id FROM " LUOSHI_MEASURED
                                  " m WHERE m.task_id = $2) AND i.indicator_id IN "
                                  "(SELECT r.indicator_id FROM indicator_reporter r WHERE r.unit_id = $1 UNION " LUOSHI_ASKED
                                  " WHERE ud.unit_id = $1 AND ud.task_id = $2) ORDER BY i.code"};
const Sql kOwedPairs{
    "indicator.owed_pairs",
    "SELECT DISTINCT r.unit_id, m.task_id, i.indicator_id, i.code FROM indicator i "
    "JOIN (SELECT indicator_id, unit_id, CAST(NULL AS BIGINT) AS task_id FROM indicator_reporter UNION ALL "
    "SELECT f.indicator_id, ud.unit_id, ud.task_id FROM unit_duty_figure f JOIN unit_duty ud ON ud.unit_duty_id = f.unit_duty_id) r "
    "ON r.indicator_id = i.indicator_id JOIN " LUOSHI_MEASURED
    " m ON m.indicator_id = i.indicator_id AND (r.task_id IS NULL OR r.task_id = m.task_id) "
    "WHERE i.valid_to IS NULL AND i.kind <> 'qualitative' AND (CAST($1 AS BIGINT) IS NULL OR r.unit_id = $1) ORDER BY i.code"};
const Sql kWritings{"indicator.writings",
                    "SELECT a.indicator_id, i.unit, i.direction, a.name FROM indicator_alias a JOIN indicator i ON i.indicator_id = "
                    "a.indicator_id WHERE i.valid_to IS NULL ORDER BY a.name, a.indicator_id"};
const Sql kPut{"indicator.put",
               "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, max_e4, "
               "numerator_name, denominator_name, definition, formula, every, weight, part_decimals, valid_to, version) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, 1) "
               "ON CONFLICT (indicator_id) DO UPDATE SET name = excluded.name, unit = excluded.unit, decimals = excluded.decimals, "
               "kind = excluded.kind, direction = excluded.direction, across = excluded.across, carry_forward = excluded.carry_forward, "
               "max_e4 = excluded.max_e4, numerator_name = excluded.numerator_name, denominator_name = excluded.denominator_name, "
               "definition = excluded.definition, formula = excluded.formula, every = excluded.every, weight = excluded.weight, "
               "part_decimals = excluded.part_decimals, valid_to = "
               "NULL, version = "
               "indicator.version + 1"};
const Sql kInForce{"indicator.in_force", "SELECT COUNT(*) FROM indicator WHERE indicator_id = $1 AND valid_to IS NULL"};
const Sql kRetire{"indicator.retire",
                  "UPDATE indicator SET valid_to = $2, version = version + 1 WHERE indicator_id = $1 AND valid_to IS NULL"};
const Sql kTouch{"indicator.touch", "UPDATE indicator SET version = version + 1 WHERE indicator_id = $1"};
const Sql kNames{"indicator.names", "SELECT name FROM indicator_alias WHERE indicator_id = $1"};
const Sql kReporters{"indicator.reporters", "SELECT unit_id FROM indicator_reporter WHERE indicator_id = $1"};
const Sql kDropNames{"indicator.drop_names", "DELETE FROM indicator_alias WHERE indicator_id = $1"};
const Sql kPutName{"indicator.put_name", "INSERT INTO indicator_alias (indicator_id, name) VALUES ($1, $2)"};
const Sql kDropReporters{"indicator.drop_reporters", "DELETE FROM indicator_reporter WHERE indicator_id = $1"};
const Sql kOperands{"indicator.operands", "SELECT operand_id FROM indicator_operand WHERE indicator_id = $1"};
const Sql kDropOperands{"indicator.drop_operands", "DELETE FROM indicator_operand WHERE indicator_id = $1"};
const Sql kPutOperand{"indicator.put_operand", "INSERT INTO indicator_operand (indicator_id, operand_id) VALUES ($1, $2)"};
const Sql kPutReporter{"indicator.put_reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES ($1, $2)"};

template <class E>
E enum_of(const Row& row, int column) {
    if (const auto value = plan::from_word<E>(row.view(column))) {
        return *value;
    }
    throw store::Fault("指标表中有无法识别的取值：" + row.text(column));
}

calendar::Rhythm rhythm_of(const Row& row, int column) {
    if (const auto every = calendar::rhythm_from(row.view(column))) {
        return *every;
    }
    throw store::Fault("指标表中有无法识别的取值：" + row.text(column));
}

Definition definition_of(const Row& row) {
    return {.id = row.id<IndicatorId>(0),
            .code = row.text(1),
            .name = row.text(2),
            .unit = row.text(3),
            .decimals = static_cast<int>(row.integer(4)),
            .kind = enum_of<Kind>(row, 5),
            .direction = enum_of<Direction>(row, 6),
            .across = enum_of<Across>(row, 7),
            .carry_forward = row.integer(8) != 0,
            .maximum = row.opt_decimal(9),
            .numerator_name = row.text(10),
            .denominator_name = row.text(11),
            .definition = row.text(12),
            .formula = row.text(13),
            .every = rhythm_of(row, 14),
            .part_decimals = static_cast<int>(row.integer(16)),
            .weight = row.text(15)};
}

/// Makes one list of an indicator equal to `wanted`; bumps the version and returns true when it was not.
template <class Id>
bool put_list(store::WriteTx& tx, IndicatorId id, std::vector<Id> wanted, const Sql& read, const Sql& drop, const Sql& put) {
    std::sort(wanted.begin(), wanted.end());
    auto known = tx.all(read, {id}, [](const Row& row) { return row.id<Id>(0); });
    std::sort(known.begin(), known.end());
    if (known == wanted) {
        return false;
    }
    tx.execute(drop, {id});
    for (const auto one : wanted) {
        tx.later(put, {id, one});
    }
    tx.execute(kTouch, {id});
    return true;
}

}  // namespace

std::vector<Definition> all_definitions(store::ReadTx& tx) { return tx.all(kAll, {}, definition_of); }

std::vector<Definition> definitions_of_plan(store::ReadTx& tx, plan::PlanId plan) { return tx.all(kOfPlan, {plan}, definition_of); }

std::vector<Definition> definitions_owed(store::ReadTx& tx, UnitId unit, plan::TaskId task) {
    return tx.all(kOwed, {unit, task}, definition_of);
}

std::set<IndicatorId> indicators_reported_below(store::ReadTx& tx, UnitId unit) {
    std::set<IndicatorId> out;
    tx.each(kReportedBelow, {unit}, [&](const Row& row) { out.insert(row.id<IndicatorId>(0)); });
    return out;
}

std::vector<OwedPair> owed_pairs(store::ReadTx& tx, std::optional<UnitId> unit) {
    return tx.all(kOwedPairs, {unit}, [](const Row& row) {
        return OwedPair{row.id<UnitId>(0), row.id<plan::TaskId>(1), row.id<IndicatorId>(2)};
    });
}

std::optional<Definition> find_definition(store::ReadTx& tx, IndicatorId id) { return tx.one(kFind, {id}, definition_of); }

std::vector<Writing> writings(store::ReadTx& tx) {
    return tx.all(kWritings, {}, [](const Row& row) {
        return Writing{row.id<IndicatorId>(0), row.text(1), enum_of<Direction>(row, 2), row.text(3)};
    });
}

bool put_definition(store::WriteTx& tx, const Definition& d) {
    if (find_definition(tx, d.id) == d && tx.integer(kInForce, {d.id}) == 1) {
        return false;
    }
    tx.execute(kPut, {d.id, d.code, d.name, d.unit, d.decimals, plan::word(d.kind), plan::word(d.direction), plan::word(d.across),
                      d.carry_forward ? 1 : 0, d.maximum, d.numerator_name, d.denominator_name, d.definition, d.formula,
                      calendar::word(d.every), d.weight, d.part_decimals});
    return true;
}

bool retire_definition(store::WriteTx& tx, IndicatorId id, base::Date today) { return tx.execute(kRetire, {id, today}) == 1; }

bool put_names(store::WriteTx& tx, IndicatorId id, std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    auto known = tx.all(kNames, {id}, [](const Row& row) { return row.text(0); });
    std::sort(known.begin(), known.end());
    if (known == names) {
        return false;
    }
    tx.execute(kDropNames, {id});
    for (const auto& name : names) {
        tx.execute(kPutName, {id, name});
    }
    tx.execute(kTouch, {id});
    return true;
}

bool put_reporters(store::WriteTx& tx, IndicatorId id, std::vector<UnitId> units) {
    return put_list(tx, id, std::move(units), kReporters, kDropReporters, kPutReporter);
}

bool put_operands(store::WriteTx& tx, IndicatorId id, std::vector<IndicatorId> operands) {
    return put_list(tx, id, std::move(operands), kOperands, kDropOperands, kPutOperand);
}

}  // namespace luoshi::indicator
