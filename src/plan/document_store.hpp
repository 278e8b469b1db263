#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

struct ClauseRow {
    ClauseId id{1};
    std::optional<ClauseId> parent;
    ClauseKind kind = ClauseKind::Paragraph;
    int level = 0;
    std::string ref;
    std::string title;
    Span span;
};

/// Something that was drawn from the document, with its place.
struct DrawnItem {
    std::string kind;  ///< task, measure, target, duty
    std::int64_t id = 0;
    TaskId task{1};
    std::optional<ClauseId> clause;  ///< of its task
    std::string label;
    std::string first_label;  ///< as it was drawn
    int begin = 0;
    int end = 0;
};

std::optional<std::string> find_document_text(store::ReadTx& tx, DocumentId document);
std::optional<DocumentId> find_document_of(store::ReadTx& tx, PlanId plan);
std::vector<ClauseRow> clauses_of(store::ReadTx& tx, DocumentId document);
/// All items of tasks that were not rejected, in the order of the document; one query.
std::vector<DrawnItem> drawn_from(store::ReadTx& tx, PlanId plan);

}  // namespace luoshi::plan
