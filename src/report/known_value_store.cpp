#include "report/known_value_store.hpp"

#include <algorithm>

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

const Sql kElsewhere{"report.known_elsewhere",
                     "SELECT v.indicator_id, v.value_e4, v.numerator_e4, v.denominator_e4, t.ref FROM report r "
                     "JOIN report_value v ON v.report_id = r.report_id JOIN task t ON t.task_id = r.task_id "
                     "WHERE r.unit_id = $1 AND r.period = $2 AND r.report_id <> $3 AND r.state IN ('submitted', 'approved') "
                     "AND v.value_e4 IS NOT NULL ORDER BY r.submitted_at DESC"};
const Sql kAnswered{"report.known_answers",
                    "SELECT f.form_field_id, f.value, r.period FROM report r JOIN report_field f ON f.report_id = r.report_id "
                    "WHERE r.unit_id = $1 AND r.period < $2 AND r.state IN ('submitted', 'approved') AND f.value <> '' "
                    "ORDER BY r.period DESC, r.task_id = $3 DESC"};

std::string month_name(const std::string& period) {
    const auto known = calendar::Period::parse(period);
    return known ? known->name() : period;
}

}  // namespace

Known reported_before(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed,
                      const std::vector<FormField>& asked) {
    Known out;
    tx.each(kElsewhere, {report.duty.unit, report.period, report.id}, [&](const Row& row) {
        const Value value{.indicator = row.id<plan::IndicatorId>(0),
                          .value = row.opt_decimal(1),
                          .numerator = row.opt_decimal(2),
                          .denominator = row.opt_decimal(3)};
        out.figures.try_emplace(
            value.indicator, Known::Figure{value, base::phrase("known.same_period", "据本单位本期“{task}”所报", {{"task", row.text(4)}})});
    });
    for (const auto& definition : owed) {
        const bool level = definition.kind == indicator::Kind::Stock && !out.figures.contains(definition.id);
        if (const auto last = level ? previous_value(tx, definition.id, report.duty.unit, report.period) : std::nullopt) {
            out.figures.emplace(
                definition.id, Known::Figure{{.indicator = definition.id, .value = last->value},
                                             base::phrase("known.approved", "据{period}经审定数", {{"period", month_name(last->period)}})});
        }
    }
    if (std::ranges::any_of(asked, &FormField::rarely_changes)) {
        tx.each(kAnswered, {report.duty.unit, report.period, report.duty.task}, [&](const Row& row) {
            const auto field = std::ranges::find(asked, row.id<FormFieldId>(0), &FormField::id);
            if (field != asked.end() && field->rarely_changes) {
                out.fields.try_emplace(field->id, Known::Answer{row.text(1), base::phrase("known.last_answer", "据{period}所填",
                                                                                          {{"period", month_name(row.text(2))}})});
            }
        });
    }
    return out;
}

}  // namespace luoshi::report
