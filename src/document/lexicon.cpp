#include "document/lexicon.hpp"

#include <algorithm>

namespace luoshi::document {
namespace {

std::size_t slot(char32_t c) { return c % 1024; }

}  // namespace

Lexicon::Lexicon(std::initializer_list<std::u32string_view> words) : words_(words) {
    std::stable_sort(words_.begin(), words_.end(), [](auto a, auto b) { return a.size() > b.size(); });
    for (const auto word : words_) {
        first_.set(slot(word.front()));
        last_.set(slot(word.back()));
    }
}

std::size_t Lexicon::match(std::u32string_view text, std::size_t at) const {
    if (at >= text.size() || !first_.test(slot(text[at]))) {
        return 0;
    }
    const auto rest = text.substr(at);
    const auto word = std::find_if(words_.begin(), words_.end(), [&](auto w) { return rest.starts_with(w); });
    return word == words_.end() ? 0 : word->size();
}

std::size_t Lexicon::match_before(std::u32string_view text, std::size_t end) const {
    if (end == 0 || end > text.size() || !last_.test(slot(text[end - 1]))) {
        return 0;
    }
    const auto before = text.substr(0, end);
    const auto word = std::find_if(words_.begin(), words_.end(), [&](auto w) { return before.ends_with(w); });
    return word == words_.end() ? 0 : word->size();
}

std::size_t Lexicon::find(std::u32string_view text, std::size_t from) const {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (match(text, at) > 0) {
            return at;
        }
    }
    return std::u32string_view::npos;
}

}  // namespace luoshi::document
