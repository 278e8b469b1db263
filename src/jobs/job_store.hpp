#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.hpp"
#include "store/store.hpp"

namespace luoshi::jobs {

/// A day of a job with what the administrator sees.
struct RunRow {
    Run run;
    int attempts = 0;
    std::string error;
    std::optional<base::Moment> done_at;
};

Known known_of(store::ReadTx& tx, std::string_view job, base::Date today);
/// Remembers a day that is not due yet.
void begin_day(store::WriteTx& tx, std::string_view job, base::Date day);
/// Takes a day for `holder`; returns the number of the attempt, nothing when it is done or somebody else has it.
std::optional<int> claim(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, base::Moment now);
/// Marks the day done; false when it is done, or was taken by somebody else since this attempt. Other writers of the row wait until this
/// transaction ends.
bool mark_done(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, int attempt, base::Moment now);
void mark_failed(store::WriteTx& tx, std::string_view job, base::Date day, std::string_view holder, int attempt, std::string_view error,
                 base::Moment retry_at);
/// Forgets what was done on the days after this one, for a business date that is set back: they run again when they are reached. What
/// effects left behind stays, so what must happen once whatever the day says carries a key of its own (the `once` of notices).
void forget_after(store::WriteTx& tx, base::Date day);
/// Newest first.
std::vector<RunRow> last_runs(store::ReadTx& tx, std::string_view job, int most);

}  // namespace luoshi::jobs
