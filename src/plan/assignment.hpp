#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// Who is to do what within a unit (plan 一(一) and (三): 主要负责同志负总责, 分管负责同志为第一责任人, 责任领导, 牵头科室, 责任科室,
/// 责任人). A section for the two section kinds, a post for the others.
struct Assignee {
    AssignmentKind kind = AssignmentKind::Person;
    std::optional<PostId> post;
    std::optional<SectionId> section;
    friend bool operator==(const Assignee&, const Assignee&) = default;
};

/// 主要负责同志, 第一责任人, …
std::string_view kind_name(AssignmentKind kind);
bool is_section_kind(AssignmentKind kind);

/// Everything wrong with a set: kind and post or section do not fit, something of another unit, one twice, two overall heads, two first
/// responsible persons or two lead sections. Paths are "/assignments/<n>/…".
std::vector<base::FieldError> check_assignees(const std::vector<Assignee>& assignees, const std::vector<PostId>& posts_of_unit,
                                              const std::vector<SectionId>& sections_of_unit);

}  // namespace luoshi::plan
