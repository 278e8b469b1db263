#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/ids.hpp"
#include "dispatch/occasion_rule.hpp"

namespace luoshi::dispatch {

/// 已开启, 已召开, 已结束, 未召开 (with a reason).
enum class State { Open, Held, Closed, Skipped };
/// 待定, 到会, 缺席, 请假.
enum class Attendance { Invited, Present, Absent, Leave };

/// One meeting of the rhythm.
struct Occasion {
    OccasionId id{1};
    plan::PlanId plan{1};
    plan::UnitRef unit{UnitId{1}, {}};  ///< who runs it
    std::string rule = {};
    Kind kind = Kind::Dispatch;
    Owner owner = Owner::PlanOffice;
    std::string name = {};
    calendar::Rhythm every = calendar::Rhythm::Month;
    calendar::Period period = calendar::Period::numbered(0);  ///< the last month of its span
    std::vector<Section> agenda = {};
    base::Date opens_on{};
    base::Date due_on{};
    State state = State::Open;
    std::optional<base::Date> meets_on = {};
    std::string place = {};
    std::string chair = {};  ///< a post
    std::string notes = {};
    std::optional<base::Date> held_on = {};
    std::string minutes = {};
    std::string skip_reason = {};
    std::int64_t version = 1;

    /// "2020年6月全市月调度".
    std::string title() const { return calendar::name_of(period, every) + name; }
    bool was_held() const { return state == State::Held || state == State::Closed; }
    /// Open, and the last day on which it would be held in time has passed.
    bool is_overdue(base::Date today) const { return state == State::Open && due_on < today; }
};

struct Invited {
    plan::UnitRef unit{UnitId{1}, {}};
    Attendance attendance = Attendance::Invited;
    std::string substitute = {};  ///< who came instead of somebody on leave
};

/// 议定事项.
struct Decision {
    DecisionId id{1};
    OccasionId occasion{1};
    std::string text = {};
    plan::UnitRef unit{UnitId{1}, {}};  ///< responsible
    std::vector<plan::UnitRef> assisting = {};
    base::Date due_on{};
    std::optional<plan::Named<plan::TaskId>> task = {};
    std::optional<base::Date> done_on = {};
    std::string outcome = {};                ///< what became of it
    std::optional<std::int64_t> order = {};  ///< the supervision order it was turned into

    bool concerns(UnitId other) const;
};

/// When, where and by whom a meeting is called.
struct Call {
    base::Date meets_on{};
    std::string place = {};
    std::string chair = {};
    std::string notes = {};
    std::vector<UnitId> units = {};  ///< invited
};

/// A meeting of the unit's own choice (专题调度, domain 0.3): no rule opens it.
struct Convening {
    Kind kind = Kind::Dispatch;
    std::string name = {};
    base::Date due_on{};  ///< the last day on which it is held in time; its month is the meeting's
    std::vector<Section> agenda = {};
    std::optional<plan::PlanId> plan = {};  ///< nothing: the newest confirmed one in which the unit has a part
};

/// What may be done with an occasion in its state. Error: occasion.wrong_state.
enum class Step { Call, Record, Hold, Close, Skip, Outcome };
base::Status may_take(const Occasion& occasion, Step step);

/// From today to a year ahead. Error: occasion.invalid with the fields occasion.day_past, occasion.too_far.
base::Status convenable(const Convening& convening, base::Date today);
/// Not before the occasion opened, and at most a year ahead. Error: occasion.invalid with the fields occasion.before_opening,
/// occasion.too_far.
base::Status callable(const Occasion& occasion, const Call& call, base::Date today);
/// From the day the occasion opened until today. Error: occasion.invalid with the fields occasion.before_opening, occasion.in_future.
base::Status holdable(const Occasion& occasion, base::Date held_on, base::Date today);
/// A substitute comes only for somebody on leave; each unit once, and only invited ones.
/// Error: occasion.invalid with the fields occasion.no_substitute, occasion.not_invited, occasion.unit_twice.
base::Status recordable(const std::vector<Invited>& invited, const std::vector<Invited>& now);
/// Due not before the meeting; the responsible unit does not assist itself.
/// Error: decision.invalid with the fields decision.due_early, decision.assists_itself.
base::Status sound(const Decision& decision, const Occasion& occasion);
/// Done from the day the meeting was held until today. Error: decision.invalid with the fields decision.done_early,
/// decision.done_in_future.
base::Status settleable(const Occasion& occasion, std::optional<base::Date> done_on, base::Date today);

}  // namespace luoshi::dispatch

namespace luoshi::plan {
template <>
struct Words<dispatch::State> {
    static constexpr std::array<std::string_view, 4> list{"open", "held", "closed", "skipped"};
};
template <>
struct Words<dispatch::Attendance> {
    static constexpr std::array<std::string_view, 4> list{"invited", "present", "absent", "leave"};
};
}  // namespace luoshi::plan
