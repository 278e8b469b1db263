#include "report/known_value_store.hpp"

#include <algorithm>

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

const Sql kElsewhere{"report.known_elsewhere",
                     "SELECT v.indicator_id, v.value_e4, v.numerator_e4, v.denominator_e4, t.ref, r.report_id FROM report r "
                     "JOIN report_value v ON v.report_id = r.report_id JOIN task t ON t.task_id = r.task_id "
                     "WHERE r.unit_id = $1 AND r.period = $2 AND r.state IN ('submitted', 'approved') "
                     "AND v.value_e4 IS NOT NULL ORDER BY r.submitted_at DESC"};
const Sql kAnswered{"report.known_answers",
                    "SELECT f.form_field_id, f.value, r.period, r.task_id FROM report r JOIN report_field f ON f.report_id = r.report_id "
                    "WHERE r.unit_id = $1 AND r.period < $2 AND r.state IN ('submitted', 'approved') AND f.value <> '' "
                    "ORDER BY r.period DESC, r.task_id"};

std::string month_name(const std::string& period) {
    const auto known = calendar::Period::parse(period);
    return known ? known->name() : period;
}

}  // namespace

HeldByUnit::HeldByUnit(store::ReadTx& tx, identity::UnitId unit, std::string period)
    : unit_(unit), approved_(previous_values(tx, "", period, unit)) {
    tx.each(kElsewhere, {unit, period}, [&](const Row& row) {
        const auto indicator = row.id<plan::IndicatorId>(0);
        elsewhere_[indicator].push_back(
            {row.id<ReportId>(5),
             {.indicator = indicator, .value = row.opt_decimal(1), .numerator = row.opt_decimal(2), .denominator = row.opt_decimal(3)},
             row.text(4)});
    });
    tx.each(kAnswered, {unit, period}, [&](const Row& row) {
        answered_[row.id<FormFieldId>(0)].push_back({row.text(1), row.text(2), row.id<plan::TaskId>(3)});
    });
}

Known HeldByUnit::known(const ReportRow& report, const std::vector<indicator::Definition>& owed,
                        const std::vector<FormField>& asked) const {
    Known out;
    for (const auto& definition : owed) {
        const auto others = elsewhere_.find(definition.id);
        const auto* found = others == elsewhere_.end() ? nullptr : &others->second;
        const auto other = found == nullptr ? std::vector<Elsewhere>::const_iterator{}
                                            : std::ranges::find_if(*found, [&](const auto& one) { return one.report != report.id; });
        if (found != nullptr && other != found->end()) {
            out.figures.emplace(definition.id, Known::Figure{other->value, base::phrase("known.same_period", "据本单位本期“{task}”所报",
                                                                                        {{"task", other->task}})});
        } else if (const auto last = approved_.find({unit_, definition.id});
                   definition.kind == indicator::Kind::Stock && last != approved_.end()) {
            out.figures.emplace(definition.id, Known::Figure{{.indicator = definition.id, .value = last->second.value},
                                                             base::phrase("known.approved", "据{period}经审定数",
                                                                          {{"period", month_name(last->second.period)}})});
        }
    }
    for (const auto& field : asked) {
        const auto answers = answered_.find(field.id);
        if (field.rarely_changes && answers != answered_.end()) {
            const auto& all = answers->second;
            const auto own = std::ranges::find_if(
                all, [&](const auto& one) { return one.period == all.front().period && one.task == report.duty.task; });
            const auto& last = own == all.end() ? all.front() : *own;
            out.fields.emplace(field.id, Known::Answer{last.value, base::phrase("known.last_answer", "据{period}所填",
                                                                                {{"period", month_name(last.period)}})});
        }
    }
    return out;
}

}  // namespace luoshi::report
