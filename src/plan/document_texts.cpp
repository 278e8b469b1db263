#include "plan/document_texts.hpp"

namespace luoshi::plan {

std::shared_ptr<const QuotableText> DocumentTexts::find(DocumentId document) {
    const std::scoped_lock lock{mutex_};
    const auto kept = texts_.find(document);
    return kept == texts_.end() ? nullptr : kept->second;
}

std::shared_ptr<const QuotableText> DocumentTexts::keep(DocumentId document, std::string text) {
    auto quotable = std::make_shared<const QuotableText>(std::move(text));
    const std::scoped_lock lock{mutex_};
    if (texts_.size() >= kMostKept) {
        texts_.clear();
    }
    texts_[document] = quotable;
    return quotable;
}

}  // namespace luoshi::plan
