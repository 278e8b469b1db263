#include "rollup/forecast.hpp"

#include <algorithm>
#include <cmath>

namespace luoshi::rollup {
namespace {

constexpr double kOwnWeight = 3;   ///< of a year of the unit's own against one of a neighbour
constexpr double kPaceWeight = 1;  ///< of the even pace
constexpr double kPaceSpread = 0.12;
constexpr double kLeastSpread = 0.03;
constexpr double kCertain = 0.99;  ///< as sure as a forecast may be
constexpr double kSlowest = 0.25;  ///< of the even pace: less done by now is not stretched further to the year's end

/// The share of a year's gain that was done by a month, as a sum of bells around what is known.
class Shares {
public:
    Shares(const Past& past, int month) {
        const double pace = month / 12.0;
        const auto learn = [&](const std::vector<Course>& years, double weight) {
            for (const auto& year : years) {
                const auto done = year.at[static_cast<std::size_t>(month) - 1];
                const auto end = year.at[11];
                if (done && end && std::abs(*end - year.start) > 1e-9) {
                    const double pieces = std::max(1.0, std::abs(*end - year.start));
                    bells_.push_back({(*done - year.start) / (*end - year.start), std::sqrt(pace * (1 - pace) / pieces), weight});
                }
            }
        };
        learn(past.own, kOwnWeight);
        learn(past.others, 1);
        // as wide as the known shares scatter, narrower the more of them there are (Silverman's rule)
        double weight = 0;
        double mean = 0;
        double squares = 0;
        for (const auto& bell : bells_) {
            weight += bell.weight;
            mean += bell.weight * bell.centre;
        }
        for (const auto& bell : bells_) {
            squares += bell.weight * (bell.centre - mean / weight) * (bell.centre - mean / weight);
        }
        const double spread = bells_.empty() ? 0 : 1.06 * std::sqrt(squares / weight) * std::pow(static_cast<double>(bells_.size()), -0.2);
        for (auto& bell : bells_) {
            bell.spread = std::hypot(bell.spread, std::max(kLeastSpread, spread));
        }
        bells_.push_back({pace, kPaceSpread, kPaceWeight});
    }
    /// Chance that no more than this share is done by the month.
    double below(double share) const {
        double sum = 0;
        double weight = 0;
        for (const auto& bell : bells_) {
            sum += bell.weight * 0.5 * std::erfc((bell.centre - share) / bell.spread / std::sqrt(2.0));
            weight += bell.weight;
        }
        return sum / weight;
    }
    /// The share below which a part of the chances lies.
    double quantile(double part) const {
        double low = 0.001;
        double high = 2;
        for (int round = 0; round < 50; ++round) {
            const double middle = (low + high) / 2;
            (below(middle) < part ? low : high) = middle;
        }
        return (low + high) / 2;
    }

private:
    struct Bell {
        double centre, spread, weight;
    };
    std::vector<Bell> bells_;
};

}  // namespace

std::optional<Forecast> forecast(const Past& past, const Course& year, int month, double target, Aim aim, double call_effect) {
    const auto now = month < 1 || month > 11 ? std::nullopt : year.at[static_cast<std::size_t>(month) - 1];
    if (!now) {
        return std::nullopt;
    }
    const bool reached = aim == Aim::AtLeast ? *now >= target : *now <= target;
    const double needed = target - year.start;
    const double gained = *now - year.start;
    const double done = needed * gained > 0 ? gained / needed : 0;  // of what is needed; nothing when it went the wrong way
    const Shares shares{past, month};
    Forecast out;
    out.pace_so_far = gained / month;
    out.pace_needed = reached ? 0 : (target - *now) / (12 - month);
    const auto missing = [&](double share) { return std::clamp(1 - shares.below(share), 1 - kCertain, kCertain); };
    if (!reached && done > 0 && done < 1) {
        out.miss = missing(done);
        // with more done from now on, the same end needs a smaller share by now
        out.miss_called = missing(1 / (1 + (1 / done - 1) / (1 + call_effect)));
    } else {
        out.miss = out.miss_called = reached ? 0 : kCertain;
    }
    const auto end_if = [&](double part) { return year.start + gained / std::clamp(shares.quantile(part), kSlowest * month / 12, 1.0); };
    out.low = end_if(0.9);
    out.expected = end_if(0.5);
    out.high = end_if(0.1);
    if (out.low > out.high) {
        std::swap(out.low, out.high);  // a figure that is to fall
    }
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
