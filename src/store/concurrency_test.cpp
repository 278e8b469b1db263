#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <set>
#include <thread>

#include "store/store.hpp"
#include "support/test_database.hpp"

namespace luoshi::store {
namespace {

using base::Result;
using testing::ElementsAre;

const base::EmbeddedFile kSchema[] = {
    {"0001_entry.sqlite.sql", R"sql(
CREATE TABLE entry (position INTEGER PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL);
CREATE UNIQUE INDEX entry_id_uq ON entry (entry_id);
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries stay'); END;
)sql"},
    {"0001_entry.postgres.sql", R"sql(
CREATE TABLE entry (
    position    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id    BIGINT NOT NULL,
    transaction BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
);
CREATE UNIQUE INDEX entry_id_uq ON entry (entry_id);
CREATE FUNCTION entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries stay'; END $$;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entries_stay();
)sql"},
};

const Sql kAdd{"concurrency.add", "INSERT INTO entry (entry_id) VALUES ($1)"};
const Sql kIds{"concurrency.ids", "SELECT entry_id FROM entry ORDER BY entry_id"};
const Sql kNext{"concurrency.next", "SELECT coalesce(max(entry_id), 0) + 1 FROM entry"};
const Sql kDelete{"concurrency.delete", "DELETE FROM entry"};
// Follows the order of commits: on PostgreSQL a transaction still open may hold a smaller position than one committed.
const Sql kTail{"concurrency.tail", "SELECT position, entry_id FROM entry WHERE position > $1 ORDER BY position",
                R"sql(SELECT position, entry_id FROM entry
WHERE position > $1 AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY position)sql"};

Result<std::int64_t> add(WriteTx& tx, std::int64_t id) {
    tx.execute(kAdd, {id});
    return id;
}

class Concurrency : public testing::TestWithParam<Engine> {
protected:
    std::vector<std::int64_t> ids() {
        return db->read([](ReadTx& tx) { return tx.all(kIds, {}, [](const Row& row) { return row.integer(0); }); });
    }
    tests::TestDatabase db{GetParam(), kSchema};
};

TEST_P(Concurrency, OfThirtyTwoWritersEachAcknowledgedRowIsThereAndNoOther) {
    constexpr std::int64_t kThreads = 32;
    constexpr std::int64_t kEach = 40;
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    std::atomic<std::int64_t> refused = 0;
    std::vector<std::thread> threads;
    for (std::int64_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (std::int64_t i = 0; i < kEach; ++i) {
                const std::int64_t id = 1000 + t * kEach + i;
                try {
                    const auto result = db->write([&](WriteTx& tx) -> Result<std::int64_t> {
                        auto added = add(tx, id);
                        switch (i % 4) {
                            case 0:
                                return base::conflict("entry.refused", "不行");
                            case 1:
                                throw std::runtime_error("body");
                            case 2:
                                return i < 4 ? add(tx, id) : added;  // twice: refused by the unique index
                            default:
                                return added;
                        }
                    });
                    if (result) {
                        const std::lock_guard lock(mutex);
                        acknowledged.insert(*result);
                    } else {
                        ++refused;
                    }
                } catch (const std::runtime_error&) {
                    ++refused;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(acknowledged.size(), static_cast<std::size_t>(kThreads * (kEach / 2 - 1)));
    EXPECT_EQ(refused, kThreads * (kEach / 2 + 1));
    EXPECT_THAT(ids(), testing::ElementsAreArray(acknowledged));
}

TEST_P(Concurrency, ALockedKeyIsHeldUntilTheCommit) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                const auto add_next = [](WriteTx& tx) {
                    tx.lock(7);
                    return add(tx, *tx.integer(kNext));
                };
                EXPECT_NO_THROW(EXPECT_TRUE(db->write(add_next)));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(ids().size(), 80U);
    EXPECT_EQ(ids().back(), 80);
}

TEST_P(Concurrency, ATailByPositionMissesNothingWhenTransactionsCommitInReverseOrder) {
    std::int64_t position = 0;
    std::vector<std::int64_t> seen;
    const auto follow = [&] {
        db->read([&](ReadTx& tx) {
            tx.each(kTail, {position}, [&](const Row& row) {
                position = row.integer(0);
                seen.push_back(row.integer(1));
            });
        });
    };
    std::promise<void> first_has_its_position;
    std::promise<void> first_may_commit;
    std::thread first([&] {
        EXPECT_TRUE(db->write([&](WriteTx& tx) {
            auto added = add(tx, 1);
            first_has_its_position.set_value();
            first_may_commit.get_future().wait();
            return added;
        }));
    });
    first_has_its_position.get_future().wait();
    std::thread second([&] { EXPECT_TRUE(db->write([](WriteTx& tx) { return add(tx, 2); })); });
    if (GetParam() == Engine::Postgres) {
        second.join();  // commits first; on SQLite it waits for the one writer
    }
    follow();
    EXPECT_THAT(seen, ElementsAre());
    first_may_commit.set_value();
    first.join();
    if (second.joinable()) {
        second.join();
    }
    // pg_snapshot_xmin speaks of the whole server: a transaction of another test may hold the tail back for a moment.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (seen.size() < 2 && std::chrono::steady_clock::now() < deadline) {
        follow();
    }
    EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST_P(Concurrency, ATriggerNamesItsRule) {
    ASSERT_TRUE(db->write([](WriteTx& tx) { return add(tx, 1); }));
    try {
        (void)db->write([](WriteTx& tx) -> Result<std::int64_t> { return tx.execute(kDelete); });
        FAIL() << "deleted";
    } catch (const ConstraintViolation& violation) {
        EXPECT_EQ(violation.constraint(), "entries stay");
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, Concurrency, testing::Values(Engine::Sqlite, Engine::Postgres), testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::store
