#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "calendar/work_calendar.hpp"
#include "inspect/inspection.hpp"

namespace luoshi::inspect {

/// Calendar days within which the object may apply for reconsideration, and within which it is decided (政府督查工作条例: “日”, so calendar
/// days; domain 1.1).
inline constexpr int kReconsiderDays = 30;

/// The last day of 30 calendar days after `start`, which is not counted; on a rest day, the next working day (domain 7.5).
/// Error: calendar.not_loaded.
base::Result<base::Date> last_day(const calendar::WorkCalendar& calendar, base::Date start);

/// A reconsideration (复核): asked, and once it is, decided. The first conclusion stays.
struct Reconsideration {
    std::string reason = {};
    std::string asked_by = {};
    base::Date asked_on{};
    base::Date decide_by{};
    struct Decision {
        Outcome outcome = Outcome::Upheld;
        std::string text = {};  ///< of Outcome::Changed: the conclusion that counts now
        std::string reason = {};
        std::string by = {};
        base::Date on{};
    };
    std::optional<Decision> decision = {};
};

/// The conclusion on one object (督查结论), served when it was made.
struct Conclusion {
    std::string text = {};
    std::string by = {};
    base::Moment served_at{};
    base::Date served_on{};
    base::Date ask_by{};  ///< the last day on which reconsideration may be asked
};

/// The object may ask. Errors: inspect.not_served, inspect.asked_already, inspect.too_late with the rule and the day.
base::Status may_ask(ObjectState state, const std::optional<Conclusion>& conclusion, base::Date today);

/// The text that counts now: the changed one after a reconsideration, none when the conclusion was withdrawn.
std::optional<std::string> text_in_force(const Conclusion& conclusion, const std::optional<Reconsideration>& asked);

/// Something an object must put right.
struct Rectification {
    RectificationId id{1};
    ObjectId object{1};
    std::optional<LineId> line = {};
    std::string what = {};
    UnitId unit{1};
    std::string unit_name = {};
    base::Date due_on{};
    RectificationState state = RectificationState::Open;
    std::string report = {};
    std::optional<base::Date> reported_on = {};
    std::string reported_by = {};
    std::string check = {};  ///< why it was sent back, or what the re-check saw
    std::optional<base::Date> checked_on = {};
    std::string checked_by = {};
    std::optional<std::int64_t> order = {};  ///< the supervision order it became
    std::int64_t version = 1;

    /// The ball lies with the unit and the day has passed.
    bool is_overdue(base::Date today) const {
        return (state == RectificationState::Open || state == RectificationState::Returned) && due_on < today;
    }
};

enum class RectificationAct { Report, Pass, SendBack, Drop };
/// The state an act leads to. Error: inspect.rectification_state.
base::Result<RectificationState> after(RectificationState from, RectificationAct act);

}  // namespace luoshi::inspect
