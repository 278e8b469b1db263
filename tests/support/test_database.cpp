#include "support/test_database.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>

#include "migrations.hpp"
#include "support/postgres_server.hpp"

namespace luoshi::tests {

TestDatabase::TestDatabase(store::Engine engine) : TestDatabase(engine, embedded::migrations()) {}

TestDatabase::TestDatabase(store::Engine engine, base::EmbeddedFiles migrations, store::Sync sync) {
    static std::atomic<int> number = 0;
    options_.sync = sync;
    if (engine == store::Engine::Sqlite) {
        options_.location = (folder_.path() / "test.db").string();
    } else {
        options_.location = test_postgres_uri();
        options_.schema = fmt::format("test_{}_{}", getpid(), ++number);
    }
    reopen(migrations);
}

TestDatabase::~TestDatabase() {
    close();
    if (options_.location.starts_with("postgresql:")) {
        PGconn* connection = PQconnectdb(options_.location.c_str());
        const std::string drop = fmt::format("SET client_min_messages TO warning; DROP SCHEMA {} CASCADE", options_.schema);
        PQclear(PQexec(connection, drop.c_str()));
        PQfinish(connection);
    }
}

void TestDatabase::reopen(base::EmbeddedFiles migrations) { database_ = store::Database::open(options_, migrations); }

}  // namespace luoshi::tests
