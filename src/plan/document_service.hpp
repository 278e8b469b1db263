#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/document_store.hpp"
#include "plan/environment.hpp"

namespace luoshi::plan {

/// A plan's document with what was drawn from each clause.
struct DocumentView {
    std::shared_ptr<const QuotableText> text;
    std::vector<ClauseRow> clauses;
    std::vector<DrawnItem> items;
};

/// The text of a document; read from the database the first time. Throws Fault when there is no such document.
std::shared_ptr<const QuotableText> text_of(store::ReadTx& tx, Environment& env, DocumentId document);
/// Error: plan.not_found, also where the actor does not see the plan.
base::Result<DocumentView> read_document(Environment& env, const identity::Actor& actor, PlanId plan);

}  // namespace luoshi::plan
