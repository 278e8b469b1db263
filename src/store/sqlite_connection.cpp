#include "store/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/driver.hpp"

namespace luoshi::store {

namespace {

constexpr int kBusyMilliseconds = 5000;

constexpr std::array<const char*, 7> kControlText = {"BEGIN",          "BEGIN IMMEDIATE", "COMMIT",          "ROLLBACK",
                                                     "SAVEPOINT body", "RELEASE body",    "ROLLBACK TO body"};

class SqliteRow final : public Row {
public:
    SqliteRow(sqlite3_stmt* statement, const char* name) : statement_(statement), name_(name) {}

    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override {
        if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) {
            throw Fault(fmt::format("语句 {} 第 {} 列不是整数", name_, column + 1));
        }
        return sqlite3_column_int64(statement_, column);
    }
    std::string_view view(int column) const override {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (text == nullptr) {
            throw Fault(fmt::format("语句 {} 第 {} 列为空", name_, column + 1));
        }
        return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    sqlite3_stmt* statement_;
    const char* name_;
};

}  // namespace

SqliteConnection::Statement::~Statement() { sqlite3_finalize(handle); }

/// Binds the parameters of a statement and gives it back, reset, at the end of its run.
class SqliteConnection::Running {
public:
    Running(SqliteConnection& connection, const Sql& sql, Params params)
        : connection_(connection), statement_(connection.idle_statement(sql)), name_(sql.name()) {
        if (params.size() != statement_.positions.size()) {
            throw std::logic_error(
                fmt::format("store: statement {} takes {} parameters, given {}", name_, statement_.positions.size(), params.size()));
        }
        auto position = statement_.positions.begin();
        for (const Param& param : params) {
            bind(*position++, param);
        }
        statement_.busy = true;
    }
    ~Running() {
        sqlite3_reset(statement_.handle);
        statement_.busy = false;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    sqlite3_stmt* handle() const { return statement_.handle; }
    /// Advances; false at the end.
    bool step() {
        const int code = sqlite3_step(statement_.handle);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            connection_.fail(code, name_);
        }
        return code == SQLITE_ROW;
    }

private:
    void bind(int position, const Param& param) {
        int code = SQLITE_OK;
        if (const auto* integer = param.integer()) {
            code = sqlite3_bind_int64(statement_.handle, position, *integer);
        } else if (param.is_null()) {
            code = sqlite3_bind_null(statement_.handle, position);
        } else {
            // An empty view may have no address, which SQLite would take for null.
            const std::string_view text = storable(param.text());
            code =
                sqlite3_bind_text64(statement_.handle, position, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        if (code != SQLITE_OK) {
            connection_.fail(code, name_);
        }
    }

    SqliteConnection& connection_;
    Statement& statement_;
    const char* name_;
};

SqliteConnection::SqliteConnection(const Options& options, SqliteRole role) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (role == SqliteRole::Writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(options.location.c_str(), &db_, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    try {
        if (code != SQLITE_OK) {
            throw Fault(fmt::format("无法打开数据库文件 {}：{}；请检查目录是否存在、是否可写", options.location, sqlite3_errmsg(db_)));
        }
        sqlite3_extended_result_codes(db_, 1);
        sqlite3_busy_timeout(db_, kBusyMilliseconds);
        // "name" is an identifier and nothing else, and LIKE minds case: as on PostgreSQL.
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        script("PRAGMA case_sensitive_like = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
        if (role == SqliteRole::Writer) {
            script("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384");
            script(options.sync == Sync::Durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
        } else {
            script("PRAGMA query_only = ON; PRAGMA cache_size = -4096");
        }
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

// The file is closed when the last statement, a member, is gone.
SqliteConnection::~SqliteConnection() { sqlite3_close_v2(db_); }

SqliteConnection::Statement& SqliteConnection::idle_statement(const Sql& sql) {
    if (statements_.size() <= sql.index()) {
        statements_.resize(Sql::all().size());
    }
    auto& prepared = statements_[sql.index()];
    for (const auto& statement : prepared) {
        if (!statement->busy) {
            return *statement;
        }
    }
    auto statement = std::make_unique<Statement>();
    const int code = sqlite3_prepare_v3(db_, sql.text(Engine::Sqlite), -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, nullptr);
    if (code != SQLITE_OK) {
        fail(code, sql.name());
    }
    const int count = sqlite3_bind_parameter_count(statement->handle);
    for (int i = 1; i <= count; ++i) {
        const int position = sqlite3_bind_parameter_index(statement->handle, fmt::format("${}", i).c_str());
        if (position == 0) {
            throw Fault(fmt::format("语句 {} 的参数必须是连续的 $1…${}", sql.name(), count));
        }
        statement->positions.push_back(position);
    }
    return *prepared.emplace_back(std::move(statement));
}

void SqliteConnection::each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) {
    Running running(*this, sql, params);
    const SqliteRow row(running.handle(), sql.name());
    while (running.step()) {
        fn(row);
    }
}

std::int64_t SqliteConnection::execute(const Sql& sql, Params params) {
    Running running(*this, sql, params);
    while (running.step()) {
    }
    return sqlite3_stmt_readonly(running.handle()) != 0 ? 0 : sqlite3_changes64(db_);
}

void SqliteConnection::control(Control what) {
    const auto index = static_cast<std::size_t>(what);
    sqlite3_stmt*& handle = controls_[index].handle;
    int code = SQLITE_OK;
    if (handle == nullptr) {
        code = sqlite3_prepare_v3(db_, kControlText[index], -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
        if (code != SQLITE_OK) {
            fail(code, kControlText[index]);
        }
    }
    code = sqlite3_step(handle);
    sqlite3_reset(handle);
    if (code != SQLITE_DONE) {
        fail(code, kControlText[index]);
    }
}

void SqliteConnection::script(std::string_view sql) {
    const int code = sqlite3_exec(db_, std::string{sql}.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        fail(code, "script");
    }
}

void SqliteConnection::prepare(const Sql& sql) { idle_statement(sql); }

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

void SqliteConnection::check_foreign_keys() {
    std::string broken;
    const auto note = [](void* out, int, char** column, char**) {
        *static_cast<std::string*>(out) = column[0];
        return 0;
    };
    if (const int code = sqlite3_exec(db_, "PRAGMA foreign_key_check", note, &broken, nullptr); code != SQLITE_OK) {
        fail(code, "foreign_key_check");
    }
    if (!broken.empty()) {
        throw Fault(fmt::format("表 {} 有外键指向不存在的行", broken));
    }
}

void SqliteConnection::learn_constraint_names() {
    constexpr const char* kUniqueIndexes = R"sql(
SELECT t.name, l.name, l.origin,
       (SELECT group_concat(t.name || '.' || name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)),
       (SELECT group_concat(name, '_') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
FROM sqlite_master t, pragma_index_list(t.name) l
WHERE t.type = 'table' AND l."unique" = 1
  AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name) WHERE name IS NULL)
ORDER BY l.name)sql";
    const auto learn = [](void* self, int, char** column, char**) {
        auto& connection = *static_cast<SqliteConnection*>(self);
        const std::string table = column[0];
        const std::string_view origin = column[2];
        // Rules without a name of their own are called what PostgreSQL calls them.
        const std::string name = origin == "c" ? column[1] : origin == "pk" ? table + "_pkey" : table + "_" + column[4] + "_key";
        const auto [known, is_new] = connection.unique_names_.emplace(column[3], name);
        if (!is_new) {
            connection.ambiguous_.push_back(fmt::format("唯一索引 {} 与 {} 的列相同，SQLite 报错时无法区分", known->second, name));
        }
        return 0;
    };
    unique_names_.clear();
    ambiguous_.clear();
    if (const int code = sqlite3_exec(db_, kUniqueIndexes, learn, this, nullptr); code != SQLITE_OK) {
        fail(code, "unique indexes");
    }
}

std::string SqliteConnection::constraint_name(int code, std::string_view message) const {
    const auto after_colon = [&] {
        const auto colon = message.find(": ");
        return std::string{colon == std::string_view::npos ? message : message.substr(colon + 2)};
    };
    switch (code) {
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return "foreign_key";
        case SQLITE_CONSTRAINT_NOTNULL:
            return "not_null";
        case SQLITE_CONSTRAINT_TRIGGER:
            return std::string{message};
        case SQLITE_CONSTRAINT_CHECK:
            return after_colon();
        default:
            break;
    }
    std::string columns = after_colon();
    if (const auto known = unique_names_.find(columns); known != unique_names_.end()) {
        return known->second;
    }
    if (constexpr std::string_view kIndex = "index '"; columns.starts_with(kIndex)) {
        return columns.substr(kIndex.size(), columns.size() - kIndex.size() - 1);
    }
    // INTEGER PRIMARY KEY has no index.
    return columns.substr(0, columns.find('.')) + "_pkey";
}

void SqliteConnection::fail(int code, std::string_view doing) const {
    const std::string message = sqlite3_errmsg(db_);
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: {
            const std::string name = constraint_name(code, message);
            throw ConstraintViolation(name, fmt::format("违反约束 {}（{}）：{}", name, doing, message));
        }
        case SQLITE_FULL:
            throw Fault(fmt::format("磁盘已满，未写入（{}）：请清理磁盘空间后重试", doing));
        case SQLITE_BUSY:
            throw Fault(fmt::format("数据库被另一个程序占用超过 {} 秒（{}）：请稍后重试", kBusyMilliseconds / 1000, doing));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw Fault(fmt::format("数据库文件已损坏（{}）：{}；请从备份恢复", doing, message));
        default:
            throw Fault(fmt::format("数据库出错（{}）：{}", doing, message));
    }
}

}  // namespace luoshi::store
