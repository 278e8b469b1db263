#pragma once
#include <array>
#include <optional>
#include <vector>

namespace luoshi::rollup {

/// How an indicator went over a year: its value before January (0 for a flow) and at the end of each month (the year to date of a flow).
/// Binary fractions: a forecast is a judgement, not a reported figure.
struct Course {
    double start = 0;
    std::array<std::optional<double>, 12> at = {};
};

/// Finished years to learn from: the unit's own weigh more than those of its neighbours.
struct Past {
    std::vector<Course> own;
    std::vector<Course> others;
};

/// What is to be expected of a year's target at the end of a month.
struct Forecast {
    double miss = 0;                                    ///< chance of missing the target, 0 to 1
    double miss_called = 0;                             ///< the same if from now on `call_effect` more is done than otherwise would be
    double low = 0, expected = 0, high = 0;             ///< of the year's end: one in ten is lower, one in two, one in ten is higher
    double pace_so_far = 0, pace_needed = 0;            ///< a month
    double gain() const { return miss - miss_called; }  ///< what a call can still change
};

/// Whether the year is to end at the target or above it, or at it or below.
enum class Aim { AtLeast, AtMost };

/// The chance follows from how much of a year's gain was usually done by this month (seasons, year-end spurts), here and elsewhere:
/// with 60 % of the needed gain done at a time when others had done 40 to 55 %, missing is unlikely. Without any past the even pace
/// counts alone, loosely. What comes in few pieces comes unevenly, and is judged more loosely too. Only what is reached is certain.
/// `month` 1 to 11; nothing when the month has no value.
std::optional<Forecast> forecast(const Past& past, const Course& year, int month, double target, Aim aim, double call_effect);

/// Mean squared error of chances against what happened (0 is perfect, 0.25 is a coin).
double brier(const std::vector<std::pair<double, bool>>& chances);

}  // namespace luoshi::rollup
