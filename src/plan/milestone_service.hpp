#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/unit_duty_service.hpp"

namespace luoshi::plan {

struct NewMilestone {
    std::string title;
    base::Date due_on;
    base::Decimal planned_pct;
    std::vector<base::FieldError> unread = {};  ///< fields of a wrong form, told together with broken rules
};
/// Adds a milestone to the own unit's part. Errors: those of own_part, request.invalid (share outside 0 to 100, due before the part
/// began).
base::Result<MilestoneView> add_milestone(Environment& env, const identity::Actor& actor, UnitDutyId part, const NewMilestone& milestone);

struct MilestoneEdit {
    std::optional<std::string> title;
    std::optional<base::Date> due_on;
    std::optional<base::Decimal> planned_pct;
    std::optional<std::optional<base::Date>> done_on;
    std::string reason;
    std::vector<base::FieldError> unread = {};  ///< fields of a wrong form, told together with broken rules
};
/// Changes a milestone. Its first due date stays; another date needs a reason.
/// Errors: milestone.not_found, those of own_part, plan.version_mismatch, request.invalid with every wrong field.
base::Result<MilestoneView> edit_milestone(Environment& env, const identity::Actor& actor, MilestoneId id, std::int64_t version,
                                           const MilestoneEdit& edit);
/// Errors: milestone.not_found, milestone.done, plan.version_mismatch, those of own_part.
base::Status drop_milestone(Environment& env, const identity::Actor& actor, MilestoneId id, std::int64_t version);

}  // namespace luoshi::plan
