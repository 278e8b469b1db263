#pragma once
#include <optional>
#include <string>

#include "document/duty_rules.hpp"
#include "document/time_rules.hpp"
#include "plan/plan_draft.hpp"

namespace luoshi::document {

/// What the document says once and all tasks need.
struct TaskContext {
    PlanPeriod period;
    std::optional<int> year;  ///< of a time limit without one: the plan's only year, else the year of issue, else its first
    DutyCustom duty;
};

/// A heading longer than this is text.
inline constexpr std::size_t kLongestHeading = 40;

/// The characters of a text that name its task: the first sentence when it is short or alone before its duty bracket, else the first
/// clause.
std::size_t title_length(std::u32string_view text, bool bracket_follows);

void ask(plan::DraftTask& task, std::string code, std::string subject, plan::Span span);
/// Asks about duty words that only a person can resolve (相关…).
void ask_about_groups(plan::DraftTask& task);

}  // namespace luoshi::document
