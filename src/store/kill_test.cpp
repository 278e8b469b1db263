#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

#include "store/store.hpp"
#include "support/test_database.hpp"

namespace luoshi::store {
namespace {

const base::EmbeddedFile kSchema[] = {{"0001_answer.sql", R"sql(
CREATE TABLE question (question_id BIGINT PRIMARY KEY);
CREATE TABLE answer (question_id BIGINT PRIMARY KEY REFERENCES question (question_id)))sql"}};
const Sql kAsk{"kill.ask", "INSERT INTO question (question_id) VALUES ($1)"};
const Sql kAnswer{"kill.answer", "INSERT INTO answer (question_id) VALUES ($1)"};
const Sql kAnswered{"kill.answered", "SELECT question_id FROM answer ORDER BY question_id"};
const Sql kUnanswered{"kill.unanswered",
                      "SELECT count(*) FROM question q WHERE NOT EXISTS (SELECT 1 FROM answer a WHERE a.question_id = q.question_id)"};

/// A server: 32 clients write in two steps and report each acknowledged id through the pipe, for ever.
[[noreturn]] void serve(const Options& options, int acknowledged) {
    const auto db = Database::open(options, kSchema);
    std::vector<std::thread> clients;
    for (std::int64_t client = 0; client < 32; ++client) {
        clients.emplace_back([&, client] {
            for (std::int64_t id = client;; id += 32) {
                const auto written = db->write([&](WriteTx& tx) -> base::Result<std::int64_t> {
                    tx.execute(kAsk, {id});
                    tx.execute(kAnswer, {id});
                    return id;
                });
                if (!written || write(acknowledged, &id, sizeof id) != sizeof id) {
                    _exit(1);
                }
            }
        });
    }
    clients.front().join();
    _exit(1);
}

class Killed : public testing::TestWithParam<Engine> {};

TEST_P(Killed, AServerLosesNothingItAcknowledgedAndHalfWritesNothing) {
    tests::TestDatabase db(GetParam(), kSchema);
    db.close();
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t server = fork();
    if (server == 0) {
        serve(db.options(), pipe_ends[1]);
    }
    close(pipe_ends[1]);
    std::set<std::int64_t> acknowledged;
    for (std::int64_t id = 0; read(pipe_ends[0], &id, sizeof id) == sizeof id;) {
        acknowledged.insert(id);
        if (acknowledged.size() == 500) {
            kill(server, SIGKILL);
        }
    }
    close(pipe_ends[0]);
    int status = 0;
    waitpid(server, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the server ended by itself";

    db.reopen(kSchema);
    db->read([&](ReadTx& tx) {
        const auto rows = tx.all(kAnswered, {}, [](const Row& row) { return row.integer(0); });
        EXPECT_THAT(rows, testing::IsSupersetOf(acknowledged));
        EXPECT_EQ(tx.integer(kUnanswered), 0);
    });
}

INSTANTIATE_TEST_SUITE_P(Engines, Killed, testing::Values(Engine::Sqlite, Engine::Postgres), testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::store
