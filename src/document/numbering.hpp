#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::document {

/// The ways plans number their parts, from the outermost to the innermost by custom (domain 8.4).
enum class MarkStyle { Chapter, Section, Article, Han, HanBracket, Arabic, ArabicBracket, Circled, Dash };

struct Mark {
    MarkStyle style = MarkStyle::Han;
    std::u32string label;    ///< as it stands in a ref: 一, (一), 1, (1), ①, 第三条; empty for a dash
    std::size_t length = 0;  ///< characters of the text the mark takes
};

/// Reads the number mark a paragraph starts with (text folded and without blanks): 一、 (一) 1. (1) ① 第一章 ——.
std::optional<Mark> read_mark(std::u32string_view text);

}  // namespace luoshi::document
