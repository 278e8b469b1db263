#include <chrono>
#include <deque>
#include <exception>
#include <future>
#include <thread>

#include "store/driver.hpp"
#include "store/migrator.hpp"
#include "store/sqlite_connection.hpp"

namespace luoshi::store {

namespace {

/// A group commit is closed when the queue is empty or one of these is reached, so that nobody waits long for the rest.
constexpr std::size_t kGroupBodies = 256;
constexpr std::chrono::milliseconds kGroupTime{5};

class SqliteReadTx final : public ReadTx {
public:
    explicit SqliteReadTx(SqliteConnection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::Sqlite; }
    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) override { connection_.each(sql, params, fn); }

private:
    SqliteConnection& connection_;
};

class SqliteWriteTx final : public StrictWriteTx {
public:
    explicit SqliteWriteTx(SqliteConnection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::Sqlite; }
    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) override {
        strictly([&] { connection_.each(sql, params, fn); });
    }
    std::int64_t execute(const Sql& sql, Params params) override {
        return strictly([&] { return connection_.execute(sql, params); });
    }
    void later(const Sql& sql, Params params) override { execute(sql, params); }
    void lock(std::int64_t) override {}

private:
    SqliteConnection& connection_;
};

class SqliteMigrationSession final : public MigrationSession {
public:
    /// Foreign keys are off, and checked before each commit, so that a migration can rebuild a table.
    explicit SqliteMigrationSession(SqliteConnection& connection) : connection_(connection) {
        connection_.script("PRAGMA foreign_keys = OFF");
    }
    Engine engine() const override { return Engine::Sqlite; }
    /// A key that is one BIGINT becomes the number of the row itself: found by one search instead of two, and one index less to write.
    void script(std::string_view sql) override {
        constexpr std::string_view kBigKey = "BIGINT PRIMARY KEY";
        std::string text{sql};
        for (std::size_t at = text.find(kBigKey); at != std::string::npos; at = text.find(kBigKey, at)) {
            text.replace(at, kBigKey.size(), "INTEGER PRIMARY KEY");
        }
        connection_.script(text);
    }
    void transaction(const std::function<void(WriteTx&)>& body) override;

private:
    SqliteConnection& connection_;
};

/// The writer thread owns the writing connection. Bodies that wait together are committed together: one sync for all.
class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const Options& options, base::EmbeddedFiles migrations) : writer_(options, SqliteRole::Writer) {
        {
            SqliteMigrationSession session(writer_);
            migrate(session, migrations);
        }
        writer_.script("PRAGMA foreign_keys = ON");
        writer_.learn_constraint_names();
        for (int i = 0; i < options.readers; ++i) {
            readers_.add(std::make_unique<SqliteConnection>(options, SqliteRole::Reader));
        }
        thread_ = std::thread([this] { serve(); });
    }
    ~SqliteDatabase() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        queued_.notify_one();
        thread_.join();
    }

    Engine engine() const override { return Engine::Sqlite; }
    std::vector<std::string> prepare_all() override;

protected:
    void run_read(const std::function<void(ReadTx&)>& body) override;
    void run_write(const std::function<bool(WriteTx&)>& body) override;

private:
    /// A body on its way through the writer thread; lives on the stack of the caller, who waits for `answer`.
    struct Job {
        const std::function<bool(WriteTx&)>& body;
        std::vector<std::function<void()>> effects;  ///< of a committed body
        std::exception_ptr failure;
        std::promise<void> answer;
    };

    void serve();
    Job* next_job();
    Job* another_job();
    void commit_group(Job* first);
    bool run_body(Job& job, bool after_others);
    void undo(bool after_others);
    static void answer(Job& job);

    ConnectionPool<SqliteConnection> readers_;
    SqliteConnection writer_;
    std::mutex mutex_;
    std::condition_variable queued_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

void SqliteMigrationSession::transaction(const std::function<void(WriteTx&)>& body) {
    connection_.control(Control::BeginImmediate);
    try {
        SqliteWriteTx tx(connection_);
        body(tx);
        connection_.check_foreign_keys();
        connection_.control(Control::Commit);
    } catch (...) {
        if (connection_.in_transaction()) {
            connection_.control(Control::Rollback);
        }
        throw;
    }
}

void SqliteDatabase::run_read(const std::function<void(ReadTx&)>& body) {
    const TransactionScope scope(this);
    ConnectionPool<SqliteConnection>::Lease connection(readers_);
    connection->control(Control::Begin);
    try {
        SqliteReadTx tx(*connection);
        body(tx);
    } catch (...) {
        if (connection->in_transaction()) {
            connection->control(Control::Rollback);
        }
        throw;
    }
    connection->control(Control::Commit);
}

void SqliteDatabase::run_write(const std::function<bool(WriteTx&)>& body) {
    Job job{body, {}, nullptr, {}};
    {
        const TransactionScope scope(this);
        auto answered = job.answer.get_future();
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(&job);
        }
        queued_.notify_one();
        answered.get();
    }
    for (const auto& effect : job.effects) {
        effect();
    }
}

void SqliteDatabase::serve() {
    while (Job* job = next_job()) {
        commit_group(job);
    }
}

/// Waits for work; nothing when the database is closing and all work is done.
SqliteDatabase::Job* SqliteDatabase::next_job() {
    std::unique_lock lock(mutex_);
    queued_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) {
        return nullptr;
    }
    Job* job = queue_.front();
    queue_.pop_front();
    return job;
}

/// Takes work that is there already; nobody waits for a bigger group.
SqliteDatabase::Job* SqliteDatabase::another_job() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) {
        return nullptr;
    }
    Job* job = queue_.front();
    queue_.pop_front();
    return job;
}

void SqliteDatabase::commit_group(Job* first) {
    const TransactionScope scope(this);
    const auto deadline = std::chrono::steady_clock::now() + kGroupTime;
    std::vector<Job*> group;  // these wait for the commit; a refusal among them may rest on what the others wrote
    bool anything_to_keep = false;
    for (Job* job = first; job != nullptr;) {
        const bool kept = run_body(*job, anything_to_keep);
        anything_to_keep = anything_to_keep || kept;
        if (anything_to_keep) {
            group.push_back(job);
        } else {
            answer(*job);
        }
        const bool full = group.size() >= kGroupBodies || std::chrono::steady_clock::now() >= deadline;
        job = full || (anything_to_keep && !writer_.in_transaction()) ? nullptr : another_job();
    }
    if (!anything_to_keep) {
        return;
    }
    try {
        if (!writer_.in_transaction()) {
            throw Fault("数据库撤销了整个事务，未写入：请重试");
        }
        writer_.control(Control::Commit);
    } catch (const Fault& fault) {
        undo(false);
        for (Job* job : group) {
            job->effects.clear();
            job->failure = std::make_exception_ptr(Fault(fault.what()));
        }
    }
    for (Job* job : group) {
        answer(*job);
    }
}

/// Runs one body; true when the transaction now holds work of it. It needs a savepoint only to spare the work of others.
bool SqliteDatabase::run_body(Job& job, bool after_others) {
    try {
        writer_.control(after_others ? Control::Savepoint : Control::BeginImmediate);
        SqliteWriteTx tx(writer_);
        const bool keep = job.body(tx);
        if (keep) {
            tx.require_intact();
            if (after_others) {
                writer_.control(Control::Release);
            }
            job.effects = tx.take_effects();
            return true;
        }
    } catch (...) {
        job.failure = std::current_exception();
    }
    undo(after_others);
    return false;
}

/// Takes back the last body, or the whole transaction. On a full or failing disk SQLite has done so by itself.
void SqliteDatabase::undo(bool after_others) {
    if (!writer_.in_transaction()) {
        return;
    }
    if (after_others) {
        writer_.control(Control::RollbackTo);
        writer_.control(Control::Release);
    } else {
        writer_.control(Control::Rollback);
    }
}

void SqliteDatabase::answer(Job& job) {
    // The caller's job ends when it is answered: keep the promise alive meanwhile.
    std::promise<void> promise = std::move(job.answer);
    if (job.failure) {
        promise.set_exception(std::exchange(job.failure, nullptr));
    } else {
        promise.set_value();
    }
}

std::vector<std::string> SqliteDatabase::prepare_all() {
    std::vector<std::string> complaints = check_statement_names();
    ConnectionPool<SqliteConnection>::Lease connection(readers_);
    for (const Sql* sql : Sql::all()) {
        try {
            connection->prepare(*sql);
        } catch (const Fault& fault) {
            complaints.emplace_back(fault.what());
        }
    }
    complaints.insert(complaints.end(), writer_.ambiguous_constraints().begin(), writer_.ambiguous_constraints().end());
    return complaints;
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const Options& options, base::EmbeddedFiles migrations) {
    return std::make_unique<SqliteDatabase>(options, migrations);
}

}  // namespace luoshi::store
