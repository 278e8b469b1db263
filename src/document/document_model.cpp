#include "document/document_model.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace luoshi::document {

void Phrase::push(char32_t c, int position) {
    text.push_back(base::fold_width(c));
    shown.push_back(c);
    at.push_back(position);
}

void Phrase::append(const Phrase& other) {
    text += other.text;
    shown += other.shown;
    at.insert(at.end(), other.at.begin(), other.at.end());
}

Phrase Phrase::slice(std::size_t begin, std::size_t end) const {
    const auto from = static_cast<std::ptrdiff_t>(begin);
    const auto to = static_cast<std::ptrdiff_t>(end);
    return {text.substr(begin, end - begin), shown.substr(begin, end - begin), {at.begin() + from, at.begin() + to}};
}

Phrase Phrase::trimmed() const {
    std::size_t begin = 0;
    std::size_t end = size();
    while (begin < end && base::is_space(text[begin])) {
        ++begin;
    }
    while (end > begin && base::is_space(text[end - 1])) {
        --end;
    }
    return slice(begin, end);
}

Phrase Phrase::compact() const {
    Phrase out;
    out.text.reserve(size());
    out.shown.reserve(size());
    out.at.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
        const bool between_words = i > 0 && i + 1 < size() && base::is_latin(text[i - 1]) && base::is_latin(text[i + 1]);
        if (base::is_space(text[i]) && !between_words) {
            continue;
        }
        out.text.push_back(text[i]);
        out.shown.push_back(shown[i]);
        out.at.push_back(at[i]);
    }
    return out;
}

std::string Phrase::written(std::size_t begin, std::size_t end) const {
    return base::encode_utf8(std::u32string_view(shown).substr(begin, end - begin));
}

Document::Document(std::u32string stored) : text(std::move(stored)) {
    line_begin.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'\n') {
            line_begin.push_back(static_cast<int>(i) + 1);
        }
    }
}

int Document::line_of(int position) const {
    return static_cast<int>(std::upper_bound(line_begin.begin(), line_begin.end(), position) - line_begin.begin());
}

plan::Span Document::span(int begin, int end) const { return {begin, end, line_of(begin), line_of(std::max(begin, end - 1))}; }

plan::Span Document::span(const Phrase& phrase, std::size_t begin, std::size_t end) const {
    return begin < end && end <= phrase.size() ? span(phrase.at[begin], phrase.at[end - 1] + 1) : plan::Span{};
}

}  // namespace luoshi::document
