#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/duty_store.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// What a person changes of a duty; the note says why and is required.
struct DutyEdit {
    std::optional<DutyRole> role;
    std::optional<std::vector<UnitId>> units;
    std::optional<std::string> group_code;  ///< in place of units: the members of a group on the day of the document
    std::string note;
    std::string reason = {};  ///< of a change in a confirmed plan
};

/// Corrects a duty; in a confirmed plan the parts of units follow.
/// Errors: duty.not_found, plan.foreign, plan.version_mismatch, request.invalid (unknown units or group, both of them, no reason in a
/// confirmed plan), request.nothing.
base::Result<DutyRow> edit_duty(Environment& env, const identity::Actor& actor, DutyId id, std::int64_t version, const DutyEdit& edit);

/// Makes the parts of a task's units follow its duties (only an accepted task has any). New parts count from `from`.
void follow_duties_of_task(store::WriteTx& tx, Environment& env, PlanId plan, TaskId task, base::Date from);

/// Field errors for ids that are no units; `path` is the JSON pointer of the list.
std::vector<base::FieldError> unknown_units(const std::vector<UnitId>& asked, const std::vector<UnitRef>& found, std::string_view path);

/// 黄骅市人民政府、南皮县人民政府
std::string joined_names(const std::vector<UnitRef>& units);

}  // namespace luoshi::plan
