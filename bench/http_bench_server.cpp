// The server for http_bench.sh: a constant reply from the I/O thread, and one row from SQLite as about 1 kB of JSON from a worker.
// Usage: http_bench_server PORT DATABASE_FILE
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "http/http.hpp"
#include "json/json.hpp"
#include "store/store.hpp"

using namespace luoshi;

namespace {

const base::EmbeddedFile kMigrations[] = {
    {"0001_task.sql",
     "CREATE TABLE bench_task (bench_task_id BIGINT PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, due_on TEXT NOT NULL);"}};

const store::Sql kInsert{
    "bench.insert", "INSERT INTO bench_task (bench_task_id, name, text, due_on) VALUES ($1, $2, $3, '2020-06-30') ON CONFLICT DO NOTHING"};
const store::Sql kFind{"bench.find", "SELECT bench_task_id, name, text, due_on FROM bench_task WHERE bench_task_id = $1"};

std::string text_of_task() {
    std::string text;
    for (int i = 0; i < 22; ++i) {
        text += "实施电子商务进农村工程。";
    }
    return text;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: http_bench_server PORT DATABASE_FILE\n", stderr);
        return 2;
    }
    store::Options options;
    options.location = arguments[2];
    const auto database = store::Database::open(options, kMigrations);
    const auto filled = database->write([](store::WriteTx& tx) -> base::Status {
        for (std::int64_t id = 1; id <= 1000; ++id) {
            tx.execute(kInsert, {id, "电子商务进农村综合示范", text_of_task()});
        }
        return base::Done{};
    });
    if (!filled) {
        return 1;
    }

    http::Router router;
    const auto tiny = std::make_shared<const std::string>(R"({"ok":true})");
    router.add({.method = http::Method::Get,
                .pattern = "/tiny",
                .permission = "public",
                .summary = "常量。",
                .handler = [tiny](const http::Request&) -> base::Result<http::Response> {
                    http::Response response;
                    response.shared_body = tiny;
                    return response;
                },
                .run_on = http::RunOn::IoThread});
    router.add({.method = http::Method::Get,
                .pattern = "/tasks/{id}",
                .permission = "public",
                .summary = "一行。",
                .handler = [&database](const http::Request& request) -> base::Result<http::Response> {
                    const std::int64_t id = std::atoll(std::string{request.param("id")}.c_str());
                    auto found = database->read([&](store::ReadTx& tx) {
                        return tx.one(kFind, {id}, [](const store::Row& row) {
                            json::Writer out;
                            out.begin_object().field("id", row.integer(0)).field("name", row.view(1));
                            out.field("text", row.view(2)).field("due_on", row.view(3)).end_object();
                            return out.take();
                        });
                    });
                    if (!found) {
                        return base::not_found("bench.no_task", "没有这一行。");
                    }
                    return http::Response::json(std::move(*found));
                }});

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    http::Settings settings;
    settings.port = static_cast<unsigned short>(std::atoi(arguments[1]));
    http::Server server{router, settings};
    server.start();
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
    return 0;
}
