#pragma once
#include <bitset>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace luoshi::document {

/// A small set of words of the trade, found in running text without copying.
class Lexicon {
public:
    Lexicon(std::initializer_list<std::u32string_view> words);

    /// Length of the longest word that starts at `at`, 0 when none does.
    std::size_t match(std::u32string_view text, std::size_t at) const;
    /// Length of the longest word that ends just before `end`, 0 when none does.
    std::size_t match_before(std::u32string_view text, std::size_t end) const;
    /// Whether the text ends with a word.
    bool ends(std::u32string_view text) const { return match_before(text, text.size()) > 0; }
    bool starts(std::u32string_view text) const { return match(text, 0) > 0; }
    /// Place of the first word at or after `from`; npos when there is none.
    std::size_t find(std::u32string_view text, std::size_t from = 0) const;
    bool within(std::u32string_view text) const { return find(text) != std::u32string_view::npos; }

private:
    std::vector<std::u32string_view> words_;  ///< longest first
    std::bitset<1024> first_;                 ///< hashes of first and last characters: most places of a text match nothing
    std::bitset<1024> last_;
};

}  // namespace luoshi::document
