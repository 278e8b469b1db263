#pragma once
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace luoshi::rollup {

/// How an indicator went over a year: the year to date of a flow, the level of anything else, at the end of each month.
/// Binary fractions: a forecast is a judgement, not a reported figure.
struct Course {
    double start = 0;  ///< what January began with, 0 for a flow
    std::array<std::optional<double>, 12> at = {};
    int since = 0;  ///< the months that had passed when counting began: 8 for a plan that counts from September
};

/// Years to learn from: the unit's own tell how much a year brings, those of its neighbours too when in the year it comes.
struct Past {
    std::vector<Course> own;
    std::vector<Course> others;
};

/// What moves a figure: amounts of any size or whole pieces that only add up (a level that once fell counts as one that changes), or
/// changes both ways (a ratio).
enum class Moves { Amounts, Pieces, Changes };

/// Whether the year is to end at the target or above it, or at it or below.
enum class Aim { AtLeast, AtMost };

/// What is to be expected of a year's target at the end of a month.
class Forecast {
public:
    double miss = 0;                          ///< chance of missing the target, 0 to 1; certain only where nothing can go wrong any more
    double low = 0, expected = 0, high = 0;   ///< of the year's end: one in ten is lower, one in two, one in ten is higher
    double pace_so_far = 0, pace_needed = 0;  ///< a month

    /// The chance of missing if this much more were done in the rest of the year than is to be expected.
    double miss_with(double more) const;

private:
    friend std::optional<Forecast> forecast(Moves, const Past&, const Course&, int, double, Aim);
    Moves moves_ = Moves::Amounts;
    bool away_ = false;  ///< it moves away from the target
    double room_ = 0;    ///< what is missing to the target; negative when it is reached
    double mean_ = 0;    ///< of what the rest of the year brings
    double variance_ = 0;
};

/// What the rest of the year brings is the yearly rate times the share of a year that usually comes after this month, and as uncertain as
/// gains that come independently: as many whole pieces as a Poisson process gives, scattered further as the shares of known years were.
/// The rate is this year's pace and that of earlier years, each by how much it tells: few pieces tell little, so history counts more.
/// Without earlier years the pace alone counts, widely. Chance, middle and range are of one distribution.
/// `month` 1 to 11; nothing when the month has no value, or when nothing ever moved and no year is known.
std::optional<Forecast> forecast(Moves moves, const Past& past, const Course& year, int month, double target, Aim aim);

/// Mean squared error of chances against what happened (0 is perfect, 0.25 is a coin).
double brier(const std::vector<std::pair<double, bool>>& chances);

}  // namespace luoshi::rollup
