#include "rollup/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "rollup/forecast_trial.hpp"

namespace luoshi::rollup {
namespace {

/// A year in which each month adds the same.
Course even(double a_month, int months, double start = 0) {
    Course out{.start = start};
    for (int month = 1; month <= months; ++month) {
        out.at[static_cast<std::size_t>(month) - 1] = start + a_month * month;
    }
    return out;
}
/// A year that does most of its work in the last quarter.
Course late(double total) {
    Course out;
    for (int month = 1; month <= 12; ++month) {
        out.at[static_cast<std::size_t>(month) - 1] = total * (month <= 9 ? 0.04 * month : 0.36 + 0.64 * (month - 9) / 3);
    }
    return out;
}
/// A level that stays and then gains pieces at once, shown up to a month.
Course jump(double start, double gain, int in_month, int months) {
    Course out{.start = start};
    for (int month = 1; month <= months; ++month) {
        out.at[static_cast<std::size_t>(month) - 1] = start + (month >= in_month ? gain : 0);
    }
    return out;
}
std::optional<Forecast> amounts(const Past& past, const Course& year, int month, double target, Aim aim = Aim::AtLeast) {
    return forecast(Moves::Amounts, past, year, month, target, aim);
}
std::optional<Forecast> pieces(const Past& past, const Course& year, int month, double target) {
    return forecast(Moves::Pieces, past, year, month, target, Aim::AtLeast);
}
std::optional<Forecast> changes(const Past& past, const Course& year, int month, double target) {
    return forecast(Moves::Changes, past, year, month, target, Aim::AtLeast);
}

TEST(Forecast, WithoutAPastTheEvenPaceCounts) {
    EXPECT_NEAR(amounts({}, even(10, 6), 6, 120)->miss, 0.5, 0.08) << "exactly on pace is a coin";
    EXPECT_LT(amounts({}, even(14, 6), 6, 120)->miss, 0.2);
    EXPECT_GT(amounts({}, even(7, 6), 6, 120)->miss, 0.8);
}

TEST(Forecast, KnowsSeasons) {
    const Past spurts{{late(10000), late(11000)}, {}};
    const auto behind = amounts(spurts, late(12000), 6, 10500);
    EXPECT_LT(behind->miss, 0.45) << "27 % of what is needed by June is ahead of how it went in other years";
    EXPECT_NEAR(behind->expected, 11000, 500);
    EXPECT_GT(amounts({}, late(12000), 6, 10500)->miss, 0.9) << "the even pace alone would despair";
}

TEST(Forecast, TellsThePaceNeeded) {
    const auto seen = amounts({}, even(8, 6), 6, 120);
    EXPECT_DOUBLE_EQ(seen->pace_so_far, 8);
    EXPECT_DOUBLE_EQ(seen->pace_needed, 12);
}

TEST(Forecast, AFewEnterprisesAreExpectedToGrowAsTheyDidAndNotThreefold) {
    // 跨境电子商务示范企业: 3 in September 2018, 4, 6 at the end of 2019, 8 in May 2020; 15 wanted
    Course first{.start = 3, .at = {}, .since = 9};
    first.at[11] = 4;
    const auto seen = pieces({{first, even(2.0 / 12, 12, 4)}, {}}, even(0.4, 5, 6), 5, 15);
    EXPECT_GE(seen->expected, 9);
    EXPECT_LE(seen->expected, 11) << "0.4 a month for seven months are three";
    EXPECT_LE(seen->high, 13);
    EXPECT_GT(seen->miss, 0.95) << "a pace of 0.4 where 1 is needed";
}

TEST(Forecast, TownsThatCameOneAYearAreNotExpectedToTriple) {
    const auto seen = pieces({{jump(1, 1, 12, 12)}, {}}, jump(2, 1, 4, 5), 5, 10);
    EXPECT_LE(seen->expected, 4);
    EXPECT_LE(seen->high, 7);
    EXPECT_EQ(seen->low, 3) << "what there is stays";
    EXPECT_GT(seen->miss, 0.95);
}

TEST(Forecast, ALevelThatJumpsEveryDecemberIsExpectedToJumpAgain) {
    const Past decembers{{jump(10, 5, 12, 12), jump(15, 6, 12, 12)}, {}};
    const auto seen = pieces(decembers, jump(21, 0, 12, 10), 10, 25);
    EXPECT_GT(seen->expected, 24);
    EXPECT_LT(seen->miss, 0.5);
    const Past springs{{jump(10, 5, 3, 12), jump(15, 6, 3, 12)}, {}};
    EXPECT_GT(pieces(springs, jump(21, 0, 3, 10), 10, 25)->miss, 0.9) << "where it came in March it is late now";
}

TEST(Forecast, ARatioChangesFromWhereItStandsAndDoesNotGrowFromNothing) {
    // 18 % at the end of 2019, 19.1 % in May
    const auto seen = changes({{even(0.25, 12, 15)}, {}}, even(0.22, 5, 18), 5, 25);
    EXPECT_NEAR(seen->pace_so_far, 0.22, 1e-9) << "points a month, not the level by the number of months";
    EXPECT_NEAR(seen->expected, 19.1 + 7 * 0.235, 0.2);
    EXPECT_LT(seen->high, 23);
    EXPECT_GT(seen->low, 18);
    EXPECT_GT(seen->miss, 0.95);
    EXPECT_GT(changes({}, even(0.22, 5, 18), 5, 19)->miss, 0.005) << "a ratio above its target may fall again";
}

TEST(Forecast, ALevelThatFellBeforeMayFallAgain) {
    Course up_and_down{.start = 100, .at = {}};
    for (int month = 1; month <= 12; ++month) {
        up_and_down.at[static_cast<std::size_t>(month) - 1] = 100 + (month % 2 == 0 ? 4 : -4);
    }
    const auto seen = pieces({{up_and_down}, {}}, even(0.5, 6, 104), 6, 106);
    EXPECT_GT(seen->miss, 0.05);
    EXPECT_LT(seen->low, 107);
}

TEST(Forecast, WhatIsReachedIsNotMissed) {
    const auto reached = amounts({}, even(30, 6), 6, 120);
    EXPECT_EQ(reached->miss, 0);
    EXPECT_EQ(reached->pace_needed, 0);
    EXPECT_GE(reached->low, 120);
    EXPECT_EQ(pieces({}, jump(2, 0, 12, 6), 6, 1), std::nullopt) << "nothing moved, nothing known";
    EXPECT_EQ(pieces({{jump(2, 0, 12, 12)}, {}}, jump(2, 0, 12, 6), 6, 1)->miss, 0) << "stood above the target from the start";
}

TEST(Forecast, SaysNothingWhereTooLittleIsKnown) {
    EXPECT_FALSE(amounts({}, even(0, 6), 6, 120)) << "nothing yet, and no earlier year";
    EXPECT_FALSE(amounts({}, even(10, 5), 6, 120)) << "no figure of the month";
    EXPECT_FALSE(amounts({}, even(10, 12), 12, 120)) << "the year is over";
    EXPECT_FALSE(pieces({}, Course{.start = 3, .at = even(0, 6, 3).at, .since = 6}, 6, 9)) << "the first figure ever is no pace";
}

TEST(Forecast, WhatHasNotBegunThisYearIsExpectedAsInEarlierYears) {
    const Past forums{{jump(0, 1, 11, 12), jump(0, 2, 6, 12)}, {}};
    const auto seen = pieces(forums, jump(0, 0, 12, 5), 5, 1);
    EXPECT_LT(seen->miss, 0.5) << "once and twice in the years before";
    EXPECT_GE(seen->expected, 1);
    EXPECT_GT(pieces({{jump(0, 0, 12, 12)}, {}}, jump(0, 0, 12, 5), 5, 3)->miss, 0.95) << "never so far";
}

TEST(Forecast, TheFirstYearCountsFromItsFirstMonthAndWidely) {
    Course first{.start = 0, .at = {}, .since = 8};
    first.at[8] = 10;
    first.at[9] = 20;
    const auto seen = amounts({}, first, 10, 40);
    EXPECT_DOUBLE_EQ(seen->pace_so_far, 10) << "since September";
    EXPECT_NEAR(seen->expected, 37, 3);
    EXPECT_GT(seen->high - seen->low,
              amounts({{even(10, 12)}, {}}, even(10, 10), 10, 120)->high - amounts({{even(10, 12)}, {}}, even(10, 10), 10, 120)->low);
}

TEST(Forecast, InNovemberTheRangeIsNarrow) {
    const auto seen = amounts({{even(10, 12)}, {}}, even(10, 11), 11, 120);
    EXPECT_NEAR(seen->expected, 120, 2);
    EXPECT_LT(seen->high - seen->low, 16);
}

TEST(Forecast, MoreDoneNeverMakesMissingLikelierAndChanceMiddleAndRangeAgree) {
    const Past past{{jump(0, 4, 12, 12), even(0.5, 12)}, {late(3), even(1, 12)}};
    for (const auto moves : {Moves::Amounts, Moves::Pieces, Moves::Changes}) {
        for (int month = 1; month <= 11; ++month) {
            double miss = 1;
            double low = -1e9;
            double expected = -1e9;
            double high = -1e9;
            for (int done = 0; done <= 14; ++done) {
                const double target = 9;
                const auto seen = forecast(moves, past, jump(0, done, month, month), month, target, Aim::AtLeast);
                ASSERT_LE(seen->low, seen->expected);
                ASSERT_LE(seen->expected, seen->high);
                EXPECT_LE(seen->miss, miss + 1e-9) << done << " in month " << month;
                EXPECT_GE(seen->expected, expected);
                EXPECT_GE(seen->high, high);
                EXPECT_TRUE(moves == Moves::Changes || seen->low >= low);
                EXPECT_EQ(seen->expected >= target, seen->miss <= 0.5) << seen->expected << " " << seen->miss;
                EXPECT_TRUE(seen->low < target || seen->miss <= 0.1 + 1e-9);
                EXPECT_TRUE(seen->high >= target || seen->miss >= 0.9 - 1e-9);
                EXPECT_LE(seen->miss_with(1), seen->miss) << "a call helps or does nothing";
                miss = seen->miss;
                low = seen->low;
                expected = seen->expected;
                high = seen->high;
            }
        }
    }
}

TEST(Forecast, ACallLowersTheChanceOfMissingAlsoByLessThanAPiece) {
    const auto seen = pieces({{even(0.25, 12, 5)}, {}}, even(0.2, 5, 8), 5, 12);
    EXPECT_LT(seen->miss_with(0.4), seen->miss);
    EXPECT_LT(seen->miss_with(3), seen->miss_with(0.4));
    EXPECT_EQ(amounts({}, even(10, 6), 6, 120)->miss_with(60), 0) << "sixty are sixty";
}

TEST(Forecast, AFigureThatIsToFallIsJudgedTheSameWay) {
    const auto falling = even(-3, 6, 100);
    EXPECT_LT(amounts({}, falling, 6, 70, Aim::AtMost)->miss, 0.4) << "18 of 30 in half the time";
    EXPECT_GT(amounts({}, falling, 6, 50, Aim::AtMost)->miss, 0.9);
    EXPECT_NEAR(amounts({}, falling, 6, 70, Aim::AtMost)->expected, 64, 2);
    EXPECT_GT(amounts({}, falling, 6, 80, Aim::AtLeast)->miss, 0.9) << "it falls and is to stay";
}

TEST(Forecast, ACeilingStillAheadIsNotYetKept) {
    EXPECT_GT(amounts({}, even(10, 6), 6, 80, Aim::AtMost)->miss, 0.9) << "60 of at most 80 after half a year";
    EXPECT_LT(amounts({}, even(10, 6), 6, 200, Aim::AtMost)->miss, 0.1);
    EXPECT_EQ(amounts({}, even(10, 6), 6, 50, Aim::AtMost)->miss, 0.99) << "already above";
}

TEST(Forecast, BeatsThePaceOnGeneratedYearsWithAKnownEnd) {
    double forecasts = 0;
    double paces = 0;
    for (const unsigned seed : {20180817U, 5U, 77U}) {
        for (const auto& score : try_forecasts(seed)) {
            std::printf(
                "%s: Brier score: forecast %.4f, pace as a fitted chance %.4f, pace as a guess %.4f; %.0f %% within the range of 80 %%\n",
                score.what.c_str(), score.forecast, score.pace, score.pace_guess, 100 * score.in_range);
            EXPECT_LT(score.forecast, score.pace) << score.what;
            EXPECT_LT(score.forecast, score.pace_guess * 0.75) << score.what;
            EXPECT_GT(score.in_range, 0.7) << score.what;
            EXPECT_LT(score.in_range, 0.95) << score.what;
            forecasts += score.forecast;
            paces += score.pace;
        }
    }
    EXPECT_LT(forecasts, 0.9 * paces);
}

}  // namespace
}  // namespace luoshi::rollup
