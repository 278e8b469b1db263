#pragma once
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "audit/change.hpp"
#include "plan/correction_store.hpp"

namespace luoshi::plan {

/// The answer to wrong fields; a single one speaks for itself.
base::Error refused(std::vector<base::FieldError> errors);

/// A change of a task, a target or a duty that was stored.
struct Edit {
    const audit::Action& action;
    TaskId task;
    const char* object_kind;
    std::int64_t object;
    std::string label;  ///< what the thing was called before
    std::string summary;
    std::string reason;
    std::vector<audit::Change> changes;
};
/// Audits an edit and, when the plan is in force, keeps it among the corrections of its task.
void record_edit(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const audit::Origin& origin, PlanState state, const Edit& edit);

}  // namespace luoshi::plan
