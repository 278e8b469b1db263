#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "identity/ids.hpp"
#include "inspect/ids.hpp"
#include "plan/plan.hpp"

namespace luoshi::inspect {

using identity::UnitId;
using identity::UserId;
using plan::TaskId;

/// 综合督查, 专项督查, 事件调查, 日常督办, 线索核查 (政府督查工作条例, domain 1.1).
enum class Type { Comprehensive, Special, Event, Routine, Lead };
/// The ways the regulation lets an inspection go (domain 1.1).
enum class Method {
    SelfCheck,
    HearReport,
    OnSite,
    Interview,
    SecretVisit,
    Symposium,
    Hearing,
    Statistics,
    Evaluation,
    Documents,
    Leads,
    Summons,
    Online
};
/// How the matter was fixed: decision of the government, instruction of its head, proposal approved by the head; or, for a department,
/// the government's assignment of item, scope, duty and period.
enum class Authority { Government, Head, Proposal, Delegated };

enum class State { Draft, Pending, Refused, Approved, Concluded, Cancelled };
/// Of one object: being inspected, conclusion served, reconsideration asked, reconsideration decided.
enum class ObjectState { Open, Served, Asked, Decided };
enum class Finding { Open, Ok, Problem };
/// Of a reconsideration.
enum class Outcome { Upheld, Changed, Withdrawn };
/// Of a line of the rectification list; Dropped with the conclusion it came from.
enum class RectificationState { Open, Reported, Returned, Passed, Dropped };

/// What may be done with the plan of an inspection.
enum class Act { Edit, Submit, Approve, Refuse, Cancel, Inspect, Conclude };
/// The state an act leads to. Error: inspect.bad_state, with both.
base::Result<State> after(State from, Act act);

/// What a department was assigned by its government; all of it, or it may not inspect.
struct Delegation {
    std::string item = {};
    std::string scope = {};
    std::string duty = {};
    std::optional<base::Date> from = {};
    std::optional<base::Date> to = {};

    bool is_whole() const { return !item.empty() && !scope.empty() && !duty.empty() && from && to && *from <= *to; }
};

/// The plan of an inspection (督查方案) as it is drafted.
struct Draft {
    Type type = Type::Special;
    std::vector<Method> methods = {};
    std::string title = {};
    Authority authority = Authority::Government;
    std::string basis = {};  ///< the words of the decision, with its number
    Delegation delegation = {};
    std::vector<UnitId> objects = {};
    std::vector<TaskId> tasks = {};  ///< the topics it looks at
    std::string content = {};
    std::string scope = {};
    std::optional<base::Date> from = {};
    std::optional<base::Date> to = {};
    std::optional<UserId> leader = {};
    std::vector<UserId> members = {};  ///< without the leader
    std::string invited = {};          ///< deputies, counsellors, experts

    /// 暗访: nobody outside hears of it before the conclusion is served.
    bool is_secret() const;
};

/// What a plan lacks that it must have before it is submitted (content, object and scope are mandatory), each with its own code:
/// inspect.title_missing, methods_missing, basis_missing, delegation_missing, objects_missing, content_missing, scope_missing,
/// window_missing, window_backwards, leader_missing, leader_twice.
std::vector<base::FieldError> lacks(const Draft& draft);

/// A state's and an outcome's Chinese word.
std::string_view state_name(State state);
std::string_view type_name(Type type);

}  // namespace luoshi::inspect

namespace luoshi::plan {

template <>
struct Words<inspect::Type> {
    static constexpr std::array<std::string_view, 5> list{"comprehensive", "special", "event", "routine", "lead"};
};
template <>
struct Words<inspect::Method> {
    static constexpr std::array<std::string_view, 13> list{"self_check", "hear_report", "on_site",    "interview",  "secret_visit",
                                                           "symposium",  "hearing",     "statistics", "evaluation", "documents",
                                                           "leads",      "summons",     "online"};
};
template <>
struct Words<inspect::Authority> {
    static constexpr std::array<std::string_view, 4> list{"government", "head", "proposal", "delegated"};
};
template <>
struct Words<inspect::State> {
    static constexpr std::array<std::string_view, 6> list{"draft", "pending", "refused", "approved", "concluded", "cancelled"};
};
template <>
struct Words<inspect::ObjectState> {
    static constexpr std::array<std::string_view, 4> list{"open", "served", "asked", "decided"};
};
template <>
struct Words<inspect::Finding> {
    static constexpr std::array<std::string_view, 3> list{"open", "ok", "problem"};
};
template <>
struct Words<inspect::Outcome> {
    static constexpr std::array<std::string_view, 3> list{"upheld", "changed", "withdrawn"};
};
template <>
struct Words<inspect::RectificationState> {
    static constexpr std::array<std::string_view, 5> list{"open", "reported", "returned", "passed", "dropped"};
};

}  // namespace luoshi::plan
