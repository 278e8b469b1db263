#include "calendar/period_rules.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "config/yaml.hpp"

namespace luoshi::calendar {
namespace {

base::Result<base::Date> day_of(const DayRule& rule, Period period, const WorkCalendar& calendar) {
    const auto month = period.next().first_day();
    if (rule.count == DayRule::Count::WorkDay) {
        return calendar.add(month - std::chrono::days{1}, rule.number);
    }
    const auto day = month + std::chrono::days{rule.number - 1};
    return rule.on_rest_day == DayRule::OnRestDay::Keep ? day : calendar.on_or_after(day);
}

DayRule read_day_rule(const config::Node& node) {
    DayRule rule;
    if (const auto work_day = node.at("work_day").opt_integer(1, 15)) {
        rule.count = DayRule::Count::WorkDay;
        rule.number = static_cast<int>(*work_day);
        return rule;
    }
    rule.number = static_cast<int>(node.at("day").integer(1, 28));
    if (node.at("on_rest_day").opt_choice({"keep", "next_work_day"}) == "next_work_day") {
        rule.on_rest_day = DayRule::OnRestDay::NextWorkDay;
    }
    return rule;
}

Period read_period(const config::Node& node) {
    const auto text = node.text();
    const auto period = Period::parse(text);
    if (!period && !text.empty()) {
        node.fail(fmt::format("月份应写成 2018-09 的形式，现在是“{}”。", text));
    }
    return period.value_or(Period::containing(base::Date{}));
}

}  // namespace

std::string_view period_state_text(PeriodState state) {
    switch (state) {
        case PeriodState::NotOpen:
            return "not_open";
        case PeriodState::Open:
            return "open";
        case PeriodState::Overdue:
            return "overdue";
        case PeriodState::Locked:
            break;
    }
    return "locked";
}

PeriodState state_on(const PeriodDates& dates, base::Date today) {
    if (today < dates.opens_on) {
        return PeriodState::NotOpen;
    }
    if (today <= dates.due_on) {
        return PeriodState::Open;
    }
    return today < dates.lock_on ? PeriodState::Overdue : PeriodState::Locked;
}

base::Result<PeriodDates> PeriodRules::dates(Period period, const WorkCalendar& calendar) const {
    LUOSHI_TRY(opens_on, day_of(opens, period, calendar));
    LUOSHI_TRY(due_on, day_of(due, period, calendar));
    LUOSHI_TRY(lock_on, day_of(lock, period, calendar));
    return PeriodDates{opens_on, due_on, lock_on};
}

base::Result<std::vector<Period>> PeriodRules::opened_by(base::Date today, const WorkCalendar& calendar) const {
    std::vector<Period> out;
    for (auto period = first; period <= last && period.last_day() < today; period = period.next()) {
        LUOSHI_TRY(opens_on, day_of(opens, period, calendar));
        if (opens_on <= today) {
            out.push_back(period);
        }
    }
    std::reverse(out.begin(), out.end());
    return out;
}

PeriodRules read_period_rules(const std::string& file, std::string_view yaml, const WorkCalendar& calendar, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto month = document.root().at("month");
    PeriodRules rules;
    rules.first = read_period(month.at("first"));
    rules.last = read_period(month.at("last"));
    rules.opens = read_day_rule(month.at("opens"));
    rules.due = read_day_rule(month.at("due"));
    rules.lock = read_day_rule(month.at("lock"));
    document.finish();
    if (!problems.empty()) {
        return rules;
    }
    if (rules.last < rules.first) {
        month.at("last").fail(fmt::format("最后一个月 {} 早于第一个月 {}，请改正。", rules.last.text(), rules.first.text()));
    }
    for (auto period = rules.first; period <= rules.last; period = period.next()) {
        const auto dates = rules.dates(period, calendar);
        if (!dates) {
            month.at("last").fail(dates.error().message);
            break;
        }
        if (dates->due_on < dates->opens_on || dates->lock_on <= dates->due_on) {
            month.at("lock").fail(fmt::format("{}的开放、截止、锁定日期为 {}、{}、{}，应依次在后，请调整。", period.name(),
                                              base::date_text(dates->opens_on), base::date_text(dates->due_on),
                                              base::date_text(dates->lock_on)));
            break;
        }
    }
    return rules;
}

}  // namespace luoshi::calendar
