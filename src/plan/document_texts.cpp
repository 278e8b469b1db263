#include "plan/document_texts.hpp"

#include <fmt/format.h>

namespace luoshi::plan {
namespace {

const store::Sql kDocumentText{"plan.document_text", "SELECT text FROM document WHERE document_id = $1"};

}  // namespace

std::shared_ptr<const QuotableText> DocumentTexts::of(store::ReadTx& tx, DocumentId document) {
    {
        const std::scoped_lock lock{mutex_};
        if (const auto kept = texts_.find(document); kept != texts_.end()) {
            return kept->second;
        }
    }
    auto text = tx.one(kDocumentText, {document}, [](const store::Row& row) { return row.text(0); });
    if (!text) {
        throw store::Fault{fmt::format("document {} of a plan is missing", document.value())};
    }
    auto quotable = std::make_shared<const QuotableText>(*std::move(text));
    const std::scoped_lock lock{mutex_};
    if (texts_.size() >= kMostKept) {
        texts_.clear();
    }
    texts_[document] = quotable;
    return quotable;
}

}  // namespace luoshi::plan
