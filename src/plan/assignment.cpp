#include "plan/assignment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace luoshi::plan {
namespace {

/// Only one of these in a unit: responsibility that two share is nobody's.
bool is_single(AssignmentKind kind) {
    return kind == AssignmentKind::Head || kind == AssignmentKind::DeputyHead || kind == AssignmentKind::LeadSection;
}

}  // namespace

std::string_view kind_name(AssignmentKind kind) {
    switch (kind) {
        case AssignmentKind::Head:
            return "主要负责同志";
        case AssignmentKind::DeputyHead:
            return "第一责任人";
        case AssignmentKind::ResponsibleLeader:
            return "责任领导";
        case AssignmentKind::LeadSection:
            return "牵头科室";
        case AssignmentKind::ResponsibleSection:
            return "责任科室";
        case AssignmentKind::Person:
            return "责任人";
    }
    return "";
}

bool is_section_kind(AssignmentKind kind) { return kind == AssignmentKind::LeadSection || kind == AssignmentKind::ResponsibleSection; }

std::vector<base::FieldError> check_assignees(const std::vector<Assignee>& assignees, const std::vector<PostId>& posts_of_unit,
                                              const std::vector<SectionId>& sections_of_unit) {
    std::vector<base::FieldError> errors;
    for (std::size_t i = 0; i < assignees.size(); ++i) {
        const Assignee& assignee = assignees[i];
        const auto earlier = [&](const auto& same) {
            return std::any_of(assignees.begin(), assignees.begin() + static_cast<std::ptrdiff_t>(i), same);
        };
        const auto fail = [&](std::string_view field, std::string_view code, std::string message) {
            errors.push_back({fmt::format("/assignments/{}/{}", i, field), std::string{code}, std::move(message)});
        };
        if (is_section_kind(assignee.kind)) {
            if (!assignee.section || assignee.post) {
                fail("section_id", "assignment.section_wanted", fmt::format("“{}”要选一个科室", kind_name(assignee.kind)));
            } else if (std::ranges::find(sections_of_unit, *assignee.section) == sections_of_unit.end()) {
                fail("section_id", "assignment.foreign_section", "只能分解到本单位的科室");
            }
        } else if (!assignee.post || assignee.section) {
            fail("post_id", "assignment.post_wanted", fmt::format("“{}”要选一个岗位", kind_name(assignee.kind)));
        } else if (std::ranges::find(posts_of_unit, *assignee.post) == posts_of_unit.end()) {
            fail("post_id", "assignment.foreign_post", "只能分解到本单位的岗位");
        }
        if (earlier([&](const Assignee& other) { return other == assignee; })) {
            fail("kind", "assignment.twice", "与前面的一行重复，请删除其中一行");
        } else if (is_single(assignee.kind) && earlier([&](const Assignee& other) { return other.kind == assignee.kind; })) {
            fail("kind", "assignment.only_one", fmt::format("“{}”只能有一个", kind_name(assignee.kind)));
        }
    }
    return errors;
}

}  // namespace luoshi::plan
