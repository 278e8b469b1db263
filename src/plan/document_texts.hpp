#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "plan/ids.hpp"
#include "plan/quote.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// The texts of documents, read once and kept: a stored text never changes, so what is kept is always right. Thread safe.
class DocumentTexts {
public:
    /// Throws Fault when there is no such document.
    std::shared_ptr<const QuotableText> of(store::ReadTx& tx, DocumentId document);

private:
    static constexpr std::size_t kMostKept = 64;
    std::mutex mutex_;
    std::map<DocumentId, std::shared_ptr<const QuotableText>> texts_;
};

}  // namespace luoshi::plan
