#pragma once
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// Private to src/store: one SQLite connection with its prepared statements.
namespace luoshi::store {

enum class SqliteRole { Writer, Reader };

/// Transaction control statements, prepared once like any other.
enum class Control { Begin, BeginImmediate, Commit, Rollback, Savepoint, Release, RollbackTo };

/// Used by one thread at a time.
class SqliteConnection {
public:
    SqliteConnection(const Options& options, SqliteRole role);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    void each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn);
    std::int64_t execute(const Sql& sql, Params params);
    void control(Control what);
    /// Runs several statements separated by semicolons.
    void script(std::string_view sql);
    /// Compiles `sql` and keeps it; throws Fault when it is wrong.
    void prepare(const Sql& sql);

    bool in_transaction() const;
    /// Throws Fault when a foreign key points nowhere; for use where they were off.
    void check_foreign_keys();
    /// Reads the names of unique indexes, by which violations are reported; call after migrating.
    void learn_constraint_names();
    /// Pairs of unique indexes that SQLite's error message cannot tell apart, one line each.
    const std::vector<std::string>& ambiguous_constraints() const { return ambiguous_; }

private:
    struct Statement {
        sqlite3_stmt* handle = nullptr;
        std::vector<int> positions;  ///< of $1, $2 … : SQLite numbers parameters by first appearance
        bool busy = false;
        Statement() = default;
        Statement(const Statement&) = delete;
        Statement& operator=(const Statement&) = delete;
        ~Statement();
    };
    class Running;

    Statement& idle_statement(const Sql& sql);
    [[noreturn]] void fail(int code, std::string_view doing) const;
    std::string constraint_name(int code, std::string_view message) const;

    sqlite3* db_ = nullptr;
    /// By Sql::index(); more than one where a row callback ran the statement that called it.
    std::vector<std::vector<std::unique_ptr<Statement>>> statements_;
    std::array<Statement, 7> controls_;
    std::unordered_map<std::string, std::string> unique_names_;  ///< "table.a, table.b" → name of the unique index
    std::vector<std::string> ambiguous_;
};

}  // namespace luoshi::store
