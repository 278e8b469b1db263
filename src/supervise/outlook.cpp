#include "supervise/outlook.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace luoshi::supervise {
namespace {

using indicator::Kind;
using rollup::Course;
using rollup::Series;

double number(base::Decimal value) { return static_cast<double>(value.e4()) / static_cast<double>(base::Decimal::kUnit); }

rollup::Sum read(const Series& series, std::optional<UnitId> unit, Period period) {
    return unit ? series.unit_year_to(*unit, period) : series.year_to(period);
}

/// A year month by month, as far as it was reported by `until`. A flow counts from nothing, in the plan's first year from the month of
/// issue; anything else from the December before or, where none is known, from its first figure.
Course course_of(const Board& board, const Series& series, std::optional<UnitId> unit, int year, Period until) {
    Course out;
    for (int month = 1; month <= 12; ++month) {
        const auto period = *Period::make(year, month);
        const auto value = period > until ? std::nullopt : read(series, unit, period).value;
        if (value) {
            out.at[static_cast<std::size_t>(month) - 1] = number(*value);
        }
    }
    if (series.definition().kind == Kind::Flow) {
        const auto issued = Period::containing(board.facts.start);
        out.since = issued.year() == year ? issued.month() - 1 : 0;
    } else if (const auto before = read(series, unit, *Period::make(year - 1, 12)).value) {
        out.start = number(*before);
    } else if (const auto first = std::ranges::find_if(out.at, [](const auto& value) { return value.has_value(); });
               first != out.at.end()) {
        out.start = **first;
        out.since = static_cast<int>(first - out.at.begin()) + 1;
    } else {
        out.since = 12;
    }
    return out;
}

constexpr double kAlmostNothing = 1e-9;  ///< beyond a whole piece

rollup::Moves moves_of(const indicator::Definition& definition) {
    if (definition.kind == Kind::Ratio || definition.across == indicator::Across::Weighted) {
        return rollup::Moves::Changes;
    }
    return definition.decimals == 0 ? rollup::Moves::Pieces : rollup::Moves::Amounts;
}

rollup::Aim aim_of(const Goal& goal) {
    const bool ceiling = goal.op == plan::TargetOperator::AtMost || goal.op == plan::TargetOperator::LessThan;
    return ceiling ? rollup::Aim::AtMost : rollup::Aim::AtLeast;
}

/// One indicator seen from a month.
class Watch {
public:
    Watch(const Board& board, const IndicatorLine& line, const Goal& goal, Period at)
        : board_(board), line_(line), goal_(goal), series_(board.facts.figures.series.at(line.id)), at_(at) {
        for (const auto unit : series_.reporters()) {
            for (const auto& year : finished_years(unit)) {
                neighbours_.push_back(year);
            }
        }
    }

    void add_to(Outlooks& out, const std::map<UnitId, std::string>& names, double call_effect) const {
        if (!indicator::binds_each_unit(series_.definition())) {
            const auto whole = add(out, std::nullopt);
            // more of one unit moves only what is added
            if (whole && series_.definition().across == indicator::Across::Sum) {
                call_each(out, names, *whole, call_effect);
            }
            return;
        }
        for (const auto unit : series_.reporters()) {
            if (const auto name = names.find(unit); name != names.end()) {
                const plan::UnitRef ref{unit, name->second};
                if (const auto own = add(out, ref)) {
                    call(out, ref, *own, gap(unit), gap(unit), call_effect);
                }
            }
        }
    }

    std::optional<rollup::Forecast> forecast(std::optional<UnitId> unit) const {
        return rollup::forecast(moves_of(series_.definition()), {finished_years(unit), neighbours_},
                                course_of(board_, series_, unit, at_.year(), at_), at_.month(), number(goal_.value), aim_of(goal_));
    }

private:
    std::vector<Course> finished_years(std::optional<UnitId> unit) const {
        std::vector<Course> out;
        for (int year = board_.facts.first_year; year < at_.year(); ++year) {
            out.push_back(course_of(board_, series_, unit, year, *Period::make(year, 12)));
        }
        return out;
    }
    std::optional<rollup::Forecast> add(Outlooks& out, const std::optional<plan::UnitRef>& unit) const {
        const auto id = unit ? std::optional{unit->id} : std::nullopt;
        const auto actual = read(series_, id, at_).value;
        if (!actual) {
            return std::nullopt;
        }
        auto seen = forecast(id);
        if (seen) {
            out.items.push_back({&line_, unit, goal_, *actual, *seen});
        } else {
            out.untold.push_back({&line_, unit});
        }
        return seen;
    }
    /// What is missing to a value, towards the goal.
    double missing(double value, std::optional<base::Decimal> actual) const {
        const double short_of = value - (actual ? number(*actual) : 0);
        return std::max(0.0, aim_of(goal_) == rollup::Aim::AtLeast ? short_of : -short_of);
    }
    double gap(std::optional<UnitId> unit) const { return missing(number(goal_.value), read(series_, unit, at_).value); }

    /// Who holds a share of the goal in this year and moves the whole by it: no piece of what is reported above, and no share out of the
    /// one of a unit above, which would count twice.
    std::map<UnitId, Held> sharers() const {
        std::map<UnitId, Held> out;
        for (const auto& [held_by, years] : board_.facts.shares) {
            const auto held = years.find(at_.year());
            if (held_by.first == goal_.target && held != years.end() && series_.is_counted(held_by.second)) {
                out.emplace(held_by.second, held->second);
            }
        }
        const auto all = out;
        std::erase_if(out, [&](const auto& one) {
            return std::ranges::any_of(all, [&](const auto& other) { return series_.is_below(one.first, other.first); });
        });
        return out;
    }

    /// Everybody is called about what is missing to his share; where no shares are issued, about an equal part of what is missing in all.
    void call_each(Outlooks& out, const std::map<UnitId, std::string>& names, const rollup::Forecast& whole, double call_effect) const {
        std::map<UnitId, double> remaining;
        for (const auto& [unit, held] : sharers()) {
            remaining[unit] = missing(number(held.value), series_.with_below_year_to(unit, at_).value);
        }
        if (remaining.empty()) {
            const auto movers = series_.movers();
            for (const auto unit : movers) {
                remaining[unit] = gap(std::nullopt) / static_cast<double>(movers.size());
            }
        }
        for (const auto& [unit, part] : remaining) {
            if (const auto name = names.find(unit); name != names.end()) {
                call(out, {unit, name->second}, whole, part, gap(std::nullopt), call_effect);
            }
        }
    }
    void call(Outlooks& out, const plan::UnitRef& unit, const rollup::Forecast& forecast, double part, double of_all,
              double call_effect) const {
        if (part > 0 && of_all > 0) {
            const bool pieces = moves_of(series_.definition()) == rollup::Moves::Pieces;
            const auto countable = [&](double amount) { return pieces ? std::ceil(amount - kAlmostNothing) : amount; };
            const double lacking = countable(part);
            const double more = countable(call_effect * lacking);
            out.calls.push_back({&line_, unit, lacking, more, std::min(1.0, more / of_all), forecast.miss, forecast.miss_with(more)});
        }
    }

    const Board& board_;
    const IndicatorLine& line_;
    const Goal& goal_;
    const Series& series_;
    const Period at_;
    std::vector<Course> neighbours_;
};

bool can_be_forecast(const indicator::Definition& definition, const Goal& goal) {
    const bool measured = definition.kind == Kind::Flow || definition.kind == Kind::Stock || definition.kind == Kind::Ratio;
    const bool stays = definition.direction == plan::Direction::Interval;  // the chance would be of one end only
    return measured && !goal.due_on && !stays;
}

}  // namespace

std::optional<rollup::Forecast> look_ahead(const Board& board, const IndicatorLine& line, std::optional<UnitId> unit, const Goal& goal) {
    const auto at = board.standing.due;
    if (!at || at->month() == 12 || !can_be_forecast(board.facts.figures.series.at(line.id).definition(), goal)) {
        return std::nullopt;
    }
    return Watch{board, line, goal, *at}.forecast(unit);
}

Outlooks look_ahead(const Board& board, double call_effect) {
    Outlooks out;
    const auto at = board.standing.due;
    if (!at || at->month() == 12) {
        return out;
    }
    out.period = at;
    std::map<UnitId, std::string> names;
    for (const auto& duty : board.facts.duties) {
        names.emplace(duty.unit, duty.unit_name);
    }
    for (const auto& line : board.indicators) {
        const auto goal = line.goals.find(at->year());
        if (goal != line.goals.end() && can_be_forecast(board.facts.figures.series.at(line.id).definition(), goal->second)) {
            Watch{board, line, goal->second, *at}.add_to(out, names, call_effect);
        }
    }
    std::ranges::stable_sort(out.items, std::greater{}, [](const Outlook& item) { return item.forecast.miss; });
    std::ranges::stable_sort(out.calls, std::greater{}, [](const Call& call) {
        return std::tuple{std::lround(call.gain() * 100), call.of_gap, call.missing};
    });
    return out;
}

}  // namespace luoshi::supervise
