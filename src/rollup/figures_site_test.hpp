#pragma once
// A city with two counties that report one flow, on the engine a test names. For tests only.
#include <gtest/gtest.h>

#include "migrations.hpp"
#include "rollup/live_figures_service.hpp"
#include "support/test_database.hpp"

namespace luoshi::rollup {

namespace sql {
inline const store::Sql kUnit{
    "test.rollup.unit",
    "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
    "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', $3, 1, 0, '', 1)"};
inline const store::Sql kIndicator{
    "test.rollup.indicator",
    "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
    "definition, version) VALUES (7, 'a', 'a', '个', 0, 'flow', 'up', 'sum', 0, '', 1)"};
inline const store::Sql kReporter{"test.rollup.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, $1)"};
inline const store::Sql kPlan{"test.rollup.plan",
                              "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                              "VALUES (1, 1, 1, '方案', 'confirmed', 0, '', 1)"};
inline const store::Sql kTask{
    "test.rollup.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES (1, 1, 1, 'T3', '', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
inline const store::Sql kDuty{"test.rollup.duty",
                              "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                              "VALUES (1, 1, 1, 1, 'lead', '', 1, '2018-07-01', 1)"};
inline const store::Sql kReport{
    "test.rollup.report",
    "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
    "next_steps, opened_at, version) VALUES (1, 1, 1, 1, 1, '2019-01', 'approved', 0, '', '', '', 0, 1)"};
inline const store::Sql kFact{
    "test.rollup.fact",
    "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, at) "
    "VALUES (7, '2019-01', $1, $2, $3, 1, '', '', '', 0)"};
inline const store::Sql kLaterFact{
    "test.rollup.later_fact",
    "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, at) "
    "VALUES (7, '2019-01', $1, $2, $3, 1, '', '', '', $4)"};
inline const store::Sql kDecemberFact{"test.rollup.december_fact",
                                      "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, "
                                      "reason, at) VALUES (7, '2018-12', $1, 1, $2, 1, '', '', '', 0)"};
inline const store::Sql kTarget{
    "test.rollup.target",
    "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, unit, scope, change, "
    "per_year, indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) "
    "VALUES (1, 1, 1, 'numeric', '', '=', '>=', '', '', '', 0, 7, 0, 0, 1, 1, '', '', '', 1)"};
inline const store::Sql kEnd{"test.rollup.end", "UPDATE unit SET valid_to = $2, version = version + 1 WHERE unit_id = $1"};
inline const store::Sql kSuccessor{"test.rollup.successor",
                                   "INSERT INTO unit_successor (unit_id, successor_id, from_on, note) VALUES ($1, $2, $3, '')"};

}  // namespace sql

inline const IndicatorId kCount{7};
inline const UnitId kCity{1}, kEast{2}, kWest{3};
inline const Period kJanuary = *Period::make(2019, 1);

class FiguresSite : public testing::TestWithParam<store::Engine> {
protected:
    FiguresSite() {
        write([](store::WriteTx& tx) {
            tx.execute(sql::kUnit, {kCity, "city", nullptr});
            tx.execute(sql::kUnit, {kEast, "east", kCity});
            tx.execute(sql::kUnit, {kWest, "west", kCity});
            tx.execute(sql::kIndicator);
            tx.execute(sql::kReporter, {kEast});
            tx.execute(sql::kReporter, {kWest});
            tx.execute(sql::kPlan);
            tx.execute(sql::kTask);
            tx.execute(sql::kDuty);
            tx.execute(sql::kReport);
        });
    }
    template <class Fn>
    void write(Fn fn) {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            fn(tx);
            return base::Done{};
        }));
    }
    void approve(UnitId unit, int version, std::int64_t value) {
        write([&](store::WriteTx& tx) { tx.execute(sql::kFact, {unit, version, value * base::Decimal::kUnit}); });
    }
    std::shared_ptr<const Snapshot> now() {
        return db_->read([&](store::ReadTx& tx) { return live_.view(tx).figures; });
    }
    std::optional<base::Decimal> city_total() { return now()->find(kCount)->month(Tree::kRoot, kJanuary).value; }
    static std::optional<base::Decimal> whole(std::int64_t number) { return base::Decimal::from_integer(number); }

    base::Date today_ = *base::make_date(2019, 7, 2);
    tests::TestDatabase db_{GetParam()};
    calendar::Schedule schedule_{.first = *Period::make(2018, 9), .last = *Period::make(2020, 12), .days = {calendar::DaysRule{}}};
    LiveFigures live_{[this] { return today_; }, [this] { return schedule_; }};
};

}  // namespace luoshi::rollup
