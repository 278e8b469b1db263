#include "app/demo_script.hpp"

#include <gtest/gtest.h>

#include <set>

namespace luoshi::app {
namespace {

calendar::Period month(const char* text) { return *calendar::Period::parse(text); }

TEST(DemoCourse, ALevelLiesOnTheLineBetweenItsPointsAndIsConstantOutside) {
    const auto course = DemoCourse::level({{month("2019-01"), {10, std::nullopt}}, {month("2019-05"), {18, std::nullopt}}}, false);
    EXPECT_EQ(course.at(month("2018-12"), 0, 1).value, 10);
    EXPECT_EQ(course.at(month("2019-03"), 0, 1).value, 14);
    EXPECT_EQ(course.at(month("2019-09"), 0, 1).value, 18);
}

TEST(DemoCourse, SharesOfUnitsAndMonthsAddUpToTheTotal) {
    const auto course = DemoCourse::flow({{2018, 15'320}}, month("2018-09"), month("2020-05"), true);
    std::int64_t sum = 0;
    for (auto period = month("2018-09"); period.year() == 2018; period = period.next()) {
        for (std::size_t unit = 0; unit < 19; ++unit) {
            sum += course.at(period, unit, 19).value;
        }
    }
    EXPECT_EQ(sum, 15'320);
}

TEST(DemoCourse, UnitsDifferInAFlowAndWhereALevelSaysSoAndTheLeastIsAsWritten) {
    const auto flow = DemoCourse::flow({{2019, 17'860}}, month("2018-09"), month("2020-05"), true);
    std::set<std::int64_t> flows;
    const auto level = DemoCourse::level({{month("2018-09"), {0, std::nullopt}}, {month("2018-12"), {2, std::nullopt}}}, false, 3);
    std::set<std::int64_t> levels;
    for (std::size_t unit = 0; unit < 19; ++unit) {
        flows.insert(flow.at(month("2019-03"), unit, 19).value);
        levels.insert(level.at(month("2019-03"), unit, 19).value);
        EXPECT_EQ(level.at(month("2018-09"), unit, 19).value, 0) << "nothing yet is nothing";
    }
    EXPECT_GT(flows.size(), 12U) << "hardly any ties";
    EXPECT_EQ(levels, (std::set<std::int64_t>{2, 3, 4, 5}));
}

TEST(DemoScript, NamesThePlaceOfAWrongPeriod) {
    config::Problems problems;
    read_demo("demo.yaml", "password: x\nusers: []\nreported: {from: 2018-13, to: 2020-05}\npace: {default: 90, units: {}}\nfigures: {}\n",
              problems);
    ASSERT_EQ(problems.list().size(), 1U);
    EXPECT_EQ(problems.list()[0].place.text(), "demo.yaml:3:18");
}

}  // namespace
}  // namespace luoshi::app
