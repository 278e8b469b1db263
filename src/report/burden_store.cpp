#include "report/burden_store.hpp"

#include "indicator/indicator_service.hpp"
#include "report/form_field_store.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

const Sql kUnits{"burden.units", "SELECT unit_id, short_name, level FROM unit ORDER BY place, code"};
const Sql kInsert{"burden.insert_excess",
                  "INSERT INTO burden_excess (burden_excess_id, at, subject, level, units, fields, cap, reason, signed_unit, signed_post, "
                  "signed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
const Sql kList{"burden.list_excess",
                "SELECT at, subject, level, units, fields, cap, reason, signed_unit, signed_post, signed_by FROM burden_excess "
                "ORDER BY burden_excess_id DESC"};

}  // namespace

std::vector<AskedPart> asked_parts(store::ReadTx& tx, const calendar::Schedule& schedule, int year) {
    const auto last = *calendar::Period::make(year, 12);  // the month in which every rhythm ends a span
    const calendar::Span months{*calendar::Period::make(year, 1), last};
    auto forms = indicator::all_owed(tx, std::nullopt, last);
    auto asked = fields_asked(tx, last, std::nullopt, std::nullopt);
    std::vector<AskedPart> out;
    for (const auto& row : owed_reports(tx, schedule, last, std::nullopt, std::nullopt)) {
        out.push_back({.unit = row.duty.unit,
                       .reports_a_year = calendar::ends_within(months, row.duty.every(schedule)),
                       .owed = forms[{row.duty.unit, row.duty.task}],
                       .asked = std::move(asked[row.duty.duty])});
    }
    return out;
}

std::vector<UnitBurden> named(store::ReadTx& tx, const std::map<identity::UnitId, Burden>& burdens) {
    std::vector<UnitBurden> out;
    tx.each(kUnits, {}, [&](const Row& row) {
        if (const auto year = burdens.find(row.id<identity::UnitId>(0)); year != burdens.end()) {
            out.push_back({year->first, row.text(1), row.text(2), year->second});
        }
    });
    return out;
}

void insert_excess(store::WriteTx& tx, std::int64_t id, const Excess& e) {
    tx.execute(kInsert, {id, e.at, e.subject, e.level, e.units, e.fields, e.cap, e.reason, e.signed_unit, e.signed_post, e.signed_by});
}

std::vector<Excess> list_excess(store::ReadTx& tx) {
    return tx.all(kList, {}, [](const Row& row) {
        return Excess{.at = row.moment(0),
                      .subject = row.text(1),
                      .level = row.text(2),
                      .units = row.integer(3),
                      .fields = row.integer(4),
                      .cap = row.integer(5),
                      .reason = row.text(6),
                      .signed_unit = row.text(7),
                      .signed_post = row.text(8),
                      .signed_by = row.text(9)};
    });
}

}  // namespace luoshi::report
