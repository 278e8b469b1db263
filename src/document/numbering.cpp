#include "document/numbering.hpp"

#include "base/text.hpp"

namespace luoshi::document {
namespace {

constexpr std::u32string_view kHanDigits = U"一二三四五六七八九十百";
constexpr std::u32string_view kBullets = U"—–-•●◆■▪·*";
constexpr std::size_t kNone = std::u32string_view::npos;

std::size_t han_length(std::u32string_view text) {
    const auto end = text.find_first_not_of(kHanDigits);
    return end == kNone || end > 4 ? 0 : end;
}

std::size_t digit_length(std::u32string_view text) {
    const auto end = text.find_first_not_of(U"0123456789");
    return end == kNone || end > 3 ? 0 : end;
}

/// "1.2019年9月" opens item 1; "1.5万人" opens nothing.
bool decimal_follows(std::u32string_view rest) {
    const bool year = rest.size() > 4 && rest.find_first_not_of(U"0123456789") == 4 && rest[4] == U'年';
    return !rest.empty() && base::is_digit(rest.front()) && !year;
}

std::optional<Mark> ordinal_mark(std::u32string_view text) {
    const std::size_t number = std::max(han_length(text.substr(1)), digit_length(text.substr(1)));
    if (number == 0 || number + 1 >= text.size()) {
        return std::nullopt;
    }
    const char32_t kind = text[number + 1];
    if (kind != U'章' && kind != U'节' && kind != U'条') {
        return std::nullopt;
    }
    const auto style = kind == U'章' ? MarkStyle::Chapter : kind == U'节' ? MarkStyle::Section : MarkStyle::Article;
    return Mark{style, std::u32string(text.substr(0, number + 2)), number + 2};
}

std::optional<Mark> bracket_mark(std::u32string_view text) {
    const auto inside = text.substr(1);
    const std::size_t han = han_length(inside);
    const std::size_t number = han > 0 ? han : digit_length(inside);
    if (number == 0 || number >= inside.size() || inside[number] != U')') {
        return std::nullopt;
    }
    const std::size_t length = number + 2;
    const std::size_t stop = length < text.size() && (text[length] == U'、' || text[length] == U'.') ? 1U : 0U;
    return Mark{han > 0 ? MarkStyle::HanBracket : MarkStyle::ArabicBracket, std::u32string(text.substr(0, length)), length + stop};
}

}  // namespace

std::optional<Mark> read_mark(std::u32string_view text) {
    if (text.size() < 2) {
        return std::nullopt;
    }
    const char32_t first = text.front();
    if (first == U'第') {
        return ordinal_mark(text);
    }
    if (first == U'(') {
        return bracket_mark(text);
    }
    if (first >= U'①' && first <= U'⑳') {
        return Mark{MarkStyle::Circled, std::u32string(1, first), 1};
    }
    if (first >= U'㈠' && first <= U'㈩') {
        return Mark{MarkStyle::HanBracket, std::u32string(U"(") + kHanDigits[first - U'㈠'] + U")", 1};
    }
    if (kBullets.find(first) != kNone) {
        const auto end = text.find_first_not_of(kBullets);
        return end != kNone && (end >= 2 || base::is_han(text[end])) ? std::optional{Mark{MarkStyle::Dash, {}, end}} : std::nullopt;
    }
    if (const std::size_t han = han_length(text); han > 0 && (text[han] == U'、' || text[han] == U'.')) {
        return Mark{MarkStyle::Han, std::u32string(text.substr(0, han)), han + 1};
    }
    if (const std::size_t digits = digit_length(text); digits > 0) {
        const char32_t after = text[digits];
        if (after == U'、' || (after == U'.' && !decimal_follows(text.substr(digits + 1)))) {
            return Mark{MarkStyle::Arabic, std::u32string(text.substr(0, digits)), digits + 1};
        }
        if (after == U')') {
            return Mark{MarkStyle::ArabicBracket, U"(" + std::u32string(text.substr(0, digits)) + U")", digits + 1};
        }
    }
    return std::nullopt;
}

}  // namespace luoshi::document
