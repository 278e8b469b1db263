#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "store/store.hpp"
#include "support/power_loss_vfs.hpp"
#include "support/temporary_folder.hpp"

namespace luoshi::store {
namespace {

const base::EmbeddedFile kSchema[] = {{"0001_row.sql", "CREATE TABLE kept (kept_id BIGINT PRIMARY KEY, body TEXT NOT NULL)"}};
const Sql kKeep{"power_loss.keep", "INSERT INTO kept (kept_id, body) VALUES ($1, $2)"};
const Sql kKept{"power_loss.kept", "SELECT kept_id FROM kept ORDER BY kept_id"};

base::Result<int> keep(WriteTx& tx, std::int64_t id) {
    tx.execute(kKeep, {id, std::string(200, 'x')});
    return 0;
}

std::vector<std::int64_t> kept(Database& db) {
    return db.read([](ReadTx& tx) { return tx.all(kKept, {}, [](const Row& row) { return row.integer(0); }); });
}

struct Outcome {
    std::size_t acknowledged;
    std::size_t lost;  ///< of these
};

/// Writes from four threads until the power goes, opens the file again, and counts the acknowledged rows that are gone.
Outcome lose_power_while_writing(Sync sync, int power_loss_at) {
    const tests::TemporaryFolder folder;
    tests::PowerLossVfs disk;
    Options options;
    options.location = folder.path() / "test.db";
    options.vfs = disk.name();
    options.sync = sync;

    std::mutex mutex;
    std::vector<std::int64_t> acknowledged;
    {
        const auto db = Database::open(options, kSchema);
        disk.lose_power_at(power_loss_at);
        std::vector<std::thread> clients;
        for (int client = 0; client < 4; ++client) {
            clients.emplace_back([&, client] {
                try {
                    for (std::int64_t id = client; id < 100'000; id += 4) {
                        if (db->write([&](WriteTx& tx) { return keep(tx, id); })) {
                            const std::lock_guard lock(mutex);
                            acknowledged.push_back(id);
                        }
                    }
                } catch (const Fault&) {
                }
            });
        }
        for (auto& client : clients) {
            client.join();
        }
    }
    options.vfs.clear();
    const auto rows = kept(*Database::open(options, kSchema));
    std::sort(acknowledged.begin(), acknowledged.end());
    std::vector<std::int64_t> lost;
    std::set_difference(acknowledged.begin(), acknowledged.end(), rows.begin(), rows.end(), std::back_inserter(lost));
    return {acknowledged.size(), lost.size()};
}

TEST(PowerLoss, EveryAcknowledgedRowIsThereAfterwards) {
    std::minstd_rand random{20'180'704};
    std::size_t acknowledged = 0;
    for (int round = 0; round < 40; ++round) {
        const int at = std::uniform_int_distribution{1, 3000}(random);
        const Outcome outcome = lose_power_while_writing(Sync::Durable, at);
        EXPECT_EQ(outcome.lost, 0U) << "power lost at operation " << at;
        acknowledged += outcome.acknowledged;
    }
    EXPECT_GT(acknowledged, 1000U);
}

TEST(PowerLoss, WithoutSyncAcknowledgedRowsAreLost) {
    EXPECT_GT(lose_power_while_writing(Sync::OffForTests, 1000).lost, 0U) << "the test above proves nothing";
}

class GroupCommit : public testing::Test {
protected:
    static constexpr int kClients = 32;

    GroupCommit() {
        options.location = folder.path() / "test.db";
        options.vfs = disk.name();
        db = Database::open(options, kSchema);
    }

    /// Holds the writer with a body of row 0 until 32 clients with rows 1 to 32 are on their way; `then` runs before it ends.
    /// Returns the rows that were acknowledged.
    std::vector<std::int64_t> write_together(const std::function<base::Result<int>(WriteTx&, std::int64_t)>& body,
                                             const std::function<void()>& then) {
        std::mutex mutex;
        std::condition_variable arrived;
        int waiting = 0;
        std::vector<std::int64_t> acknowledged;
        const auto client = [&](std::int64_t id, const std::function<base::Result<int>(WriteTx&)>& write) {
            try {
                if (db->write(write)) {
                    const std::lock_guard lock(mutex);
                    acknowledged.push_back(id);
                }
            } catch (const std::runtime_error&) {
            }
        };
        std::vector<std::thread> clients;
        client(0, [&](WriteTx& tx) {
            for (std::int64_t id = 1; id <= kClients; ++id) {
                clients.emplace_back([&, id] {
                    {
                        const std::lock_guard lock(mutex);
                        ++waiting;
                    }
                    arrived.notify_one();
                    client(id, [&](WriteTx& own) { return body(own, id); });
                });
            }
            std::unique_lock lock(mutex);
            arrived.wait(lock, [&] { return waiting == kClients; });
            then();
            return keep(tx, 0);
        });
        for (auto& thread : clients) {
            thread.join();
        }
        std::sort(acknowledged.begin(), acknowledged.end());
        return acknowledged;
    }

    tests::TemporaryFolder folder;
    tests::PowerLossVfs disk;
    Options options;
    std::unique_ptr<Database> db;
};

TEST_F(GroupCommit, BodiesThatWaitShareOneSync) {
    const int before = disk.syncs();
    EXPECT_EQ(write_together(keep, [] {}).size(), kClients + 1U);
    EXPECT_EQ(kept(*db).size(), kClients + 1U);
    EXPECT_LT(disk.syncs() - before, kClients / 2);
}

TEST_F(GroupCommit, ABodyThatFailsIsUndoneAlone) {
    const auto acknowledged = write_together(
        [](WriteTx& tx, std::int64_t id) {
            auto written = keep(tx, id);
            if (id % 3 == 0) {
                throw std::runtime_error("body");
            }
            return id % 3 == 1 ? written : base::Result<int>{base::conflict("row.refused", "不行")};
        },
        [] {});
    EXPECT_EQ(acknowledged.size(), 12U);  // row 0 and every third
    EXPECT_EQ(kept(*db), acknowledged);
}

TEST_F(GroupCommit, AFullDiskIsToldToAllAndTheNextWriteSucceeds) {
    EXPECT_THAT(write_together(keep, [&] { disk.set_disk_full(true); }), testing::ElementsAre());
    EXPECT_THAT(kept(*db), testing::ElementsAre());
    disk.set_disk_full(false);
    EXPECT_TRUE(db->write([](WriteTx& tx) { return keep(tx, 1); }));
    EXPECT_THAT(kept(*db), testing::ElementsAre(1));
}

TEST_F(GroupCommit, NothingIsAnnouncedWhenTheCommitFails) {
    disk.set_disk_full(true);
    bool announced = false;
    EXPECT_THROW((void)db->write([&](WriteTx& tx) {
        tx.after_commit([&] { announced = true; });
        return keep(tx, 1);
    }),
                 Fault);
    EXPECT_FALSE(announced);
}

}  // namespace
}  // namespace luoshi::store
