#include "rollup/figures_store.hpp"

#include <algorithm>
#include <map>

#include "indicator/indicator_service.hpp"

namespace luoshi::rollup {
namespace {

using store::Row;
using store::Sql;

const Sql kPlaces{
    "rollup.places",
    "SELECT u.unit_id, CASE WHEN u.valid_to <= $1 AND s.one IS NOT NULL THEN s.one ELSE u.parent_id END, u.short_name, u.level "
    "FROM unit u LEFT JOIN (SELECT unit_id, MIN(successor_id) AS one FROM unit_successor WHERE from_on <= $1 "
    "GROUP BY unit_id HAVING COUNT(*) = 1) s ON s.unit_id = u.unit_id ORDER BY u.place, u.unit_id"};
const Sql kReporters{"rollup.reporters",
                     "SELECT r.indicator_id, r.unit_id, u.level, r.within_above FROM reporter r JOIN unit u ON u.unit_id = r.unit_id "
                     "ORDER BY r.indicator_id, u.place, u.unit_id"};
// The parts that owe reports, by the rule of report's list of what is owed, with what the targets of their tasks measure.
const Sql kParts{"rollup.parts",
                 "SELECT m.indicator_id, ud.unit_id, ud.role, ud.every, ud.valid_from, ud.valid_to FROM unit_duty ud "
                 "JOIN plan p ON p.plan_id = ud.plan_id JOIN "
                 "(SELECT g.task_id, g.indicator_id FROM target g WHERE g.indicator_id IS NOT NULL UNION SELECT g.task_id, o.operand_id "
                 "FROM target g JOIN indicator_operand o ON o.indicator_id = g.indicator_id) m ON m.task_id = ud.task_id "
                 "WHERE p.state = 'confirmed' AND ud.reports = 1 AND (EXISTS (SELECT 1 FROM indicator_reporter r WHERE "
                 "r.indicator_id = m.indicator_id AND r.unit_id = ud.unit_id) OR EXISTS (SELECT 1 FROM unit_duty_figure f WHERE "
                 "f.unit_duty_id = ud.unit_duty_id AND f.indicator_id = m.indicator_id))"};
#define LUOSHI_FACT "SELECT indicator_id, unit_id, period, version, value_e4, numerator_e4, denominator_e4, position, "
const Sql kUntil{"rollup.facts_until", LUOSHI_FACT "at FROM fact WHERE indicator_id = $1 AND at <= $2"};
const Sql kReports{
    "rollup.reports_of",
    "SELECT f.unit_id, f.report_id, (SELECT COUNT(*) FROM evidence e WHERE e.report_id = f.report_id AND e.removed_at IS NULL) "
    "FROM fact f WHERE f.indicator_id = $1 AND f.period >= $2 AND f.period <= $3 AND f.at <= $4 ORDER BY f.period, f.version"};
const Sql kCorrections{
    "rollup.corrections",
    "SELECT f.unit_id, f.period, b.value_e4, f.value_e4, f.report_id, f.author, f.reviewer, f.reason, f.at FROM fact f "
    "JOIN fact b ON b.indicator_id = f.indicator_id AND b.unit_id = f.unit_id AND b.period = f.period AND b.version = f.version - 1 "
    "WHERE f.indicator_id = $1 AND f.period >= $2 AND f.period <= $3 AND f.at <= $4 ORDER BY f.position DESC"};
const Sql kLed{"rollup.indicators_led",
               "WITH led (indicator_id) AS (SELECT g.indicator_id FROM target g JOIN unit_duty ud ON ud.task_id = g.task_id "
               "WHERE ud.unit_id = $1 AND ud.role = 'lead' AND ud.valid_to IS NULL AND g.indicator_id IS NOT NULL) "
               "SELECT indicator_id FROM led UNION SELECT operand_id FROM indicator_operand WHERE indicator_id IN "
               "(SELECT indicator_id FROM led)"};
const Sql kLedApart{"rollup.led_apart",
                    "WITH RECURSIVE apart (indicator_id, unit_id) AS (SELECT g.indicator_id, o.unit_id FROM unit_duty ud "
                    "JOIN unit_duty o ON o.task_id = ud.task_id AND o.role = 'lead' AND o.valid_to IS NULL AND o.unit_id <> ud.unit_id "
                    "JOIN target g ON g.task_id = ud.task_id AND g.indicator_id IS NOT NULL "
                    "WHERE ud.unit_id = $1 AND ud.role = 'lead' AND ud.valid_to IS NULL "
                    "UNION SELECT a.indicator_id, u.unit_id FROM apart a JOIN unit u ON u.parent_id = a.unit_id) "
                    "SELECT indicator_id, unit_id FROM apart"};
const Sql kSince{"rollup.facts_since", LUOSHI_FACT "CAST(position AS TEXT) FROM fact WHERE position > CAST($1 AS BIGINT) ORDER BY position",
                 LUOSHI_FACT
                 "pg_current_snapshot()::text FROM fact WHERE transaction >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint "
                 "AND NOT pg_visible_in_snapshot(transaction::text::xid8, $1::pg_snapshot)"};

Period period_of(const Row& row, int column) {
    if (const auto period = Period::parse(row.view(column))) {
        return *period;
    }
    throw store::Fault("事实表中有无法识别的报送期：" + row.text(column));
}

/// A part of a task that owes reports.
struct HeldPart {
    std::string role;
    std::optional<Rhythm> every;  ///< chosen when it was handed down
    base::Date valid_from;
    std::optional<base::Date> valid_to;
};

/// What units owe by their parts on a day.
class TermsOf {
public:
    TermsOf(const calendar::Schedule& schedule, base::Date day) : schedule_(schedule), day_(day) {}

    Terms operator()(const std::string& level, const std::vector<HeldPart>& parts) {
        Terms out;
        for (const auto& part : parts) {
            // in force on the first day of the month
            const Period begun = Period::containing(part.valid_from);
            const Period first = begun.first_day() < part.valid_from ? begun.next() : begun;
            const auto last = part.valid_to ? std::optional{Period::containing(*part.valid_to - std::chrono::days{1})} : std::nullopt;
            add(out, {part.every.value_or(schedule_.every(level, part.role)), first, last}, level);
        }
        if (parts.empty()) {
            add(out, {schedule_.every(level, ""), schedule_.first, std::nullopt}, level);
        }
        std::ranges::sort(out);
        out.erase(std::ranges::unique(out).begin(), out.end());
        return out;
    }

private:
    /// Within the months that have opened.
    void add(Terms& out, Term term, const std::string& level) {
        const auto opened = newest_opened({term.every, level});
        term.first = std::max(*term.first, schedule_.first);
        if (opened) {
            term.last = std::min(term.last.value_or(*opened), *opened);
            if (*term.first <= *term.last) {
                out.push_back(term);
            }
        }
    }
    std::optional<Period> newest_opened(const calendar::Reporters& who) {
        const auto [known, fresh] = opened_.emplace(who, std::nullopt);
        for (Period month = schedule_.last; fresh && !known->second && month >= schedule_.first; month = month.previous()) {
            if (const auto days = schedule_.dates(month, who); days && days->opens_on <= day_ && calendar::ends_span(month, who.every)) {
                known->second = month;
            }
        }
        return known->second;
    }

    const calendar::Schedule& schedule_;
    base::Date day_;
    std::map<calendar::Reporters, std::optional<Period>> opened_;
};

Fact fact_of(const Row& row) {
    return {row.id<IndicatorId>(0), row.id<UnitId>(1),  period_of(row, 2), row.integer(3),
            row.opt_decimal(4),     row.opt_decimal(5), row.opt_decimal(6)};
}

}  // namespace

Units units_on(store::ReadTx& tx, base::Date day) {
    Units out;
    tx.each(kPlaces, {day}, [&](const Row& row) {
        out.places.push_back({row.id<UnitId>(0), row.opt_id<UnitId>(1)});
        out.listed.emplace(row.id<UnitId>(0), Listed{row.text(2), row.text(3)});
    });
    return out;
}

std::vector<Subject> subjects(store::ReadTx& tx, const calendar::Schedule& schedule, base::Date day) {
    std::map<std::pair<IndicatorId, UnitId>, std::vector<HeldPart>> parts;
    tx.each(kParts, {}, [&](const Row& row) {
        parts[{row.id<IndicatorId>(0), row.id<UnitId>(1)}].push_back(
            {row.text(2), calendar::rhythm_from(row.opt_text(3).value_or("")), row.date(4), row.opt_date(5)});
    });
    TermsOf terms_of{schedule, day};
    std::map<IndicatorId, std::vector<Reporter>> reporters;
    tx.each(kReporters, {}, [&](const Row& row) {
        const auto indicator = row.id<IndicatorId>(0);
        const auto unit = row.id<UnitId>(1);
        Reporter reporter{unit, terms_of(row.text(2), parts[{indicator, unit}])};
        reporter.within_above = row.integer(3) != 0;
        reporters[indicator].push_back(std::move(reporter));
    });
    std::vector<Subject> out;
    for (auto& definition : indicator::all(tx)) {
        auto units = std::move(reporters[definition.id]);
        out.push_back({std::move(definition), std::move(units)});
    }
    return out;
}

Tail tail_before_all(store::Engine engine) { return {engine == store::Engine::Sqlite ? "0" : "1:1:", 0}; }

std::vector<Fact> facts_until(store::ReadTx& tx, IndicatorId indicator, base::Moment moment) {
    return tx.all(kUntil, {indicator, moment}, fact_of);
}

std::unordered_map<UnitId, ReportBehind> newest_reports(store::ReadTx& tx, const FactSpan& span) {
    std::unordered_map<UnitId, ReportBehind> out;
    tx.each(kReports, {span.indicator, span.from.text(), span.to.text(), span.known}, [&](const Row& row) {
        out.insert_or_assign(row.id<UnitId>(0), ReportBehind{row.id<report::ReportId>(1), static_cast<int>(row.integer(2))});
    });
    return out;
}

std::vector<Correction> corrections(store::ReadTx& tx, const FactSpan& span) {
    return tx.all(kCorrections, {span.indicator, span.from.text(), span.to.text(), span.known}, [](const Row& row) {
        return Correction{row.id<UnitId>(0), period_of(row, 1), row.opt_decimal(2), row.opt_decimal(3), row.id<report::ReportId>(4),
                          row.text(5),       row.text(6),       row.text(7),        row.moment(8)};
    });
}

std::vector<IndicatorId> indicators_led(store::ReadTx& tx, UnitId unit) {
    return tx.all(kLed, {unit}, [](const Row& row) { return row.id<IndicatorId>(0); });
}

std::set<std::pair<IndicatorId, UnitId>> units_led_apart(store::ReadTx& tx, UnitId unit) {
    std::set<std::pair<IndicatorId, UnitId>> out;
    tx.each(kLedApart, {unit}, [&](const Row& row) { out.emplace(row.id<IndicatorId>(0), row.id<UnitId>(1)); });
    return out;
}

std::vector<Fact> facts_since(store::ReadTx& tx, Tail& tail) {
    std::vector<Fact> out;
    const std::string from = tail.read_to;
    tx.each(kSince, {from}, [&](const Row& row) {
        out.push_back(fact_of(row));
        tail.position = std::max(tail.position, row.integer(7));
        tail.read_to = row.text(8);
    });
    return out;
}

}  // namespace luoshi::rollup
