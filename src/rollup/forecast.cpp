#include "rollup/forecast.hpp"

#include <algorithm>
#include <cmath>

namespace luoshi::rollup {
namespace {

constexpr double kOwnWeight = 3;         ///< of a year of the unit's own against one of a neighbour, in the shape of a year
constexpr double kEvenPieces = 4;        ///< how many pieces the even pace is worth against known shapes
constexpr double kEvenChanges = 16;      ///< how many usual changes, squared, it is worth for a figure that moves both ways
constexpr double kScatter = 0.06;        ///< squared scatter of a year's gain beyond that of single pieces, until known years say another
constexpr double kScatterYears = 3;      ///< how many known years that is worth
constexpr double kDrift = 0.3;           ///< by how much a rate changes from year to year
constexpr double kDriftOfChanges = 0.5;  ///< the same of a figure that moves both ways, squared, against what a year changes
constexpr double kSlowest = 0.25;        ///< of the even pace: less done by now is not stretched further to the year's end
constexpr double kChange = 0.05;         ///< of its level a figure that moves both ways changes in a year, until known months say another
constexpr double kChangeMonths = 6;      ///< how many known months that is worth
constexpr double kNotYet = 0.5;          ///< of a piece: what has not come yet still may
constexpr double kCertain = 0.99;        ///< as sure as a forecast may be
constexpr double kOneInTen = 1.2816;     ///< of the normal distribution

double below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// The gamma distribution by mean and variance, as the cube of a normal one (Wilson and Hilferty 1931).
struct Gamma {
    Gamma(double mean, double variance) : mean_(mean), flatness_(variance / (9 * mean * mean)) {}
    double below(double value) const {
        return value <= 0 ? 0 : rollup::below((std::cbrt(value / mean_) - 1 + flatness_) / std::sqrt(flatness_));
    }
    double quantile(double z) const { return mean_ * std::pow(std::max(0.0, 1 - flatness_ + z * std::sqrt(flatness_)), 3); }

private:
    double mean_, flatness_;
};

double at(const Course& year, int month) { return month == 0 ? year.start : *year.at[static_cast<std::size_t>(month) - 1]; }
bool known(const Course& year, int month) { return month == 0 || year.at[static_cast<std::size_t>(month) - 1].has_value(); }
double gain(const Course& year) { return at(year, 12) - year.start; }

/// The year without its direction: everything that is to fall rises.
Course mirrored(Course year) {
    year.start = -year.start;
    for (auto& value : year.at) {
        value = value ? std::optional{-*value} : std::nullopt;
    }
    return year;
}
Past mirrored(Past past) {
    for (auto* years : {&past.own, &past.others}) {
        std::ranges::transform(*years, years->begin(), [](const Course& year) { return mirrored(year); });
    }
    return past;
}

/// Adds up what happened from one known month to the next.
template <typename Each>
void steps(const Course& year, int from, const Each& each) {
    int last = std::max(from, year.since);
    if (!known(year, last)) {
        return;
    }
    for (int month = last + 1; month <= 12; ++month) {
        if (known(year, month)) {
            each(at(year, month) - at(year, last), month - last);
            last = month;
        }
    }
}

/// How the gains of a year are spread over its months, and how widely that scatters.
class Shape {
public:
    Shape(const Past& past, double piece) : past_(past), piece_(piece) {}

    /// The share of a year's gain that usually has come by the end of the month.
    double done(int month) const {
        const double even = month / 12.0;
        double sum = kEvenPieces * even;
        double weight = kEvenPieces;
        each_share(month, [&](double share, double pieces, double, double of_year) {
            sum += of_year * pieces * share;
            weight += of_year * pieces;
        });
        return month == 0 ? 0 : sum / weight;
    }
    /// Squared scatter of a year's gain beyond that of single pieces.
    double scatter(int month) const {
        const double share_done = done(month);
        double sum = kScatterYears * kScatter;
        double weight = kScatterYears;
        each_share(month, [&](double share, double pieces, double by_pieces, double of_year) {
            const double seen = (share - share_done) * (share - share_done) / (share_done * (1 - share_done)) - by_pieces;
            sum += of_year * pieces * kScatter * seen;
            weight += of_year * pieces * kScatter;
        });
        return std::max(0.005, sum / weight);
    }

private:
    template <typename Each>
    void each_share(int month, const Each& each) const {
        for (const auto* years : {&past_.own, &past_.others}) {
            for (const auto& year : *years) {
                if (year.since == 0 && known(year, month) && known(year, 12) && gain(year) > 0) {
                    // how many independent pieces such a year is worth
                    const double by_pieces = piece_ / gain(year);
                    each(std::clamp((at(year, month) - year.start) / gain(year), 0.0, 1.0), 1 / (by_pieces + kScatter), by_pieces,
                         years == &past_.own ? kOwnWeight : 1);
                }
            }
        }
    }
    const Past& past_;
    const double piece_;
};

/// Variance of a year's change, from the changes of this year's months and those that followed this month in earlier years.
double variance_of_change(const Past& past, const Course& year, int month) {
    double moved = 0;
    double months = 0;
    const auto over_all = [&](const auto& each) {
        steps(year, month / 2, each);
        for (const auto& earlier : past.own) {
            steps(earlier, month, each);
        }
    };
    over_all([&](double step, int length) {
        moved += step;
        months += length;
    });
    const double usual = kChange * std::max(std::abs(at(year, month)), std::abs(year.start));
    double squares = kChangeMonths * usual * usual / 12;
    double count = kChangeMonths;
    over_all([&](double step, int length) {
        squares += std::pow(step - length * moved / months, 2) / length;
        count += 1;
    });
    return 12 * squares / count;
}

/// The share of a year's change that usually has come by the end of the month: how the change so far follows the whole year's in known
/// years, the even pace among them. A ratio of the year to date begins anew in January and has changed most then.
double changed_by(const Past& past, int month, double usual) {
    const double even = kEvenChanges * usual * usual;
    double sum = even * month / 12;
    double squares = even;
    const auto learn = [&](const std::vector<Course>& years, double weight) {
        for (const auto& earlier : years) {
            if (earlier.since == 0 && known(earlier, month) && known(earlier, 12)) {
                sum += weight * gain(earlier) * (at(earlier, month) - earlier.start);
                squares += weight * gain(earlier) * gain(earlier);
            }
        }
    };
    learn(past.own, kOwnWeight);
    learn(past.others, 1);
    return month == 0 ? 0 : std::clamp(sum / std::max(1e-9, squares), 0.02, 0.98);
}

/// -1 where everything known fell, 1 where it rose, 0 where it did both or nothing.
struct Direction {
    bool rose = false, fell = false;
    Direction(const Past& past, const Course& year) {
        const auto look = [&](double step, int) {
            rose |= step > 0;
            fell |= step < 0;
        };
        steps(year, 0, look);
        for (const auto& earlier : past.own) {
            steps(earlier, 0, look);
        }
    }
};

}  // namespace

double Forecast::miss_with(double more) const {
    const auto unsure = [](double chance) { return std::clamp(chance, 1 - kCertain, kCertain); };
    if (moves_ == Moves::Changes) {
        return unsure(below((room_ - more - mean_) / std::sqrt(variance_)));
    }
    // more pieces are not sure to come either; whole ones lie half a piece around their middle
    const bool whole = moves_ == Moves::Pieces;
    const double mean = std::max(0.0, whole && !away_ ? mean_ + more : mean_);
    const double variance = whole && !away_ ? variance_ + more : variance_;
    const double needed = whole && !away_ ? std::ceil(room_) - 0.5 : room_ - more;
    if (away_) {
        return needed > 0 ? kCertain : mean <= 0 ? 0 : unsure(1 - Gamma{mean, variance}.below(whole ? std::floor(-needed) + 0.5 : -needed));
    }
    return needed <= 0 ? 0 : mean <= 0 ? kCertain : unsure(Gamma{mean, variance}.below(needed));
}

std::optional<Forecast> forecast(Moves moves, const Past& past, const Course& year, int month, double target, Aim aim) {
    if (aim == Aim::AtMost) {
        auto out = forecast(moves, mirrored(past), mirrored(year), month, -target, Aim::AtLeast);
        if (out) {
            out->low = -std::exchange(out->high, -out->low);
            out->expected = -out->expected;
            out->pace_so_far = -out->pace_so_far;
            out->pace_needed = -out->pace_needed;
        }
        return out;
    }
    if (month <= year.since || month > 11 || !known(year, month)) {
        return std::nullopt;
    }
    const Direction direction{past, year};
    if (moves != Moves::Changes && direction.fell && !direction.rose) {
        // it moves away from the target: the same rate, turned round
        auto turned = forecast(moves, mirrored(past), mirrored(year), month, -target, Aim::AtLeast);
        if (!turned) {
            return std::nullopt;
        }
        turned->low = -std::exchange(turned->high, -turned->low);
        turned->expected = -turned->expected;
        turned->pace_so_far = -turned->pace_so_far;
        turned->room_ = target - at(year, month);
        turned->pace_needed = std::max(0.0, turned->room_) / (12 - month);
        turned->away_ = true;
        turned->miss = turned->miss_with(0);
        return turned;
    }
    Forecast out;
    const double now = at(year, month);
    const double gained = now - year.start;
    const bool changes = moves == Moves::Changes || direction.fell;
    const double piece = moves == Moves::Pieces && !changes ? 1 : 0;
    const Past nothing;
    const Shape shape{changes ? nothing : past, piece};
    const double usual_change = kChange * std::max(std::abs(now), std::abs(year.start));
    const auto done_by = [&](int by) { return changes ? changed_by(past, by, usual_change) : shape.done(by); };
    const double before = done_by(year.since);
    const double rest = 1 - done_by(month);
    const double done = std::max(done_by(month) - before, kSlowest * (month - year.since) / 12);

    double years = 0;
    double usual = 0;  // a year
    for (const auto& earlier : past.own) {
        if (known(earlier, 12) && earlier.since < 12) {
            years += 1 - shape.done(earlier.since);
            usual += gain(earlier);
        }
    }
    if (years > 0) {
        usual /= years;
    } else if (gained == 0) {
        return std::nullopt;
    }
    const double scatter = shape.scatter(month);
    const auto variance = [&](double rate) { return changes ? variance_of_change(past, year, month) : rate * (piece + scatter * rate); };
    // how much of a year the earlier years are worth: none, at most all of them, less the more the rate drifts against a year's own noise
    const double drift = changes ? kDriftOfChanges : usual > 0 ? kDrift * kDrift * usual / (piece + scatter * usual) : 0;
    const double worth = years > 0 ? 1 / (1 / years + drift) : 0;
    const double rate = (gained + worth * usual + kNotYet * piece) / (done + worth);

    out.moves_ = changes ? Moves::Changes : moves;
    out.room_ = target - now;
    out.mean_ = rest * rate;
    out.variance_ = variance(rate) * rest * (1 + rest / (done + worth));
    out.miss = out.miss_with(0);
    const auto end = [&](double z) {
        if (changes) {
            return now + out.mean_ + z * std::sqrt(out.variance_);
        }
        const double more = out.mean_ > 0 ? Gamma{out.mean_, out.variance_}.quantile(z) : 0;
        return now + (piece > 0 ? std::round(more) : more);
    };
    out.low = end(-kOneInTen);
    out.expected = end(0);
    out.high = end(kOneInTen);
    out.pace_so_far = gained / (month - year.since);
    out.pace_needed = std::max(0.0, out.room_) / (12 - month);
    return out;
}

double brier(const std::vector<std::pair<double, bool>>& chances) {
    double sum = 0;
    for (const auto& [chance, happened] : chances) {
        sum += (chance - (happened ? 1 : 0)) * (chance - (happened ? 1 : 0));
    }
    return chances.empty() ? 0 : sum / static_cast<double>(chances.size());
}

}  // namespace luoshi::rollup
