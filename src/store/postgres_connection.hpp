#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.hpp"

struct pg_conn;
struct pg_result;

/// Private to src/store: one PostgreSQL connection with its prepared statements.
namespace luoshi::store {

enum class PostgresRole { Migrator, Writer, Reader };

/// Longest life of a write transaction: readers that follow the order of commits wait for the oldest one.
inline constexpr int kWriteSeconds = 5;

/// Another transaction was in the way (40001, 40P01): the body may run again.
class SerializationFailure : public Fault {
public:
    using Fault::Fault;
};

/// Used by one thread at a time. Connects when a transaction begins, and again after the connection was lost.
class PostgresConnection {
public:
    PostgresConnection(const Options& options, PostgresRole role) : options_(options), role_(role) {}

    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn);
    std::int64_t execute(const Sql& sql, Params params);
    /// Sends a statement without waiting for its result; the next one that is waited for, or the commit, sees what became of it.
    void queue(const Sql& sql, Params params);
    /// Runs several statements separated by semicolons.
    void script(std::string_view sql);
    /// One value of one row, without preparing; "" for null.
    std::string value(const char* sql, const std::vector<std::string>& params = {});
    /// Has the server check `sql`, outside a transaction; throws Fault when it is wrong.
    void prepare(const Sql& sql);

    void begin();
    void commit();
    /// Ends the transaction whatever its state; a connection that cannot is dropped.
    void rollback() noexcept;

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    struct Clear {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, Clear>;
    class Arguments;

    void connect();
    Result run(const Sql& sql, Params params);
    void send(const Sql& sql, Params params);
    /// Waits for all that was queued; returns the last result, throws what the first bad one means.
    Result flush();
    void require_prepared(const Sql& sql);
    /// Passes a good result through; throws what a bad one means.
    Result check(pg_result* raw, std::string_view doing);

    Options options_;
    PostgresRole role_;
    std::unique_ptr<pg_conn, Close> connection_;
    std::vector<const char*> queued_;  ///< names of the statements sent and not yet answered: in pipeline mode while there are any
    std::vector<bool> prepared_;       ///< by Sql::index(), of this connection
};

}  // namespace luoshi::store
