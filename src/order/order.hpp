#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "calendar/work_calendar.hpp"
#include "order/ids.hpp"
#include "order/workflow.hpp"
#include "plan/plan.hpp"

namespace luoshi::order {

using base::Date;

/// How long the main unit has: to a day named, or so many days from the day the matter is given to it.
struct Limit {
    std::optional<Date> day = {};
    int days = 0;               ///< calendar days; the last one rolls on to a working day (domain 7.5)
    bool working_days = false;  ///< days are working days
};

/// The days of a matter. `first_due_on` is never overwritten; `due_on` moves by the days the superior held the matter, and by extensions.
struct Days {
    std::optional<Date> given_on = {};
    std::optional<Date> sign_due_on = {};
    std::optional<Date> first_due_on = {};
    std::optional<Date> due_on = {};
    std::optional<Date> near_from = {};        ///< from this day on the limit is near
    std::optional<Date> held_since = {};       ///< the day the matter came to whom it lies with now
    std::optional<Date> reported_on = {};      ///< the last report of the unit
    std::optional<Date> progress_due_on = {};  ///< until when progress is to be told next
    int unit_days = 0;                         ///< calendar days it lay with the unit, up to held_since
    int superior_days = 0;                     ///< with the superior, after it was given
};

/// A matter under supervision.
struct Order {
    OrderId id{1};
    std::string number;  ///< empty until it is registered
    UnitId owner{1};     ///< the unit that supervises
    std::string source;
    std::string urgency;
    std::string title;
    std::string content;        ///< what is to be done
    std::string basis;          ///< document or words it rests on
    std::string instructed_by;  ///< the leader, of an instruction
    std::optional<Date> instructed_on = {};
    std::string feedback;  ///< how and how often to report
    std::string contact;   ///< whom to ask, without a phone number
    std::optional<TaskId> task = {};
    std::string origin;  ///< what it was made from: "occasion:12"; empty: entered by hand
    std::optional<UnitId> main = {};
    std::vector<UnitId> assisting = {};
    Limit limit;
    std::string state;
    bool running = false;  ///< open and with its main unit: the clock runs
    std::optional<Date> state_since = {};
    std::string state_before;  ///< while a request is decided on: where it goes back to
    Days days;
    bool late = false;  ///< the unit's last report came after the limit
    int returned = 0;
    int chased = 0;
    std::optional<Date> chased_on = {};
    UserId drafter{1};
    std::optional<UserId> handler = {};  ///< who closed it
    std::optional<OrderId> merged_into = {};
    std::int64_t version = 0;
};

/// An order on a task whose clock runs.
struct RunningOrder {
    TaskId task;
    UnitId unit;
    Date due_on;
};

/// What the unit reports: the three parts usual in practice (domain 1.7), and who of its leaders signed.
struct Feedback {
    std::string progress;
    std::string problems;
    std::string next_steps;
    std::string signer;
};

/// A step as it is asked for.
struct Act {
    std::string action;
    std::string reason;
    Feedback feedback;
    std::vector<bool> answers;  ///< to the questions of the examination
    std::string leader_word;    ///< what the leader said, of an instruction
    std::optional<UnitId> main = {};
    std::vector<UnitId> assisting = {};
    std::optional<OrderId> into = {};
    std::optional<Date> due_on = {};  ///< of a step that gives the matter: another day, when the one approved has passed
};

/// Who asks for it, as far as rules need to know.
struct Who {
    UserId user{1};
    bool is_owner = false;                ///< of the supervising unit, with the right to manage
    bool is_decider = false;              ///< decides there
    bool is_main = false;                 ///< of the main unit, with the right to handle
    bool is_leader = false;               ///< decides there as a leader (order.decide), not only as head of the supervising unit
    bool is_head = false;                 ///< leads the own unit
    std::vector<std::string> heads = {};  ///< who leads the main unit, by name
    int files = 0;                        ///< attached by the main unit since its last report
};

/// Why the step is refused; nothing when it may be taken. Errors name the rule: order.not_possible (state), order.not_yours, and
/// order.<guard> for each guard, fields where a field is wrong. `next_chase` is the first day on which it may be chased again.
base::Status may_act(const Workflow& workflow, const Order& order, const Act& act, const Who& who, Date today,
                     std::optional<Date> next_chase);
/// The steps that the state and who asks allow; what they ask for beyond is checked when they are taken.
std::vector<const Action*> possible(const Workflow& workflow, const Order& order, const Who& who);

/// The state the step leads to.
const std::string& leads_to(const Action& action, const Order& order);
/// The step asks for nothing that is written: many may take it at once.
bool asks_for_nothing(const Action& action);
/// A step that decides on what somebody else did: who takes it did not draft the matter, or did not close it.
bool decides_on_others(const Action& action);
/// The decision that waits in a state; null where none does.
const Action* decision_after(const Workflow& workflow, std::string_view state);

/// The days of a matter given to its main unit on a day. Errors: calendar.not_loaded.
base::Result<Days> given(const Workflow& workflow, const calendar::WorkCalendar& calendar, const Terms& terms, const Limit& limit, Date on);
/// The days of a matter given again, to another main unit: its clock begins anew, what the superior took stays counted.
base::Result<Days> given_again(const Workflow& workflow, const calendar::WorkCalendar& calendar, const Terms& terms, const Limit& limit,
                               const Days& before, Date on);
/// The last day on which the unit may ask for an extension, a suspension or a withdrawal. Errors: calendar.not_loaded.
base::Result<Date> last_request_day(const calendar::WorkCalendar& calendar, const Terms& terms, Date due_on);
/// The days when the matter goes from one holder to another on a day. From superior back to unit the limit moves by the days it was held.
base::Result<Days> handed(const Workflow& workflow, const calendar::WorkCalendar& calendar, const Limit& limit, Days days, Holder from,
                          Holder to, Date on);
/// Until when progress is to be told after it was told on a day: for what is told early, the month after the one it was due in.
std::optional<Date> next_progress(const Terms& terms, std::optional<Date> due_on, Date told_on);
/// The days with a new limit.
base::Result<Days> extended(const Workflow& workflow, const calendar::WorkCalendar& calendar, Days days, Date to);

/// What the light needs to know of a matter on a day.
struct Standing {
    const State* state = nullptr;
    bool overdue = false;  ///< after the limit
    bool near = false;     ///< the limit is near
    bool unsigned_late = false;
    std::optional<Date> progress_due = {};  ///< until when progress is to be told, before the limit
    bool progress_late = false;             ///< it was not told in time
    bool late = false;                      ///< reported after the limit
    bool returned = false;                  ///< at least once
};
/// The state is the one a matter is in until its main unit has signed for it.
bool is_given(const Workflow& workflow, std::string_view state);
/// In this state the matter is open and lies with its main unit.
inline bool is_running(const State& state) { return state.holder == Holder::Unit && state.phase == Phase::Open; }
/// Neither done nor dropped: the matter still takes up its place.
inline bool is_unfinished(const State& state) { return state.phase == Phase::Before || state.phase == Phase::Open; }
Standing standing(const Workflow& workflow, const Order& order, Date today);
/// The default light rule (domain 1.5), the worst wins: done, closed late, overdue, near its limit or returned or not signed for, else
/// green. The colour never stands without its word.
plan::Light light_of(const Standing& standing);

}  // namespace luoshi::order
