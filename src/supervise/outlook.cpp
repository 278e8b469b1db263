#include "supervise/outlook.hpp"

#include <algorithm>
#include <map>

namespace luoshi::supervise {
namespace {

using indicator::Kind;
using rollup::Course;
using rollup::Series;

double number(base::Decimal value) { return static_cast<double>(value.e4()) / static_cast<double>(base::Decimal::kUnit); }

rollup::Sum read(const Series& series, std::optional<UnitId> unit, Period period) {
    return unit ? series.unit_year_to(*unit, period) : series.year_to(period);
}

/// A year month by month, as far as it was reported by `until`.
Course course_of(const Series& series, std::optional<UnitId> unit, int year, Period until) {
    Course out;
    if (series.definition().carry_forward) {
        const auto before = read(series, unit, *Period::make(year - 1, 12)).value;
        out.start = before ? number(*before) : 0;
    }
    for (int month = 1; month <= 12; ++month) {
        const auto period = *Period::make(year, month);
        const auto value = period > until ? std::nullopt : read(series, unit, period).value;
        if (value) {
            out.at[static_cast<std::size_t>(month) - 1] = number(*value);
        }
    }
    return out;
}

rollup::Aim aim_of(const Goal& goal) {
    const bool ceiling = goal.op == plan::TargetOperator::AtMost || goal.op == plan::TargetOperator::LessThan;
    return ceiling ? rollup::Aim::AtMost : rollup::Aim::AtLeast;
}

/// One indicator seen from a month.
class Watch {
public:
    Watch(const Board& board, const IndicatorLine& line, const Goal& goal, Period at, double call_effect)
        : board_(board), line_(line), goal_(goal), series_(board.facts.figures.series.at(line.id)), at_(at), call_effect_(call_effect) {
        for (const auto unit : series_.reporters()) {
            for (const auto& year : finished_years(unit)) {
                neighbours_.push_back(year);
            }
        }
    }

    void add_to(Outlooks& out, const std::map<UnitId, std::string>& names) const {
        const bool alone = indicator::binds_each_unit(series_.definition());
        if (!alone) {
            const Seen seen = see(std::nullopt);
            if (const auto whole = look(seen, call_effect_)) {
                out.items.push_back({&line_, std::nullopt, goal_, *series_.year_to(at_).value, *whole});
                // whom to call shows in what a formula is made of; more of one unit moves only what is added
                if (!series_.definition().by_formula() && series_.definition().across == indicator::Across::Sum) {
                    call_each(out, names, seen, *whole);
                }
            }
            return;
        }
        for (const auto unit : series_.reporters()) {
            const auto own = look(see(unit), call_effect_);
            const auto name = names.find(unit);
            if (own && name != names.end()) {
                const plan::UnitRef ref{unit, name->second};
                out.items.push_back({&line_, ref, goal_, *series_.unit_year_to(unit, at_).value, *own});
                out.calls.push_back({&line_, ref, own->miss, own->miss_called});
            }
        }
    }

    std::optional<rollup::Forecast> forecast(std::optional<UnitId> unit) const { return look(see(unit), call_effect_); }

private:
    std::vector<Course> finished_years(std::optional<UnitId> unit) const {
        std::vector<Course> out;
        for (int year = board_.facts.first_year; year < at_.year(); ++year) {
            out.push_back(course_of(series_, unit, year, *Period::make(year, 12)));
        }
        return out;
    }
    /// What is known of a unit, or of the whole: read once, judged as often as one likes.
    struct Seen {
        rollup::Past past;
        Course year;
    };
    Seen see(std::optional<UnitId> unit) const { return {{finished_years(unit), neighbours_}, course_of(series_, unit, at_.year(), at_)}; }
    std::optional<rollup::Forecast> look(const Seen& seen, double call_effect) const {
        return rollup::forecast(seen.past, seen.year, at_.month(), number(goal_.value), aim_of(goal_), call_effect);
    }
    /// A unit that does more moves the whole as far as what is still to come is its own.
    void call_each(Outlooks& out, const std::map<UnitId, std::string>& names, const Seen& seen, const rollup::Forecast& whole) const {
        std::vector<std::pair<UnitId, double>> to_come;
        double total = 0;
        for (const auto unit : series_.reporters()) {
            const Course year = course_of(series_, unit, at_.year(), at_);
            const auto now = year.at[static_cast<std::size_t>(at_.month()) - 1];
            const double gained = now ? std::max(0.0, *now - year.start) : 0;
            to_come.emplace_back(unit, gained);
            total += gained;
        }
        for (const auto& [unit, gained] : to_come) {
            const auto name = names.find(unit);
            if (name == names.end() || total <= 0) {
                continue;
            }
            out.calls.push_back({&line_, {unit, name->second}, whole.miss, look(seen, call_effect_ * gained / total)->miss_called});
        }
    }

    const Board& board_;
    const IndicatorLine& line_;
    const Goal& goal_;
    const Series& series_;
    const Period at_;
    const double call_effect_;
    std::vector<Course> neighbours_;
};

bool can_be_forecast(const indicator::Definition& definition, const Goal& goal) {
    const bool measured = definition.kind == Kind::Flow || definition.kind == Kind::Stock || definition.kind == Kind::Ratio;
    const bool stays = definition.direction == plan::Direction::Interval;  // the chance would be of one end only
    return measured && !goal.due_on && !stays;
}

}  // namespace

std::optional<rollup::Forecast> look_ahead(const Board& board, const IndicatorLine& line, std::optional<UnitId> unit, const Goal& goal,
                                           double call_effect) {
    const auto at = board.standing.due;
    if (!at || at->month() == 12 || !can_be_forecast(board.facts.figures.series.at(line.id).definition(), goal)) {
        return std::nullopt;
    }
    return Watch{board, line, goal, *at, call_effect}.forecast(unit);
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
            Watch{board, line, goal->second, *at, call_effect}.add_to(out, names);
        }
    }
    std::ranges::stable_sort(out.items, std::greater{}, [](const Outlook& item) { return item.forecast.miss; });
    std::ranges::stable_sort(out.calls, std::greater{}, &Call::gain);
    return out;
}

}  // namespace luoshi::supervise
