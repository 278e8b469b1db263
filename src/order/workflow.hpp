#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luoshi::order {

/// With whom the matter lies: time with the superior counts against the superior and stops the unit's clock (domain 1.3).
enum class Holder { Nobody, Superior, Unit };
/// Before the matter is given to a unit; open; done; dropped (terminated, merged).
enum class Phase { Before, Open, Done, Dropped };
/// Who takes a step: the unit that supervises, who decides there (its head or a leader with order.decide), or the main unit.
enum class Hand { Owner, Decider, Main };

/// What a step asks for beyond its state and who takes it. Each is a rule with a name, by which the server refuses.
enum class Guard {
    Complete,      ///< source, text, main unit and limit are there
    NotDrafter,    ///< who approves did not draft it
    Reason,        ///< a reason is given
    ListedReason,  ///< a reason of the list (domain 1.2, examination)
    Report,        ///< progress, problems and next measures are told
    Evidence,      ///< a file is attached
    SignedOff,     ///< the unit's leader signs the reply
    SixQuestions,  ///< all questions of the examination are answered with yes
    NotHandler,    ///< who strikes off did not close it
    LeaderWord,    ///< a leader's instruction is struck off on the leader's word
    Interval,      ///< chasing by hand keeps its minimum interval
    NewUnit,       ///< another main unit is named
    OtherOrder,    ///< the order that takes this one in is named
    Progress,      ///< progress and next measures are told; the matter goes on
};
inline constexpr std::array<std::string_view, 14> kGuards{"complete", "not_drafter", "reason",        "listed_reason", "report",
                                                          "evidence", "signed_off",  "six_questions", "not_handler",   "leader_word",
                                                          "interval", "new_unit",    "other_order",   "progress"};
inline std::string_view word(Guard guard) { return kGuards[static_cast<std::size_t>(guard)]; }

struct State {
    std::string code;
    std::string name;
    Holder holder = Holder::Nobody;
    Phase phase = Phase::Before;
};

struct Action {
    std::string code;
    std::string name;
    std::vector<std::string> from;
    std::string to;     ///< a state; empty: it stays where it is
    bool back = false;  ///< it goes back to the state it was suspended in
    Hand by = Hand::Owner;
    std::vector<Guard> guards;
    bool gives = false;      ///< the matter is given to the main unit: its clock begins
    bool registers = false;  ///< it gets its number
};

/// What may differ by where a matter comes from.
struct Terms {
    int sign_work_days = 1;
    int request_days_before = 0;  ///< a request is made at least so many working days before the limit
    int progress_day = 0;         ///< from the month after it was given on, progress is told by this day of each month; 0: not asked
};
/// Where a matter comes from, and the limit where none is set.
struct Source {
    std::string code;
    std::string name;
    int days = 30;
    bool leader = false;  ///< an instruction of a leader: struck off on the leader's word only
    Terms terms;
};
struct Urgency {
    std::string code;
    std::string name;
    std::optional<int> work_days = {};  ///< limit in working days, in place of the source's; 0: the same day
};
/// A matter with a limit of up to `limit_days` is near it in its last `work_days`.
struct Warning {
    std::optional<int> limit_days;  ///< nothing: longer ones
    int work_days = 0;
};

/// Everything about supervision orders that a city may want otherwise: orders.yaml of the package.
struct Workflow {
    std::string number;  ///< 沧督〔{year}〕{serial}号
    std::vector<Source> sources;
    std::vector<Urgency> urgencies;
    Terms terms;  ///< of a source that says nothing else
    int chase_work_days = 2;
    int progress_remind_days = 5;  ///< calendar days before progress is to be told
    std::vector<Warning> warnings;
    std::vector<std::string> return_reasons;
    std::vector<std::string> questions;
    std::vector<State> states;  ///< the first one is where a matter begins
    std::vector<Action> actions;
    std::string asking;     ///< the state while a request is decided on
    std::string suspended;  ///< where a granted suspension leads
    std::string withdrawn;  ///< where a granted withdrawal leads

    const State& state(std::string_view code) const;  ///< throws std::out_of_range
    const State* find_state(std::string_view code) const;
    const Action* find_action(std::string_view code) const;
    /// The step by which who drafted a matter hands it in for approval; null where none is.
    const Action* submission() const;
    const Source* find_source(std::string_view code) const;
    const Urgency* find_urgency(std::string_view code) const;
    const Terms& terms_of(std::string_view source) const;
    /// Working days before the limit from which on a matter is near it.
    int warning_of(int limit_days) const;
    /// 沧督〔2018〕12号
    std::string number_of(int year, std::int64_t serial) const;
};

}  // namespace luoshi::order
