#include "store/migrator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "migrations.hpp"
#include "support/test_database.hpp"

namespace luoshi::store {
namespace {

using base::EmbeddedFile;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::TestDatabase;

const Sql kNames{"migrator_test.names", "SELECT name FROM schema_migration ORDER BY version"};
const Sql kTables{"migrator_test.tables", "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1"};

const EmbeddedFile kPlant{"0001_plant.sql", "CREATE TABLE plant (plant_id BIGINT PRIMARY KEY); INSERT INTO plant VALUES (1)"};
const EmbeddedFile kLeaf{"0002_leaf.sql",
                         "CREATE TABLE leaf (plant_id BIGINT NOT NULL REFERENCES plant (plant_id));"
                         "INSERT INTO leaf VALUES (1)"};

/// What the migrator says when it refuses; "" when it does not.
template <class Fn>
std::string refusal(Fn&& run) {
    try {
        run();
        return "";
    } catch (const Fault& fault) {
        return fault.what();
    }
}

class Migrations : public testing::TestWithParam<Engine> {
protected:
    std::vector<std::string> names(TestDatabase& db) {
        return db->read([](ReadTx& tx) { return tx.all(kNames, {}, [](const Row& row) { return row.text(0); }); });
    }
    bool has_table(TestDatabase& db, const char* name) {
        return db->read([&](ReadTx& tx) { return tx.one(kTables, {name}, [](const Row&) { return true; }).value_or(false); });
    }
    /// Opens with the first files, then with the second; returns the refusal.
    std::string after(std::vector<EmbeddedFile> first, std::vector<EmbeddedFile> second) {
        TestDatabase db(GetParam(), first);
        db.close();
        return refusal([&] { db.reopen(second); });
    }
};

TEST_P(Migrations, AFreshDatabaseGetsAllOfThem) {
    TestDatabase db(GetParam(), std::vector{kLeaf, kPlant});
    EXPECT_THAT(names(db), ElementsAre("plant", "leaf"));
    EXPECT_TRUE(has_table(db, "leaf"));
}

TEST_P(Migrations, ThoseOfTheProgramRunAndStayApplied) {
    const auto files = embedded::migrations();
    TestDatabase db(GetParam());
    EXPECT_EQ(names(db).size(), list_migrations(files, GetParam()).size());
    db.close();
    EXPECT_EQ(refusal([&] { db.reopen(files); }), "");
}

TEST_P(Migrations, AnOlderDatabaseGetsTheMissingOnesOnce) {
    TestDatabase db(GetParam(), std::vector{kPlant});
    for (int start = 0; start < 2; ++start) {
        db.close();
        db.reopen(std::vector{kPlant, kLeaf});
    }
    EXPECT_THAT(names(db), ElementsAre("plant", "leaf"));
}

TEST_P(Migrations, AChangedFileIsRefusedByName) {
    const EmbeddedFile changed{kPlant.name, "CREATE TABLE plant (plant_id BIGINT PRIMARY KEY, name TEXT)"};
    EXPECT_THAT(after({kPlant, kLeaf}, {changed, kLeaf}), HasSubstr("0001_plant"));
}

TEST_P(Migrations, ANewerDatabaseIsRefused) { EXPECT_THAT(after({kPlant, kLeaf}, {kPlant}), HasSubstr("新")); }

TEST_P(Migrations, AFailingMigrationIsUndoneAsAWhole) {
    TestDatabase db(GetParam(), std::vector{kPlant});
    db.close();
    const EmbeddedFile broken{"0002_leaf.sql", "CREATE TABLE leaf (plant_id BIGINT); INSERT INTO no_such_table VALUES (1)"};
    EXPECT_THAT(refusal([&] { db.reopen(std::vector{kPlant, broken}); }), HasSubstr("0002_leaf"));
    db.reopen(std::vector{kPlant});
    EXPECT_FALSE(has_table(db, "leaf"));
    EXPECT_THAT(names(db), ElementsAre("plant"));
}

TEST_P(Migrations, ASplitMigrationRunsTheFileOfItsEngine) {
    const EmbeddedFile sqlite{"0001_a.sqlite.sql", "CREATE TABLE of_sqlite (position INTEGER PRIMARY KEY AUTOINCREMENT)"};
    const EmbeddedFile postgres{"0001_a.postgres.sql", "CREATE TABLE of_postgres (position BIGINT GENERATED ALWAYS AS IDENTITY)"};
    TestDatabase db(GetParam(), std::vector{sqlite, postgres});
    EXPECT_EQ(has_table(db, "of_sqlite"), GetParam() == Engine::Sqlite);
    EXPECT_EQ(has_table(db, "of_postgres"), GetParam() == Engine::Postgres);
}

TEST_P(Migrations, ServersThatStartTogetherMigrateOnce) {
    TestDatabase db(GetParam(), std::vector{kPlant});
    std::vector<std::thread> servers;
    for (int i = 0; i < 4; ++i) {
        servers.emplace_back([&] { EXPECT_EQ(refusal([&] { Database::open(db.options(), std::vector{kPlant, kLeaf}); }), ""); });
    }
    for (auto& server : servers) {
        server.join();
    }
    EXPECT_THAT(names(db), ElementsAre("plant", "leaf"));
}

TEST_P(Migrations, GapsDuplicatesAndBadNamesAreRefused) {
    const auto listing = [&](std::vector<EmbeddedFile> files) { return refusal([&] { list_migrations(files, GetParam()); }); };
    EXPECT_EQ(listing({kPlant, kLeaf}), "");
    EXPECT_THAT(listing({kLeaf}), HasSubstr("0001"));
    EXPECT_THAT(listing({kPlant, {"0003_c.sql", ""}}), HasSubstr("0002"));
    EXPECT_THAT(listing({kPlant, {"0001_b.sql", ""}}), HasSubstr("0001"));
    EXPECT_THAT(listing({{"0000_a.sql", ""}}), HasSubstr("0000"));
    EXPECT_THAT(listing({{"1_a.sql", ""}}), HasSubstr("1_a.sql"));
    EXPECT_THAT(listing({{"0001_a.oracle.sql", ""}}), HasSubstr("0001_a.oracle.sql"));
}

TEST_P(Migrations, HalfOfASplitMigrationIsRefused) {
    const bool sqlite = GetParam() == Engine::Sqlite;
    const EmbeddedFile other{sqlite ? "0001_a.postgres.sql" : "0001_a.sqlite.sql", ""};
    EXPECT_THAT(refusal([&] { list_migrations(std::vector{other, kLeaf}, GetParam()); }), HasSubstr("0001"));
}

INSTANTIATE_TEST_SUITE_P(Engines, Migrations, testing::Values(Engine::Sqlite, Engine::Postgres), testing::PrintToStringParamName());

TEST(SqliteMigrations, ATableThatOthersReferToCanBeRebuiltButNotLeftBroken) {
    const EmbeddedFile rebuild{"0003_rebuild.sql", R"sql(
CREATE TABLE plant_new (plant_id BIGINT PRIMARY KEY, name TEXT);
INSERT INTO plant_new (plant_id) SELECT plant_id FROM plant;
DROP TABLE plant;
ALTER TABLE plant_new RENAME TO plant)sql"};
    const EmbeddedFile break_it{"0004_break.sql", "DELETE FROM plant"};
    TestDatabase db(Engine::Sqlite, std::vector{kPlant, kLeaf, rebuild});
    db.close();
    EXPECT_THAT(refusal([&] { db.reopen(std::vector{kPlant, kLeaf, rebuild, break_it}); }), HasSubstr("leaf"));
}

TEST(SqliteMigrations, UniqueIndexesThatSqliteCannotTellApartAreReported) {
    const EmbeddedFile twins{"0001_twins.sql", R"sql(
CREATE TABLE twin (a BIGINT, b BIGINT);
CREATE UNIQUE INDEX twin_first ON twin (a, b);
CREATE UNIQUE INDEX twin_second ON twin (a, b) WHERE b > 0)sql"};
    TestDatabase db(Engine::Sqlite, std::vector{twins});
    EXPECT_THAT(db->prepare_all(), testing::Contains(testing::AllOf(HasSubstr("twin_first"), HasSubstr("twin_second"))));
}

}  // namespace
}  // namespace luoshi::store
