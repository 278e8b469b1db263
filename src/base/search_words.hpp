#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace luoshi::base {

/// A stretch of a text; `hit` where it is what was looked for.
struct Piece {
    std::string text;
    bool hit = false;
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// What somebody looks for: words, all of which a text must contain, in any order and whatever the width or case of their letters.
class SearchWords {
public:
    static constexpr std::size_t kMost = 4;
    /// Words are parted by blanks; those beyond kMost are left out. Text that is not UTF-8 has no words.
    explicit SearchWords(std::string_view typed);

    /// Folded: half width, small letters.
    const std::vector<std::u32string>& words() const { return words_; }
    bool empty() const { return words_.empty(); }
    /// Every word is in one of the texts.
    bool all_in(std::initializer_list<std::u32string_view> texts) const;
    /// The text with its hits marked; of a text longer than `most` characters the surroundings of the first hit.
    std::vector<Piece> pieces(std::u32string_view text, std::size_t most) const;

private:
    std::vector<std::u32string> words_;
};

}  // namespace luoshi::base
