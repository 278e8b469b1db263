#include "report/quality_store.hpp"

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
const Sql kBelow{
    "report.figures_below",
    "SELECT COUNT(*), COUNT(f.value_e4), SUM(f.value_e4) FROM reporter r JOIN unit u ON u.unit_id = r.unit_id "
    "LEFT JOIN fact f ON f.indicator_id = r.indicator_id AND f.unit_id = r.unit_id AND f.period = $3 AND f.version = "
    "(SELECT MAX(n.version) FROM fact n WHERE n.indicator_id = f.indicator_id AND n.unit_id = f.unit_id AND n.period = f.period) "
    "WHERE r.indicator_id = $1 AND u.parent_id = $2"};
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

FigureBackground figure_background(store::ReadTx& tx, const indicator::Definition& definition, const ReportRow& report) {
    FigureBackground out{.definition = definition};
    tx.each(kPast, {definition.id, report.duty.unit, report.period}, [&](const Row& row) {
        const auto period = Period::parse(row.view(0));
        const auto value = row.opt_decimal(1);
        if (period && value) {
            out.past.emplace_back(*period, *value);
        }
    });
    tx.each(kBelow, {definition.id, report.duty.unit, report.period}, [&](const Row& row) {
        if (row.integer(0) > 0 && row.integer(0) == row.integer(1)) {
            out.below = row.decimal(2);
        }
    });
    return out;
}

}  // namespace

Background load_background(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed, Asks most) {
    const auto period = *Period::parse(report.period);
    Background out{.period = period};
    for (const auto& definition : owed) {
        out.figures.push_back(figure_background(tx, definition, report));
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
