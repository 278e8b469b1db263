#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "calendar/work_calendar.hpp"
#include "dispatch/occasion_service.hpp"
#include "indicator/share_service.hpp"
#include "inspect/environment.hpp"
#include "order/order_service.hpp"
#include "plan/environment.hpp"
#include "supervise/caution_service.hpp"

namespace luoshi::desk {

/// The services that are asked; owned by `app`.
struct Sources {
    order::Orders& orders;
    supervise::Cautions& cautions;
    inspect::Environment& inspections;
    dispatch::Occasions& occasions;
    indicator::Shares& shares;
    const plan::Environment& plans;
    std::function<base::Date()> today;
    std::function<const calendar::WorkCalendar&()> calendar;
};

enum class Waits { Order, Request, Caution, Objection, Inspection, Reconsideration, TargetChange, ShareChange };

/// Something that waits for the reader's decision.
struct Waiting {
    Waits kind = Waits::Order;
    std::string what;  ///< of an order the step, of a request its kind, of a caution the rung
    std::string title;
    std::string unit;  ///< whom it concerns, or who asked
    base::Date since{};
    std::optional<int> work_days = {};  ///< since then; nothing beyond the loaded calendar
    std::optional<base::Date> due_on = {};
    std::string link;
};
struct WaitingList {
    std::vector<Waiting> items;
    std::int64_t total = 0;
};
/// At most so many of each step of orders, those that wait longest, and all of the rest; longest waiting first.
WaitingList waiting_for(const Sources& sources, const identity::Actor& actor, int most);
/// How many there are in all.
std::int64_t count_waiting(const Sources& sources, const identity::Actor& actor);

enum class Owes { Order, ToSupervise, Caution, Rectification, Meeting, Decision };

/// Something of supervision that lies with the reader's own unit.
struct Owed {
    Owes kind = Owes::Order;
    std::string title;
    std::string state;                      ///< of an order its state, of a caution whether it was objected to
    std::optional<base::Date> due_on = {};  ///< to sign for or to report; of a caution the last day to object
    bool to_sign = false;                   ///< the day is that of signing for it
    plan::Light light = {};
    std::string link;
};
/// What is to be done by due day, then the cautions by their last day to object.
std::vector<Owed> owed_by_own(const Sources& sources, const identity::Actor& actor);

}  // namespace luoshi::desk
