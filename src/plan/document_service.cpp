#include "plan/document_service.hpp"

namespace luoshi::plan {

base::Result<DocumentView> read_document(Environment& env, PlanId plan) {
    return env.db.read([&](store::ReadTx& tx) -> base::Result<DocumentView> {
        const std::optional<DocumentId> document = find_document_of(tx, plan);
        if (!document) {
            return base::not_found("plan.not_found", "没有这个方案");
        }
        return DocumentView{env.texts.of(tx, *document), clauses_of(tx, *document), drawn_from(tx, plan)};
    });
}

}  // namespace luoshi::plan
