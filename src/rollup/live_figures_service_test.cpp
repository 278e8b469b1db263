#include "rollup/live_figures_service.hpp"

#include <gmock/gmock.h>

#include <future>

#include "rollup/figures_site_test.hpp"

namespace luoshi::rollup {
namespace {

const store::Sql kDropReporter{"test.rollup.drop_reporter", "DELETE FROM indicator_reporter WHERE unit_id = $1"};
const store::Sql kConceal{"test.rollup.conceal", "DELETE FROM changed"};

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

TEST_P(LiveFiguresOn, AReporterTakenOffTheListIsFollowedThoughNothingElseChanges) {
    approve(kEast, 1, 3);
    EXPECT_EQ(now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage, (Coverage{1, 2}));
    write([](store::WriteTx& tx) { tx.execute(kDropReporter, {kWest}); });
    EXPECT_EQ(now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage, (Coverage{1, 1}));
}

const store::Sql kPart{"test.rollup.part",
                       "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, every, valid_from, version) "
                       "VALUES ($1, 1, 1, $2, 'responsible', '', 1, $3, $4, 1)"};

TEST_P(LiveFiguresOn, NothingIsOwedBeforeTheFirstReportingMonthNorForMonthsThatHaveNotOpened) {
    const auto coverage = [&](int year, int first, int last) {
        return now()->find(kCount)->sum(Tree::kRoot, {*Period::make(year, first), *Period::make(year, last)}, Over::Span).coverage;
    };
    EXPECT_EQ(coverage(2018, 1, 12), (Coverage{0, 2 * 4})) << "from September on";
    EXPECT_EQ(coverage(2019, 1, 12), (Coverage{0, 2 * 6})) << "on July 2nd June has opened";
    EXPECT_EQ(coverage(2020, 1, 12), (Coverage{0, 0}));
    today_ = *base::make_date(2019, 8, 1);
    EXPECT_EQ(coverage(2019, 1, 12), (Coverage{0, 2 * 7}));
    today_ = *base::make_date(2025, 1, 31);
    EXPECT_EQ(coverage(2025, 1, 1), (Coverage{0, 0})) << "reporting ended in 2020";
    EXPECT_EQ(coverage(2020, 1, 12), (Coverage{0, 2 * 12}));
}

TEST_P(LiveFiguresOn, AUnitOwesFromTheMonthItsPartWasInForceInThePartsRhythm) {
    schedule_.rhythms = {{.roles = {"responsible"}, .every = Rhythm::HalfYear}};
    const auto year = [&] { return now()->find(kCount)->year_to(Tree::kRoot, *Period::make(2019, 6)).coverage; };
    EXPECT_EQ(year(), (Coverage{0, 12}));
    write([](store::WriteTx& tx) {
        tx.execute(sql::kTarget);
        tx.execute(kPart, {2, kEast, "quarter", "2019-03-02"});
        tx.execute(kPart, {3, kWest, nullptr, "2018-07-01"});
    });
    EXPECT_EQ(year(), (Coverage{0, 1 + 1})) << "East's second quarter, since March had begun; West's half-year, as the schedule says";
    write([](store::WriteTx& tx) {
        tx.execute(store::Sql{"test.rollup.earlier", "UPDATE unit_duty SET valid_from = '2019-03-01' WHERE unit_duty_id = 2"});
    });
    EXPECT_EQ(year(), (Coverage{0, 2 + 1}));
    write([](store::WriteTx& tx) {
        tx.execute(store::Sql{"test.rollup.ended", "UPDATE unit_duty SET valid_to = '2019-06-01' WHERE unit_duty_id = 2"});
    });
    EXPECT_EQ(year(), (Coverage{0, 1 + 1})) << "not in force on June 1st";
}

TEST_P(LiveFiguresOn, AtAPastMomentOnlyWhatHadOpenedByThenWasOwed) {
    const auto known = base::Moment{*base::make_date(2019, 4, 1)};
    const auto coverage = db_->read([&](store::ReadTx& tx) {
        return live_.past(tx, {kCount}, known, today_).figures->find(kCount)->year_to(Tree::kRoot, *Period::make(2019, 6)).coverage;
    });
    EXPECT_EQ(coverage, (Coverage{0, 2 * 3}));
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

TEST_P(LiveFiguresOn, AnApprovedFigureIsNeverChangedOrRemovedOnlyFollowedByAnotherVersion) {
    approve(kEast, 1, 3);
    const store::Sql change{"test.rollup.change", "UPDATE fact SET value_e4 = 0"};
    const store::Sql remove{"test.rollup.remove", "DELETE FROM fact"};
    for (const auto* sql : {&change, &remove}) {
        EXPECT_ANY_THROW(static_cast<void>(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(*sql);
            return base::Done{};
        })));
    }
    EXPECT_EQ(city_total(), whole(3));
    approve(kEast, 2, 4);
    EXPECT_EQ(city_total(), whole(4));
}

TEST_P(LiveFiguresOn, AMeanIsWeighedByWhatWasKnownOfTheWeightsThen) {
    write([](store::WriteTx& tx) {
        tx.execute(store::Sql{"test.rollup.mean",
                              "UPDATE indicator SET kind = 'stock', carry_forward = 1, across = 'weighted', weight = 'b', "
                              "version = version + 1 WHERE indicator_id = 7"});
        tx.execute(store::Sql{"test.rollup.weight",
                              "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
                              "definition, version) VALUES (8, 'b', 'b', '人', 0, 'stock', 'up', 'sum', 1, '', 1)"});
        const store::Sql weigh{"test.rollup.weigh",
                               "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, "
                               "at) VALUES (8, '2019-01', $1, $2, $3, 1, '', '', '', $4)"};
        for (const auto unit : {kEast, kWest}) {
            tx.execute(store::Sql{"test.rollup.weigher", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (8, $1)"}, {unit});
            tx.execute(weigh, {unit, 1, 10'000, 0});
        }
        tx.execute(weigh, {kEast, 2, 30'000, 1'000'000});
    });
    approve(kEast, 1, 8);
    approve(kWest, 1, 4);
    const auto known = [&](std::int64_t micros) {
        return db_->read([&](store::ReadTx& tx) {
            return live_.past(tx, {kCount}, base::Moment{std::chrono::microseconds{micros}}, today_)
                .figures->find(kCount)
                ->month(Tree::kRoot, kJanuary)
                .value;
        });
    };
    EXPECT_EQ(known(999'999), whole(6));
    EXPECT_EQ(known(1'000'000), whole(7));
    EXPECT_EQ(city_total(), whole(7));
    EXPECT_THAT(live_.check(*db_, {}).differences, testing::IsEmpty());
}

TEST_P(LiveFiguresOn, ASecondServerFollowsTheSameTable) {
    const auto other = store::Database::open(db_.options(), embedded::migrations());
    LiveFigures others{[this] { return today_; }, [this] { return schedule_; }};
    const auto seen = [&] {
        return other->read([&](store::ReadTx& tx) { return others.view(tx).figures->find(kCount)->month(Tree::kRoot, kJanuary).value; });
    };
    EXPECT_EQ(seen(), std::nullopt);
    approve(kEast, 1, 3);
    EXPECT_EQ(seen(), whole(3));
}

using LiveFiguresOnPostgres = FiguresSite;
INSTANTIATE_TEST_SUITE_P(Server, LiveFiguresOnPostgres, testing::Values(store::Engine::Postgres));

/// Runs `fn` while the transaction of the caller is open.
template <class Fn>
void meanwhile(Fn fn) {
    std::async(std::launch::async, fn).get();
}

TEST_P(LiveFiguresOnPostgres, ATransactionThatCommitsAfterALaterOneIsNotMissed) {
    write([&](store::WriteTx& tx) {
        tx.execute(sql::kFact, {kEast, 1, 30'000});
        meanwhile([&] {
            approve(kWest, 1, 4);
            EXPECT_EQ(city_total(), whole(4)) << "committed at once, whatever an earlier transaction does";
        });
    });
    EXPECT_EQ(city_total(), whole(7));
}

TEST_P(LiveFiguresOnPostgres, ReportersOfATransactionThatCommitsAfterALaterOneAreNotMissed) {
    const auto add = [](store::WriteTx& tx, UnitId unit) {
        tx.execute(sql::kUnit, {unit, unit.text(), kCity});
        tx.execute(sql::kReporter, {unit});
    };
    const auto reporters = [&] { return now()->find(kCount)->month(Tree::kRoot, kJanuary).coverage.expected; };
    write([&](store::WriteTx& tx) {
        tx.execute(sql::kFact, {kEast, 1, 30'000});  // numbered before the later one
        meanwhile([&] {
            write([&](store::WriteTx& later) { add(later, UnitId{4}); });
            EXPECT_EQ(reporters(), 3);
        });
        add(tx, UnitId{5});
    });
    EXPECT_EQ(reporters(), 4);
}

TEST_P(LiveFiguresOn, AreComparedWithTheFactsAndSayWhatDiffers) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    EXPECT_FALSE(live_.last_check());
    EXPECT_THAT(live_.check(*db_, {}).differences, testing::IsEmpty());
    write([](store::WriteTx& tx) {  // without the note by which the engine would notice
        tx.execute(kDropReporter, {kWest});
        tx.execute(kConceal);
    });
    const auto found = live_.check(*db_, base::Moment{std::chrono::hours{1}});
    EXPECT_EQ(found.differences, (std::vector{FiguresCheck::Difference{kCount, "a", kJanuary}}));
    EXPECT_EQ(live_.last_check()->at, base::Moment{std::chrono::hours{1}});
    EXPECT_EQ(city_total(), whole(7)) << "a check repairs nothing";
}

}  // namespace
}  // namespace luoshi::rollup
