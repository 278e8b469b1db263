#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "store/setup_lock.hpp"
#include "store/store.hpp"
#include "support/postgres_server.hpp"
#include "support/test_database.hpp"

namespace luoshi::store {
namespace {

using base::Result;
using testing::HasSubstr;

const base::EmbeddedFile kSchema[] = {{"0001_meter.postgres.sql", R"sql(
CREATE TABLE meter (meter_id BIGINT PRIMARY KEY, reading BIGINT NOT NULL);
INSERT INTO meter VALUES (1, 0), (2, 0);
CREATE FUNCTION fail_with(state text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'asked for' USING ERRCODE = state;
END $$;
)sql"}};

const Sql kTurn{"postgres_test.turn", "UPDATE meter SET reading = reading + 1 WHERE meter_id = $1"};
const Sql kReading{"postgres_test.reading", "SELECT sum(reading) FROM meter"};
// Only PostgreSQL runs these.
const Sql kFailWith{"postgres_test.fail_with", "SELECT $1", "SELECT fail_with($1)"};
const Sql kSetting{"postgres_test.setting", "SELECT $1", "SELECT current_setting($1)"};

Result<std::int64_t> turn(WriteTx& tx, int meter) { return tx.execute(kTurn, {meter}); }

class Postgres : public testing::Test {
protected:
    std::int64_t reading() {
        return db->read([](ReadTx& tx) { return tx.integer(kReading).value(); });
    }
    tests::TestDatabase db{Engine::Postgres, kSchema};
};

TEST_F(Postgres, ABodyRunsAgainAfterASerializationFailureAndItsEffectsOnce) {
    int runs = 0;
    int effects = 0;
    ASSERT_TRUE(db->write([&](WriteTx& tx) {
        tx.after_commit([&] { ++effects; });
        auto turned = turn(tx, 1);
        if (++runs <= 3) {
            tx.integer(kFailWith, {"40001"});
        }
        return turned;
    }));
    EXPECT_EQ(runs, 4);
    EXPECT_EQ(effects, 1);
    EXPECT_EQ(reading(), 1);
}

TEST_F(Postgres, ABodyThatAlwaysCollidesGivesUp) {
    int runs = 0;
    EXPECT_THROW((void)db->write([&](WriteTx& tx) -> Result<std::int64_t> {
        ++runs;
        return tx.integer(kFailWith, {"40001"}).value();
    }),
                 Fault);
    EXPECT_EQ(runs, 4);
}

TEST_F(Postgres, OfTwoBodiesInADeadlockBothSucceed) {
    std::barrier both_hold_one(2);
    std::atomic<int> runs = 0;
    const auto turn_both = [&](int first, int second) {
        bool first_run = true;
        EXPECT_TRUE(db->write([&](WriteTx& tx) {
            ++runs;
            (void)turn(tx, first);
            if (std::exchange(first_run, false)) {
                both_hold_one.arrive_and_wait();
            }
            return turn(tx, second);
        }));
    };
    std::thread other([&] { turn_both(2, 1); });
    turn_both(1, 2);
    other.join();
    EXPECT_GE(runs, 3);
    EXPECT_EQ(reading(), 4);
}

TEST_F(Postgres, WriteTransactionsAreCappedAtFiveSeconds) {
    ASSERT_TRUE(db->write([](WriteTx& tx) -> Result<int> {
        for (const char* setting : {"statement_timeout", "idle_in_transaction_session_timeout"}) {
            EXPECT_EQ(tx.one(kSetting, {setting}, [](const Row& row) { return row.text(0); }), "5s") << setting;
        }
        return 0;
    }));
}

TEST_F(Postgres, ATextWithAZeroByteIsAFaultAndNotCut) {
    EXPECT_THROW(db->read([](ReadTx& tx) { return tx.integer(kSetting, {std::string_view{"fsync\0x", 7}}); }), Fault);
}

TEST(PostgresServer, FailsRequestsWhileItIsAwayAndServesThemWhenItIsBack) {
    tests::PostgresServer server;
    Options options;
    options.location = server.uri();
    options.sync = Sync::OffForTests;
    const auto db = Database::open(options, kSchema);
    const auto read = [&] { return db->read([](ReadTx& tx) { return tx.integer(kReading); }); };
    ASSERT_TRUE(db->write([](WriteTx& tx) { return turn(tx, 1); }));
    EXPECT_EQ(read(), 1);

    EXPECT_THROW(db->read([&](ReadTx& tx) {
        server.stop();
        return tx.integer(kReading);
    }),
                 Fault);
    EXPECT_THROW(read(), Fault);
    EXPECT_THROW((void)db->write([](WriteTx& tx) { return turn(tx, 1); }), Fault);
    server.start();
    EXPECT_EQ(read(), 1);
    EXPECT_TRUE(db->write([](WriteTx& tx) { return turn(tx, 1); }));

    server.stop();  // and back while nobody asks: nobody notices
    server.start();
    EXPECT_TRUE(db->write([](WriteTx& tx) { return turn(tx, 1); }));
    EXPECT_EQ(read(), 3);
}

TEST(PostgresServer, WithoutFsyncIsRefusedUnlessATestAsksForIt) {
    const tests::PostgresServer server;
    Options options;
    options.location = server.uri();
    try {
        Database::open(options, kSchema);
        FAIL() << "opened";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("fsync"));
    }
    options.sync = Sync::OffForTests;
    EXPECT_NO_THROW(Database::open(options, kSchema));
}

TEST(PostgresServer, OutOfReachSaysWhatToCheck) {
    Options options;
    options.location = "postgresql://luoshi@127.0.0.1:1/luoshi";
    try {
        Database::open(options, kSchema);
        FAIL() << "opened";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("连接不上 PostgreSQL"));
    }
}

TEST_F(Postgres, OneProcessAtATimeSetsADatabaseUp) {
    auto first = hold_setup(db.options());
    ASSERT_TRUE(first);
    std::atomic<bool> second_holds = false;
    std::thread second([&] {
        const auto held = hold_setup(db.options());
        second_holds = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    EXPECT_FALSE(second_holds) << "it waits";
    auto elsewhere = db.options();
    elsewhere.schema += "_other";
    EXPECT_TRUE(hold_setup(elsewhere)) << "another tenant's schema is another database";
    first.reset();
    second.join();
    EXPECT_TRUE(second_holds);
}

}  // namespace
}  // namespace luoshi::store
