#pragma once
#include <functional>
#include <string>
#include <vector>

#include "jobs/job_store.hpp"

namespace luoshi::jobs {

/// A job with what happened to it.
struct JobReport {
    std::string name;
    std::string title;
    std::optional<std::chrono::minutes> at;
    std::vector<RunRow> runs;  ///< newest first
};

/// Runs jobs against one database. Several schedulers may share a database: a day belongs to who claims it first. Thread safe as far as
/// `db` is; one thread runs a scheduler.
class Scheduler {
public:
    /// `holder` tells this scheduler from every other on the database. Throws std::invalid_argument when two jobs have one name.
    Scheduler(store::Database& db, std::vector<Job> jobs, std::string holder);

    /// Runs every day that is due, job by job and day after day, until nothing is due or `go_on` says no. Returns how many days were done.
    /// A failure is written to the log and kept with its pause; other jobs go on. Throws store::Fault when the database is gone.
    int run_due(
        const std::function<Now()>& now, const std::function<bool()>& go_on = [] { return true; });

    /// Every job with its last days, for the administrator.
    std::vector<JobReport> report(int most_runs) const;

private:
    enum class Outcome { Nothing, Done, Failed };
    Outcome run_next(const Job& job, const Now& now);

    store::Database& db_;
    std::vector<Job> jobs_;
    std::string holder_;
};

}  // namespace luoshi::jobs
