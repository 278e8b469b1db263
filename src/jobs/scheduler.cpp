#include "jobs/scheduler.hpp"

#include <set>
#include <stdexcept>

#include "log/log.hpp"

namespace luoshi::jobs {
Scheduler::Scheduler(store::Database& db, std::vector<Job> jobs, std::string holder)
    : db_(db), jobs_(std::move(jobs)), holder_(std::move(holder)) {
    std::set<std::string_view> names;
    for (const auto& job : jobs_) {
        if (!names.insert(job.name).second) {
            throw std::invalid_argument("two jobs are named " + job.name);
        }
    }
}

int Scheduler::run_due(const std::function<Now()>& now, const std::function<bool()>& go_on) {
    int done = 0;
    for (const auto& job : jobs_) {
        while (go_on() && run_next(job, now()) == Outcome::Done) {
            ++done;
        }
    }
    return done;
}

Scheduler::Outcome Scheduler::run_next(const Job& job, const Now& now) {
    const auto known = db_.read([&](store::ReadTx& tx) { return known_of(tx, job.name, now.today); });
    const auto day = due_day(job, known, now);
    if (!day) {
        if (const auto first = day_to_begin(job, known, now)) {
            const auto begun = db_.write([&](store::WriteTx& tx) -> base::Status {
                begin_day(tx, job.name, *first);
                return base::Done{};
            });
            (void)begun;
        }
        return Outcome::Nothing;
    }
    const auto attempt =
        db_.write([&](store::WriteTx& tx) -> base::Result<std::optional<int>> { return claim(tx, job.name, *day, holder_, now.moment); });
    if (!attempt || !attempt.value()) {
        return Outcome::Nothing;
    }
    const int number = *attempt.value();
    std::string error;
    std::string logged;  // no sentence that may hold values of the database
    bool is_taken = false;
    try {
        const auto run = db_.write([&](store::WriteTx& tx) -> base::Status {
            is_taken = !mark_done(tx, job.name, *day, holder_, number, now.moment);
            return is_taken ? base::conflict("jobs.taken", "") : job.effect(tx, *day);
        });
        if (run) {
            log::info("job.done", {{"job", job.name}, {"day", base::date_text(*day)}, {"attempt", number}});
            return Outcome::Done;
        }
        error = run.error().message;
        logged = run.error().code;
    } catch (const std::exception& fault) {
        error = fault.what();
        logged = error;
    }
    if (is_taken) {
        return Outcome::Nothing;
    }
    log::error("job.failed", {{"job", job.name}, {"day", base::date_text(*day)}, {"attempt", number}, {"error", logged}});
    const auto kept = db_.write([&](store::WriteTx& tx) -> base::Status {
        mark_failed(tx, job.name, *day, holder_, number, error, now.moment + pause_after(number));
        return base::Done{};
    });
    (void)kept;
    return Outcome::Failed;
}

std::vector<JobReport> Scheduler::report(int most_runs) const {
    return db_.read([&](store::ReadTx& tx) {
        std::vector<JobReport> out;
        for (const auto& job : jobs_) {
            out.push_back({job.name, job.title, job.at, last_runs(tx, job.name, most_runs)});
        }
        return out;
    });
}

}  // namespace luoshi::jobs
