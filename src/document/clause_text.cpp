#include "document/clause_text.hpp"

#include <algorithm>

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;
constexpr Text kClauseEnds = U",;。:!?";
constexpr std::size_t kLongestClause = 300;
constexpr std::size_t kLongestSentence = 1500;

}  // namespace

std::size_t clause_begin(Text text, std::size_t at) {
    const std::size_t floor = at > kLongestClause ? at - kLongestClause : 0;
    const auto stop = text.substr(floor, at - floor).find_last_of(kClauseEnds);
    return stop == kNone ? floor : floor + stop + 1;
}

std::size_t sentence_begin(Text text, std::size_t at) {
    const std::size_t floor = at > kLongestSentence ? at - kLongestSentence : 0;
    const auto stop = text.substr(floor, at - floor).find_last_of(U"。!?");
    return stop == kNone ? floor : floor + stop + 1;
}

std::size_t clause_end(Text text, std::size_t at) {
    int depth = 0;
    const std::size_t ceiling = std::min(text.size(), at + kLongestClause);
    for (std::size_t i = at; i < ceiling; ++i) {
        depth += text[i] == U'(' ? 1 : text[i] == U')' ? -1 : 0;
        if (depth < 0 || (depth == 0 && kClauseEnds.find(text[i]) != kNone)) {
            return i;
        }
    }
    return ceiling;
}

}  // namespace luoshi::document
