#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "plan/document_store.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// A plan's document with what was drawn from each clause.
struct DocumentView {
    std::shared_ptr<const QuotableText> text;
    std::vector<ClauseRow> clauses;
    std::vector<DrawnItem> items;
};

/// Error: plan.not_found.
base::Result<DocumentView> read_document(Environment& env, PlanId plan);

}  // namespace luoshi::plan
