#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// A change of something of a confirmed plan: who made it, when, what it was before and after, and why.
struct Correction {
    CorrectionId id{1};
    std::string object_kind;  ///< task, target, duty
    std::int64_t object = 0;
    std::string label;  ///< what the thing was called before
    std::string reason;
    std::string changes_json;  ///< [{field, name, before, after}]
    base::Moment at;
    std::string by;
    std::string post;
    std::string unit;
};

/// What is in force is not changed without a reason of at least four characters; a draft still being confirmed is.
std::optional<base::FieldError> missing_reason(PlanState state, std::string_view reason);

}  // namespace luoshi::plan
