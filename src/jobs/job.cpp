#include "jobs/job.hpp"

#include <algorithm>

namespace luoshi::jobs {
namespace {

using std::chrono::days;

bool time_has_come(const Job& job, base::Date day, const Now& now) {
    if (day != now.today || !job.at) {
        return day <= now.today;
    }
    const auto beijing = now.moment + std::chrono::hours{8};
    return beijing - std::chrono::floor<days>(beijing) >= *job.at;
}

}  // namespace

bool is_free(base::Moment leased_until, base::Moment now) { return leased_until <= now || leased_until > now + kLongestWait; }

std::optional<base::Date> day_to_begin(const Job& job, const Known& known, const Now& now) {
    const auto first = job.first_day.value_or(now.today);
    return known.unfinished || known.latest_done || first > now.today ? std::nullopt : std::optional{first};
}

std::optional<base::Date> due_day(const Job& job, const Known& known, const Now& now) {
    if (known.unfinished && !is_free(known.unfinished->leased_until, now.moment)) {
        return std::nullopt;
    }
    const auto next = known.unfinished    ? std::optional{known.unfinished->day}
                      : known.latest_done ? std::optional{*known.latest_done + days{1}}
                                          : day_to_begin(job, known, now);
    return next && time_has_come(job, *next, now) ? next : std::nullopt;
}

std::chrono::seconds pause_after(int attempts) {
    const std::chrono::minutes pause{std::int64_t{1} << std::clamp(attempts - 1, 0, 6)};
    return std::min<std::chrono::seconds>(pause, kLongestWait);
}

}  // namespace luoshi::jobs
