#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/test_database.hpp"

namespace luoshi {
namespace {

class Statements : public testing::TestWithParam<store::Engine> {};

TEST_P(Statements, OfEveryModuleArePreparedOnTheSchemaOfTheProgram) {
    tests::TestDatabase db(GetParam());
    EXPECT_THAT(db->prepare_all(), testing::ElementsAre());
}

INSTANTIATE_TEST_SUITE_P(Engines, Statements, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST(StatementList, HoldsTheStatementsOfTheModules) {
    std::set<std::string> owners;
    for (const store::Sql* sql : store::Sql::all()) {
        const std::string name = sql->name();
        owners.insert(name.substr(0, name.find('.')));
    }
    EXPECT_THAT(owners, testing::IsSupersetOf({"store", "audit", "identity", "org", "plan", "indicator", "report"}));
}

}  // namespace
}  // namespace luoshi
