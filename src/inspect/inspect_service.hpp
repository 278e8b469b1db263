#pragma once
#include <map>
#include <string>
#include <vector>

#include "inspect/view_service.hpp"

namespace luoshi::inspect {

/// Drafts a plan for the actor's own unit; it may lack anything yet. Errors: inspect.not_organiser, inspect.unknown with the fields
/// inspect.unknown_unit, unknown_task, unknown_user.
base::Result<View> draft(Environment& env, const identity::Actor& actor, const Draft& draft);
/// Errors: inspect.not_found, not_organiser, version_mismatch, bad_state, and those of draft().
base::Result<View> edit(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version, const Draft& draft);
/// Errors: those of edit(), inspect.incomplete with what the plan lacks (lacks()), and inspect.window_past.
base::Result<View> submit(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version);

/// Approves a plan against the guards; `reasons` override those that the city lets be overridden. The checklists are drawn.
/// Errors: inspect.not_found, not_approver, own_draft, version_mismatch, bad_state; the code of the first guard that stands
/// (breaches()), with every one as a field "/overrides/<rule>"; inspect.override_reason where only a reason is missing.
base::Result<View> approve(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version,
                           const std::map<Rule, std::string>& reasons);
/// Errors: inspect.not_found, not_approver, own_draft, version_mismatch, bad_state, inspect.reason.
base::Result<View> refuse(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version, const std::string& reason);
/// Ends an inspection that is not concluded. Errors: inspect.not_found, not_organiser, version_mismatch, bad_state, reason;
/// inspect.served where a conclusion was served already.
base::Result<View> cancel(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version, const std::string& reason);
/// Another team for an inspection under way. Errors: those of cancel(), inspect.unknown, leader_missing, and the guard of the team.
base::Result<View> change_team(Environment& env, const identity::Actor& actor, InspectionId id, std::int64_t version, UserId leader,
                               const std::vector<UserId>& members, const std::string& invited, const std::string& reason);
/// The actor, of the team, declares a conflict with an object and keeps away from it. Errors: inspect.object_not_found, not_member,
/// bad_state, reason.
base::Result<View> recuse(Environment& env, const identity::Actor& actor, ObjectId object, const std::string& reason);

}  // namespace luoshi::inspect
