#include "rollup/live_figures.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <thread>

#include "migrations.hpp"
#include "support/test_database.hpp"

namespace luoshi::rollup {
namespace {

using store::Sql;

const Sql kUnit{"test.rollup.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', $3, 1, 0, '', 1)"};
const Sql kIndicator{"test.rollup.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
                     "definition, version) VALUES (7, 'a', 'a', '个', 0, 'flow', 'up', 'sum', 0, '', 1)"};
const Sql kReporter{"test.rollup.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, $1)"};
const Sql kPlan{"test.rollup.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 1, 1, '方案', 'confirmed', 0, '', 1)"};
const Sql kTask{"test.rollup.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, content, continuous, state, begin_cp, end_cp, start_line, "
                "end_line, version) VALUES (1, 1, 1, 'T3', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"test.rollup.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES (1, 1, 1, 1, 'lead', '', 1, '2018-07-01', 1)"};
const Sql kReport{"test.rollup.report",
                  "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                  "next_steps, opened_at, version) VALUES (1, 1, 1, 1, 1, '2019-01', 'approved', 0, '', '', '', 0, 1)"};
const Sql kFact{"test.rollup.fact",
                "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, at) "
                "VALUES (7, '2019-01', $1, $2, $3, 1, '', '', '', 0)"};
const Sql kEnd{"test.rollup.end", "UPDATE unit SET valid_to = $2, version = version + 1 WHERE unit_id = $1"};
const Sql kSuccessor{"test.rollup.successor", "INSERT INTO unit_successor (unit_id, successor_id, from_on, note) VALUES ($1, $2, $3, '')"};

const IndicatorId kCount{7};
const UnitId kCity{1}, kEast{2}, kWest{3};
const Period kJanuary = *Period::make(2019, 1);

class LiveFiguresOn : public testing::TestWithParam<store::Engine> {
protected:
    LiveFiguresOn() {
        write([](store::WriteTx& tx) {
            tx.execute(kUnit, {kCity, "city", nullptr});
            tx.execute(kUnit, {kEast, "east", kCity});
            tx.execute(kUnit, {kWest, "west", kCity});
            tx.execute(kIndicator);
            tx.execute(kReporter, {kEast});
            tx.execute(kReporter, {kWest});
            tx.execute(kPlan);
            tx.execute(kTask);
            tx.execute(kDuty);
            tx.execute(kReport);
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
        write([&](store::WriteTx& tx) { tx.execute(kFact, {unit, version, value * base::Decimal::kUnit}); });
    }
    std::shared_ptr<const Snapshot> now() {
        return db_->read([&](store::ReadTx& tx) { return live_.snapshot(tx); });
    }
    std::optional<base::Decimal> city_total() { return now()->find(kCount)->month(Tree::kRoot, kJanuary).value; }
    static std::optional<base::Decimal> whole(std::int64_t number) { return base::Decimal::from_integer(number); }

    base::Date today_ = *base::make_date(2019, 7, 2);
    tests::TestDatabase db_{GetParam()};
    LiveFigures live_{[this] { return today_; }};
};
INSTANTIATE_TEST_SUITE_P(Engines, LiveFiguresOn, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         [](const auto& chosen) { return testing::PrintToString(chosen.param); });

TEST_P(LiveFiguresOn, AnApprovedFigureCountsInTheNextReading) {
    EXPECT_EQ(city_total(), std::nullopt);
    approve(kEast, 1, 3);
    EXPECT_EQ(city_total(), whole(3));
    approve(kWest, 1, 4);
    approve(kEast, 2, 5);
    EXPECT_EQ(city_total(), whole(9));
    EXPECT_GT(now()->watermark(), 0);
}

TEST_P(LiveFiguresOn, AWriteSeesItsOwnFigureAndWhatIsUndoneLeavesNoTrace) {
    const auto undone = db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kFact, {kEast, 1, 30'000});
        EXPECT_EQ(live_.snapshot(tx)->find(kCount)->month(Tree::kRoot, kJanuary).value, whole(3));
        return base::conflict("test.undone", "撤销");
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(city_total(), std::nullopt);
    approve(kEast, 1, 7);
    EXPECT_EQ(city_total(), whole(7));
}

TEST_P(LiveFiguresOn, AChangedListOfReportersIsFollowed) {
    approve(kEast, 1, 3);
    EXPECT_EQ(now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage, (Coverage{1, 2}));
    write([](store::WriteTx& tx) {
        tx.execute(kUnit, {4, "south", kCity});
        tx.execute(kReporter, {4});
    });
    EXPECT_EQ(now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage, (Coverage{1, 3}));
}

TEST_P(LiveFiguresOn, AnEndedUnitsFiguresStandBelowItsSuccessorFromTheDayOn) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    write([](store::WriteTx& tx) {
        tx.execute(kEnd, {kEast, "2019-08-01"});
        tx.execute(kSuccessor, {kEast, kWest, "2019-08-01"});
    });
    const auto west = [&] {
        const auto snapshot = now();
        return snapshot->find(kCount)->month(*snapshot->tree().find(kWest), kJanuary).value;
    };
    EXPECT_EQ(west(), whole(4)) << "on the borders of July";
    today_ = *base::make_date(2019, 8, 1);
    EXPECT_EQ(west(), whole(7));
    EXPECT_EQ(city_total(), whole(7));
}

TEST_P(LiveFiguresOn, ASecondServerFollowsTheSameTable) {
    const auto other = store::Database::open(db_.options(), embedded::migrations());
    LiveFigures others{[this] { return today_; }};
    const auto seen = [&] {
        return other->read([&](store::ReadTx& tx) { return others.snapshot(tx)->find(kCount)->month(Tree::kRoot, kJanuary).value; });
    };
    EXPECT_EQ(seen(), std::nullopt);
    approve(kEast, 1, 3);
    EXPECT_EQ(seen(), whole(3));
}

TEST(LiveFiguresOnPostgres, ATransactionThatCommitsAfterALaterOneIsNotMissed) {
    tests::TestDatabase db{store::Engine::Postgres};
    const auto run = [&](auto fn) {
        ASSERT_TRUE(db->write([&](store::WriteTx& tx) -> base::Status {
            fn(tx);
            return base::Done{};
        }));
    };
    run([](store::WriteTx& tx) {
        for (const auto unit : {kCity, kEast, kWest}) {
            tx.execute(kUnit, {unit, unit.text(), nullptr});
        }
        tx.execute(kIndicator);
        tx.execute(kReporter, {kEast});
        tx.execute(kReporter, {kWest});
        tx.execute(kPlan);
        tx.execute(kTask);
        tx.execute(kDuty);
        tx.execute(kReport);
    });
    LiveFigures live{[] { return *base::make_date(2019, 7, 2); }};
    const auto total = [&] {
        return db->read([&](store::ReadTx& tx) { return live.snapshot(tx)->find(kCount)->month(Tree::kRoot, kJanuary).value; });
    };
    std::mutex mutex;
    std::condition_variable step;
    bool written = false;
    bool go_on = false;
    std::thread slow{[&] {
        run([&](store::WriteTx& tx) {
            tx.execute(kFact, {kEast, 1, 30'000});
            std::unique_lock lock{mutex};
            written = true;
            step.notify_all();
            step.wait(lock, [&] { return go_on; });
        });
    }};
    {
        std::unique_lock lock{mutex};
        step.wait(lock, [&] { return written; });
    }
    run([](store::WriteTx& tx) { tx.execute(kFact, {kWest, 1, 40'000}); });
    EXPECT_EQ(total(), base::Decimal::from_integer(4)) << "committed at once, whatever an earlier transaction does";
    {
        const std::lock_guard lock{mutex};
        go_on = true;
    }
    step.notify_all();
    slow.join();
    EXPECT_EQ(total(), base::Decimal::from_integer(7));
}

}  // namespace
}  // namespace luoshi::rollup
