#include "jobs/scheduler.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#include "support/test_database.hpp"

namespace luoshi::jobs {
namespace {

using base::Date;
using base::Moment;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using store::Sql;
using store::WriteTx;
using testing::ElementsAre;
using testing::IsEmpty;

// What effects leave behind, in the order of their commits; nothing forbids doubles but the scheduler.
const base::EmbeddedFile kSchema[] = {{"0001_test.sql", R"sql(
CREATE TABLE job_run (job TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL, leased_until BIGINT NOT NULL, holder TEXT NOT NULL,
    attempts INTEGER NOT NULL, error TEXT NOT NULL, done_at BIGINT, PRIMARY KEY (job, day));
CREATE TABLE done (place BIGINT NOT NULL, job TEXT NOT NULL, day TEXT NOT NULL);
)sql"}};
const Sql kDid{"test.did", "INSERT INTO done (place, job, day) SELECT count(*), $1, $2 FROM done"};
const Sql kRemind{"test.remind",
                  "INSERT INTO done (place, job, day) SELECT -CAST($1 AS BIGINT), CAST(CAST($1 AS BIGINT) AS TEXT), 'once' WHERE NOT "
                  "EXISTS (SELECT 1 FROM done WHERE place = -CAST($1 AS BIGINT))"};
const Sql kAllDone{"test.all_done", "SELECT job, day FROM done ORDER BY place"};

const Date kFirst = *base::make_date(2018, 9, 1);

class FakeClock {
public:
    Moment now{Moment{kFirst} - hours{8}};
    Now operator()() const { return {today(), now}; }
    Date today() const { return std::chrono::floor<days>(now + hours{8}); }
};

class SchedulerTest : public testing::TestWithParam<store::Engine> {
protected:
    // Thousands of days that are done are no news here.
    void SetUp() override { testing::internal::CaptureStderr(); }
    void TearDown() override { testing::internal::GetCapturedStderr(); }

    Job job(std::string name, std::optional<minutes> at, std::function<base::Status()> before = {}) {
        return {.name = name, .title = name, .at = at, .effect = [name, before](WriteTx& tx, Date day) -> base::Status {
                    tx.execute(kDid, {name, day});
                    return before ? before() : base::Done{};
                }};
    }
    std::map<std::string, std::vector<std::string>> done() {
        std::map<std::string, std::vector<std::string>> out;
        db->read([&](store::ReadTx& tx) {
            out.clear();
            tx.each(kAllDone, {}, [&](const store::Row& row) { out[row.text(0)].push_back(row.text(1)); });
        });
        return out;
    }

    tests::TestDatabase db{GetParam(), kSchema};
    FakeClock clock;
};

/// Every day from the first to the last.
std::vector<std::string> all_days(Date first, Date last) {
    std::vector<std::string> out;
    for (auto day = first; day <= last; day += days{1}) {
        out.push_back(base::date_text(day));
    }
    return out;
}

TEST_P(SchedulerTest, CatchesMissedDaysUpInOrder) {  // INV-3
    Scheduler scheduler{*db, {job("a", hours{9})}, "one"};
    EXPECT_EQ(scheduler.run_due(clock), 0);
    clock.now += days{4};
    EXPECT_EQ(scheduler.run_due(clock), 4);
    EXPECT_EQ(done()["a"], all_days(kFirst, kFirst + days{3}));
}

TEST_P(SchedulerTest, RemembersTheFirstDayAlthoughTheServerStopsBeforeItsTime) {  // INV-3
    Scheduler{*db, {job("a", hours{9})}, "one"}.run_due(clock);
    clock.now += days{2} + hours{9};
    EXPECT_EQ((Scheduler{*db, {job("a", hours{9})}, "two"}.run_due(clock)), 3);
}

TEST_P(SchedulerTest, ADayThatFailsLeavesNothingIsToldAndIsTriedAgainAfterAPause) {  // INV-2
    int fails = 2;
    Scheduler scheduler{
        *db,
        {job("a", {},
             [&]() -> base::Status { return fails-- > 0 ? base::Status{base::conflict("test.refused", "今天不行")} : base::Done{}; }),
         job("b", {})},
        "one"};
    EXPECT_EQ(scheduler.run_due(clock), 1);
    EXPECT_EQ(done(), (std::map<std::string, std::vector<std::string>>{{"b", all_days(kFirst, kFirst)}}));
    const auto told = scheduler.report(5);
    ASSERT_EQ(told[0].runs.size(), 1U);
    EXPECT_EQ(told[0].runs[0].run.state, RunState::Failed);
    EXPECT_EQ(told[0].runs[0].error, "今天不行");
    EXPECT_EQ(told[0].runs[0].attempts, 1);
    EXPECT_EQ(scheduler.run_due(clock), 0);
    clock.now += minutes{1};
    EXPECT_EQ(scheduler.run_due(clock), 0);
    clock.now += days{1};
    EXPECT_EQ(scheduler.run_due(clock), 3);
    EXPECT_EQ(done()["a"], all_days(kFirst, kFirst + days{1}));
    EXPECT_EQ(scheduler.report(5)[0].runs[1].attempts, 3);
}

TEST_P(SchedulerTest, AFaultIsAFailureToo) {
    int fails = 1;
    Scheduler scheduler{*db,
                        {job("a", {},
                             [&]() -> base::Status {
                                 if (fails-- > 0) {
                                     throw std::runtime_error("broken");
                                 }
                                 return base::Done{};
                             })},
                        "one"};
    EXPECT_EQ(scheduler.run_due(clock), 0);
    EXPECT_EQ(scheduler.report(1)[0].runs[0].error, "broken");
    clock.now += minutes{1};
    EXPECT_EQ(scheduler.run_due(clock), 1);
}

TEST_P(SchedulerTest, TheClockGoingBackRepeatsNothing) {  // INV-5
    Scheduler scheduler{*db, {job("a", {})}, "one"};
    scheduler.run_due(clock);
    clock.now += days{5};
    scheduler.run_due(clock);
    clock.now -= days{3};
    EXPECT_EQ(scheduler.run_due(clock), 0);
    clock.now += days{4};
    EXPECT_EQ(scheduler.run_due(clock), 1);
    EXPECT_EQ(done()["a"], all_days(kFirst, kFirst + days{6}));
}

TEST_P(SchedulerTest, ABusinessDateBeforeTheFirstDayBeginsAnewThere) {  // INV-5
    Scheduler scheduler{*db, {job("a", {})}, "one"};
    scheduler.run_due(clock);
    clock.now -= days{100};
    EXPECT_EQ(scheduler.run_due(clock), 1);
    clock.now += days{1};
    EXPECT_EQ(scheduler.run_due(clock), 1);
}

/// A business date set a year ahead by mistake and set back: nothing waits for that year to pass.
TEST_P(SchedulerTest, DaysAfterABusinessDateThatIsSetBackRunAgainWhenReachedEachOnce) {  // INV-5
    auto reminds = job("reminds", hours{9});
    reminds.effect = [](WriteTx& tx, Date day) -> base::Status {
        tx.execute(kRemind, {base::year_of(day)});
        return base::Done{};
    };
    Scheduler scheduler{*db, {job("a", {}), reminds}, "one"};
    clock.now += hours{12};
    scheduler.run_due(clock);
    const auto right = clock.now + days{1};
    clock.now += days{365};
    scheduler.run_due(clock);
    const auto ahead = all_days(kFirst, kFirst + days{365});
    ASSERT_EQ(done()["a"], ahead);

    clock.now = right;
    ASSERT_TRUE(db->write([&](WriteTx& tx) -> base::Status {
        forget_after(tx, clock.today());
        return base::Done{};
    }));
    EXPECT_EQ(scheduler.run_due(clock), 0) << "the day it stands at was run";
    clock.now += days{3};
    EXPECT_EQ(scheduler.run_due(clock), 6);
    EXPECT_EQ(scheduler.run_due(clock), 0);
    auto twice = all_days(kFirst + days{2}, kFirst + days{4});
    const auto ran = done();
    EXPECT_EQ(std::vector(ran.at("a").begin() + static_cast<std::ptrdiff_t>(ahead.size()), ran.at("a").end()), twice);
    EXPECT_THAT(ran.at("2018"), ElementsAre("once")) << "what carries a key stays once";
}

TEST_P(SchedulerTest, WhoLostItsLeaseCannotCommit) {  // INV-4
    Scheduler second{*db, {job("a", {})}, "two"};
    const auto lost = db->write([&](WriteTx& tx) -> base::Result<std::optional<int>> { return claim(tx, "a", kFirst, "one", clock.now); });
    ASSERT_EQ(lost.value(), 1);
    EXPECT_EQ(second.run_due(clock), 0);  // the lease holds
    clock.now += kLease;
    EXPECT_EQ(second.run_due(clock), 1);
    const auto marked = db->write([&](WriteTx& tx) -> base::Result<bool> { return mark_done(tx, "a", kFirst, "one", 1, clock.now); });
    EXPECT_FALSE(marked.value());
    EXPECT_EQ(done()["a"].size(), 1U);
}

TEST_P(SchedulerTest, ReportsTheLastDaysNewestFirst) {
    Scheduler scheduler{*db, {job("a", hours{8})}, "one"};
    scheduler.run_due(clock);
    clock.now += days{3};
    scheduler.run_due(clock);
    const auto told = scheduler.report(2);
    ASSERT_EQ(told[0].runs.size(), 2U);
    EXPECT_EQ(told[0].runs[0].run.day, kFirst + days{2});
    EXPECT_EQ(told[0].runs[0].run.state, RunState::Done);
    EXPECT_EQ(told[0].runs[0].done_at, clock.now);
}

TEST(SchedulerNames, AreEachGivenOnce) {
    tests::TestDatabase db{store::Engine::Sqlite, kSchema};
    const Job job{.name = "a", .title = "", .at = {}, .effect = {}};
    EXPECT_THROW((Scheduler{*db, {job, job}, "one"}), std::invalid_argument);
}

/// Ten years of a site with two servers: steps of hours to days, restarts, clock jumps forward and back (never before the first day),
/// effects that fail or throw, servers that die between claim and effect.
TEST_P(SchedulerTest, TenYearsOfRestartsTwoServersClockJumpsAndFailuresRunEachDayOnceInOrder) {  // INV-1 to INV-5
    const unsigned seeds = GetParam() == store::Engine::Sqlite ? 2 : 1;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        std::mt19937 random{seed};
        const auto draw = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
        tests::TestDatabase site{GetParam(), kSchema};
        FakeClock now;
        const auto end = now.now + days{3'653};
        bool calm = false;
        const auto unsure = [&]() -> base::Status {
            const int luck = calm ? 9 : draw(40);
            if (luck == 0) {
                return base::conflict("test.refused", "不行");
            }
            if (luck == 1) {
                throw std::runtime_error("broken");
            }
            return base::Done{};
        };
        const auto server = [&](int number) {
            return std::make_unique<Scheduler>(
                *site,
                std::vector<Job>{job("early", {}, unsure), job("morning", hours{9}, unsure), job("evening", minutes{18 * 60 + 30}, unsure)},
                fmt::format("server {}", number));
        };
        int started = 2;
        std::array servers{server(1), server(2)};
        Date latest = now.today();
        servers[0]->run_due(now);
        while (now.now < end) {
            latest = std::max(latest, now.today());
            auto& one = servers.at(static_cast<std::size_t>(draw(2)));
            switch (draw(12)) {
                case 0:  // restart
                    one = server(++started);
                    break;
                case 1:  // the clock goes back
                    now.now = std::max(Moment{kFirst} - hours{8}, now.now - hours{draw(24 * 5)});
                    break;
                case 2:  // the clock jumps, or the servers were down
                    now.now += hours{draw(24 * 20)};
                    break;
                case 3: {  // a server dies after it has claimed a day
                    const auto name = std::array{"early", "morning", "evening"}.at(static_cast<std::size_t>(draw(3)));
                    const auto claimed = site->write([&](WriteTx& tx) -> base::Result<std::optional<int>> {
                        const auto known = known_of(tx, name, now.today());
                        return known.unfinished ? claim(tx, name, known.unfinished->day, "dead", now.now) : std::optional<int>{};
                    });
                    ASSERT_TRUE(claimed);
                    break;
                }
                default:
                    now.now += minutes{draw(24 * 60)};
            }
            one->run_due(now, [&] { return calm || draw(60) != 0; });  // stopped in the middle now and then
        }
        calm = true;
        latest = std::max(latest, now.today());
        now.now = std::max(now.now, Moment{latest} + hours{16});  // the end of the latest day
        for (int i = 0; i < 4; ++i) {
            servers.at(static_cast<std::size_t>(i) % 2)->run_due(now);
            now.now += kLongestWait;
        }
        const auto wanted = all_days(kFirst, now.today() - days{1});
        std::map<std::string, std::vector<std::string>> ran;
        site->read([&](store::ReadTx& tx) {
            ran.clear();
            tx.each(kAllDone, {}, [&](const store::Row& row) { ran[row.text(0)].push_back(row.text(1)); });
        });
        for (const auto* name : {"early", "morning", "evening"}) {
            auto did = ran[name];
            while (!did.empty() && did.back() > wanted.back()) {
                did.pop_back();  // of the day that has only begun
            }
            EXPECT_EQ(did, wanted) << name;
        }
    }
}

/// Two servers at the same time, threads that race for every day.
TEST_P(SchedulerTest, ServersThatRaceRunEachDayOnce) {  // INV-1, INV-4
    clock.now += hours{12};
    Scheduler{*db, {job("a", {}), job("b", hours{1})}, "zero"}.run_due(clock);
    clock.now += days{40};
    std::vector<std::unique_ptr<store::Database>> databases;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        // SQLite serves one process; on PostgreSQL each server has connections of its own.
        if (GetParam() == store::Engine::Postgres) {
            databases.push_back(store::Database::open(db.options(), kSchema));
        }
        auto& shared = databases.empty() ? *db : *databases.back();
        threads.emplace_back([this, i, &shared] {
            Scheduler scheduler{shared, {job("a", {}), job("b", hours{1})}, fmt::format("server {}", i)};
            for (int round = 0; round < 60; ++round) {
                scheduler.run_due(clock);
                std::this_thread::yield();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    const auto wanted = all_days(kFirst, kFirst + days{40});
    EXPECT_EQ(done()["a"], wanted);
    EXPECT_EQ(done()["b"], wanted);
}

INSTANTIATE_TEST_SUITE_P(Engines, SchedulerTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::jobs
