#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace luoshi::base {

/// The first byte of a text that is not UTF-8: its offset, and its 1-based line and column (counted in characters).
struct Utf8Fault {
    std::size_t byte = 0;
    int line = 1;
    int column = 1;
};

/// Decodes UTF-8 strictly (no overlong forms, no surrogates); nothing when a byte is wrong, which `fault` then tells.
std::optional<std::u32string> decode_utf8(std::string_view bytes, Utf8Fault* fault = nullptr);
/// The same strictness without the decoded text, for input of any size.
bool is_utf8(std::string_view bytes);
std::string encode_utf8(std::u32string_view text);
void append_utf8(std::string& out, char32_t c);

/// The half-width form of a full-width digit, letter or mark (５ ％ （ ， and the space U+3000), else the character itself.
/// One character gives one character, so positions stay valid. 。 and 、 have no half-width meaning and stay.
char32_t fold_width(char32_t c);
std::u32string fold_width(std::u32string_view text);

bool is_han(char32_t c);
inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }
/// Blank of any kind, line breaks included.
bool is_space(char32_t c);
std::u32string_view trim(std::u32string_view text);
std::string_view trim(std::string_view text);

/// The whole of a Chinese numeral as written: 十二, 二〇一八, 一万五千, 两; nothing when another character is among it.
std::optional<Decimal> chinese_numeral(std::u32string_view text);

/// A number read from running text (width folded). A range has `high`: 1-2, 1—2, 1~2, 1至2, 一至两.
struct NumberReading {
    Decimal low;
    std::optional<Decimal> high;
    std::size_t length = 0;  ///< characters taken, 百分之 included
    bool percent = false;    ///< written 百分之五十; the sign % is left to the reader of units
    bool chinese = false;    ///< written in Chinese numerals
};

/// Reads the number that starts at `at`. A multiplier after Arabic digits (1.5万) belongs to the unit and is left standing;
/// within Chinese numerals (一万五千) it is part of the number. Nothing when no number starts there or it leaves the range of Decimal.
std::optional<NumberReading> read_number(std::u32string_view text, std::size_t at);

}  // namespace luoshi::base
