#include "rollup/live_figures_service.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <thread>

#include "rollup/figures_site_test.hpp"

namespace luoshi::rollup {
namespace {

using LiveFiguresOn = FiguresSite;
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
        tx.execute(sql::kFact, {kEast, 1, 30'000});
        EXPECT_EQ(live_.view(tx).figures->find(kCount)->month(Tree::kRoot, kJanuary).value, whole(3));
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
        tx.execute(sql::kUnit, {4, "south", kCity});
        tx.execute(sql::kReporter, {4});
    });
    EXPECT_EQ(now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage, (Coverage{1, 3}));
}

TEST_P(LiveFiguresOn, AnEndedUnitsFiguresStandBelowItsSuccessorFromTheDayOn) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    write([](store::WriteTx& tx) {
        tx.execute(sql::kEnd, {kEast, "2019-08-01"});
        tx.execute(sql::kSuccessor, {kEast, kWest, "2019-08-01"});
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

TEST_P(LiveFiguresOn, AnyPastMomentGivesTheFigureThatWasKnownThen) {
    approve(kEast, 1, 3);
    write([](store::WriteTx& tx) { tx.execute(sql::kLaterFact, {kEast, 2, 90'000, 1'000'000}); });
    const auto known = [&](std::int64_t micros) {
        return db_->read([&](store::ReadTx& tx) {
            return live_.past(tx, {kCount}, base::Moment{std::chrono::microseconds{micros}}, today_)
                .figures->find(kCount)
                ->month(Tree::kRoot, kJanuary)
                .value;
        });
    };
    EXPECT_EQ(known(-1), std::nullopt);
    EXPECT_EQ(known(999'999), whole(3));
    EXPECT_EQ(known(1'000'000), whole(9));
    EXPECT_EQ(city_total(), whole(9));
}

TEST_P(LiveFiguresOn, ASecondServerFollowsTheSameTable) {
    const auto other = store::Database::open(db_.options(), embedded::migrations());
    LiveFigures others{[this] { return today_; }};
    const auto seen = [&] {
        return other->read([&](store::ReadTx& tx) { return others.view(tx).figures->find(kCount)->month(Tree::kRoot, kJanuary).value; });
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
            tx.execute(sql::kUnit, {unit, unit.text(), nullptr});
        }
        tx.execute(sql::kIndicator);
        tx.execute(sql::kReporter, {kEast});
        tx.execute(sql::kReporter, {kWest});
        tx.execute(sql::kPlan);
        tx.execute(sql::kTask);
        tx.execute(sql::kDuty);
        tx.execute(sql::kReport);
    });
    LiveFigures live{[] { return *base::make_date(2019, 7, 2); }};
    const auto total = [&] {
        return db->read([&](store::ReadTx& tx) { return live.view(tx).figures->find(kCount)->month(Tree::kRoot, kJanuary).value; });
    };
    std::mutex mutex;
    std::condition_variable step;
    bool written = false;
    bool go_on = false;
    std::thread slow{[&] {
        run([&](store::WriteTx& tx) {
            tx.execute(sql::kFact, {kEast, 1, 30'000});
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
    run([](store::WriteTx& tx) { tx.execute(sql::kFact, {kWest, 1, 40'000}); });
    EXPECT_EQ(total(), base::Decimal::from_integer(4)) << "committed at once, whatever an earlier transaction does";
    {
        const std::lock_guard lock{mutex};
        go_on = true;
    }
    step.notify_all();
    slow.join();
    EXPECT_EQ(total(), base::Decimal::from_integer(7));
}

TEST_P(LiveFiguresOn, AreComparedWithTheFactsAndSayWhatDiffers) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    EXPECT_FALSE(live_.last_check());
    EXPECT_THAT(live_.check(*db_, {}).differences, testing::IsEmpty());
    write([](store::WriteTx& tx) {  // without the note by which the engine would notice
        tx.execute(store::Sql{"test.rollup.spoil", "DELETE FROM indicator_reporter WHERE unit_id = 3"});
        tx.execute(store::Sql{"test.rollup.conceal", "DELETE FROM changed"});
    });
    const auto found = live_.check(*db_, base::Moment{std::chrono::hours{1}});
    EXPECT_EQ(found.differences, (std::vector{FiguresCheck::Difference{kCount, "a", kJanuary}}));
    EXPECT_EQ(live_.last_check()->at, base::Moment{std::chrono::hours{1}});
    EXPECT_EQ(city_total(), whole(7)) << "a check repairs nothing";
}

}  // namespace
}  // namespace luoshi::rollup
