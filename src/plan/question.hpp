#pragma once
#include <string>
#include <string_view>

#include "plan/plan.hpp"

namespace luoshi::plan {

/// Codes of questions this module raises itself; the reader of documents adds its own (plan_draft.hpp).
inline constexpr std::string_view kUnitUnresolved = "unit.unresolved";  ///< the words of a duty name no known unit or group
inline constexpr std::string_view kNoDuty = "duty.none";                ///< the task names no unit at all

/// The question as a Chinese sentence.
std::string question_text(std::string_view code, std::string_view subject);

/// Whether a question asks which units the words of a duty mean: it needs units for an answer.
bool asks_for_units(std::string_view code);

/// The role of units that answer a question about a task which lacks somebody.
DutyRole role_lacking(std::string_view code);

}  // namespace luoshi::plan
