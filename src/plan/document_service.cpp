#include "plan/document_service.hpp"

#include <fmt/format.h>

#include "plan/plan_service.hpp"

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

base::Result<DocumentView> read_document(Environment& env, const identity::Actor& actor, PlanId id) {
    return env.db.read([&](store::ReadTx& tx) -> base::Result<DocumentView> {
        LUOSHI_TRY(plan, plan_for(tx, actor, id));
        const auto document = *find_document_of(tx, plan.id);
        return DocumentView{text_of(tx, env, document), clauses_of(tx, document), drawn_from(tx, plan.id)};
    });
}

}  // namespace luoshi::plan
