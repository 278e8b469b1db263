#include "supervise/outlook.hpp"

#include "supervise/board_case_test.hpp"

namespace luoshi::supervise {
namespace {

/// 2018 grew from September on; half of 2019 is in.
Case half_way(const char* target_2019) {
    Case c;
    c.target(2018, "10");
    c.target(2019, target_2019);
    c.fact(kHuanghua, "2018-12", "6");
    c.fact(kNanpi, "2018-12", "4");
    c.fact(kHuanghua, "2019-06", "10");
    c.fact(kNanpi, "2019-06", "5");
    return c;
}

TEST(Outlook, LooksFromTheNewestDueMonthToTheEndOfItsYear) {
    const auto board = half_way("20").on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    EXPECT_EQ(seen.period, p("2019-06"));
    ASSERT_EQ(seen.items.size(), 1U);
    EXPECT_EQ(seen.items[0].unit, std::nullopt) << "the sum of all";
    EXPECT_EQ(seen.items[0].actual, d("15"));
    EXPECT_NEAR(seen.items[0].forecast.miss, 0.45, 0.1) << "five of ten in half the year";
    EXPECT_DOUBLE_EQ(seen.items[0].forecast.pace_needed, 5.0 / 6);
}

TEST(Outlook, CallsEverybodyAboutAnEqualPartOfTheGapWhereNoSharesAreIssued) {
    const auto board = half_way("20").on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    ASSERT_EQ(seen.calls.size(), 2U);
    EXPECT_DOUBLE_EQ(seen.calls[0].missing, 3) << "half of five, in whole pieces";
    EXPECT_DOUBLE_EQ(seen.calls[0].more, 1) << "a fifth of it, no less than one piece";
    EXPECT_DOUBLE_EQ(seen.calls[0].of_gap, 0.2);
}

TEST(Outlook, CallsFirstTheUnitThatLacksMostOfItsShareThoughItGainedNothing) {
    auto c = half_way("20");
    c.fact(kNanpi, "2019-06", "4");
    c.facts.shares[{plan::TargetId{2}, kHuanghua}][2019] = {d("11"), {}};
    c.facts.shares[{plan::TargetId{2}, kNanpi}][2019] = {d("9"), {}};
    const auto seen = look_ahead(c.on("2019-07-10"), 0.2);
    ASSERT_EQ(seen.calls.size(), 2U);
    EXPECT_EQ(seen.calls[0].unit.id, kNanpi);
    EXPECT_DOUBLE_EQ(seen.calls[0].missing, 5);
    EXPECT_DOUBLE_EQ(seen.calls[0].more, 1);
    EXPECT_LT(seen.calls[0].miss_after, seen.calls[0].miss);
}

TEST(Outlook, WhoHasReachedHisShareIsNotCalled) {
    auto c = half_way("20");
    c.facts.shares[{plan::TargetId{2}, kHuanghua}][2019] = {d("10"), {}};
    c.facts.shares[{plan::TargetId{2}, kNanpi}][2019] = {d("10"), {}};
    const auto seen = look_ahead(c.on("2019-07-10"), 0.2);
    ASSERT_EQ(seen.calls.size(), 1U);
    EXPECT_EQ(seen.calls[0].unit.id, kNanpi);
}

TEST(Outlook, CallsOnlyThoseWhoseFiguresMakeTheWholeAndEachShareOnce) {
    auto c = half_way("20");
    const UnitId town{4};
    const UnitId village{5};
    for (const auto unit : {town, village}) {
        c.add_duty(static_cast<int>(unit.value()), unit, plan::DutyRole::Responsible);
        c.reporters.emplace_back(unit);
        c.reporters.back().within_above = unit == town;
        c.above.emplace(unit, unit == town ? kNanpi : kHuanghua);
    }
    for (const auto& [unit, share] : {std::pair{kHuanghua, "11"}, {kNanpi, "9"}, {village, "4"}}) {
        c.facts.shares[{plan::TargetId{2}, unit}][2019] = {d(share), {}};
    }
    const auto called = [&] {
        std::vector<UnitId> out;
        for (const auto& call : look_ahead(c.on("2019-07-10"), 0.2).calls) {
            out.push_back(call.unit.id);
        }
        std::ranges::sort(out);
        return out;
    };
    EXPECT_EQ(called(), (std::vector{kHuanghua, kNanpi})) << "what the village lacks is in what its county lacks";
    c.facts.shares.clear();
    c.facts.shares[{plan::TargetId{2}, kNanpi}][2019] = {d("4"), {}};
    c.facts.shares[{plan::TargetId{2}, village}][2019] = {d("4"), {}};
    EXPECT_EQ(called(), std::vector{village}) << "no share above it: its gain is one of the whole";
    c.facts.shares.clear();
    c.facts.shares[{plan::TargetId{2}, kHuanghua}][2019] = {d("11"), {}};
    c.facts.shares[{plan::TargetId{2}, town}][2019] = {d("4"), {}};
    EXPECT_EQ(called(), std::vector{kHuanghua}) << "the town's is a piece of what its county reports";
    c.facts.shares.clear();
    EXPECT_EQ(called(), (std::vector{kHuanghua, kNanpi, village})) << "no shares: whoever is added, and so no piece";
}

TEST(Outlook, ATargetThatIsNearlyLostStillHasItsCalls) {
    const auto seen = look_ahead(half_way("90").on("2019-07-10"), 0.2);
    EXPECT_GE(seen.items[0].forecast.miss, 0.99);
    EXPECT_EQ(seen.calls.size(), 2U);
    EXPECT_TRUE(look_ahead(half_way("15").on("2019-07-10"), 0.2).calls.empty()) << "reached";
}

TEST(Outlook, SaysWhereTooLittleIsKnown) {
    Case c;
    c.target(2019, "10");
    c.fact(kHuanghua, "2019-06", "6");
    const auto seen = look_ahead(c.on("2019-07-10"), 0.2);
    EXPECT_TRUE(seen.items.empty()) << "the first figure of all is no pace";
    ASSERT_EQ(seen.untold.size(), 1U);
}

TEST(Outlook, InTheYearOfIssueAFlowCountsFromTheMonthOfIssue) {
    Case c;
    c.definition.kind = indicator::Kind::Flow;
    c.definition.carry_forward = false;
    c.target(2018, "60");
    for (const auto* month : {"2018-07", "2018-08", "2018-09"}) {
        c.fact(kHuanghua, month, "10");
    }
    const auto seen = look_ahead(c.on("2018-10-10"), 0.2);
    ASSERT_EQ(seen.items.size(), 1U);
    EXPECT_DOUBLE_EQ(seen.items[0].forecast.pace_so_far, 10);
}

TEST(Outlook, OfAFormulaThoseAreCalledWhoReportWhatIsDivided) {
    auto c = half_way("90");
    auto made = c.definition;
    made.id = plan::IndicatorId{8};
    made.code = "villages";
    auto base = made;
    base.id = plan::IndicatorId{9};
    base.code = "all";
    c.operands = {{made, {kNanpi}}, {base, {kBureau, kNanpi}}};
    c.reporters = {kBureau, kNanpi};
    c.figures.clear();
    for (const auto* month : {"2018-12", "2019-06"}) {
        c.figures.push_back({made.id, kNanpi, p(month), 1, d(month == std::string{"2018-12"} ? "4" : "6"), {}, {}});
        c.figures.push_back({base.id, kNanpi, p(month), 1, d("10"), {}, {}});
        c.figures.push_back({base.id, kBureau, p(month), 1, d("10"), {}, {}});
    }
    c.definition.formula = "villages / all * 100";
    c.definition.kind = indicator::Kind::Ratio;
    const auto seen = look_ahead(c.on("2019-07-10"), 0.2);
    ASSERT_EQ(seen.calls.size(), 1U);
    EXPECT_EQ(seen.calls[0].unit.id, kNanpi) << "not who only reports what it is divided by";
}

TEST(Outlook, WhereEachUnitMustReachTheTargetEachIsLookedAt) {
    auto c = half_way("8");
    c.definition.across = indicator::Across::Minimum;
    const auto board = c.on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    ASSERT_EQ(seen.items.size(), 2U);
    EXPECT_EQ(seen.items[0].unit->id, kNanpi) << "the least certain first";
    EXPECT_EQ(seen.items[1].forecast.miss, 0) << "ten of eight";
    ASSERT_EQ(seen.calls.size(), 1U) << "nobody who has reached it";
    EXPECT_EQ(seen.calls[0].unit.id, kNanpi);
}

TEST(Outlook, WhereUnitsAreNotAddedNobodyIsCalledBecauseMoreOfOneMovesNothing) {
    auto c = half_way("20");
    c.definition.across = indicator::Across::Maximum;
    const auto board = c.on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    ASSERT_EQ(seen.items.size(), 1U);
    EXPECT_EQ(seen.items[0].actual, d("10"));
    EXPECT_TRUE(seen.calls.empty());
}

TEST(Outlook, IsSilentAboutWhatIsToStayInAnInterval) {
    auto c = half_way("20");
    c.definition.direction = plan::Direction::Interval;
    const auto board = c.on("2019-07-10");
    EXPECT_TRUE(look_ahead(board, 0.2).items.empty());
}

TEST(Outlook, IsSilentBeforeTheFirstReportsAreDueInDecemberAndWithoutATarget) {
    EXPECT_EQ(look_ahead(half_way("20").on("2018-09-20"), 0.2).period, std::nullopt);
    EXPECT_EQ(look_ahead(half_way("20").on("2020-01-10"), 0.2).period, std::nullopt) << "December is over";
    Case none;
    none.fact(kHuanghua, "2019-06", "10");
    EXPECT_TRUE(look_ahead(none.on("2019-07-10"), 0.2).items.empty());
}

}  // namespace
}  // namespace luoshi::supervise
