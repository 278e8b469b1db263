#include "report/timeliness_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "report/period_exception_store.hpp"

namespace luoshi::report {
namespace {

using calendar::Period;
using identity::Actor;
using identity::UnitId;

constexpr std::array<std::string_view, 7> kLevels{"city", "city_department", "county", "county_department", "town", "village", "other"};

/// Who must act on a report now.
std::optional<UnitId> holder_of(const OwedRow& row) { return row.unfinished() ? row.duty.unit : row.waiting; }

/// Calls see(row, days) for everything that is owed for the months and has opened.
base::Status each_owed(store::ReadTx& tx, const Rules& rules, const Months& months,
                       const std::function<base::Status(OwedRow&, const calendar::PeriodDates&)>& see) {
    for (const auto period : months.list) {
        const auto exceptions = open_exceptions(tx, period);
        DaysInPeriod days{rules.schedule, period, exceptions};
        for (auto& row : owed_reports(tx, rules.schedule, period, std::nullopt, std::nullopt)) {
            LUOSHI_TRY(own, days.of(row.duty.reporters(rules.schedule), row.duty.unit));
            if (row.report || rules.today() >= own.opens_on) {
                LUOSHI_TRY(seen, see(row, own));
            }
        }
    }
    return base::Done{};
}

std::map<ReportId, std::vector<Move>> moves_in(store::ReadTx& tx, const Months& months) {
    return months.list.empty() ? std::map<ReportId, std::vector<Move>>{}
                               : moves_of(tx, months.list.front().text(), months.list.back().text());
}

std::span<const Move> moves_of_row(const std::map<ReportId, std::vector<Move>>& moves, const OwedRow& row) {
    const auto found = row.report ? moves.find(*row.report) : moves.end();
    return found == moves.end() ? std::span<const Move>{} : std::span<const Move>{found->second};
}

/// Counts working days; the same stretch is asked for again and again.
class WorkDays {
public:
    explicit WorkDays(const calendar::WorkCalendar& calendar) : calendar_(calendar) {}
    base::Result<int> of(const Stay& stay) {
        const auto known = known_.find({stay.from, stay.to});
        if (known != known_.end()) {
            return known->second;
        }
        LUOSHI_TRY(days, calendar_.work_days_between(stay.from, stay.to));
        return known_.emplace(std::pair{stay.from, stay.to}, days).first->second;
    }

private:
    const calendar::WorkCalendar& calendar_;
    std::map<std::pair<base::Date, base::Date>, int> known_;
};

}  // namespace

base::Result<Months> months_of(const Rules& rules, const std::optional<std::string>& period, const std::optional<std::string>& year) {
    if (period) {
        const auto one = Period::parse(*period);
        if (!one) {
            return base::bad_input("report.bad_period", "报送期须写成“年-月”，例如 2020-06");
        }
        return Months{{*one}, one->name()};
    }
    LUOSHI_TRY(opened, rules.schedule.opened_by(rules.today()));
    if (!year) {
        return opened.empty() ? Months{} : Months{{opened.front()}, opened.front().name()};
    }
    int number = 0;
    const auto [end, fault] = std::from_chars(year->data(), year->data() + year->size(), number);
    if (fault != std::errc{} || end != year->data() + year->size() || !Period::make(number, 1)) {
        return base::bad_input("report.bad_period", "年份须写成四位数字，例如 2020");
    }
    std::erase_if(opened, [&](const Period& one) { return one.year() != number; });
    std::ranges::reverse(opened);
    return Months{std::move(opened), fmt::format("{}年", number)};
}

base::Result<ReportingRates> reporting_rates(store::Database& db, const Rules& rules, const Actor& actor, const Months& months) {
    return db.read([&](store::ReadTx& tx) -> base::Result<ReportingRates> {
        const auto today = rules.today();
        const auto moves = moves_in(tx, months);
        WorkDays work_days{rules.schedule.calendar};
        ReportingRates out;
        std::map<std::string, Timeliness> levels;
        std::map<UnitId, std::size_t> places;
        LUOSHI_TRY(seen, each_owed(tx, rules, months, [&](OwedRow& row, const calendar::PeriodDates& days) -> base::Status {
                       const auto course = moves_of_row(moves, row);
                       Delivery delivery{.due_on = days.due_on, .handed_in = first_handed_in(course)};
                       if (delivery.handed_in) {
                           for (const auto& stay : stays(row.duty.unit, days.opens_on, course, holder_of(row), today)) {
                               if (!stay.reviewer) {
                                   LUOSHI_TRY(held, work_days.of(stay));
                                   delivery.days_held += held;
                               }
                           }
                       }
                       out.total.add(delivery, today);
                       levels[row.duty.level].add(delivery, today);
                       if (actor.covers(row.duty.unit)) {
                           const auto [place, fresh] = places.try_emplace(row.duty.unit, out.units.size());
                           if (fresh) {
                               out.units.push_back({row.duty.unit, row.duty.unit_name, row.duty.level, {}});
                           }
                           out.units[place->second].rates.add(delivery, today);
                       }
                       return base::Done{};
                   }));
        for (const auto level : kLevels) {
            if (auto found = levels.find(std::string{level}); found != levels.end()) {
                out.levels.push_back({found->first, std::move(found->second)});
            }
        }
        return out;
    });
}

base::Result<std::vector<ReviewerTimes>> reviewer_times(store::Database& db, const Rules& rules, const Actor& actor, const Months& months) {
    return db.read([&](store::ReadTx& tx) -> base::Result<std::vector<ReviewerTimes>> {
        const auto moves = moves_in(tx, months);
        WorkDays work_days{rules.schedule.calendar};
        std::map<UnitId, ReviewerTimes> found;
        LUOSHI_TRY(
            seen, each_owed(tx, rules, months, [&](OwedRow& row, const calendar::PeriodDates& days) -> base::Status {
                for (const auto& stay : stays(row.duty.unit, days.opens_on, moves_of_row(moves, row), holder_of(row), rules.today())) {
                    if (!stay.reviewer || !actor.covers(*stay.reviewer)) {
                        continue;
                    }
                    LUOSHI_TRY(length, work_days.of(stay));
                    auto& times = found[*stay.reviewer];
                    times.days.push_back(length);
                    if (stay.ended) {
                        ++times.decided;
                    } else {
                        ++times.waiting;
                        times.waiting_since = std::min(times.waiting_since.value_or(stay.from), stay.from);
                    }
                }
                return base::Done{};
            }));
        std::vector<ReviewerTimes> out;
        const auto names = unit_names(tx);
        for (auto& [unit, times] : found) {
            times.unit = unit;
            times.name = names.at(unit);
            out.push_back(std::move(times));
        }
        std::ranges::sort(out, {}, &ReviewerTimes::name);
        return out;
    });
}

base::Result<std::vector<ChaseLine>> chase_list(store::Database& db, const Rules& rules, const Actor& actor, const Months& months,
                                                const ChaseFilter& filter) {
    return db.read([&](store::ReadTx& tx) -> base::Result<std::vector<ChaseLine>> {
        const auto today = rules.today();
        const auto people = fillers(tx, today);
        std::vector<ChaseLine> out;
        LUOSHI_TRY(seen, each_owed(tx, rules, months, [&](OwedRow& row, const calendar::PeriodDates& days) -> base::Status {
                       const auto& duty = row.duty;
                       const bool is_asked =
                           (filter.level.empty() || duty.level == filter.level) && duty.unit_name.find(filter.text) != std::string::npos;
                       const bool handed_down = actor.unit && duty.superior == actor.unit;
                       if (row.unfinished() && today > days.due_on && is_asked && (actor.covers(duty.unit) || handed_down)) {
                           const auto found = people.find(duty.unit);
                           auto key = fmt::format("{}.{:019}.{}", base::date_text(days.due_on), duty.duty.value(), row.period);
                           out.push_back({std::move(row), duty.every(rules.schedule), days, static_cast<int>((today - days.due_on).count()),
                                          found == people.end() ? std::vector<InOffice>{} : found->second, std::move(key)});
                       }
                       return base::Done{};
                   }));
        std::ranges::sort(out, {}, &ChaseLine::key);
        return out;
    });
}

}  // namespace luoshi::report
