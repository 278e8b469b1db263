#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "config/problem.hpp"

namespace luoshi::calendar {

/// One holiday notice of the State Council: days that differ from the plain week. A later notice overrides an earlier one day by day
/// (Labour Day 2019, Spring Festival 2020).
struct Notice {
    std::string name;
    base::Date issued{};
    int year = 0;  ///< the year the notice arranges; it may reach into the December before
    std::vector<base::Date> off;
    std::vector<base::Date> worked;
};

/// Reads calendar.yaml; everything wrong in it goes to `problems`.
std::vector<Notice> read_notices(const std::string& file, std::string_view yaml, config::Problems& problems);

/// Working days by the notices. A question about a year without a notice is the error calendar.not_loaded, never a guess.
class WorkCalendar {
public:
    explicit WorkCalendar(std::vector<Notice> notices);

    /// The calendar as it was known on a day: without the notices issued later.
    WorkCalendar as_of(base::Date day) const;
    /// A notice was issued after `from`, up to and including `to`.
    bool is_changed_within(base::Date from, base::Date to) const;

    base::Result<bool> is_work(base::Date day) const;
    /// The n-th working day after `start` (n >= 0); the start day is not counted.
    base::Result<base::Date> add(base::Date start, int n) const;
    /// Working days after `from` up to and including `to`, so that between(d, add(d, n)) is n; negative when `to` lies before.
    base::Result<int> work_days_between(base::Date from, base::Date to) const;
    /// `day` itself when it is worked, otherwise the next working day.
    base::Result<base::Date> on_or_after(base::Date day) const;

private:
    std::vector<Notice> notices_;
    std::map<base::Date, bool> exceptions_;  ///< worked or off, where the plain week does not decide
    std::set<int> years_;
};

}  // namespace luoshi::calendar
