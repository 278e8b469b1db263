#include "store/migrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace luoshi::store {

namespace {

constexpr std::string_view kCreateTable = R"sql(
CREATE TABLE IF NOT EXISTS schema_migration (
    version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL))sql";

const Sql kApplied{"store.applied_migrations", "SELECT version, name, checksum FROM schema_migration ORDER BY version"};
const Sql kRecord{"store.record_migration", "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)"};

struct Applied {
    std::int64_t version;
    std::string name;
    std::string checksum;
};

std::string checksum_of(std::string_view script) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : script) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return fmt::format("{:016x}", hash);
}

/// Takes "NNNN_slug[.engine].sql" apart; nothing when the file belongs to the other engine.
std::optional<Migration> read_file(const base::EmbeddedFile& file, Engine engine) {
    const auto misnamed = [&] { return Fault(fmt::format("迁移文件名不合规：{}；应为 0001_名称.sql（四位编号，从 0001 起）", file.name)); };
    std::string_view stem = file.name;
    if (stem.size() < 10 || stem[4] != '_' || !stem.ends_with(".sql")) {
        throw misnamed();
    }
    stem.remove_suffix(4);
    std::int64_t version = 0;
    const auto [end, fault] = std::from_chars(stem.data(), stem.data() + 4, version);
    if (fault != std::errc{} || end != stem.data() + 4 || version == 0) {
        throw misnamed();
    }
    stem.remove_prefix(5);
    if (const auto dot = stem.find('.'); dot != std::string_view::npos) {
        const std::string_view suffix = stem.substr(dot + 1);
        if (suffix != "sqlite" && suffix != "postgres") {
            throw misnamed();
        }
        if ((suffix == "sqlite") != (engine == Engine::Sqlite)) {
            return std::nullopt;
        }
        stem = stem.substr(0, dot);
    }
    return Migration{version, std::string{stem}, file.data, checksum_of(file.data)};
}

/// Refuses a database this program must not touch; returns how many migrations are already there.
std::size_t check_applied(const std::vector<Applied>& applied, const std::vector<Migration>& known) {
    if (applied.size() > known.size()) {
        throw Fault(fmt::format("数据库结构（版本 {}）比本程序（版本 {}）新：请使用新版程序，或从备份恢复旧版数据库",
                                applied.back().version, known.size()));
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        if (applied[i].version != known[i].version || applied[i].checksum != known[i].checksum) {
            throw Fault(
                fmt::format("迁移 {:04}_{} 在应用之后被改动：请恢复原文件，把改动写成新的迁移", applied[i].version, applied[i].name));
        }
    }
    return applied.size();
}

std::vector<Applied> load_applied(ReadTx& tx) {
    return tx.all(kApplied, {}, [](const Row& row) { return Applied{row.integer(0), row.text(1), row.text(2)}; });
}

}  // namespace

std::vector<Migration> list_migrations(base::EmbeddedFiles files, Engine engine) {
    std::vector<Migration> out;
    for (const auto& file : files) {
        if (auto migration = read_file(file, engine)) {
            out.push_back(std::move(*migration));
        }
    }
    std::sort(out.begin(), out.end(), [](const Migration& a, const Migration& b) { return a.version < b.version; });
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto expected = static_cast<std::int64_t>(i) + 1;
        if (out[i].version < expected) {
            throw Fault(fmt::format("迁移编号 {:04} 重复：{} 与 {}", out[i].version, out[i - 1].name, out[i].name));
        }
        if (out[i].version > expected) {
            throw Fault(fmt::format("缺少迁移 {:04}：编号必须从 0001 起连续（拆分的迁移两种数据库都要有）", expected));
        }
    }
    return out;
}

void migrate(MigrationSession& session, base::EmbeddedFiles files) {
    const auto known = list_migrations(files, session.engine());
    std::size_t next = 0;
    session.transaction([&](WriteTx& tx) {
        session.script(kCreateTable);
        next = check_applied(load_applied(tx), known);
    });
    for (; next < known.size(); ++next) {
        const auto& migration = known[next];
        session.transaction([&](WriteTx& tx) {
            // Another program may have started on the same SQLite file since the list was read.
            if (check_applied(load_applied(tx), known) > next) {
                return;
            }
            try {
                session.script(migration.script);
            } catch (const Fault& fault) {
                throw Fault(fmt::format("迁移 {:04}_{} 失败，已撤销：{}", migration.version, migration.name, fault.what()));
            }
            const base::Moment now = base::SystemClock{}.now();
            tx.execute(kRecord, {migration.version, migration.name, migration.checksum, now});
        });
    }
}

}  // namespace luoshi::store
