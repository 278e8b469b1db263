#include "app/package.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/trial.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::app {
namespace {

const std::string kCangzhou = "packages/cangzhou-ecommerce-2018";

/// A copy of the Cangzhou package in which one file is replaced.
class BrokenPackage {
public:
    BrokenPackage(const std::string& file, const std::string& from, const std::string& to) {
        std::filesystem::copy(kCangzhou, folder_.path(),
                              std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
        std::ifstream in{(folder_.path() / file).string()};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        std::ofstream{(folder_.path() / file).string()} << text.replace(at, from.size(), to);
    }
    std::vector<std::string> problems() const {
        config::Problems problems;
        read_package(*config::Folder::open(folder_.path().string()), problems);
        if (problems.empty()) {
            try_out(folder_.path().string(), problems);
        }
        std::vector<std::string> out;
        for (const auto& problem : problems.list()) {
            out.push_back(problem.place.text() + " " + problem.message);
        }
        return out;
    }

    config::Folder folder() const { return *config::Folder::open(folder_.path().string()); }
    void remove(const std::string& file) const { std::filesystem::remove(folder_.path() / file); }
    std::string fingerprint() const { return app::fingerprint(*config::Folder::open(folder_.path().string())); }

private:
    tests::TemporaryFolder folder_;
};

TEST(Package, OfCangzhouIsWithoutFault) {
    config::Problems problems;
    const auto package = read_package(*config::Folder::open(kCangzhou), problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
    EXPECT_TRUE(package.demo);
}

TEST(Package, EachBrokenFileIsNamedWithItsPlace) {
    using testing::Contains;
    using testing::StartsWith;
    EXPECT_THAT(BrokenPackage("review.yaml", "by: own_head", "by: nobody").problems(), Contains(StartsWith("review.yaml:5:")));
    EXPECT_THAT(BrokenPackage("indicators.yaml", "kind: stock", "kind: pile").problems(), Contains(StartsWith("indicators.yaml:")));
    EXPECT_THAT(BrokenPackage("units.yaml", "parent: \"1309\"", "parent: \"9999\"").problems(), Contains(StartsWith("units.yaml:")));
    EXPECT_THAT(BrokenPackage("lights.yaml", "red_above: 30", "red_above: 3").problems(), Contains(StartsWith("lights.yaml:4:12")));
    EXPECT_THAT(BrokenPackage("reporting.yaml", "day: 5", "day: 55").problems(), Contains(StartsWith("reporting.yaml:")));
}

TEST(Package, OfCangzhouStandsItsTrial) {
    config::Problems problems;
    try_out(kCangzhou, problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
}

TEST(Package, WhatDemonstrationNamesMustBeInTheOtherFiles) {
    const auto slip = [](const std::string& from, const std::string& to) { return BrokenPackage("demo.yaml", from, to).problems(); };
    using testing::ElementsAre;
    using testing::MatchesRegex;
    EXPECT_THAT(slip("unit: 市工信局", "unit: 市公信局"),
                ElementsAre("demo.yaml:11:40 units.yaml 中没有单位“市公信局”，请改正或先定义它。"));
    EXPECT_THAT(slip("role: leader", "role: leeder"), ElementsAre(testing::HasSubstr("roles.yaml 中没有角色“leeder”，是否想写“leader”？")));
    EXPECT_THAT(slip("{unit: 海兴县政府, from", "{unit: 海兴县人民政府, from"), ElementsAre(testing::HasSubstr("简称为此的单位")));
    EXPECT_THAT(slip("献县政府: 83", "现县政府: 83"), ElementsAre(testing::StartsWith("demo.yaml:")));
    EXPECT_THAT(slip("  forum: {years", "  forun: {years"), ElementsAre(testing::HasSubstr("是否想写“forum”？")));
    EXPECT_THAT(slip("login: commerce", "login: office"), ElementsAre(testing::HasSubstr("登录名“office”重复")));
    EXPECT_THAT(slip("task: T3, from", "task: T99, from"), ElementsAre(testing::HasSubstr("交办单位没有承担任务 T99")));
    EXPECT_THAT(slip("to: 连镇镇政府", "to: 吕桥镇政府"), ElementsAre(testing::HasSubstr("直属下级")));
    EXPECT_THAT(slip("values: {连镇镇政府: 2}", "values: {连镇镇政府: 0}"), ElementsAre(testing::HasSubstr("须写明理由")));
    EXPECT_THAT(slip("taobao_village, year: 2019", "taobao_village, year: 2017"), ElementsAre(testing::HasSubstr("没有 2017 年")));
}

TEST(Package, UnitsThatTheRhythmNamesMustBeThere) {
    const BrokenPackage broken{"rhythm.yaml", "units: [1309.commerce]", "units: [1309.comerce]"};
    EXPECT_THAT(broken.problems(),
                testing::ElementsAre(testing::AllOf(testing::StartsWith("rhythm.yaml "), testing::HasSubstr("1309.comerce"))));
}

TEST(Package, AnswersThatFitNoQuestionOfTheDocumentAreNamed) {
    const auto problems = BrokenPackage("answers.yaml", "subject: 相关县市区政府", "subject: 有关县市区政府").problems();
    ASSERT_EQ(problems.size(), 1U) << testing::PrintToString(problems);
    EXPECT_THAT(problems[0], testing::StartsWith("answers.yaml:8:5 方案文件的任务“T4”没有这个问题，原话有关县市区政府"));
    EXPECT_THAT(BrokenPackage("answers.yaml", "units: [7个贫困县, 黄骅市政府]", "units: [7个贫困县, 黄花市政府]").problems(),
                testing::ElementsAre(testing::AllOf(testing::StartsWith("answers.yaml:"), testing::HasSubstr("黄花市政府"))));
    EXPECT_THAT(BrokenPackage("answers.yaml", "document: 沧政办字〔2018〕115号", "document: 沧政办字〔2018〕15号").problems(),
                testing::ElementsAre(testing::HasSubstr("都不会采用")));
}

TEST(Package, ASyntaxErrorBringsNoFollowUps) {
    using testing::ElementsAre;
    using testing::StartsWith;
    EXPECT_THAT(BrokenPackage("units.yaml", "level: city, kind: government", "level: city, kind government\"").problems(),
                ElementsAre(StartsWith("units.yaml:")));
    EXPECT_THAT(BrokenPackage("divisions.csv", "130923,东光县,,administrative", "130923,东光县,administrative").problems(),
                ElementsAre(StartsWith("divisions.csv:7:1")));
    EXPECT_THAT(BrokenPackage("indicators.yaml", "  - code:", "  - code").problems(), ElementsAre(StartsWith("indicators.yaml:")));
    EXPECT_THAT(BrokenPackage("roles.yaml", "roles:", "roles: [").problems(), ElementsAre(StartsWith("roles.yaml:")));
}

TEST(Package, TheSiteRunsByTheLightsOfThePackageLoadedLast) {
    tests::TestDatabase db{store::Engine::Sqlite};
    const base::SystemClock clock;
    base::IdSource ids{clock, 1};
    const auto lights = [&](const config::Folder& folder) {
        EXPECT_TRUE(load_package(*db, ids, clock, folder));
        return loaded_rhythm(*db)->lights;
    };
    EXPECT_EQ(lights(BrokenPackage("lights.yaml", "yellow_from: 10", "yellow_from: 5").folder()).yellow_from,
              base::Decimal::from_integer(5));
    BrokenPackage without{"lights.yaml", "yellow_from: 10", "yellow_from: 10"};
    without.remove("lights.yaml");
    EXPECT_EQ(lights(without.folder()).yellow_from, supervise::LightSettings{}.yellow_from);
}

TEST(Package, SharesFollowThePackageAndHaveDefaults) {
    tests::TestDatabase db{store::Engine::Sqlite};
    const base::SystemClock clock;
    base::IdSource ids{clock, 1};
    const auto shares = [&](const config::Folder& folder) {
        EXPECT_TRUE(load_package(*db, ids, clock, folder));
        return loaded_rhythm(*db)->shares;
    };
    EXPECT_EQ(shares(BrokenPackage("shares.yaml", "share_padding_pct: 20", "share_padding_pct: 35").folder()).padding_pct,
              base::Decimal::from_integer(35));
    BrokenPackage without{"shares.yaml", "share_padding_pct: 20", "share_padding_pct: 20"};
    without.remove("shares.yaml");
    EXPECT_EQ(indicator::last_change_day(shares(without.folder()), 2020), *base::make_date(2020, 6, 30));
    EXPECT_THAT(BrokenPackage("shares.yaml", "share_change_until: 09-30", "share_change_until: 09-31").problems(),
                testing::Contains(testing::StartsWith("shares.yaml:3:")));
}

TEST(Package, AnotherStateHasAnotherFingerprint) {
    const BrokenPackage changed{"reporting.yaml", "day: 5", "day: 6"};
    EXPECT_NE(changed.fingerprint(), fingerprint(*config::Folder::open(kCangzhou)));
    EXPECT_EQ(fingerprint(*config::Folder::open(kCangzhou)), fingerprint(*config::Folder::open(kCangzhou)));
}

}  // namespace
}  // namespace luoshi::app
