#include "supervise/ladder.hpp"

#include <algorithm>

namespace luoshi::supervise {
namespace {

using base::Date;
using base::phrase;

int month_number(Date day) {
    const std::chrono::year_month_day parts{day};
    return static_cast<int>(parts.year()) * 12 + static_cast<int>(static_cast<unsigned>(parts.month())) - 1;
}

bool is_lit(const std::string& wanted, const std::string& light) {
    return wanted.empty() || light == "red" || (wanted == "yellow" && light == "yellow");
}

int gravity(const std::string& light) { return light == "red" ? 2 : light == "yellow" ? 1 : 0; }

/// A person has refused the rung on these facts, and not long enough ago to ask again.
base::Result<bool> is_resting(const Ladder& ladder, const Rung& rung, const Lagging& lagging, Date today,
                              const CountWorkDays& work_days) {
    for (const auto& one : lagging.past) {
        if (!one.refused || one.task != lagging.task || one.rung != rung.code || gravity(lagging.light) > gravity(one.light)) {
            continue;
        }
        LUOSHI_TRY(passed, work_days(one.on, today));
        if (passed < ladder.again_work_days) {
            return true;
        }
    }
    return false;
}

int counted(const Trigger& trigger, const Lagging& lagging, Date today) {
    const int now = month_number(today);
    std::vector<int> months;
    for (const auto& one : lagging.past) {
        const int back = now - month_number(one.on);
        if (one.rung == trigger.counted && one.confirmed && back < trigger.months &&
            (trigger.of == CountedOf::Unit || one.task == lagging.task)) {
            months.push_back(back);
        }
    }
    if (!trigger.in_a_row) {
        return static_cast<int>(months.size());
    }
    // the newest of the row may be of this month or of the last one
    std::ranges::sort(months);
    months.erase(std::ranges::unique(months).begin(), months.end());
    int row = 0;
    for (const int back : months) {
        if (back != months.front() + row || months.front() > 1) {
            break;
        }
        ++row;
    }
    return row;
}

/// What holds of a condition, in words; nothing when something of it does not.
base::Result<std::optional<base::Phrase>> holds(const Ladder& ladder, const Trigger& trigger, const Lagging& lagging, Date today,
                                                const CountWorkDays& work_days) {
    std::string said;
    const auto add = [&](const std::string& part) { said += (said.empty() ? "" : "，") + part; };
    if (!trigger.light.empty()) {
        if (!is_lit(trigger.light, lagging.light)) {
            return std::optional<base::Phrase>{};
        }
        add(lagging.light == "red" ? "红灯" : "黄灯");
    }
    if (trigger.overdue_days) {
        if (lagging.overdue_days < std::max(*trigger.overdue_days, 1)) {
            return std::optional<base::Phrase>{};
        }
        add("督办单逾期 " + std::to_string(lagging.overdue_days) + " 天");
    }
    if (!trigger.after.empty()) {
        bool long_enough = false;
        for (const auto& one : lagging.past) {
            if (one.rung == trigger.after && one.in_force && one.task == lagging.task) {
                LUOSHI_TRY(passed, work_days(one.on, today));
                long_enough = long_enough || passed >= trigger.work_days;
            }
        }
        if (!long_enough) {
            return std::optional<base::Phrase>{};
        }
        add(ladder.find(trigger.after)->name + "后 " + std::to_string(trigger.work_days) + " 个工作日仍未改进");
    }
    if (!trigger.counted.empty()) {
        const int times = counted(trigger, lagging, today);
        if (times < trigger.times) {
            return std::optional<base::Phrase>{};
        }
        add(ladder.find(trigger.counted)->name + (trigger.in_a_row ? "连续 " : "累计 ") + std::to_string(times) +
            (trigger.in_a_row ? " 个月" : " 次"));
    }
    return std::optional{phrase("caution.basis", "{facts}", {{"facts", said}})};
}

}  // namespace

const Rung* Ladder::find(std::string_view code) const {
    const auto found = std::ranges::find(rungs, code, &Rung::code);
    return found == rungs.end() ? nullptr : &*found;
}

std::size_t Ladder::place(std::string_view code) const {
    return static_cast<std::size_t>(std::ranges::find(rungs, code, &Rung::code) - rungs.begin());
}

base::Result<std::optional<DueRung>> due_rung(const Ladder& ladder, const Lagging& lagging, Date today, const CountWorkDays& work_days) {
    for (auto rung = ladder.rungs.rbegin(); rung != ladder.rungs.rend(); ++rung) {
        bool issued = false;
        for (const auto& one : lagging.past) {
            if (one.task != lagging.task) {
                continue;
            }
            if (one.rung == rung->code && (one.waiting || (one.in_force && !rung->monthly) ||
                                           (one.confirmed && rung->monthly && month_number(one.on) == month_number(today)))) {
                issued = true;
            }
        }
        if (issued) {
            return std::optional<DueRung>{};  // what is lighter has been overtaken
        }
        LUOSHI_TRY(resting, is_resting(ladder, *rung, lagging, today, work_days));
        if (resting) {
            continue;
        }
        for (const auto& trigger : rung->when) {
            LUOSHI_TRY(basis, holds(ladder, trigger, lagging, today, work_days));
            if (basis) {
                return std::optional{DueRung{&*rung, *basis}};
            }
        }
    }
    return std::optional<DueRung>{};
}

}  // namespace luoshi::supervise
