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
    EXPECT_NEAR(seen.items[0].forecast.miss, 0.5, 0.01) << "five of ten in half the year";
    EXPECT_DOUBLE_EQ(seen.items[0].forecast.pace_needed, 5.0 / 6);
}

TEST(Outlook, CallsFirstTheUnitThatCanChangeMost) {
    const auto board = half_way("20").on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    ASSERT_EQ(seen.calls.size(), 2U);
    EXPECT_EQ(seen.calls[0].unit.id, kHuanghua) << "it brings four of the five";
    EXPECT_GT(seen.calls[0].gain(), seen.calls[1].gain());
    EXPECT_LT(seen.calls[0].miss_after, seen.calls[0].miss);
}

TEST(Outlook, WhereEachUnitMustReachTheTargetEachIsLookedAt) {
    auto c = half_way("8");
    c.definition.across = indicator::Across::Minimum;
    const auto board = c.on("2019-07-10");
    const auto seen = look_ahead(board, 0.2);
    ASSERT_EQ(seen.items.size(), 2U);
    EXPECT_EQ(seen.items[0].unit->id, kNanpi) << "the least certain first";
    EXPECT_EQ(seen.items[1].forecast.miss, 0) << "ten of eight";
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
