#pragma once
#include <memory>
#include <ostream>
#include <string>

#include "base/embedded_file.hpp"
#include "store/store.hpp"
#include "support/temporary_folder.hpp"

namespace luoshi::store {
inline void PrintTo(Engine engine, std::ostream* out) { *out << (engine == Engine::Sqlite ? "Sqlite" : "Postgres"); }
}  // namespace luoshi::store

namespace luoshi::tests {

/// A fresh database of one test: a file of its own, or a schema of its own on the test server. Removed at the end.
/// Commits are not synced unless the test asks for it.
class TestDatabase {
public:
    /// With the migrations of the program.
    explicit TestDatabase(store::Engine engine);
    TestDatabase(store::Engine engine, base::EmbeddedFiles migrations, store::Sync sync = store::Sync::OffForTests);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    store::Database& operator*() { return *database_; }
    store::Database* operator->() { return database_.get(); }
    /// To open the same database a second time.
    const store::Options& options() const { return options_; }
    void close() { database_.reset(); }
    /// Opens again after close(), with these migrations.
    void reopen(base::EmbeddedFiles migrations);

private:
    TemporaryFolder folder_;
    store::Options options_;
    std::unique_ptr<store::Database> database_;
};

}  // namespace luoshi::tests
