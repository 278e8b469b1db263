#pragma once
#include <string_view>
#include <vector>

#include "plan/unit_duty_service.hpp"

namespace luoshi::plan {

/// Replaces the set of a part's assignments; rows that stay as they were keep their state, so who accepted need not accept again.
/// Errors: those of own_part, plan.version_mismatch, request.invalid with every wrong row.
base::Result<UnitDutyView> put_assignments(Environment& env, const identity::Actor& actor, UnitDutyId id, std::int64_t version,
                                           const std::vector<Assignee>& assignees);

/// The assigned post, or a post of the assigned section, accepts. Errors: assignment.not_found, assignment.not_mine,
/// assignment.decided, unit_duty.ended.
base::Result<AssignmentView> accept_assignment(Environment& env, const identity::Actor& actor, AssignmentId id);
/// Gives it back; the reason is required. Errors: those of accept_assignment, request.invalid.
/// A reason (is_reason) is mandatory.
base::Result<AssignmentView> return_assignment(Environment& env, const identity::Actor& actor, AssignmentId id, std::string_view reason);

}  // namespace luoshi::plan
