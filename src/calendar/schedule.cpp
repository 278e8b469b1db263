#include "calendar/schedule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "config/yaml.hpp"

namespace luoshi::calendar {
namespace {

/// A level and the one above it, the lowest first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kAbove{
    {{"village", "town"}, {"town", "county"}, {"county_department", "county"}, {"county", "city"}, {"city_department", "city"}}};

std::string_view level_name(std::string_view level) {
    return level == "village"             ? "村级"
           : level == "town"              ? "乡镇"
           : level == "county_department" ? "县级部门"
           : level == "county"            ? "县级"
           : level == "city_department"   ? "市直部门"
                                          : "市级";
}

bool fits(const std::vector<std::string>& wanted, std::string_view word) {
    return wanted.empty() || std::ranges::find(wanted, word) != wanted.end();
}

bool fits(const DaysRule& rule, Rhythm every) {
    return rule.rhythms.empty() || std::ranges::find(rule.rhythms, every) != rule.rhythms.end();
}

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

Rhythm read_rhythm(const config::Node& node) {
    return rhythm_from(node.choice({"month", "quarter", "half_year", "year"})).value_or(Rhythm::Month);
}

std::vector<std::string> read_words(const config::Node& list, std::initializer_list<std::string_view> known) {
    std::vector<std::string> out;
    for (const auto& node : list.opt_list()) {
        out.push_back(node.choice(known));
    }
    return out;
}

std::vector<std::string> read_levels(const config::Node& list) {
    return read_words(list, {"city", "city_department", "county", "county_department", "town", "village", "other"});
}

DaysRule read_days_rule(const config::Node& node) {
    DaysRule rule;
    for (const auto& every : node.at("every").opt_list()) {
        rule.rhythms.push_back(read_rhythm(every));
    }
    rule.levels = read_levels(node.at("levels"));
    rule.opens = read_day_rule(node.at("opens"));
    rule.due = read_day_rule(node.at("due"));
    rule.lock = read_day_rule(node.at("lock"));
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

base::Result<PeriodDates> dates_by(const DaysRule& rule, Period period, const WorkCalendar& calendar) {
    LUOSHI_TRY(opens_on, day_of(rule.opens, period, calendar));
    LUOSHI_TRY(due_on, day_of(rule.due, period, calendar));
    LUOSHI_TRY(lock_on, day_of(rule.lock, period, calendar));
    PeriodDates out{.opens_on = opens_on, .due_on = due_on, .lock_on = lock_on};
    if (calendar.is_changed_within(period.first_day(), due_on)) {
        const auto known_then = day_of(rule.due, period, calendar.as_of(period.first_day()));
        if (known_then && *known_then != due_on) {
            out.moved_from = *known_then;
        }
    }
    return out;
}

/// Goes through all days of all periods: each in order, and no level due after the one above it. One problem of a kind is enough.
class Trial {
public:
    Trial(const Schedule& schedule, const std::vector<config::Node>& nodes) : schedule_(schedule), nodes_(nodes) {}

    void run(const config::Node& last) const {
        for (const auto every : kRhythms) {
            for (auto period = schedule_.first; period <= schedule_.last; period = period.next()) {
                if (ends_span(period, every) && !(are_loaded(period, every, last) && are_in_order(period, every) && go_up(period, every))) {
                    return;
                }
            }
        }
    }

private:
    const DaysRule* rule_of(Rhythm every, std::string_view level) const {
        const auto hit =
            std::ranges::find_if(schedule_.days, [&](const auto& rule) { return fits(rule, every) && fits(rule.levels, level); });
        return hit == schedule_.days.end() ? nullptr : &*hit;
    }
    const config::Node& node_of(const DaysRule* rule) const { return nodes_[static_cast<std::size_t>(rule - schedule_.days.data())]; }

    bool are_loaded(Period period, Rhythm every, const config::Node& last) const {
        const auto all = schedule_.dates_of_all(period, every);
        if (!all) {
            last.fail(all.error().message);
        }
        return all.has_value();
    }
    bool are_in_order(Period period, Rhythm every) const {
        for (const auto& rule : schedule_.days) {
            const auto dates = fits(rule, every) ? dates_by(rule, period, schedule_.calendar) : base::Result<PeriodDates>{PeriodDates{}};
            if (fits(rule, every) && (dates->due_on < dates->opens_on || dates->lock_on <= dates->due_on)) {
                node_of(&rule).at("lock").fail(fmt::format("{}的开放、截止、锁定日期为 {}、{}、{}，应依次在后，请调整。",
                                                           name_of(period, every), base::date_text(dates->opens_on),
                                                           base::date_text(dates->due_on), base::date_text(dates->lock_on)));
                return false;
            }
        }
        return true;
    }
    bool go_up(Period period, Rhythm every) const {
        for (const auto& [low, high] : kAbove) {
            const auto below = schedule_.dates(period, {every, std::string{low}});
            const auto above = schedule_.dates(period, {every, std::string{high}});
            if (below->due_on > above->due_on) {
                node_of(rule_of(every, low))
                    .at("due")
                    .fail(fmt::format("{}的截止日，{}为 {}，晚于上级（{}）的 {}：下级须先报，请把它提前。", name_of(period, every),
                                      level_name(low), base::date_text(below->due_on), level_name(high), base::date_text(above->due_on)));
                return false;
            }
        }
        return true;
    }

    const Schedule& schedule_;
    const std::vector<config::Node>& nodes_;
};

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

Rhythm Schedule::every(std::string_view level, std::string_view role) const {
    const auto hit = std::ranges::find_if(rhythms, [&](const auto& rule) { return fits(rule.levels, level) && fits(rule.roles, role); });
    return hit == rhythms.end() ? Rhythm::Month : hit->every;
}

base::Result<PeriodDates> Schedule::dates(Period period, const Reporters& reporters) const {
    const auto hit =
        std::ranges::find_if(days, [&](const auto& rule) { return fits(rule, reporters.every) && fits(rule.levels, reporters.level); });
    if (hit == days.end()) {
        throw std::logic_error("reporting.yaml has no days for this level and rhythm");  // read_schedule asks for a rule that fits all
    }
    return dates_by(*hit, period, calendar);
}

base::Result<PeriodDates> Schedule::dates_of_all(Period period, Rhythm every) const {
    std::optional<PeriodDates> all;
    for (const auto& rule : days) {
        if (!fits(rule, every)) {
            continue;
        }
        LUOSHI_TRY(dates, dates_by(rule, period, calendar));
        all = all ? PeriodDates{std::min(all->opens_on, dates.opens_on), std::max(all->due_on, dates.due_on),
                                std::max(all->lock_on, dates.lock_on)}
                  : dates;
        if (rule.levels.empty()) {
            break;  // nobody is left for the rules below
        }
    }
    return all.value();
}

base::Result<bool> Schedule::is_over(Period period, base::Date today) const {
    for (const auto every : kRhythms) {
        if (ends_span(period, every)) {
            LUOSHI_TRY(dates, dates_of_all(period, every));
            if (today < dates.lock_on) {
                return false;
            }
        }
    }
    return true;
}

base::Result<std::vector<Period>> Schedule::opened_by(base::Date today) const {
    std::vector<Period> out;
    for (auto period = first; period <= last && period.last_day() < today; period = period.next()) {
        LUOSHI_TRY(dates, dates_of_all(period, Rhythm::Month));
        if (dates.opens_on <= today) {
            out.push_back(period);
        }
    }
    std::reverse(out.begin(), out.end());
    return out;
}

Schedule read_schedule(const std::string& file, std::string_view yaml, WorkCalendar calendar, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    Schedule out;
    out.calendar = std::move(calendar);
    out.first = read_period(root.at("first"));
    out.last = read_period(root.at("last"));
    for (const auto& node : root.at("rhythms").opt_list()) {
        out.rhythms.push_back({read_levels(node.at("levels")), read_words(node.at("roles"), {"lead", "responsible", "supporting"}),
                               read_rhythm(node.at("every"))});
    }
    const auto nodes = root.at("days").list();
    std::ranges::transform(nodes, std::back_inserter(out.days), read_days_rule);
    document.finish();
    if (out.days.empty() || !out.days.back().rhythms.empty() || !out.days.back().levels.empty()) {
        root.at("days").fail("最后一条日期不能写 every 和 levels：它用于其余各级、各种周期。");
    }
    if (!problems.empty()) {
        return out;
    }
    if (out.last < out.first) {
        root.at("last").fail(fmt::format("最后一个月 {} 早于第一个月 {}，请改正。", out.last.text(), out.first.text()));
    }
    Trial{out, nodes}.run(root.at("last"));
    return out;
}

}  // namespace luoshi::calendar
