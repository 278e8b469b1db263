#include "calendar/work_calendar.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "config/yaml.hpp"

namespace luoshi::calendar {
namespace {

constexpr std::chrono::days kDay{1};

std::vector<base::Date> read_days(const config::Node& list, int year, std::set<base::Date>& seen) {
    std::vector<base::Date> out;
    for (const auto& node : list.opt_list()) {
        const auto day = node.opt_date();
        if (!day) {
            continue;
        }
        if (base::year_of(*day) != year && !(base::year_of(*day) == year - 1 && base::month_of(*day) == 12)) {
            node.fail(fmt::format("{} 不在 {} 年（或上年 12 月）内，请核对。", base::date_text(*day), year));
        }
        if (!seen.insert(*day).second) {
            node.fail(fmt::format("{} 在同一份通知里写了两次，请只留一处。", base::date_text(*day)));
        }
        out.push_back(*day);
    }
    return out;
}

}  // namespace

std::vector<Notice> read_notices(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    std::vector<Notice> out;
    for (const auto& node : document.root().at("notices").list()) {
        Notice notice;
        notice.name = node.at("name").text();
        notice.issued = node.at("issued").date();
        notice.year = static_cast<int>(node.at("year").integer(1950, 2100));
        std::set<base::Date> seen;
        notice.off = read_days(node.at("off"), notice.year, seen);
        notice.worked = read_days(node.at("worked"), notice.year, seen);
        out.push_back(std::move(notice));
    }
    document.finish();
    return out;
}

WorkCalendar::WorkCalendar(std::vector<Notice> notices) : notices_(std::move(notices)) {
    std::stable_sort(notices_.begin(), notices_.end(), [](const Notice& a, const Notice& b) { return a.issued < b.issued; });
    for (const auto& notice : notices_) {
        years_.insert(notice.year);
        for (const auto day : notice.off) {
            exceptions_[day] = false;
        }
        for (const auto day : notice.worked) {
            exceptions_[day] = true;
        }
    }
}

WorkCalendar WorkCalendar::as_of(base::Date day) const {
    std::vector<Notice> known;
    std::copy_if(notices_.begin(), notices_.end(), std::back_inserter(known), [&](const Notice& notice) { return notice.issued <= day; });
    return WorkCalendar{std::move(known)};
}

bool WorkCalendar::is_changed_within(base::Date from, base::Date to) const {
    return std::ranges::any_of(notices_, [&](const Notice& notice) { return notice.issued > from && notice.issued <= to; });
}

base::Result<bool> WorkCalendar::is_work(base::Date day) const {
    if (const int year = base::year_of(day); !years_.contains(year)) {
        return base::conflict(
            "calendar.not_loaded",
            fmt::format("工作日历中没有 {} 年，无法推算 {}。请在方案包的 calendar.yaml 中补上国务院办公厅 {} 年节假日安排的通知。", year,
                        base::date_text(day), year));
    }
    if (const auto exception = exceptions_.find(day); exception != exceptions_.end()) {
        return exception->second;
    }
    return std::chrono::weekday{day}.iso_encoding() <= 5;
}

base::Result<base::Date> WorkCalendar::add(base::Date start, int n) const {
    auto day = start;
    for (int left = n; left > 0;) {
        day += kDay;
        LUOSHI_TRY(work, is_work(day));
        left -= work ? 1 : 0;
    }
    return day;
}

base::Result<int> WorkCalendar::work_days_between(base::Date from, base::Date to) const {
    int count = 0;
    for (auto day = std::min(from, to) + kDay; day <= std::max(from, to); day += kDay) {
        LUOSHI_TRY(work, is_work(day));
        count += work ? 1 : 0;
    }
    return to < from ? -count : count;
}

base::Result<base::Date> WorkCalendar::on_or_after(base::Date day) const { return add(day - kDay, 1); }

}  // namespace luoshi::calendar
