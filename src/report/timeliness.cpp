#include "report/timeliness.hpp"

#include <algorithm>

namespace luoshi::report {
namespace {

using base::Decimal;

std::optional<Decimal> percent(int part, int whole) { return base::ratio(Decimal::from_e4(part), Decimal::from_e4(whole), 100, 1); }

}  // namespace

std::optional<Decimal> median(std::vector<int> numbers) {
    if (numbers.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(numbers);
    const auto middle = numbers.size() / 2;
    const std::int64_t twice =
        numbers.size() % 2 == 1 ? 2 * std::int64_t{numbers[middle]} : std::int64_t{numbers[middle - 1]} + numbers[middle];
    return Decimal::from_e4(twice * Decimal::kUnit / 2);
}

std::vector<Stay> stays(identity::UnitId own, base::Date opens_on, std::span<const Move> moves, std::optional<identity::UnitId> holder,
                        base::Date today) {
    std::vector<Stay> out;
    auto since = opens_on;
    const auto lay_with = [&](std::optional<identity::UnitId> unit, base::Date to, bool ended) {
        out.push_back({unit == own ? std::nullopt : unit, since, std::max(since, to), ended});
        since = to;
    };
    for (const auto& move : moves) {
        const bool reopened = move.action == Action::Return && move.step == 0;  // an approved report lay with nobody
        if (reopened || move.action == Action::Withdraw) {
            since = move.on;
        } else {
            lay_with(move.action == Action::Submit ? own : move.unit, move.on, true);
        }
    }
    if (holder) {
        lay_with(holder, today, false);
    }
    return out;
}

std::optional<base::Date> first_handed_in(std::span<const Move> moves) {
    std::optional<base::Date> first;
    bool is_newest = false;
    for (const auto& move : moves) {
        if (move.action == Action::Submit) {
            is_newest = !first;
            first = first.value_or(move.on);
        } else if (move.action == Action::Withdraw && is_newest) {
            first.reset();
        }
    }
    return first;
}

void Timeliness::add(const Delivery& delivery, base::Date today) {
    ++owed;
    const auto came = delivery.handed_in.value_or(today);
    if (came > delivery.due_on) {
        days_late.push_back(static_cast<int>((came - delivery.due_on).count()));
    } else if (delivery.handed_in) {
        ++on_time;
    } else {
        ++still_in_time;
    }
    if (delivery.handed_in) {
        ++handed_in;
        days_held.push_back(delivery.days_held);
    }
}

std::optional<Decimal> Timeliness::reporting_rate() const { return percent(handed_in, owed); }
std::optional<Decimal> Timeliness::on_time_rate() const { return percent(on_time, owed - still_in_time); }

}  // namespace luoshi::report
