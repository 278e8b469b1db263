#include <array>
#include <charconv>
#include <cstring>

#include "json/json.hpp"

namespace luoshi::json {
namespace {

/// For each byte: 0 when it goes out as it is, the letter of its short escape, or 'u'.
constexpr std::array<char, 256> kEscape = [] {
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) {
        table[c] = 'u';
    }
    table['\b'] = 'b';
    table['\t'] = 't';
    table['\n'] = 'n';
    table['\f'] = 'f';
    table['\r'] = 'r';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

/// Goes on by eight bytes as long as none of them needs an escape: none below a space, no quote, no backslash.
std::size_t skip_plain(std::string_view text, std::size_t at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighs = kOnes << 7U;
    const auto has_zero = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        const std::uint64_t below_space = (word - kOnes * 0x20U) & ~word & kHighs;
        if ((below_space | has_zero(word ^ (kOnes * '"')) | has_zero(word ^ (kOnes * '\\'))) != 0) {
            break;
        }
    }
    return at;
}

}  // namespace

void Writer::separate() {
    if (!fresh_) {
        out_ += ',';
    }
    fresh_ = false;
}

void Writer::quote(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out_ += '"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        i = skip_plain(text, i);
        if (i == text.size()) {
            break;
        }
        const auto byte = static_cast<unsigned char>(text[i]);
        const char escape = kEscape[byte];
        if (escape == 0) {
            continue;
        }
        out_.append(text, start, i - start);
        start = i + 1;
        out_ += '\\';
        out_ += escape;
        if (escape == 'u') {
            out_ += "00";
            out_ += kHex[byte >> 4U];
            out_ += kHex[byte & 0xFU];
        }
    }
    out_.append(text, start, text.size() - start);
    out_ += '"';
}

Writer& Writer::begin_object() {
    separate();
    out_ += '{';
    fresh_ = true;
    return *this;
}

Writer& Writer::end_object() {
    out_ += '}';
    fresh_ = false;
    return *this;
}

Writer& Writer::begin_array() {
    separate();
    out_ += '[';
    fresh_ = true;
    return *this;
}

Writer& Writer::end_array() {
    out_ += ']';
    fresh_ = false;
    return *this;
}

Writer& Writer::key(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
    fresh_ = true;
    return *this;
}

Writer& Writer::value(std::string_view text) {
    separate();
    quote(text);
    return *this;
}

Writer& Writer::signed_number(std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

Writer& Writer::quoted_number(std::int64_t number) {
    std::array<char, 24> text{'"'};
    char* end = std::to_chars(text.data() + 1, text.data() + text.size() - 1, number).ptr;
    *end++ = '"';
    return raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

Writer& Writer::unsigned_number(std::uint64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

Writer& Writer::value(bool flag) { return raw(flag ? "true" : "false"); }

Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

}  // namespace luoshi::json
