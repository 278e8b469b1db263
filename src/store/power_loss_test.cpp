#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
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

class FailingDisk : public testing::Test {
protected:
    FailingDisk() {
        options.location = folder.path() / "test.db";
        options.vfs = disk.name();
        db = Database::open(options, kSchema);
    }
    tests::TemporaryFolder folder;
    tests::PowerLossVfs disk;
    Options options;
    std::unique_ptr<Database> db;
};

TEST_F(FailingDisk, AFullDiskFailsTheWriteAndTheNextOneSucceeds) {
    disk.set_disk_full(true);
    bool announced = false;
    EXPECT_THROW((void)db->write([&](WriteTx& tx) {
        tx.after_commit([&] { announced = true; });
        return keep(tx, 1);
    }),
                 Fault);
    EXPECT_FALSE(announced);
    disk.set_disk_full(false);
    EXPECT_TRUE(db->write([](WriteTx& tx) { return keep(tx, 2); }));
    EXPECT_THAT(kept(*db), testing::ElementsAre(2));
}

TEST_F(FailingDisk, WaitingBodiesShareOneSync) {
    constexpr int kClients = 32;
    const int before = disk.syncs();
    std::mutex mutex;
    std::condition_variable arrived;
    int waiting = 0;
    std::vector<std::thread> clients;
    const auto first = db->write([&](WriteTx& tx) {
        for (int client = 1; client <= kClients; ++client) {
            clients.emplace_back([&, client] {
                {
                    const std::lock_guard lock(mutex);
                    ++waiting;
                }
                arrived.notify_one();
                EXPECT_TRUE(db->write([&](WriteTx& other) { return keep(other, client); }));
            });
        }
        std::unique_lock lock(mutex);
        arrived.wait(lock, [&] { return waiting == kClients; });
        return keep(tx, 0);
    });
    EXPECT_TRUE(first);
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(kept(*db).size(), kClients + 1U);
    EXPECT_LT(disk.syncs() - before, kClients / 2);
}

}  // namespace
}  // namespace luoshi::store
