#include "report/reminder_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "notice/notice_service.hpp"
#include "report/period_exception_store.hpp"

namespace luoshi::report {
namespace {

using calendar::Period;

/// What one unit has not handed in for a month.
struct Missing {
    std::string unit_name;
    base::Date opens_on;
    int reports = 0;
};
using ByUnit = std::map<std::tuple<identity::UnitId, base::Date>, Missing>;  // with the due day

base::Result<ByUnit> missing_on(store::ReadTx& tx, const Rules& rules, const Period& period, const Exceptions& exceptions, base::Date day) {
    ByUnit out;
    DaysInPeriod days_in_period{rules.schedule, period, exceptions};
    for (const auto& row : owed_reports(tx, rules.schedule, period, std::nullopt, std::nullopt)) {
        if (!row.unfinished()) {
            continue;
        }
        LUOSHI_TRY(days, days_in_period.of(row.duty.reporters(rules.schedule), row.duty.unit));
        if (day >= days.opens_on && day < days.lock_on) {
            auto& missing = out[{row.duty.unit, days.due_on}];
            missing.unit_name = row.duty.unit_name;
            missing.opens_on = days.opens_on;
            ++missing.reports;
        }
    }
    return out;
}

notice::Notice reminder(const Missing& missing, const Period& period, base::Date due_on, base::Date day) {
    base::PhraseParams params{{"unit", missing.unit_name},
                              {"period", period.text()},
                              {"period_name", period.name()},
                              {"count", std::to_string(missing.reports)},
                              {"due_on", base::date_text(due_on)}};
    const bool late = day > due_on;
    return {.kind = late ? "report.overdue" : "report.due_soon",
            .text = late ? base::phrase("report.overdue", "{unit}{period_name}有{count}项填报逾期未报，截止日为{due_on}", std::move(params))
                         : base::phrase("report.due_soon", "{unit}{period_name}有{count}项填报未报，{due_on}截止", std::move(params)),
            .link = "/reports?period=" + period.text(),
            .once = fmt::format("report.due:{}:{}:{}", period.text(), base::date_text(due_on), base::date_text(day))};
}

}  // namespace

base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const Rules& rules, const notice::ReminderRule& rule,
                    base::Date day) {
    const auto today = std::max(day, rules.today());
    LUOSHI_TRY(periods, rules.schedule.opened_by(day));
    const auto exceptions = open_exceptions(tx);
    for (const auto& period : periods) {
        LUOSHI_TRY(over, rules.schedule.is_over(period, day));
        const bool has_exception = std::ranges::any_of(exceptions, [&](const auto& one) { return one.first.second == period; });
        if (over && !has_exception) {
            continue;
        }
        LUOSHI_TRY(missing, missing_on(tx, rules, period, exceptions, day));
        for (const auto& [key, one] : missing) {
            const auto& [unit, due_on] = key;
            LUOSHI_TRY(reminded, notice::is_reminded(rule, rules.schedule.calendar, {one.opens_on, due_on}, day, today));
            if (reminded) {
                notice::tell_unit(tx, ids, now, day, unit, "report.fill", reminder(one, period, due_on, day));
            }
        }
    }
    return base::Done{};
}

}  // namespace luoshi::report
