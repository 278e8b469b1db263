#include "store/postgres_connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <utility>

#include "store/driver.hpp"

namespace luoshi::store {

namespace {

class PostgresRow final : public Row {
public:
    PostgresRow(const PGresult* result, int row, const char* name) : result_(result), row_(row), name_(name) {}

    bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
    std::int64_t integer(int column) const override {
        const std::string_view text = view(column);
        if (text == "t" || text == "f") {
            return text == "t" ? 1 : 0;  // a comparison, which is a number on SQLite
        }
        std::int64_t value = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (fault != std::errc{} || end != text.data() + text.size()) {
            throw Fault(fmt::format("语句 {} 第 {} 列不是整数", name_, column + 1));
        }
        return value;
    }
    std::string_view view(int column) const override {
        if (is_null(column)) {
            throw Fault(fmt::format("语句 {} 第 {} 列为空", name_, column + 1));
        }
        return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }

private:
    const PGresult* result_;
    int row_;
    const char* name_;
};

/// Statements sent without a wait: few enough that their answers fit into the buffers between here and the server.
constexpr std::size_t kQueue = 64;

std::string statement_name(const Sql& sql) { return fmt::format("s{}", sql.index()); }

}  // namespace

void PostgresConnection::Close::operator()(pg_conn* connection) const { PQfinish(connection); }
void PostgresConnection::Clear::operator()(pg_result* result) const { PQclear(result); }

/// Parameters as the text that libpq wants, each ended by a zero byte; the server infers their types.
class PostgresConnection::Arguments {
public:
    explicit Arguments(Params params) {
        for (const Param& param : params) {
            offsets_.push_back(param.is_null() ? std::string::npos : buffer_.size());
            if (const auto* integer = param.integer()) {
                fmt::format_to(std::back_inserter(buffer_), "{}", *integer);
            } else if (!param.is_null()) {
                buffer_ += storable(param.text());
            }
            buffer_ += '\0';
        }
        for (const std::size_t offset : offsets_) {
            values_.push_back(offset == std::string::npos ? nullptr : buffer_.data() + offset);
        }
    }
    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }

private:
    std::string buffer_;
    std::vector<std::size_t> offsets_;
    std::vector<const char*> values_;
};

void PostgresConnection::connect() {
    prepared_.clear();
    queued_.clear();
    // What the operator writes into the URI (dbname) wins over what stands before it.
    const char* const names[] = {"connect_timeout", "tcp_user_timeout", "fallback_application_name", "dbname", "client_encoding", nullptr};
    const char* const values[] = {"5", "10000", "luoshi", options_.location.c_str(), "UTF8", nullptr};
    connection_.reset(PQconnectdbParams(names, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw Fault(fmt::format("连接不上 PostgreSQL，请检查服务器是否运行、地址和口令是否正确：{}", PQerrorMessage(connection_.get())));
    }
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    char* schema = PQescapeIdentifier(connection_.get(), options_.schema.data(), options_.schema.size());
    const std::string settings = fmt::format("SET search_path TO {}; SET timezone TO 'UTC'", schema);
    PQfreemem(schema);
    script(settings);
    if (role_ == PostgresRole::Writer) {
        script(fmt::format("SET statement_timeout TO '{0}s'; SET idle_in_transaction_session_timeout TO '{0}s'", kWriteSeconds));
    }
}

void PostgresConnection::begin() {
    const char* text =
        role_ == PostgresRole::Reader ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL READ COMMITTED";
    if (PQstatus(connection_.get()) == CONNECTION_OK) {
        const Result result(PQexec(connection_.get(), text));
        if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
            return;
        }
    }
    // The server went away while the connection was idle; nothing was done on it yet.
    connect();
    check(PQexec(connection_.get(), text), "begin");
}

void PostgresConnection::commit() {
    flush();
    PGresult* raw = PQexec(connection_.get(), "COMMIT");
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        PQclear(raw);
        throw Fault("提交时与数据库的连接中断，是否已保存无法确定：请重新打开核对");
    }
    const Result result = check(raw, "commit");
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
        throw std::logic_error("store: a transaction went on after a failed statement");
    }
}

void PostgresConnection::rollback() noexcept {
    try {
        flush();
    } catch (...) {  // undone anyway
    }
    const Result result(PQexec(connection_.get(), "ROLLBACK"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        connection_.reset();
    }
}

void PostgresConnection::each(const Sql& sql, Params params, const std::function<void(const Row&)>& fn) {
    const Result result = run(sql, params);
    const int rows = PQntuples(result.get());
    for (int i = 0; i < rows; ++i) {
        fn(PostgresRow(result.get(), i, sql.name()));
    }
}

std::int64_t PostgresConnection::execute(const Sql& sql, Params params) {
    const Result result = run(sql, params);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

void PostgresConnection::queue(const Sql& sql, Params params) {
    require_prepared(sql);
    if (queued_.empty() && PQenterPipelineMode(connection_.get()) != 1) {
        throw Fault(fmt::format("与数据库的连接中断（{}），未写入，请稍后重试：{}", sql.name(), PQerrorMessage(connection_.get())));
    }
    send(sql, params);
    if (queued_.size() >= kQueue) {
        flush();
    }
}

void PostgresConnection::send(const Sql& sql, Params params) {
    const Arguments arguments(params);
    queued_.push_back(sql.name());
    if (PQsendQueryPrepared(connection_.get(), statement_name(sql).c_str(), arguments.count(), arguments.values(), nullptr, nullptr, 0) !=
        1) {
        throw Fault(fmt::format("与数据库的连接中断（{}），未写入，请稍后重试：{}", sql.name(), PQerrorMessage(connection_.get())));
    }
}

PostgresConnection::Result PostgresConnection::flush() {
    if (queued_.empty()) {
        return {};
    }
    const auto names = std::exchange(queued_, {});
    Result last;
    Result bad;
    const char* bad_name = "";
    const bool sent = PQpipelineSync(connection_.get()) == 1;
    for (std::size_t i = 0; sent && i < names.size(); ++i) {
        Result result(PQgetResult(connection_.get()));
        PQclear(PQgetResult(connection_.get()));  // the end of this statement's results
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            last = std::move(result);
        } else if (!bad && status != PGRES_PIPELINE_ABORTED) {
            bad = std::move(result);
            bad_name = names[i];
        }
    }
    PQclear(sent ? PQgetResult(connection_.get()) : nullptr);  // the sync itself
    if (!sent || PQexitPipelineMode(connection_.get()) != 1 || PQstatus(connection_.get()) != CONNECTION_OK) {
        const std::string why = PQerrorMessage(connection_.get());
        connection_.reset();
        throw Fault(fmt::format("与数据库的连接中断，未写入，请稍后重试：{}", why));
    }
    if (bad) {
        check(bad.release(), bad_name);
    }
    return last;
}

void PostgresConnection::script(std::string_view sql) { check(PQexec(connection_.get(), std::string{sql}.c_str()), "script"); }

std::string PostgresConnection::value(const char* sql, const std::vector<std::string>& params) {
    if (!connection_) {
        connect();
    }
    flush();
    std::vector<const char*> values;
    for (const auto& param : params) {
        values.push_back(param.c_str());
    }
    const Result result =
        check(PQexecParams(connection_.get(), sql, static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0), sql);
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

void PostgresConnection::prepare(const Sql& sql) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        connect();
    }
    require_prepared(sql);
}

void PostgresConnection::require_prepared(const Sql& sql) {
    if (prepared_.size() <= sql.index()) {
        prepared_.resize(Sql::all().size());
    }
    if (!prepared_[sql.index()]) {
        flush();
        check(PQprepare(connection_.get(), statement_name(sql).c_str(), sql.text(Engine::Postgres), 0, nullptr), sql.name());
        prepared_[sql.index()] = true;
    }
}

PostgresConnection::Result PostgresConnection::run(const Sql& sql, Params params) {
    require_prepared(sql);
    if (!queued_.empty()) {
        send(sql, params);
        return flush();
    }
    const Arguments arguments(params);
    return check(PQexecPrepared(connection_.get(), statement_name(sql).c_str(), arguments.count(), arguments.values(), nullptr, nullptr, 0),
                 sql.name());
}

PostgresConnection::Result PostgresConnection::check(pg_result* raw, std::string_view doing) {
    Result result(raw);
    const auto status = PQresultStatus(raw);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        return result;
    }
    const auto field = [&](int code) {
        const char* text = PQresultErrorField(raw, code);
        return std::string_view{text == nullptr ? "" : text};
    };
    const std::string_view state = field(PG_DIAG_SQLSTATE);
    const std::string_view message = field(PG_DIAG_MESSAGE_PRIMARY);
    if (PQstatus(connection_.get()) != CONNECTION_OK || state.empty() || state.starts_with("08")) {
        throw Fault(fmt::format("与数据库的连接中断（{}），未写入，请稍后重试：{}", doing, PQerrorMessage(connection_.get())));
    }
    if (state == "40001" || state == "40P01") {
        throw SerializationFailure(fmt::format("与其他写入反复冲突（{}），未写入：请重试", doing));
    }
    std::string constraint{field(PG_DIAG_CONSTRAINT_NAME)};
    if (state == "23503") {
        constraint = "foreign_key";
    } else if (state == "23502") {
        constraint = "not_null";
    } else if (state == "P0001") {  // raised by a trigger
        constraint = message;
    }
    if (state.starts_with("23") || state == "P0001") {
        throw ConstraintViolation(constraint, fmt::format("违反约束 {}（{}）：{}", constraint, doing, message));
    }
    if (state == "57014") {
        throw Fault(fmt::format("语句 {} 超过 {} 秒，已取消", doing, kWriteSeconds));
    }
    if (state == "53100") {
        throw Fault(fmt::format("数据库服务器磁盘已满，未写入（{}）：请清理磁盘空间后重试", doing));
    }
    throw Fault(fmt::format("数据库出错（{}，{}）：{}", doing, state, message));
}

}  // namespace luoshi::store
