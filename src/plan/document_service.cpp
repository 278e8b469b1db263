#include "plan/document_service.hpp"

#include <fmt/format.h>

namespace luoshi::plan {

std::shared_ptr<const QuotableText> text_of(store::ReadTx& tx, Environment& env, DocumentId document) {
    if (auto kept = env.texts.find(document)) {
        return kept;
    }
    auto text = find_document_text(tx, document);
    if (!text) {
        throw store::Fault{fmt::format("document {} of a plan is missing", document.value())};
    }
    return env.texts.keep(document, *std::move(text));
}

base::Result<DocumentView> read_document(Environment& env, PlanId plan) {
    return env.db.read([&](store::ReadTx& tx) -> base::Result<DocumentView> {
        const std::optional<DocumentId> document = find_document_of(tx, plan);
        if (!document) {
            return base::not_found("plan.not_found", "没有这个方案");
        }
        return DocumentView{text_of(tx, env, *document), clauses_of(tx, *document), drawn_from(tx, plan)};
    });
}

}  // namespace luoshi::plan
