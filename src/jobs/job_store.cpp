#include "jobs/job_store.hpp"

namespace luoshi::jobs {
namespace {

using store::Row;
using store::Sql;

const Sql kUnfinished{"jobs.unfinished",
                      "SELECT day, state, leased_until FROM job_run WHERE job = $1 AND day <= $2 AND state <> 'done' ORDER BY day LIMIT 1"};
const Sql kLatestDone{"jobs.latest_done",
                      "SELECT day FROM job_run WHERE job = $1 AND day <= $2 AND state = 'done' ORDER BY day DESC LIMIT 1"};
const Sql kBegin{"jobs.begin",
                 "INSERT INTO job_run (job, day, state, leased_until, holder, attempts, error) VALUES ($1, $2, 'waiting', 0, '', 0, '') "
                 "ON CONFLICT (job, day) DO NOTHING"};
const Sql kClaim{
    "jobs.claim",
    "INSERT INTO job_run (job, day, state, leased_until, holder, attempts, error) VALUES ($1, $2, 'running', $4, $3, 1, '') "
    "ON CONFLICT (job, day) DO UPDATE SET state = 'running', leased_until = excluded.leased_until, holder = excluded.holder, "
    "attempts = job_run.attempts + 1 WHERE job_run.state <> 'done' AND (job_run.leased_until <= $5 OR job_run.leased_until > $6) "
    "RETURNING attempts"};
const Sql kDone{"jobs.done",
                "UPDATE job_run SET state = 'done', done_at = $5, error = '' "
                "WHERE job = $1 AND day = $2 AND state <> 'done' AND holder = $3 AND attempts = $4"};
const Sql kFailed{"jobs.failed",
                  "UPDATE job_run SET state = 'failed', leased_until = $6, error = $5 "
                  "WHERE job = $1 AND day = $2 AND state = 'running' AND holder = $3 AND attempts = $4"};
const Sql kForget{"jobs.forget", "DELETE FROM job_run WHERE day > $1"};
const Sql kLast{"jobs.last",
                "SELECT day, state, leased_until, attempts, error, done_at FROM job_run WHERE job = $1 ORDER BY day DESC LIMIT $2"};

RunState state_of(std::string_view text) {
    return text == "done"      ? RunState::Done
           : text == "failed"  ? RunState::Failed
           : text == "running" ? RunState::Running
                               : RunState::Waiting;
}

Run read_run(const Row& row) { return {row.date(0), state_of(row.view(1)), row.moment(2)}; }

}  // namespace

Known known_of(store::ReadTx& tx, std::string_view job, base::Date today) {
    return {.unfinished = tx.one(kUnfinished, {job, today}, read_run),
            .latest_done = tx.one(kLatestDone, {job, today}, [](const Row& row) { return row.date(0); })};
}

void begin_day(store::WriteTx& tx, std::string_view job, base::Date day) { tx.execute(kBegin, {job, day}); }

std::optional<int> claim(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, base::Moment now) {
    return tx.one(kClaim, {job, day, holder, now + kLease, now, now + kLongestWait},
                  [](const Row& row) { return static_cast<int>(row.integer(0)); });
}

bool mark_done(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, int attempt, base::Moment now) {
    return tx.execute(kDone, {job, day, holder, attempt, now}) == 1;
}

void mark_failed(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, int attempt, std::string_view error,
                 base::Moment retry_at) {
    tx.execute(kFailed, {job, day, holder, attempt, error, retry_at});
}

void forget_after(store::WriteTx& tx, base::Date day) { tx.execute(kForget, {day}); }

std::vector<RunRow> last_runs(store::ReadTx& tx, std::string_view job, int most) {
    return tx.all(kLast, {job, most}, [](const Row& row) {
        return RunRow{read_run(row), static_cast<int>(row.integer(3)), row.text(4), row.opt_moment(5)};
    });
}

}  // namespace luoshi::jobs
