#include <fmt/format.h>

#include <chrono>
#include <random>
#include <thread>

#include "store/driver.hpp"
#include "store/migrator.hpp"
#include "store/postgres_connection.hpp"

namespace luoshi::store {

namespace {

constexpr int kRetries = 3;

class PostgresReadTx final : public ReadTx {
public:
    explicit PostgresReadTx(PostgresConnection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::Postgres; }
    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) override { connection_.each(sql, params, fn); }

private:
    PostgresConnection& connection_;
};

class PostgresWriteTx final : public StrictWriteTx {
public:
    explicit PostgresWriteTx(PostgresConnection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::Postgres; }
    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) override {
        strictly([&] { connection_.each(sql, params, fn); });
    }
    std::int64_t execute(const Sql& sql, Params params) override {
        return strictly([&] { return connection_.execute(sql, params); });
    }
    void later(const Sql& sql, Params params) override {
        strictly([&] { connection_.queue(sql, params); });
    }
    void lock(std::int64_t key) override {
        // Advisory locks belong to the whole database, keys to one schema of it.
        strictly([&] {
            connection_.value("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || $1::text, 0))",
                              {std::to_string(key)});
        });
    }

private:
    PostgresConnection& connection_;
};

class PostgresMigrationSession final : public MigrationSession {
public:
    explicit PostgresMigrationSession(const Options& options) : connection_(options, PostgresRole::Migrator) {
        require_usable(options.sync);
        // Held until this connection closes: a second server that starts waits here.
        connection_.value("SELECT pg_advisory_lock(hashtextextended('luoshi migrations of ' || $1::text, 0))", {options.schema});
        // Only when it is missing: an account that may not create schemas can use one made for it.
        const std::string create = connection_.value(
            "SELECT format('CREATE SCHEMA %I', $1::text) WHERE NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)",
            {options.schema});
        if (!create.empty()) {
            connection_.script(create);
        }
    }
    Engine engine() const override { return Engine::Postgres; }
    void script(std::string_view sql) override { connection_.script(sql); }
    void transaction(const std::function<void(WriteTx&)>& body) override {
        connection_.begin();
        try {
            PostgresWriteTx tx(connection_);
            body(tx);
            connection_.commit();
        } catch (...) {
            connection_.rollback();
            throw;
        }
    }

private:
    void require_usable(Sync sync) {
        if (const std::string version = connection_.value("SHOW server_version_num"); std::stoi(version) < 150000) {
            throw Fault(fmt::format("PostgreSQL 版本过低（{}）：需要 15 或更高", connection_.value("SHOW server_version")));
        }
        if (const std::string encoding = connection_.value("SHOW server_encoding"); encoding != "UTF8") {
            throw Fault(fmt::format("数据库编码为 {}：请用 CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 另建", encoding));
        }
        for (const char* setting : {"fsync", "synchronous_commit"}) {
            if (sync == Sync::Durable && connection_.value(fmt::format("SHOW {}", setting).c_str()) == "off") {
                throw Fault(fmt::format("PostgreSQL 的 {} 为 off，断电会丢失已确认的数据：请在 postgresql.conf 中打开后重试", setting));
            }
        }
    }

    PostgresConnection connection_;
};

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(const Options& options, base::EmbeddedFiles migrations) {
        {
            PostgresMigrationSession session(options);
            migrate(session, migrations);
        }
        for (int i = 0; i < options.readers; ++i) {
            readers_.add(std::make_unique<PostgresConnection>(options, PostgresRole::Reader));
        }
        for (int i = 0; i < options.writers; ++i) {
            writers_.add(std::make_unique<PostgresConnection>(options, PostgresRole::Writer));
        }
    }

    Engine engine() const override { return Engine::Postgres; }
    std::vector<std::string> prepare_all() override;

protected:
    void run_read(const std::function<void(ReadTx&)>& body) override;
    void run_write(const std::function<bool(WriteTx&)>& body) override;

private:
    ConnectionPool<PostgresConnection> readers_;
    ConnectionPool<PostgresConnection> writers_;
};

void PostgresDatabase::run_read(const std::function<void(ReadTx&)>& body) {
    const TransactionScope scope(this);
    ConnectionPool<PostgresConnection>::Lease connection(readers_);
    connection->begin();
    try {
        PostgresReadTx tx(*connection);
        body(tx);
    } catch (...) {
        connection->rollback();
        throw;
    }
    connection->rollback();  // nothing to keep, and it cannot fail
}

/// Runs the body once; returns what is to be done after its commit.
std::vector<std::function<void()>> write_once(PostgresConnection& connection, const std::function<bool(WriteTx&)>& body) {
    const auto started = std::chrono::steady_clock::now();
    connection.begin();
    try {
        PostgresWriteTx tx(connection);
        if (!body(tx)) {
            connection.rollback();
            return {};
        }
        tx.require_intact();
        if (std::chrono::steady_clock::now() - started > std::chrono::seconds{kWriteSeconds}) {
            throw Fault(fmt::format("写入超过 {} 秒，已撤销：请分批进行", kWriteSeconds));
        }
        connection.commit();
        return tx.take_effects();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

/// Waits a random while, longer after each attempt, so that two bodies in each other's way do not meet again.
void back_off(int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution{1, 10 * attempt}(random)});
}

void PostgresDatabase::run_write(const std::function<bool(WriteTx&)>& body) {
    std::vector<std::function<void()>> effects;
    {
        const TransactionScope scope(this);
        ConnectionPool<PostgresConnection>::Lease connection(writers_);
        for (int attempt = 1;; ++attempt) {
            try {
                effects = write_once(*connection, body);
                break;
            } catch (const SerializationFailure&) {
                if (attempt > kRetries) {
                    throw;
                }
            }
            back_off(attempt);
        }
    }
    for (const auto& effect : effects) {
        effect();
    }
}

std::vector<std::string> PostgresDatabase::prepare_all() {
    std::vector<std::string> complaints = check_statement_names();
    ConnectionPool<PostgresConnection>::Lease connection(readers_);
    for (const Sql* sql : Sql::all()) {
        try {
            connection->prepare(*sql);
        } catch (const Fault& fault) {
            complaints.emplace_back(fault.what());
        }
    }
    return complaints;
}

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options, base::EmbeddedFiles migrations) {
    return std::make_unique<PostgresDatabase>(options, migrations);
}

}  // namespace luoshi::store
