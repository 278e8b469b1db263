#include "rollup/forecast_trial.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <random>

#include "rollup/forecast.hpp"

namespace luoshi::rollup {
namespace {

constexpr int kWorlds = 20;
constexpr int kUnits = 19;
constexpr std::array<int, 6> kMonths{3, 5, 6, 8, 9, 10};

/// A kind of indicator in a world of its own seasons.
class World {
public:
    explicit World(std::mt19937& random) : random_(random) {}
    virtual ~World() = default;
    /// Another unit: its habits.
    virtual void next_unit() = 0;
    /// Its next year.
    virtual Course next_year() = 0;
    /// A target of the year, set at its beginning by what the years before it brought.
    virtual double target(const std::vector<Course>& years) = 0;

protected:
    double normal() { return normal_(random_); }
    double uniform(double from, double to) { return from + (to - from) * std::generate_canonical<double, 32>(random_); }
    std::mt19937& random_;

private:
    std::normal_distribution<double> normal_;
};

class Flows : public World {
public:
    explicit Flows(std::mt19937& random) : World(random) {
        for (std::size_t month = 0; month < 12; ++month) {
            seasons_[month] = std::exp(0.3 * normal()) * (month >= 9 ? 1.2 + 0.6 * std::abs(normal()) : 1);
        }
    }
    void next_unit() override { skill_ = 100 * std::exp(0.4 * normal()); }
    Course next_year() override {
        Course out;
        double sum = 0;
        for (std::size_t month = 0; month < 12; ++month) {
            sum += skill_ * seasons_[month] * std::exp(0.35 * normal());
            out.at[month] = sum;
        }
        return out;
    }
    double target(const std::vector<Course>& years) override { return *years.back().at[11] * uniform(0.9, 1.2); }

private:
    std::array<double, 12> seasons_{};
    double skill_ = 0;
};

/// Pieces that come one by one, some months more than others; or all of a year at once, mostly in one month.
class Pieces : public World {
public:
    Pieces(std::mt19937& random, bool jumps) : World(random), jumps_(jumps) {
        double sum = 0;
        for (auto& season : seasons_) {
            season = std::exp(0.5 * normal());
        }
        if (jumps_) {
            seasons_[static_cast<std::size_t>(uniform(7, 12))] += 40;
        }
        for (const double season : seasons_) {
            sum += season;
        }
        for (auto& season : seasons_) {
            season /= sum;
        }
    }
    void next_unit() override {
        rate_ = std::exp(uniform(std::log(0.5), std::log(8)));
        level_ = std::floor(uniform(0, 10));
    }
    Course next_year() override {
        Course out{.start = level_};
        const double rate = rate_ * std::exp(0.25 * normal());
        for (std::size_t month = 0; month < 12; ++month) {
            level_ += std::poisson_distribution<int>{rate * seasons_[month]}(random_);
            out.at[month] = level_;
        }
        return out;
    }
    double target(const std::vector<Course>& years) override {
        const double gains = level_ - years.front().start;
        return level_ + std::max(1.0, std::round(gains / static_cast<double>(years.size()) * uniform(0.7, 1.5)));
    }

private:
    const bool jumps_;
    std::array<double, 12> seasons_{};
    double rate_ = 0;
    double level_ = 0;
};

/// Percentages that drift; of the year to date they begin anew in January and calm down month by month.
class Ratios : public World {
public:
    Ratios(std::mt19937& random, bool to_date) : World(random), to_date_(to_date) {}
    void next_unit() override {
        level_ = uniform(15, 60);
        drift_ = 3 + 3 * normal();
        noise_ = uniform(0.3, 1.5);
        end_ = level_;
    }
    Course next_year() override {
        Course out{.start = end_};
        const double drift = drift_ + normal();
        double sum = 0;
        for (std::size_t month = 0; month < 12; ++month) {
            level_ += drift / 12 + (to_date_ ? 0 : noise_ * normal());
            sum += level_ + (to_date_ ? 4 * noise_ * normal() : 0);
            out.at[month] = to_date_ ? sum / static_cast<double>(month + 1) : level_;
        }
        end_ = *out.at[11];
        return out;
    }
    double target(const std::vector<Course>&) override { return end_ + uniform(0, 6); }

private:
    const bool to_date_;
    double level_ = 0;
    double drift_ = 0;
    double noise_ = 0;
    double end_ = 0;
};

enum class Kind { Flow, Pieces, Jumps, Ratio, RatioToDate };
constexpr std::array<std::pair<Kind, const char*>, 5> kKinds{{{Kind::Flow, "流量（各月有季节）"},
                                                              {Kind::Pieces, "存量（个位数，逐个增加）"},
                                                              {Kind::Jumps, "存量（一年集中在一个月增加）"},
                                                              {Kind::Ratio, "比率（期末）"},
                                                              {Kind::RatioToDate, "比率（年初累计）"}}};

std::unique_ptr<World> make(Kind kind, std::mt19937& random) {
    switch (kind) {
        case Kind::Flow:
            return std::make_unique<Flows>(random);
        case Kind::Pieces:
            return std::make_unique<Pieces>(random, false);
        case Kind::Jumps:
            return std::make_unique<Pieces>(random, true);
        case Kind::Ratio:
            return std::make_unique<Ratios>(random, false);
        case Kind::RatioToDate:
            return std::make_unique<Ratios>(random, true);
    }
    return nullptr;
}

Moves moves(Kind kind) {
    return kind == Kind::Flow ? Moves::Amounts : kind == Kind::Pieces || kind == Kind::Jumps ? Moves::Pieces : Moves::Changes;
}

/// A forecast to be made, and what became of it.
struct Question {
    Past past;
    Course year;  ///< the whole year; only what is up to the month is shown
    int month;
    double target;
    bool missed() const { return *year.at[11] < target; }
    Course shown() const {
        Course out = year;
        std::fill(out.at.begin() + month, out.at.end(), std::nullopt);
        return out;
    }
    /// What the even pace leads to, less the target, in parts of what was to be gained.
    double ahead() const {
        const double now = *year.at[static_cast<std::size_t>(month) - 1];
        const double end = now + (now - year.start) / month * (12 - month);
        return std::clamp((end - target) / std::max(1e-9, std::abs(target - year.start)), -2.0, 2.0);
    }
};

std::vector<Question> questions(Kind kind, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<Question> out;
    for (int number = 0; number < kWorlds; ++number) {
        const auto world = make(kind, random);
        struct Unit {
            std::vector<Course> past;
            Course now;
            double target;
        };
        std::vector<Unit> units;
        for (int at = 0; at < kUnits; ++at) {
            world->next_unit();
            Unit unit{{world->next_year(), world->next_year()}, {}, {}};
            unit.target = world->target(unit.past);
            unit.now = world->next_year();
            units.push_back(std::move(unit));
        }
        for (std::size_t at = 0; at < units.size(); ++at) {
            Past past{units[at].past, {}};
            for (std::size_t other = 0; other < units.size(); ++other) {
                if (other != at) {
                    past.others.insert(past.others.end(), units[other].past.begin(), units[other].past.end());
                }
            }
            for (const int month : kMonths) {
                out.push_back({past, units[at].now, month, units[at].target});
            }
        }
    }
    return out;
}

/// The chance of missing by how far the pace is ahead: a logistic curve for each month, by Newton's method.
class PaceChance {
public:
    explicit PaceChance(const std::vector<Question>& known) {
        for (const int month : kMonths) {
            auto& [level, slope] = curves_[month];
            for (int round = 0; round < 30; ++round) {
                double g0 = 0, g1 = 0, h00 = 1e-3, h01 = 0, h11 = 1e-3;
                for (const auto& one : known) {
                    if (one.month == month) {
                        const double x = one.ahead();
                        const double p = 1 / (1 + std::exp(-level - slope * x));
                        const double off = (one.missed() ? 1 : 0) - p;
                        g0 += off;
                        g1 += off * x;
                        h00 += p * (1 - p);
                        h01 += p * (1 - p) * x;
                        h11 += p * (1 - p) * x * x;
                    }
                }
                const double area = h00 * h11 - h01 * h01;
                level += std::clamp((h11 * g0 - h01 * g1) / area, -1.0, 1.0);
                slope += std::clamp((h00 * g1 - h01 * g0) / area, -1.0, 1.0);
            }
        }
    }
    double operator()(const Question& one) const {
        const auto& [level, slope] = curves_.at(one.month);
        return 1 / (1 + std::exp(-level - slope * one.ahead()));
    }

private:
    std::map<int, std::pair<double, double>> curves_;
};

}  // namespace

std::vector<ForecastScore> try_forecasts(unsigned seed) {
    std::vector<ForecastScore> out;
    for (const auto& [kind, what] : kKinds) {
        const PaceChance by_pace{questions(kind, seed + 1)};
        std::vector<std::pair<double, bool>> forecasts, paces, guesses;
        int within = 0;
        for (const auto& one : questions(kind, seed)) {
            const auto seen = forecast(moves(kind), one.past, one.shown(), one.month, one.target, Aim::AtLeast);
            forecasts.emplace_back(seen->miss, one.missed());
            paces.emplace_back(by_pace(one), one.missed());
            guesses.emplace_back(one.ahead() < 0 ? 1 : 0, one.missed());
            within += *one.year.at[11] >= seen->low && *one.year.at[11] <= seen->high ? 1 : 0;
        }
        out.push_back({what, static_cast<int>(forecasts.size()), brier(forecasts), brier(paces), brier(guesses),
                       within / static_cast<double>(forecasts.size())});
    }
    return out;
}

}  // namespace luoshi::rollup
