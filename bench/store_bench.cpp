// store_bench [FOLDER]: durable submissions of 32 clients through Database::write, against a bare SQLite loop that commits
// the same rows one by one with the same durability (WAL, synchronous=FULL), both in FOLDER (default: the current one).
// The issue asks for 1.5 times as many where the median fdatasync takes under 0.5 ms, 5 times where it takes over 2 ms.
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "store/store.hpp"

namespace {

using namespace luoshi;
using Clock = std::chrono::steady_clock;

constexpr int kClients = 32;
constexpr int kSubmissions = 6400;  // in each round
constexpr int kRounds = 5;
const std::string kProgress(300, 'x');

constexpr const char* kSchema = R"sql(
CREATE TABLE submission (submission_id BIGINT PRIMARY KEY, duty_id BIGINT NOT NULL, period TEXT NOT NULL, progress TEXT NOT NULL);
CREATE UNIQUE INDEX submission_duty_uq ON submission (duty_id, period);
CREATE TABLE trail (trail_id BIGINT PRIMARY KEY, submission_id BIGINT NOT NULL, actor TEXT NOT NULL)
)sql";
constexpr const char* kSubmitText = "INSERT INTO submission (submission_id, duty_id, period, progress) VALUES ($1, $2, $3, $4)";
constexpr const char* kTrailText = "INSERT INTO trail (trail_id, submission_id, actor) VALUES ($1, $2, $3)";
const store::Sql kSubmit{"bench.submit", kSubmitText};
const store::Sql kTrail{"bench.trail", kTrailText};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

template <class T>
T median(std::vector<T> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double median_fdatasync_ms(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string page(4096, 'x');
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        if (pwrite(file, page.data(), page.size(), i * 4096L) != 4096) {
            throw std::runtime_error("cannot write to " + path);
        }
        const auto start = Clock::now();
        fdatasync(file);
        times.push_back(seconds_since(start) * 1000);
    }
    close(file);
    return median(times);
}

/// Submissions per second of the bare loop.
double bare_loop(const std::string& path) {
    sqlite3* db = nullptr;
    const auto require = [&](int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE) {
            throw std::runtime_error(sqlite3_errmsg(db));
        }
    };
    require(sqlite3_open(path.c_str(), &db));
    require(sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nullptr, nullptr, nullptr));
    require(sqlite3_exec(db, kSchema, nullptr, nullptr, nullptr));
    const auto prepare = [&](const char* text) {
        sqlite3_stmt* statement = nullptr;
        require(sqlite3_prepare_v2(db, text, -1, &statement, nullptr));
        return statement;
    };
    sqlite3_stmt* const begin = prepare("BEGIN IMMEDIATE");
    sqlite3_stmt* const submit = prepare(kSubmitText);
    sqlite3_stmt* const trail = prepare(kTrailText);
    sqlite3_stmt* const commit = prepare("COMMIT");
    const auto run = [&](sqlite3_stmt* statement) {
        require(sqlite3_step(statement));
        sqlite3_reset(statement);
    };
    const auto start = Clock::now();
    for (int i = 0; i < kSubmissions; ++i) {
        run(begin);
        sqlite3_bind_int64(submit, 1, i);
        sqlite3_bind_int64(submit, 2, i);
        sqlite3_bind_text(submit, 3, "2020-06", -1, SQLITE_STATIC);
        sqlite3_bind_text(submit, 4, kProgress.data(), static_cast<int>(kProgress.size()), SQLITE_STATIC);
        run(submit);
        sqlite3_bind_int64(trail, 1, i);
        sqlite3_bind_int64(trail, 2, i);
        sqlite3_bind_text(trail, 3, "county", -1, SQLITE_STATIC);
        run(trail);
        run(commit);
    }
    const double rate = kSubmissions / seconds_since(start);
    for (sqlite3_stmt* statement : {begin, submit, trail, commit}) {
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return rate;
}

/// Submissions per second of `clients` threads through the store.
double through_store(const std::string& path, int clients) {
    store::Options options;
    options.location = path;
    const base::EmbeddedFile schema[] = {{"0001_bench.sql", kSchema}};
    const auto db = store::Database::open(options, schema);
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&, client] {
            for (int i = client; i < kSubmissions; i += clients) {
                const auto done = db->write([&](store::WriteTx& tx) -> base::Status {
                    tx.execute(kSubmit, {i, i, "2020-06", kProgress});
                    tx.execute(kTrail, {i, i, "county"});
                    return base::Done{};
                });
                if (!done) {
                    std::terminate();
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return kSubmissions / seconds_since(start);
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : ".") / "store_bench.tmp";
    std::filesystem::create_directories(folder);
    fmt::print("median fdatasync: {:.3f} ms\n", median_fdatasync_ms(folder / "sync"));
    std::vector<double> bare;
    std::vector<double> one;
    std::vector<double> many;
    std::vector<double> ratios;
    for (int round = 0; round < kRounds; ++round) {
        bare.push_back(bare_loop(folder / fmt::format("bare{}.db", round)));
        one.push_back(through_store(folder / fmt::format("one{}.db", round), 1));
        many.push_back(through_store(folder / fmt::format("many{}.db", round), kClients));
        ratios.push_back(many.back() / bare.back());
    }
    std::filesystem::remove_all(folder);
    fmt::print("bare SQLite loop, one by one:     {:8.0f} submissions/s\n", median(bare));
    fmt::print("Database::write, 1 client:        {:8.0f} submissions/s\n", median(one));
    fmt::print("Database::write, {} clients:      {:8.0f} submissions/s\n", kClients, median(many));
    fmt::print("ratio {} clients / bare loop:     {:8.2f} (median of {} rounds)\n", kClients, median(ratios), kRounds);
}
