#pragma once
#include <string>

#include "plan/plan_draft.hpp"

namespace luoshi::document {

/// The extraction as JSON: meta, tasks with units, deadline, year texts, targets and places in lines. Targets without a
/// number stand in "unquantified", what a person must decide in "questions". Decimals are written exactly.
std::string extraction_json(const plan::PlanDraft& draft);

}  // namespace luoshi::document
