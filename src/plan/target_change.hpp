#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/change.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "identity/ids.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// What a target asks for. In a confirmed plan one person asks for another aim and a second one decides.
struct Aim {
    TargetOperator op = TargetOperator::Equal;
    std::optional<base::Decimal> value = {};
    std::optional<base::Decimal> value_max = {};
    std::string unit = {};
    std::optional<int> year = {};
    std::string scope = {};
    friend bool operator==(const Aim&, const Aim&) = default;
};

/// The fields of an aim that differ, by their names in the interface.
std::vector<audit::Change> differences(const Aim& before, const Aim& after);

/// How far a change that needs a second person has come; also of shares (indicator).
enum class ChangeState { Proposed, Approved, Refused, Withdrawn };

/// What one person asks for and another decides, whatever is changed.
struct AskedChange {
    ChangeState state = ChangeState::Proposed;
    std::string reason = {};
    base::Date proposed_on = {};
    base::Moment proposed_at = {};
    identity::UserId proposed_user{1};
    std::string proposed_by = {};
    std::optional<base::Date> decided_on = {};
    std::optional<base::Moment> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::string note = {};  ///< why it was refused

    void decide(ChangeState as, base::Date on, base::Moment at, std::string by) {
        state = as;
        decided_on = on;
        decided_at = at;
        decided_by = std::move(by);
    }
};

struct TargetChange : AskedChange {
    TargetChangeId id{1};
    TargetId target{1};
    TaskId task{1};
    Aim before = {};
    Aim after = {};
};

}  // namespace luoshi::plan

template <>
struct luoshi::plan::Words<luoshi::plan::ChangeState> {
    static constexpr std::array<std::string_view, 4> list{"proposed", "approved", "refused", "withdrawn"};
};
