#include "org/tenant_store.hpp"

namespace luoshi::org {
namespace {

using store::Row;
using store::Sql;

const Sql kSetting{"org.setting", "SELECT value FROM setting WHERE key = $1"};
const Sql kSetSetting{"org.set_setting",
                      "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"};
const Sql kClearSetting{"org.clear_setting", "DELETE FROM setting WHERE key = $1"};
const Sql kPackageFile{"org.package_file", "SELECT content FROM package_file WHERE name = $1"};
const Sql kStorePackageFile{"org.store_package_file",
                            "INSERT INTO package_file (name, content, loaded_at) VALUES ($1, $2, $3) "
                            "ON CONFLICT (name) DO UPDATE SET content = excluded.content, loaded_at = excluded.loaded_at"};

}  // namespace

std::optional<std::string> setting(store::ReadTx& tx, std::string_view key) {
    return tx.one(kSetting, {key}, [](const Row& row) { return row.text(0); });
}

void set_setting(store::WriteTx& tx, std::string_view key, std::string_view value) { tx.execute(kSetSetting, {key, value}); }

void clear_setting(store::WriteTx& tx, std::string_view key) { tx.execute(kClearSetting, {key}); }

std::optional<std::string> package_file(store::ReadTx& tx, std::string_view name) {
    return tx.one(kPackageFile, {name}, [](const Row& row) { return row.text(0); });
}

bool store_package_file(store::WriteTx& tx, std::string_view name, std::string_view content, base::Moment at) {
    if (package_file(tx, name) == content) {
        return false;
    }
    tx.execute(kStorePackageFile, {name, content, at});
    return true;
}

}  // namespace luoshi::org
