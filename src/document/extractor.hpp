#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "plan/plan_draft.hpp"

namespace luoshi::document {

/// The largest document that is read. A caller refuses a larger file before reading it, with too_large().
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{50} * 1024 * 1024;
base::Error too_large(std::size_t bytes);

/// Reads a plan document into a draft with exact places (issue 2, section 1). The format follows the name's ending: .txt .md .csv .tsv
/// .html .docx; anything else is read as plain text.
/// Errors: document.too_large, document.empty, document.binary, document.encoding, document.damaged (docx), document.not_a_plan.
base::Result<plan::PlanDraft> extract(std::string_view bytes, std::string_view file_name);

}  // namespace luoshi::document
