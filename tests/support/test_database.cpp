#include "support/test_database.hpp"

#include <stdlib.h>

#include <stdexcept>

#include "migrations.hpp"

namespace luoshi::tests {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "luoshi-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("cannot create a temporary folder like " + name);
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

TestDatabase::TestDatabase(store::Engine engine) : TestDatabase(engine, embedded::migrations()) {}

TestDatabase::TestDatabase(store::Engine, base::EmbeddedFiles migrations, store::Sync sync) {
    options_.sync = sync;
    options_.location = (folder_.path() / "test.db").string();
    reopen(migrations);
}

TestDatabase::~TestDatabase() { close(); }

void TestDatabase::reopen(base::EmbeddedFiles migrations) { database_ = store::Database::open(options_, migrations); }

}  // namespace luoshi::tests
