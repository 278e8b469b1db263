#pragma once
#include <functional>
#include <vector>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "calendar/schedule.hpp"
#include "dispatch/occasion_rule.hpp"

namespace luoshi::store {
class WriteTx;
}

namespace luoshi::dispatch {

/// Opens in the caller's transaction every occasion of the confirmed plans that is to be open by the day and is not yet, and tells the
/// owners of those that can still be held in time. Called as often as one likes, on several servers, after missed days: each occasion is
/// opened once. Returns how many were opened now. Error: calendar.not_loaded.
base::Result<int> open_due(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const std::vector<OccasionRule>& rhythm,
                           const calendar::Schedule& order, base::Date day);

/// Meetings whose course is already known (demonstration, earlier systems): those whose last day lies before the day and of which
/// `was_held` says so were held on that day and are closed; no pack was kept of them.
void load_past_meetings(store::WriteTx& tx, base::Date before, const std::function<bool(UnitId, calendar::Period)>& was_held);

}  // namespace luoshi::dispatch
