#include "rollup/forecast.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>

namespace luoshi::rollup {
namespace {

constexpr double kCall = 0.2;

/// A year in which each month adds the same.
Course even(double a_month, int months) {
    Course out;
    for (int month = 1; month <= months; ++month) {
        out.at[static_cast<std::size_t>(month) - 1] = a_month * month;
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

TEST(Forecast, WithoutAPastTheEvenPaceCounts) {
    EXPECT_NEAR(forecast({}, even(10, 6), 6, 120, Aim::AtLeast, kCall)->miss, 0.5, 0.01) << "exactly on pace is a coin";
    EXPECT_LT(forecast({}, even(13, 6), 6, 120, Aim::AtLeast, kCall)->miss, 0.2);
    EXPECT_GT(forecast({}, even(7, 6), 6, 120, Aim::AtLeast, kCall)->miss, 0.8);
}

TEST(Forecast, KnowsSeasons) {
    const Past spurts{{late(10000), late(11000)}, {}};
    const auto behind = forecast(spurts, late(12000), 6, 11000, Aim::AtLeast, kCall);
    EXPECT_LT(behind->miss, 0.4) << "26 % of what is needed by June is ahead of how it went in other years";
    EXPECT_NEAR(behind->expected, 12000, 600);
    EXPECT_GT(forecast({}, late(12000), 6, 11000, Aim::AtLeast, kCall)->miss, 0.9) << "the even pace alone would despair";
}

TEST(Forecast, TellsThePaceNeeded) {
    const auto seen = forecast({}, even(8, 6), 6, 120, Aim::AtLeast, kCall);
    EXPECT_DOUBLE_EQ(seen->pace_so_far, 8);
    EXPECT_DOUBLE_EQ(seen->pace_needed, 12);
    EXPECT_LE(seen->low, seen->expected);
    EXPECT_LE(seen->expected, seen->high);
}

TEST(Forecast, WhatIsReachedIsNotMissedAndWhatHasNotBegunIs) {
    EXPECT_EQ(forecast({}, even(30, 6), 6, 120, Aim::AtLeast, kCall)->miss, 0);
    EXPECT_EQ(forecast({}, even(30, 6), 6, 120, Aim::AtLeast, kCall)->pace_needed, 0);
    EXPECT_EQ(forecast({}, even(0, 6), 6, 120, Aim::AtLeast, kCall)->miss, 0.99) << "never quite certain";
    EXPECT_EQ(forecast({}, even(0, 6), 6, 120, Aim::AtLeast, kCall)->gain(), 0) << "a fifth more of nothing is nothing";
    EXPECT_FALSE(forecast({}, even(10, 5), 6, 120, Aim::AtLeast, kCall)) << "no figure of the month";
    EXPECT_FALSE(forecast({}, even(10, 12), 12, 120, Aim::AtLeast, kCall)) << "the year is over";
}

TEST(Forecast, ALevelThatStoodAboveTheTargetFromTheStartIsNotMissed) {
    Course level{.start = 2, .at = {}};
    level.at[5] = 2;
    EXPECT_EQ(forecast({}, level, 6, 1, Aim::AtLeast, kCall)->miss, 0);
    level.at[5] = 0.5;
    EXPECT_EQ(forecast({}, level, 6, 1, Aim::AtLeast, kCall)->miss, 0.99) << "it fell below";
}

TEST(Forecast, WhatComesInFewPiecesIsJudgedLoosely) {
    const Past rounded{{late(2), late(2)}, {}};
    Course two{.start = 0, .at = {}};
    two.at[4] = 2;
    const auto seen = forecast(rounded, two, 5, 9, Aim::AtLeast, kCall);
    EXPECT_GT(seen->miss, 0.3);
    EXPECT_LE(seen->high, 2 / (0.25 * 5 / 12));
}

TEST(Forecast, ACallChangesMostWhereItIsStillOpen) {
    const double hopeless = forecast({}, even(2, 9), 9, 120, Aim::AtLeast, kCall)->gain();
    const double open = forecast({}, even(9.5, 9), 9, 120, Aim::AtLeast, kCall)->gain();
    const double safe = forecast({}, even(13, 9), 9, 120, Aim::AtLeast, kCall)->gain();
    EXPECT_GT(open, hopeless);
    EXPECT_GT(open, safe);
}

TEST(Forecast, AFigureThatIsToFallIsJudgedTheSameWay) {
    Course falling{.start = 100, .at = {}};
    for (int month = 1; month <= 6; ++month) {
        falling.at[static_cast<std::size_t>(month) - 1] = 100 - 3 * month;
    }
    EXPECT_LT(forecast({}, falling, 6, 70, Aim::AtMost, kCall)->miss, 0.5) << "18 of 30 in half the time";
    EXPECT_GT(forecast({}, falling, 6, 50, Aim::AtMost, kCall)->miss, 0.7);
}

TEST(Forecast, BeatsPaceAloneOnYearsWithAKnownEnd) {
    std::mt19937 random{20180817};
    std::normal_distribution<double> normal;
    std::vector<std::pair<double, bool>> forecasts;
    std::vector<std::pair<double, bool>> pace;
    for (int world = 0; world < 20; ++world) {
        // each world has seasons of its own, a spurt at the end of the year among them
        std::array<double, 12> seasons{};
        for (std::size_t month = 0; month < 12; ++month) {
            seasons[month] = std::exp(0.3 * normal(random)) * (month >= 9 ? 1.2 + 0.6 * std::abs(normal(random)) : 1);
        }
        const auto year = [&](double skill) {
            Course out;
            double sum = 0;
            for (std::size_t month = 0; month < 12; ++month) {
                sum += skill * seasons[month] * std::exp(0.35 * normal(random));
                out.at[month] = sum;
            }
            return out;
        };
        std::vector<double> skills;
        std::vector<std::vector<Course>> past;
        for (int unit = 0; unit < 19; ++unit) {
            skills.push_back(100 * std::exp(0.4 * normal(random)));
            past.push_back({year(skills.back()), year(skills.back())});
        }
        for (std::size_t unit = 0; unit < skills.size(); ++unit) {
            const Course now = year(skills[unit]);
            const double target = *past[unit][1].at[11] * (0.9 + 0.3 * std::generate_canonical<double, 32>(random));
            const bool missed = *now.at[11] < target;
            Past known{past[unit], {}};
            for (std::size_t other = 0; other < past.size(); ++other) {
                if (other != unit) {
                    known.others.insert(known.others.end(), past[other].begin(), past[other].end());
                }
            }
            for (const int month : {3, 5, 6, 8, 9, 10}) {
                forecasts.emplace_back(forecast(known, now, month, target, Aim::AtLeast, kCall)->miss, missed);
                pace.emplace_back(*now.at[static_cast<std::size_t>(month) - 1] < target * month / 12 ? 1 : 0, missed);
            }
        }
    }
    std::printf("Brier score: forecast %.4f, pace alone %.4f\n", brier(forecasts), brier(pace));
    EXPECT_LT(brier(forecasts), brier(pace) * 0.7);
    EXPECT_LT(brier(forecasts), 0.2);
}

}  // namespace
}  // namespace luoshi::rollup
