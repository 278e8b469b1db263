#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "base/id_source.hpp"
#include "calendar/work_calendar.hpp"
#include "identity/actor.hpp"
#include "inspect/guards.hpp"
#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::blob {
class BlobStore;
}

namespace luoshi::inspect {

/// A rectification that is to become a supervision order.
struct OrderAsked {
    std::string title;
    std::string text;
    UnitId unit{1};
    base::Date due_on;
    std::string basis;   ///< the inspection it comes from
    std::string origin;  ///< "rectification:12": an order is opened once for it
};

/// What inspections ask of modules that lie above or beside them. `app` fills in what there is; each may be missing.
struct Sources {
    /// The latest approved figures of a unit on a task in a year, one sentence each.
    std::function<std::vector<std::string>(store::ReadTx&, UnitId, TaskId, int year)> figures = {};
    /// The light of the unit's part of a task; nothing where it has none.
    std::function<std::optional<plan::Light>(store::ReadTx&, UnitId, TaskId)> light = {};
    /// Opens a supervision order in the caller's transaction and returns its id. Not set: the action is not offered.
    std::function<base::Result<std::int64_t>(store::WriteTx&, const identity::Actor&, const OrderAsked&)> open_order = {};
    /// Ends that order in the caller's transaction when its rectification falls away. Not set: the order stays.
    std::function<base::Status(store::WriteTx&, const identity::Actor&, std::int64_t order, const std::string& reason)> order_dropped = {};
};

/// What the use cases of this module work with; owned by `app`.
struct Environment {
    store::Database& db;
    base::IdSource& ids;
    const base::Clock& clock;
    std::function<base::Date()> today;
    calendar::WorkCalendar calendar;
    Settings settings;
    const blob::BlobStore* blobs = nullptr;
    Sources sources = {};
};

}  // namespace luoshi::inspect
