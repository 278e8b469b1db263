#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "store/store.hpp"

/// Private to src/store: what the two drivers share.
namespace luoshi::store {

/// The engine that a location names.
Engine engine_of(const Options& options);

std::unique_ptr<Database> open_sqlite(const Options& options, base::EmbeddedFiles migrations);
std::unique_ptr<Database> open_postgres(const Options& options, base::EmbeddedFiles migrations);

/// Complaints about the registered statements that need no database: a name used twice.
std::vector<std::string> check_statement_names();

/// Passes text through; throws Fault when it holds U+0000, which PostgreSQL cannot store.
std::string_view storable(std::string_view text);

/// Marks this thread as being inside a transaction of `database`; a second one inside it is a bug (std::logic_error),
/// because it would wait for a connection or a writer that the first one holds.
class TransactionScope {
public:
    explicit TransactionScope(const Database* database) : outer_(current_) {
        if (current_ == database) {
            throw std::logic_error("store: a transaction inside a transaction; pass the ReadTx or WriteTx on instead");
        }
        current_ = database;
    }
    ~TransactionScope() { current_ = outer_; }
    TransactionScope(const TransactionScope&) = delete;
    TransactionScope& operator=(const TransactionScope&) = delete;

private:
    static thread_local const Database* current_;
    const Database* outer_;
};

/// A write transaction that is over once a statement failed (a rule of the schema refused a row): PostgreSQL allows
/// nothing but giving it up, so neither does SQLite, and a body behaves the same on both.
class StrictWriteTx : public WriteTx {
public:
    /// Throws std::logic_error when the body went on after a failed statement.
    void require_intact() const {
        if (failed_) {
            throw std::logic_error("store: a transaction went on after a failed statement");
        }
    }
    std::vector<std::function<void()>> take_effects() { return std::move(effects_); }

protected:
    template <class Fn>
    auto strictly(Fn&& run) {
        require_intact();
        try {
            return run();
        } catch (const Fault&) {
            failed_ = true;
            throw;
        }
    }

private:
    bool failed_ = false;
};

/// A fixed number of connections, lent to one thread at a time; the one used last is lent first, so its cache is warm.
template <class Connection>
class ConnectionPool {
public:
    void add(std::unique_ptr<Connection> connection) { idle_.push_back(std::move(connection)); }

    class Lease {
    public:
        explicit Lease(ConnectionPool& pool) : pool_(pool), connection_(pool.take()) {}
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Connection& operator*() { return *connection_; }
        Connection* operator->() { return connection_.get(); }

    private:
        ConnectionPool& pool_;
        std::unique_ptr<Connection> connection_;
    };

private:
    std::unique_ptr<Connection> take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty(); });
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    void give_back(std::unique_ptr<Connection> connection) {
        {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
        }
        returned_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace luoshi::store
