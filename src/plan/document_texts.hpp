#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "plan/ids.hpp"
#include "plan/quote.hpp"

namespace luoshi::plan {

/// The texts of documents, read once and kept: a stored text never changes, so what is kept is always right. Thread safe.
class DocumentTexts {
public:
    /// Nothing when it was not kept yet, or no longer.
    std::shared_ptr<const QuotableText> find(DocumentId document);
    std::shared_ptr<const QuotableText> keep(DocumentId document, std::string text);

private:
    static constexpr std::size_t kMostKept = 64;
    std::mutex mutex_;
    std::map<DocumentId, std::shared_ptr<const QuotableText>> texts_;
};

}  // namespace luoshi::plan
