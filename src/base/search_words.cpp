#include "base/search_words.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace luoshi::base {
namespace {

std::u32string folded(std::u32string_view text) {
    auto out = fold_width(text);
    for (auto& c : out) {
        c = c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c;
    }
    return out;
}

}  // namespace

SearchWords::SearchWords(std::string_view typed) {
    const auto text = folded(decode_utf8(typed).value_or(U""));
    for (auto begin = text.begin(); words_.size() < kMost;) {
        begin = std::find_if_not(begin, text.end(), is_space);
        const auto end = std::find_if(begin, text.end(), is_space);
        if (begin == end) {
            break;
        }
        words_.emplace_back(begin, end);
        begin = end;
    }
}

bool SearchWords::all_in(std::initializer_list<std::u32string_view> texts) const {
    std::vector<std::u32string> all;
    std::ranges::transform(texts, std::back_inserter(all), folded);
    return std::ranges::all_of(words_, [&](const auto& word) {
        return std::ranges::any_of(all, [&](const auto& text) { return text.find(word) != std::u32string::npos; });
    });
}

std::vector<Piece> SearchWords::pieces(std::u32string_view text, std::size_t most) const {
    const auto plain = folded(text);  // one character for each: positions stay
    std::vector<bool> hit(plain.size(), false);
    for (const auto& word : words_) {
        for (auto at = plain.find(word); at != std::u32string::npos; at = plain.find(word, at + word.size())) {
            std::fill_n(hit.begin() + static_cast<std::ptrdiff_t>(at), word.size(), true);
        }
    }
    const auto first = static_cast<std::size_t>(std::ranges::find(hit, true) - hit.begin());
    std::size_t from = 0;
    if (text.size() > most && first < text.size()) {
        from = std::min(first - std::min(first, most / 4), text.size() - most);
    }
    const auto to = std::min(text.size(), from + most);
    std::vector<Piece> out;
    for (auto at = from; at < to;) {
        auto end = at;
        while (end < to && hit[end] == hit[at]) {
            ++end;
        }
        out.push_back({encode_utf8(text.substr(at, end - at)), hit[at]});
        at = end;
    }
    const auto add = [](std::string& piece, bool before) { before ? piece.insert(0, "…") : piece.append("…"); };
    if (!out.empty() && from > 0) {
        add(out.front().text, true);
    }
    if (!out.empty() && to < text.size()) {
        add(out.back().text, false);
    }
    return out;
}

}  // namespace luoshi::base
