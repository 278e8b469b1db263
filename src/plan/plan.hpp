#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/phrase.hpp"
#include "base/result.hpp"
#include "identity/ids.hpp"
#include "plan/ids.hpp"
#include "plan/plan_draft.hpp"

namespace luoshi::plan {

using identity::PostId;
using identity::SectionId;
using identity::UnitId;

enum class PlanState { Draft, Confirmed };
enum class TaskState { Draft, Accepted, Rejected };
/// 牵头, 责任, 配合; the earlier, the stronger.
enum class DutyRole { Lead, Responsible, Supporting };
/// How the words of a duty became units: by name, by a group with dates, by a person's answer, or not yet.
enum class Resolution { Unit, Group, Answer, Open };
enum class AssignmentKind { Head, DeputyHead, ResponsibleLeader, LeadSection, ResponsibleSection, Person };
enum class AssignmentState { Proposed, Accepted, Returned };

/// The words by which enums are stored and spoken over the API.
template <class E>
struct Words;
template <>
struct Words<PlanState> {
    static constexpr std::array<std::string_view, 2> list{"draft", "confirmed"};
};
template <>
struct Words<TaskState> {
    static constexpr std::array<std::string_view, 3> list{"draft", "accepted", "rejected"};
};
template <>
struct Words<DutyRole> {
    static constexpr std::array<std::string_view, 3> list{"lead", "responsible", "supporting"};
};
template <>
struct Words<Resolution> {
    static constexpr std::array<std::string_view, 4> list{"unit", "group", "answer", "open"};
};
template <>
struct Words<AssignmentKind> {
    static constexpr std::array<std::string_view, 6> list{"head",         "deputy_head",         "responsible_leader",
                                                          "lead_section", "responsible_section", "person"};
};
template <>
struct Words<AssignmentState> {
    static constexpr std::array<std::string_view, 3> list{"proposed", "accepted", "returned"};
};
template <>
struct Words<TargetKind> {
    static constexpr std::array<std::string_view, 4> list{"numeric", "reference", "all_of_set", "deliverable"};
};
template <>
struct Words<TargetOperator> {
    static constexpr std::array<std::string_view, 7> list{"=", ">=", ">", "<=", "<", "~", "between"};
};
template <>
struct Words<ClauseKind> {
    static constexpr std::array<std::string_view, 6> list{"heading", "paragraph", "table_row", "table_header", "front", "back"};
};

template <class E>
constexpr std::string_view word(E value) {
    return Words<E>::list[static_cast<std::size_t>(value)];
}
template <class E>
constexpr std::optional<E> from_word(std::string_view text) {
    for (std::size_t i = 0; i < Words<E>::list.size(); ++i) {
        if (Words<E>::list[i] == text) {
            return static_cast<E>(i);
        }
    }
    return std::nullopt;
}

/// A reason somebody is to act on has at least this many characters, blanks around it not counted.
inline constexpr std::size_t kReasonCharacters = 4;
bool is_reason(std::string_view text);
/// "reason.missing": what a dialog without one is told.
base::FieldError reason_missing();

/// 牵头, 责任, 配合.
std::string_view role_name(DutyRole role);

/// An object by id and by the name people know it by.
template <class Id>
struct Named {
    Id id;
    std::string name;
};
using UnitRef = Named<UnitId>;

/// The colour a task or duty shows, always with its word and its reason (domain 1.5); judged above this module.
struct Light {
    std::string colour = "grey";  ///< grey, green, yellow, red, done
    std::string word = "未到报告期";
    std::vector<base::Phrase> rules;    ///< what decided
    std::vector<base::Phrase> reasons;  ///< by which facts
    std::optional<base::Decimal> planned_pct;
    std::optional<base::Decimal> actual_pct;
    std::optional<base::Decimal> gap_pp;

    std::string rule() const { return base::joined_text(rules, "、"); }
    std::string reason() const { return base::joined_text(reasons, "；"); }
};

}  // namespace luoshi::plan
