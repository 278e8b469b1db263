#include "report/quality_store.hpp"

#include <set>

namespace luoshi::report {
namespace {

using calendar::Period;
using store::Row;
using store::Sql;

const Sql kPast{
    "report.past_figures",
    "SELECT f.period, f.value_e4 FROM fact f WHERE f.indicator_id = $1 AND f.unit_id = $2 AND f.period < $3 AND f.version = "
    "(SELECT MAX(n.version) FROM fact n WHERE n.indicator_id = f.indicator_id AND n.unit_id = f.unit_id AND n.period = f.period) "
    "ORDER BY f.period"};
// The parts the unit handed down with a question for the figure, each with what it came to: by a report still on its way, and settled. A
// unit that the package names reports beside (本级), never within.
const Sql kPieces{
    "report.pieces",
    "SELECT ud.unit_id, u.level, ud.role, ud.reports, ud.valid_from, ud.valid_to, ud.every, r.state, r.step, v.value_e4, f.value_e4 "
    "FROM unit_duty above JOIN unit_duty ud ON ud.parent_id = above.unit_duty_id JOIN unit u ON u.unit_id = ud.unit_id "
    "JOIN unit_duty_figure a ON a.unit_duty_id = ud.unit_duty_id AND a.indicator_id = $1 "
    "JOIN reporter w ON w.indicator_id = a.indicator_id AND w.unit_id = ud.unit_id AND w.within_above = 1 "
    "LEFT JOIN report r ON r.unit_duty_id = ud.unit_duty_id AND r.period = $3 "
    "LEFT JOIN report_value v ON v.report_id = r.report_id AND v.indicator_id = $1 "
    "LEFT JOIN fact f ON f.indicator_id = $1 AND f.unit_id = ud.unit_id AND f.period = $3 AND f.version = "
    "(SELECT MAX(n.version) FROM fact n WHERE n.indicator_id = f.indicator_id AND n.unit_id = f.unit_id AND n.period = f.period) "
    "WHERE above.unit_id = $2"};
const Sql kUnitsBelow{"report.units_below", "SELECT unit_id, level FROM unit WHERE parent_id = $1 AND (valid_to IS NULL OR valid_to > $2)"};
const Sql kLast{"report.report_before",
                "SELECT progress_pct_e4, progress FROM report WHERE unit_duty_id = $1 AND period < $2 AND period >= $3 "
                "AND state IN ('submitted', 'approved') ORDER BY period DESC LIMIT 1"};
const Sql kNeighbours{"report.neighbours",
                      "SELECT u.short_name, r.progress, r.progress_pct_e4 FROM unit own JOIN unit u ON u.parent_id = own.parent_id "
                      "JOIN report r ON r.unit_id = u.unit_id AND r.period = $2 AND r.task_id = $1 "
                      "WHERE own.unit_id = $3 AND u.unit_id <> $3 AND r.state IN ('submitted', 'approved') ORDER BY u.place"};
const Sql kAnswers{"report.answers", "SELECT question_key, question, answer FROM report_answer WHERE report_id = $1"};
const Sql kPutAnswer{"report.put_answer",
                     "INSERT INTO report_answer (report_id, question_key, question, answer) VALUES ($1, $2, $3, $4) "
                     "ON CONFLICT (report_id, question_key) DO UPDATE SET question = excluded.question, answer = excluded.answer"};

/// What the pieces asked of units below add up to. Only those that owe this period and cover the same months are compared.
std::optional<Below> below(store::ReadTx& tx, const indicator::Definition& definition, const ReportRow& report,
                           const calendar::Schedule& schedule, int superior_step) {
    const auto period = *Period::parse(report.period);
    const auto covered = indicator::covers(definition, report.duty.every(schedule));
    std::map<identity::UnitId, std::optional<base::Decimal>> pieces;
    std::set<std::string> levels;
    tx.each(kPieces, {definition.id, report.duty.unit, report.period}, [&](const Row& row) {
        DutyRow part;
        part.unit = row.id<identity::UnitId>(0);
        part.level = row.text(1);
        part.role = row.text(2);
        part.reports = row.integer(3) != 0;
        part.valid_from = row.date(4);
        part.valid_to = row.opt_date(5);
        part.chosen_every = calendar::rhythm_from(row.opt_text(6).value_or(""));
        if (part.owes(schedule, period) && indicator::covers(definition, part.every(schedule)) == covered) {
            // what its superior has agreed to is known to it before it is settled
            const bool agreed = row.opt_text(7) == code(State::Submitted) && row.integer(8) > superior_step;
            auto& known = pieces[part.unit];
            known = known ? known : row.opt_decimal(agreed ? 9 : 10);
            levels.insert(part.level);
        }
    });
    Below out{.sum = {}, .whole = true};
    bool any = false;
    for (const auto& [unit, value] : pieces) {
        const auto sum = value ? out.sum.plus(*value) : std::nullopt;
        any = any || sum;
        out.whole = out.whole && sum;
        out.sum = sum.value_or(out.sum);
    }
    tx.each(kUnitsBelow, {report.duty.unit, period.last_day()}, [&](const Row& row) {
        out.whole = out.whole && (!levels.contains(row.text(1)) || pieces.contains(row.id<identity::UnitId>(0)));
    });
    return any ? std::optional{out} : std::nullopt;
}

FigureBackground figure_background(store::ReadTx& tx, const indicator::Definition& definition, const ReportRow& report) {
    FigureBackground out{.definition = definition};
    tx.each(kPast, {definition.id, report.duty.unit, report.period}, [&](const Row& row) {
        const auto period = Period::parse(row.view(0));
        const auto value = row.opt_decimal(1);
        if (period && value) {
            out.past.emplace_back(*period, *value);
        }
    });
    return out;
}

}  // namespace

Background load_background(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed, Asks most,
                           const calendar::Schedule& schedule, int superior_step) {
    const auto period = *Period::parse(report.period);
    Background out{.period = period};
    for (const auto& definition : owed) {
        out.figures.push_back(figure_background(tx, definition, report));
        if (is_counted_out(definition)) {
            out.figures.back().below = below(tx, definition, report, schedule, superior_step);
        }
    }
    const auto since = Period::make(period.previous().year(), 1)->text();  // progress is of a year
    tx.each(kLast, {report.duty.duty, report.period, since}, [&](const Row& row) {
        out.last_progress_pct = row.opt_decimal(0);
        out.last_progress = row.text(1);
    });
    if (most == Asks::Unit) {
        return out;
    }
    tx.each(kNeighbours, {report.duty.task, report.period, report.duty.unit}, [&](const Row& row) {
        out.neighbours.emplace_back(row.text(0), row.text(1));
        if (const auto progress = row.opt_decimal(2)) {
            out.neighbours_pct.push_back(*progress);
        }
    });
    return out;
}

std::map<std::string, Answer> load_answers(store::ReadTx& tx, ReportId report) {
    std::map<std::string, Answer> out;
    tx.each(kAnswers, {report}, [&](const Row& row) { out.emplace(row.text(0), Answer{row.text(1), row.text(2)}); });
    return out;
}

void put_answer(store::WriteTx& tx, ReportId report, const std::string& key, const Answer& answer) {
    tx.execute(kPutAnswer, {report, key, answer.question, answer.text});
}

}  // namespace luoshi::report
