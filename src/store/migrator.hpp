#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.hpp"

/// Private to src/store: brings a schema to the version of the program.
namespace luoshi::store {

/// A migration of one engine: `NNNN_slug.sql`, or `NNNN_slug.sqlite.sql` and `NNNN_slug.postgres.sql`.
struct Migration {
    std::int64_t version;
    std::string name;  ///< "slug"
    std::string_view script;
    std::string checksum;  ///< FNV-1a 64 of the script, hexadecimal: notices an edited file, no defence against an attacker
};

/// The migrations of `engine` in order. Throws Fault on a misnamed file, a gap, a duplicate, or half of a split pair.
std::vector<Migration> list_migrations(base::EmbeddedFiles files, Engine engine);

/// A connection that only this program start uses, so that two starting servers do not migrate at once.
class MigrationSession {
public:
    virtual ~MigrationSession() = default;
    virtual Engine engine() const = 0;
    /// Runs several statements separated by semicolons, inside the transaction when one is open.
    virtual void script(std::string_view sql) = 0;
    /// Runs `body` in one transaction that excludes other writers; commits, or undoes everything on an exception.
    virtual void transaction(const std::function<void(WriteTx&)>& body) = 0;
};

/// Applies what is missing, each migration in a transaction of its own; does nothing on a schema that is up to date.
/// Throws Fault (Chinese, with the remedy) when an applied migration was changed or the schema is newer than the program.
void migrate(MigrationSession& session, base::EmbeddedFiles files);

}  // namespace luoshi::store
