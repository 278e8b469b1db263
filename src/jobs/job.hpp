#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/result.hpp"

namespace luoshi::store {
class WriteTx;
}

namespace luoshi::jobs {

/// Daily work by the tenant's business date. For each day the effect happens exactly once, in order: it commits together with the mark
/// that the day is done. So it touches only the database (mail goes through an outbox), asks `day` and not the clock which day it is, and
/// is short: a write transaction of PostgreSQL may last 5 s.
struct Job {
    std::string name;                        ///< stable, "report.remind"
    std::string title;                       ///< Chinese, for the administrator
    std::optional<std::chrono::minutes> at;  ///< time of day in Beijing from which a day is due; empty: from its beginning
    std::function<base::Status(store::WriteTx&, base::Date day)> effect;
    std::optional<base::Date> first_day = {};  ///< of a first-ever start; empty: the business date of that start
};

enum class RunState { Waiting, Running, Failed, Done };

/// A day of a job as it is stored.
struct Run {
    base::Date day;
    RunState state = RunState::Waiting;
    base::Moment leased_until{};  ///< nobody else takes it before: the lease of who runs it, or the pause after a failure
};

/// What is known of a job up to and including the business date.
struct Known {
    std::optional<Run> unfinished;          ///< the earliest day that was begun and is not done
    std::optional<base::Date> latest_done;  ///< the latest day that is done
};

/// Where a tenant stands: its business date, and the moment with the time of day.
struct Now {
    base::Date today;
    base::Moment moment;
};

/// The day to run next, in order and without gaps; nothing when all that is due is done or somebody else has it. A job of which nothing is
/// known begins at its first day, else today.
std::optional<base::Date> due_day(const Job& job, const Known& known, const Now& now);

/// The day of a job that nothing is known of, to be remembered although it is not due yet: a server that stops before the time of day
/// must find it. Nothing when something is known, or the first day is still to come.
std::optional<base::Date> day_to_begin(const Job& job, const Known& known, const Now& now);

/// How long nobody tries again after so many attempts: a minute, then twice as long each time, an hour at most.
std::chrono::seconds pause_after(int attempts);

/// How long a server has a day to itself. A lease or pause that reaches further than kLongestWait into the future was written before the
/// clock went back, and holds nobody.
inline constexpr std::chrono::minutes kLease{10};
inline constexpr std::chrono::hours kLongestWait{1};
/// Whether nobody else holds what is leased until then.
bool is_free(base::Moment leased_until, base::Moment now);

}  // namespace luoshi::jobs
