#include "supervise/plan_facts_store.hpp"

#include <fmt/format.h>

#include <map>

#include "indicator/share_service.hpp"
#include "order/order_store.hpp"
#include "report/period_exception_store.hpp"
#include "rollup/figures_store.hpp"

namespace luoshi::supervise {
namespace {

using store::Row;
using store::Sql;

const Sql kPlan{"supervise.plan", "SELECT title, state, issued_on, imported_at, period_from, period_to FROM plan WHERE plan_id = $1"};
const Sql kTasks{
    "supervise.tasks",
    "SELECT task_id, ref, title, deadline, first_deadline FROM task WHERE plan_id = $1 AND state <> 'rejected' ORDER BY ordinal"};
const Sql kMeasures{"supervise.measures",
                    "SELECT m.task_id, m.year_from, m.year_to FROM measure m JOIN task t ON t.task_id = m.task_id WHERE t.plan_id = $1"};
const Sql kTargets{"supervise.targets",
                   "SELECT g.target_id, g.task_id, g.indicator_id, g.kind, g.op, g.effective_op, g.base_e4, g.base_max_e4, g.year, "
                   "g.due_on, g.change, g.per_year FROM target g JOIN task t ON t.task_id = g.task_id "
                   "WHERE t.plan_id = $1 AND g.indicator_id IS NOT NULL ORDER BY t.ordinal, g.ordinal"};
const Sql kDuties{"supervise.duties",
                  "SELECT d.unit_duty_id, d.task_id, d.unit_id, u.name, d.role, d.reports, d.valid_from, d.valid_to, "
                  "CASE WHEN d.duty_id IS NULL THEN a.unit_id END, u.level, d.every FROM unit_duty d "
                  "JOIN unit u ON u.unit_id = d.unit_id LEFT JOIN unit_duty a ON a.unit_duty_id = d.parent_id WHERE d.plan_id = $1 ORDER "
                  "BY u.place, u.unit_id, d.unit_duty_id"};
#define LUOSHI_REPORTS "SELECT unit_duty_id, report_id, period, state, progress_pct_e4 FROM report WHERE plan_id = $1"
const Sql kReports{"supervise.reports", LUOSHI_REPORTS " ORDER BY unit_duty_id, period"};
const Sql kReport{"supervise.report", LUOSHI_REPORTS " AND report_id = $2"};
const Sql kMilestones{"supervise.milestones",
                      "SELECT m.milestone_id, m.unit_duty_id, m.title, m.due_on FROM milestone m JOIN unit_duty d ON d.unit_duty_id = "
                      "m.unit_duty_id WHERE d.plan_id = $1 AND m.done_on IS NULL AND m.removed = 0 ORDER BY m.due_on, m.milestone_id"};

const Sql kDefaultPlan{"supervise.default_plan",
                       "SELECT plan_id FROM plan ORDER BY CASE state WHEN 'confirmed' THEN 0 ELSE 1 END, imported_at DESC LIMIT 1"};
const Sql kPlanOfIndicator{"supervise.plan_of_indicator",
                           "SELECT p.plan_id FROM plan p WHERE EXISTS (SELECT 1 FROM target g JOIN task t ON t.task_id = g.task_id "
                           "WHERE t.plan_id = p.plan_id AND t.state <> 'rejected' AND (g.indicator_id = $1 OR g.indicator_id IN "
                           "(SELECT indicator_id FROM indicator_operand WHERE operand_id = $1 UNION "
                           "SELECT operand_id FROM indicator_operand WHERE indicator_id = $1))) "
                           "ORDER BY CASE p.state WHEN 'confirmed' THEN 0 ELSE 1 END, p.imported_at DESC LIMIT 1"};
const Sql kPlanOfTask{"supervise.plan_of_task", "SELECT plan_id FROM task WHERE task_id = $1"};
const Sql kPlanOfUnitDuty{"supervise.plan_of_unit_duty", "SELECT plan_id FROM unit_duty WHERE unit_duty_id = $1"};

const Sql kSources{"supervise.target_sources",
                   "SELECT g.target_id, c.clause_id, c.ref, g.start_line, g.end_line, g.begin_cp, g.end_cp, "
                   "SUBSTR(d.text, g.begin_cp + 1, g.end_cp - g.begin_cp) FROM target g JOIN task t ON t.task_id = g.task_id "
                   "JOIN document d ON d.plan_id = t.plan_id LEFT JOIN clause c ON c.clause_id = t.clause_id "
                   "WHERE t.plan_id = $1 AND g.indicator_id = $2 "
                   "AND d.version_no = (SELECT MAX(version_no) FROM document WHERE plan_id = t.plan_id)"};

const Sql kFactList{"supervise.facts",
                    "SELECT f.position, f.period, f.unit_id, u.name, f.value_e4, f.numerator_e4, f.denominator_e4, f.version, "
                    "CASE WHEN f.version = (SELECT MAX(n.version) FROM fact n WHERE n.indicator_id = f.indicator_id AND n.unit_id = "
                    "f.unit_id AND n.period = f.period) THEN 1 ELSE 0 END, f.report_id, f.author, f.reviewer, f.reason, f.at, "
                    "(SELECT COUNT(*) FROM evidence e WHERE e.report_id = f.report_id AND e.removed_at IS NULL) "
                    "FROM fact f JOIN unit u ON u.unit_id = f.unit_id WHERE f.indicator_id = $1 "
                    "AND (CAST($2 AS BIGINT) IS NULL OR f.unit_id = $2) AND f.period >= $3 AND f.period <= $4 "
                    "AND (CAST($5 AS BIGINT) IS NULL OR f.position < $5) ORDER BY f.position DESC"};

const Sql kReporters{"supervise.reporters",
                     "SELECT u.unit_id, u.name FROM unit u WHERE u.unit_id IN (SELECT r.unit_id FROM reporter r WHERE "
                     "r.indicator_id = $1 OR r.indicator_id IN (SELECT operand_id FROM indicator_operand WHERE indicator_id = $1)) "
                     "ORDER BY u.place, u.unit_id"};

template <class E>
E word_of(const Row& row, int column) {
    if (const auto value = plan::from_word<E>(row.view(column))) {
        return *value;
    }
    throw store::Fault("数据库中有无法识别的取值：" + row.text(column));
}

Period period_of(const Row& row, int column) {
    if (const auto period = Period::parse(row.view(column))) {
        return *period;
    }
    throw store::Fault("填报表中有无法识别的报送期：" + row.text(column));
}

std::optional<int> opt_int(const Row& row, int column) {
    const auto number = row.opt_integer(column);
    return number ? std::optional{static_cast<int>(*number)} : std::nullopt;
}

TargetFacts target_of(const Row& row) {
    return {row.id<plan::TargetId>(0),
            row.id<plan::TaskId>(1),
            row.id<plan::IndicatorId>(2),
            word_of<plan::TargetKind>(row, 3),
            word_of<plan::TargetOperator>(row, 4),
            word_of<plan::TargetOperator>(row, 5),
            row.opt_decimal(6),
            row.opt_decimal(7),
            opt_int(row, 8),
            row.opt_date(9),
            !row.view(10).empty(),
            row.integer(11) != 0};
}

void load_tasks(store::ReadTx& tx, PlanFacts& facts) {
    std::map<plan::TaskId, std::size_t> place;
    tx.each(kTasks, {facts.id}, [&](const Row& row) {
        const auto id = row.id<plan::TaskId>(0);
        place.emplace(id, facts.tasks.size());
        facts.tasks.push_back({id, row.text(1), row.text(2), row.opt_date(3), {}, {}, row.opt_date(4)});
    });
    const auto task = [&](plan::TaskId id) {
        const auto found = place.find(id);
        return found == place.end() ? nullptr : &facts.tasks[found->second];
    };
    tx.each(kMeasures, {facts.id}, [&](const Row& row) {
        if (auto* owner = task(row.id<plan::TaskId>(0))) {
            owner->measure_years.emplace_back(static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2)));
        }
    });
    tx.each(kTargets, {facts.id}, [&](const Row& row) {
        if (auto* owner = task(row.id<plan::TaskId>(1))) {
            owner->targets.push_back(target_of(row));
        }
    });
}

ReportFacts report_of(const Row& row) {
    return {row.id<plan::UnitDutyId>(0), row.id<report::ReportId>(1), period_of(row, 2), report::state_from(row.view(3)),
            row.opt_decimal(4)};
}

std::optional<PlanFacts> load_plan(store::ReadTx& tx, const calendar::Schedule& schedule, plan::PlanId plan) {
    auto facts = tx.one(kPlan, {plan}, [&](const Row& row) {
        PlanFacts out;
        out.id = plan;
        out.title = row.text(0);
        out.state = word_of<plan::PlanState>(row, 1);
        out.start = row.opt_date(2).value_or(std::chrono::floor<std::chrono::days>(row.moment(3)));
        out.first_year = opt_int(row, 4).value_or(base::year_of(out.start));
        out.last_year = opt_int(row, 5).value_or(out.first_year);
        return out;
    });
    if (!facts) {
        return facts;
    }
    load_tasks(tx, *facts);
    facts->duties = tx.all(kDuties, {plan}, [&](const Row& row) {
        const auto chosen = calendar::rhythm_from(row.opt_text(10).value_or(""));
        const auto level = row.text(9);
        return DutyFacts{row.id<plan::UnitDutyId>(0),
                         row.id<plan::TaskId>(1),
                         row.id<UnitId>(2),
                         row.text(3),
                         word_of<plan::DutyRole>(row, 4),
                         row.integer(5) != 0,
                         row.date(6),
                         row.opt_date(7),
                         !row.is_null(8),
                         {chosen ? *chosen : schedule.every(level, row.view(4)), level},
                         row.opt_id<UnitId>(8)};
    });
    for (const auto& share : indicator::issued_shares(tx, {})) {
        facts->shares[{share.target, share.unit.id}].emplace(share.year, Held{share.value, share.value_max});
    }
    facts->reports = tx.all(kReports, {plan}, report_of);
    facts->exceptions = report::open_exceptions(tx);
    facts->milestones = tx.all(kMilestones, {plan}, [](const Row& row) {
        return MilestoneFacts{row.id<plan::MilestoneId>(0), row.id<plan::UnitDutyId>(1), row.text(2), row.date(3)};
    });
    facts->orders = order::running_orders(tx, plan);
    return facts;
}

}  // namespace

std::optional<PlanFacts> load_plan_facts(store::ReadTx& tx, const calendar::Schedule& schedule, rollup::LiveFigures& figures,
                                         plan::PlanId plan) {
    auto facts = load_plan(tx, schedule, plan);
    if (facts) {
        facts->figures = figures.of_plan(tx, plan);
    }
    return facts;
}

PlanFacts with_reports(store::ReadTx& tx, PlanFacts facts, rollup::LiveFigures& figures, std::span<const report::ReportId> changed) {
    const auto key = [](const ReportFacts& report) { return std::pair{report.duty, report.period}; };
    for (const auto id : changed) {
        if (const auto report = tx.one(kReport, {facts.id, id}, report_of)) {
            const auto place = std::ranges::lower_bound(facts.reports, key(*report), {}, key);
            place != facts.reports.end() && key(*place) == key(*report) ? * place = *report : *facts.reports.insert(place, *report);
        }
    }
    facts.figures = figures.of_plan(tx, facts.id);
    return facts;
}

std::optional<plan::PlanId> default_plan(store::ReadTx& tx) {
    return tx.one(kDefaultPlan, {}, [](const Row& row) { return row.id<plan::PlanId>(0); });
}

std::optional<plan::PlanId> plan_of_indicator(store::ReadTx& tx, plan::IndicatorId indicator) {
    return tx.one(kPlanOfIndicator, {indicator}, [](const Row& row) { return row.id<plan::PlanId>(0); });
}

std::optional<plan::PlanId> plan_of_task(store::ReadTx& tx, plan::TaskId task) {
    return tx.one(kPlanOfTask, {task}, [](const Row& row) { return row.id<plan::PlanId>(0); });
}

std::optional<plan::PlanId> plan_of_unit_duty(store::ReadTx& tx, plan::UnitDutyId duty) {
    return tx.one(kPlanOfUnitDuty, {duty}, [](const Row& row) { return row.id<plan::PlanId>(0); });
}

std::vector<TargetSource> target_sources(store::ReadTx& tx, plan::PlanId plan, plan::IndicatorId indicator) {
    const auto number = [](const Row& row, int column) { return static_cast<int>(row.integer(column)); };
    return tx.all(kSources, {plan, indicator}, [&](const Row& row) {
        return TargetSource{row.id<plan::TargetId>(0),
                            row.opt_id<plan::ClauseId>(1),
                            row.opt_text(2).value_or(""),
                            number(row, 3),
                            number(row, 4),
                            number(row, 5),
                            number(row, 6),
                            row.text(7)};
    });
}

std::vector<plan::UnitRef> reporters_of(store::ReadTx& tx, plan::IndicatorId indicator) {
    return tx.all(kReporters, {indicator}, [](const Row& row) { return plan::UnitRef{row.id<UnitId>(0), row.text(1)}; });
}

std::vector<FactRow> list_facts(store::ReadTx& tx, plan::IndicatorId indicator, const FactFilter& filter) {
    const auto from = filter.year ? fmt::format("{:04}-01", *filter.year) : "0000-00";
    const auto to = filter.year ? fmt::format("{:04}-12", *filter.year) : "9999-99";
    return tx.all(kFactList, {indicator, filter.unit, from, to, filter.before}, [](const Row& row) {
        return FactRow{.position = row.integer(0),
                       .period = row.text(1),
                       .unit = row.id<UnitId>(2),
                       .unit_name = row.text(3),
                       .value = row.opt_decimal(4),
                       .numerator = row.opt_decimal(5),
                       .denominator = row.opt_decimal(6),
                       .version = row.integer(7),
                       .current = row.integer(8) != 0,
                       .report = row.id<report::ReportId>(9),
                       .author = row.text(10),
                       .reviewer = row.text(11),
                       .reason = row.text(12),
                       .at = row.moment(13),
                       .evidence_count = static_cast<int>(row.integer(14))};
    });
}

}  // namespace luoshi::supervise
