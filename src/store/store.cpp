#include "store/store.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

#include "store/driver.hpp"

namespace luoshi::store {

namespace {

std::vector<const Sql*>& registry() {
    static std::vector<const Sql*> statements;
    return statements;
}

}  // namespace

Sql::Sql(const char* name, const char* text, const char* postgres)
    : name_(name), text_(text), postgres_(postgres), index_(registry().size()) {
    registry().push_back(this);
}

const std::vector<const Sql*>& Sql::all() { return registry(); }

base::Date Row::date(int column) const {
    const std::string_view stored = view(column);
    const auto parsed = base::parse_date(stored);
    if (!parsed) {
        throw Fault(fmt::format("数据损坏：第 {} 列应为日期 YYYY-MM-DD，实际为“{}”", column + 1, stored));
    }
    return *parsed;
}

std::optional<std::int64_t> Row::opt_integer(int column) const { return is_null(column) ? std::nullopt : std::optional{integer(column)}; }
std::optional<std::string> Row::opt_text(int column) const { return is_null(column) ? std::nullopt : std::optional{text(column)}; }
std::optional<base::Decimal> Row::opt_decimal(int column) const { return is_null(column) ? std::nullopt : std::optional{decimal(column)}; }
std::optional<base::Date> Row::opt_date(int column) const { return is_null(column) ? std::nullopt : std::optional{date(column)}; }
std::optional<base::Moment> Row::opt_moment(int column) const { return is_null(column) ? std::nullopt : std::optional{moment(column)}; }

std::optional<std::int64_t> ReadTx::integer(const Sql& sql, Params params) {
    return one(sql, params, [](const Row& row) { return row.opt_integer(0); }).value_or(std::nullopt);
}

std::vector<std::string> check_statement_names() {
    std::vector<std::string> complaints;
    std::set<std::string_view> seen;
    for (const Sql* sql : Sql::all()) {
        if (!seen.insert(sql->name()).second) {
            complaints.push_back(fmt::format("语句名重复：{}", sql->name()));
        }
    }
    return complaints;
}

std::string_view storable(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw Fault("文本中有空字符（U+0000），数据库不能保存");
    }
    return text;
}

thread_local const Database* TransactionScope::current_ = nullptr;

Engine engine_of(const Options& options) {
    const bool postgres = options.location.starts_with("postgresql://") || options.location.starts_with("postgres://");
    return postgres ? Engine::Postgres : Engine::Sqlite;
}

std::unique_ptr<Database> Database::open(const Options& options, base::EmbeddedFiles migrations) {
    return engine_of(options) == Engine::Postgres ? open_postgres(options, migrations) : open_sqlite(options, migrations);
}

}  // namespace luoshi::store
