#pragma once
#include <optional>
#include <string>

#include "base/result.hpp"
#include "plan/plan_draft.hpp"

namespace luoshi::app {

/// Reads a plan document from a file. Errors: document.unreadable and those of document::extract.
base::Result<plan::PlanDraft> read_draft(const std::string& file);

/// The plan document beside the package's files, if the package has one.
std::optional<std::string> document_of(const std::string& package);

}  // namespace luoshi::app
