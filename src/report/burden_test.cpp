#include "report/burden.hpp"

#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

const identity::UnitId kCounty{2};

indicator::Definition owes(int id, indicator::Kind kind) {
    indicator::Definition out;
    out.id = plan::IndicatorId{id};
    out.kind = kind;
    return out;
}

TEST(Burden, CountsTextsIndicatorsRatiosTwiceAndAddedFieldsTimesTheReportsOfAYear) {
    FormField choice{.kind = FieldKind::Choice, .from = *calendar::Period::make(2020, 1)};
    const AskedPart part{
        .unit = kCounty, .reports_a_year = 4, .owed = {owes(1, indicator::Kind::Flow), owes(2, indicator::Kind::Ratio)}, .asked = {choice}};
    const auto year = by_unit({part}, {}).at(kCounty);
    EXPECT_EQ(year.fields, 4 * (4 + 1 + 2 + 1));
    EXPECT_EQ(year.minutes, 4 * (3 * 10 + 5 + 3 * 5 + 1));
    EXPECT_EQ(year.hours(), base::Decimal::parse("3.4"));
    EXPECT_EQ(year.held, 0);
    auto yearly = part;
    yearly.owed[0].every = calendar::Rhythm::Year;
    EXPECT_EQ(by_unit({yearly}, {}).at(kCounty).fields, year.fields - 3) << "an indicator of its own rhythm is asked as often as that";
}

TEST(Burden, WhatIsAlreadyHeldOverlaps) {
    FormField address{.rarely_changes = true, .from = *calendar::Period::make(2020, 1)};
    const AskedPart first{.unit = kCounty, .owed = {owes(1, indicator::Kind::Flow), owes(2, indicator::Kind::Stock)}};
    const AskedPart second{.unit = kCounty, .owed = {owes(1, indicator::Kind::Flow)}, .asked = {address}};
    EXPECT_EQ(by_unit({first, second}, {}).at(kCounty).held, 12 * (1 + 1 + 1)) << "the level, the figure asked twice, the address";
}

TEST(Burden, AboveTheCapIsWhoIsAskedMoreThanBefore) {
    BurdenSettings settings;
    settings.caps = {{"town", 100}};
    const std::vector<UnitBurden> after{{identity::UnitId{1}, "甲镇", "town", {.fields = 110}},
                                        {identity::UnitId{2}, "乙镇", "town", {.fields = 130}},
                                        {identity::UnitId{3}, "丙镇", "town", {.fields = 120}},
                                        {kCounty, "县", "county", {.fields = 900}}};
    const auto over = newly_over({{identity::UnitId{3}, {.fields = 120}}, {identity::UnitId{2}, {.fields = 90}}}, after, settings);
    ASSERT_EQ(over.size(), 2U);
    EXPECT_EQ(over[0].name, "乙镇");
    EXPECT_EQ(over[1].name, "甲镇");
    const auto levels = by_level(after, settings);
    EXPECT_EQ(levels.at(0).over, 3);
    EXPECT_EQ(levels.at(0).year.fields, 360);
    EXPECT_EQ(levels.at(1).over, 0) << "no cap";
}

TEST(Burden, ItsFileNamesThePlaceOfEachSlip) {
    config::Problems problems;
    const auto settings = read_burden("burden.yaml", "minutes: {text: 12}\ncap: {town: 600, county: 0, twn: 5}\n", problems);
    EXPECT_EQ(settings.text_minutes, 12);
    EXPECT_EQ(settings.caps.at("town"), 600);
    EXPECT_EQ(problems.list().size(), 2U);
}

}  // namespace
}  // namespace luoshi::report
