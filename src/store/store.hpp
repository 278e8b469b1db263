#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/embedded_file.hpp"
#include "base/result.hpp"
#include "base/strong_id.hpp"

namespace luoshi::store {

enum class Engine { Sqlite, Postgres };

/// One named SQL statement with $1…$n parameters, the same text for both engines; `postgres` only where they must differ.
/// Declare as namespace-scope constants: construction registers the statement, and a test prepares all on both engines.
class Sql {
public:
    Sql(const char* name, const char* text, const char* postgres = nullptr);
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    const char* name() const { return name_; }
    const char* text(Engine engine) const { return engine == Engine::Postgres && postgres_ != nullptr ? postgres_ : text_; }
    /// Dense number of this statement within the process; connections cache prepared statements by it.
    std::size_t index() const { return index_; }

    /// Every statement of the program.
    static const std::vector<const Sql*>& all();

private:
    const char* name_;
    const char* text_;
    const char* postgres_;
    std::size_t index_;
};

/// A parameter: null, whole number or text. Converts from the values the domain speaks in.
class Param {
public:
    Param(std::nullptr_t) {}
    Param(std::int64_t value) : value_(value) {}
    Param(int value) : value_(std::int64_t{value}) {}
    Param(bool value) = delete;  // spell 0/1: enums instead of booleans
    Param(std::string_view value) : value_(value) {}
    Param(const std::string& value) : value_(std::string_view{value}) {}
    Param(const char* value) : value_(std::string_view{value}) {}
    Param(base::Decimal value) : value_(value.e4()) {}
    Param(base::Moment value) : value_(std::int64_t{value.time_since_epoch().count()}) {}
    Param(base::Date value) : value_(std::string_view{}), date_(base::date_text(value)) {}
    template <class Tag>
    Param(base::StrongId<Tag> id) : value_(id.value()) {}
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : Param(nullptr)) {}

    bool is_null() const { return value_.index() == 0; }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    std::string_view text() const { return date_.empty() ? std::get<std::string_view>(value_) : std::string_view{date_}; }

private:
    std::variant<std::monostate, std::int64_t, std::string_view> value_;
    std::string date_;
};
using Params = std::initializer_list<Param>;

/// The current row of a running query; columns count from 0. Views live until the next row.
class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view view(int column) const = 0;

    std::string text(int column) const { return std::string{view(column)}; }
    base::Decimal decimal(int column) const { return base::Decimal::from_e4(integer(column)); }
    base::Moment moment(int column) const { return base::Moment{std::chrono::microseconds{integer(column)}}; }
    /// The date in a TEXT column; throws Fault when the row is corrupt.
    base::Date date(int column) const;
    template <class Id>
    Id id(int column) const {
        return Id{integer(column)};
    }
    std::optional<std::int64_t> opt_integer(int column) const;
    std::optional<std::string> opt_text(int column) const;
    std::optional<base::Decimal> opt_decimal(int column) const;
    std::optional<base::Date> opt_date(int column) const;
    std::optional<base::Moment> opt_moment(int column) const;
    template <class Id>
    std::optional<Id> opt_id(int column) const {
        return is_null(column) ? std::nullopt : std::optional{Id{integer(column)}};
    }
};

/// The database is gone, the disk is full, a row is corrupt: the request fails with 503 or 500 and is logged.
class Fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A rule of the schema refused a row. `constraint` is the same on both engines: the declared name of the unique index or
/// CHECK constraint, "table_pkey" for a primary key, "foreign_key", "not_null", or the text that a trigger raised.
class ConstraintViolation : public Fault {
public:
    ConstraintViolation(std::string constraint, const std::string& what) : Fault(what), constraint_(std::move(constraint)) {}
    const std::string& constraint() const { return constraint_; }

private:
    std::string constraint_;
};

/// A consistent view of the database; given by Database::read. Functions that only read take a ReadTx&.
class ReadTx {
public:
    virtual ~ReadTx() = default;
    ReadTx(const ReadTx&) = delete;
    ReadTx& operator=(const ReadTx&) = delete;

    virtual Engine engine() const = 0;
    /// Runs a query and hands each row to `fn`; `fn` may run other queries, but not change the rows being read.
    virtual void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) = 0;

    /// First row mapped, or nothing.
    template <class Fn>
    auto one(const Sql& sql, Params params, Fn&& map) {
        std::optional<std::decay_t<decltype(map(std::declval<const Row&>()))>> out;
        each(sql, params, [&](const Row& row) {
            if (!out) {
                out.emplace(map(row));
            }
        });
        return out;
    }
    /// All rows mapped.
    template <class Fn>
    auto all(const Sql& sql, Params params, Fn&& map) {
        std::vector<std::decay_t<decltype(map(std::declval<const Row&>()))>> out;
        each(sql, params, [&](const Row& row) { out.push_back(map(row)); });
        return out;
    }
    /// How many writes of this process had been committed before this view was taken: what is computed from the view holds as long as
    /// Database::commits() says the same. Nothing within a write, whose changes may yet be undone.
    std::optional<std::uint64_t> commits() const { return commits_; }
    /// One whole number of the first row (count, sum); nothing when there is no row or it is null.
    std::optional<std::int64_t> integer(const Sql& sql, Params params = {});

protected:
    ReadTx() = default;

private:
    friend class Database;
    std::optional<std::uint64_t> commits_;
};

/// A transaction that may write; given by Database::write. Committed only when the body returns a value.
/// After a ConstraintViolation it can only be given up (PostgreSQL allows nothing else, so neither does SQLite):
/// turn the violation into an Error, or avoid it with ON CONFLICT.
class WriteTx : public ReadTx {
public:
    /// Runs a statement that changes rows; returns how many. Throws ConstraintViolation when a rule of the schema refuses it.
    virtual std::int64_t execute(const Sql& sql, Params params = {}) = 0;
    /// The same where nobody needs to know how many: PostgreSQL gets it together with the statements after it, without a wait in between.
    /// What refuses it is thrown by one of those or at the commit, so not for rules that a user can break.
    virtual void later(const Sql& sql, Params params = {}) = 0;
    /// Holds other writers of the same key back until this transaction ends (PostgreSQL: advisory lock; SQLite: one writer anyway).
    virtual void lock(std::int64_t key) = 0;
    /// Runs `effect` after a durable commit, never before and never when the transaction is undone; on the thread that
    /// called Database::write, which sees an exception of `effect` although the transaction is kept.
    void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }

protected:
    std::vector<std::function<void()>> effects_;
};

/// Whether an acknowledged commit must be on the disk. Off only in tests that are about something else.
enum class Sync { Durable, OffForTests };

struct Options {
    std::string location;           ///< a file path for SQLite, or a postgresql:// URI
    std::string schema = "luoshi";  ///< PostgreSQL schema of the tenant; created when missing
    int readers = 4;                ///< connections for reading
    int writers = 4;                ///< PostgreSQL connections for writing; SQLite has one writer thread
    std::string vfs;                ///< SQLite VFS name; the durability test names its own
    Sync sync = Sync::Durable;      ///< Durable: SQLite syncs each commit, a PostgreSQL server with fsync off is refused
};

/// The tenant's database. Thread safe.
class Database {
public:
    /// Opens and migrates. Throws Fault with a Chinese message when it cannot (unreachable, newer schema, changed migration).
    static std::unique_ptr<Database> open(const Options& options, base::EmbeddedFiles migrations);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    /// Runs `body(ReadTx&)` on one consistent snapshot and returns its value. Neither read nor write may be called
    /// inside a body (std::logic_error): pass the transaction on.
    template <class Fn>
    auto read(Fn&& body) {
        using R = decltype(body(std::declval<ReadTx&>()));
        const std::uint64_t before = commits();
        const auto noted = [&](ReadTx& tx) -> decltype(auto) {
            tx.commits_ = before;
            return body(tx);
        };
        if constexpr (std::is_void_v<R>) {
            run_read(noted);
        } else {
            std::optional<R> out;
            run_read([&](ReadTx& tx) { out.emplace(noted(tx)); });
            return R{std::move(*out)};
        }
    }

    /// Runs `body(WriteTx&)`, which returns a Result; commits durably when it holds a value, undoes otherwise.
    /// The body may run again (serialization failure), so it touches only the database and its own locals.
    template <class Fn>
    auto write(Fn&& body) {
        using R = decltype(body(std::declval<WriteTx&>()));
        std::optional<R> out;
        run_write([&](WriteTx& tx) {
            out.emplace(body(tx));
            return out->has_value();
        });
        if (out->has_value()) {
            commits_.fetch_add(1, std::memory_order_release);
        }
        return R{std::move(*out)};
    }

    /// Writes committed through this object so far. Whoever saw a write acknowledged sees it counted.
    std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }

    /// Prepares every registered statement; returns the complaints, one line each.
    virtual std::vector<std::string> prepare_all() = 0;

protected:
    virtual void run_read(const std::function<void(ReadTx&)>& body) = 0;
    virtual void run_write(const std::function<bool(WriteTx&)>& body) = 0;

private:
    std::atomic<std::uint64_t> commits_{0};
};

}  // namespace luoshi::store
