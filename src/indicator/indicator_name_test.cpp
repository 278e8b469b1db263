#include "indicator/indicator_name.hpp"

#include <gtest/gtest.h>

namespace luoshi::indicator {
namespace {

const IndicatorId kVillage{1};
const IndicatorId kPlatform{2};
const IndicatorId kCrossBorder{3};
const IndicatorId kTraining{4};

const std::vector<Writing> kWritings{{kVillage, "个", Direction::Up, "淘宝村"},
                                     {kPlatform, "个", Direction::Up, "电商平台"},
                                     {kCrossBorder, "个", Direction::Up, "跨境电商平台"},
                                     {kTraining, "人次", Direction::Up, "电商人才培训"}};

std::optional<IndicatorId> found(std::string_view name, std::string_view unit) {
    const auto match = match_name(kWritings, name, unit);
    return match ? std::optional{match->indicator} : std::nullopt;
}

TEST(IndicatorName, MarksBlanksAndWidthDoNotCount) {
    EXPECT_EQ(normalised(" “淘宝 村”（Ｂ2b）。"), "淘宝村B2B");
    EXPECT_EQ(found("“淘宝村”", "个"), kVillage);
}

TEST(IndicatorName, WordsAroundTheNameDoNotHideIt) { EXPECT_EQ(found("全市淘宝村数量", "个"), kVillage); }

TEST(IndicatorName, TheLongestWritingWins) {
    EXPECT_EQ(found("跨境电商平台", "个"), kCrossBorder);
    EXPECT_EQ(found("规模较大的电商平台", "个"), kPlatform);
}

TEST(IndicatorName, AnUnknownNameAndTwoEqualCandidatesAreLeftToAPerson) {
    EXPECT_EQ(found("公共海外仓", "个"), std::nullopt);
    auto twice = kWritings;
    twice.push_back({IndicatorId{9}, "个", Direction::Up, "淘宝村"});
    EXPECT_EQ(match_name(twice, "淘宝村", "个"), std::nullopt);
}

TEST(IndicatorName, AUnitThatMeasuresSomethingElseIsNoMatch) {
    EXPECT_EQ(found("淘宝村", "%"), std::nullopt);
    EXPECT_EQ(found("电商人才培训", "人"), std::nullopt) << "persons are not person-times";
}

TEST(IndicatorName, MultipliersDoNotChangeWhatIsMeasured) {
    EXPECT_EQ(found("电商人才培训", "万人次"), kTraining);
    EXPECT_TRUE(same_measure("亿元", "元"));
    EXPECT_TRUE(same_measure("％", "%"));
}

TEST(IndicatorName, MeasureWordsOfCountableThingsStandForOneAnother) {
    EXPECT_TRUE(same_measure("家", "个"));
    EXPECT_TRUE(same_measure("万家", "个"));
    EXPECT_FALSE(same_measure("元", "个"));
    EXPECT_FALSE(same_measure("人次", "人"));
}

TEST(IndicatorName, ATargetWithoutAFigureIsFoundByNameAlone) { EXPECT_EQ(found("跨境电商平台", ""), kCrossBorder); }

}  // namespace
}  // namespace luoshi::indicator
