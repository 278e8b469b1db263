#include "store/setup_lock.hpp"

#include "store/driver.hpp"
#include "store/postgres_connection.hpp"

namespace luoshi::store {

std::shared_ptr<void> hold_setup(const Options& options) {
    if (engine_of(options) == Engine::Sqlite) {
        return nullptr;
    }
    const auto connection = std::make_shared<PostgresConnection>(options, PostgresRole::Migrator);
    connection->value("SELECT pg_advisory_lock(hashtextextended('luoshi setup of ' || $1::text, 0))", {options.schema});
    return connection;  // the lock goes with the connection
}

}  // namespace luoshi::store
