#include "base/text.hpp"

#include <cstdint>

namespace luoshi::base {
namespace {

constexpr std::u32string_view kNumerals = U"〇零一二两三四五六七八九十百千万亿";
constexpr std::size_t kLongestNumber = 30;  ///< characters; longer ones leave the range of Decimal anyway
constexpr std::u32string_view kRangeMarks = U"-—–~～至到";

/// Bytes of the sequence a lead byte opens, 0 when it opens none.
int sequence_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2) {
        return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

std::optional<char32_t> decode_one(std::string_view bytes, std::size_t at, int length) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    if (length == 0 || at + static_cast<std::size_t>(length) > bytes.size()) {
        return std::nullopt;
    }
    if (length == 1) {
        return byte(0);
    }
    char32_t c = byte(0) & (0xFFU >> (length + 1));
    for (int i = 1; i < length; ++i) {
        const unsigned char next = byte(static_cast<std::size_t>(i));
        if ((next & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        c = (c << 6U) | (next & 0x3FU);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    return overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? std::nullopt : std::optional{c};
}

int numeral_value(char32_t c) {
    switch (c) {
        case U'〇':
        case U'零':
            return 0;
        case U'一':
            return 1;
        case U'二':
        case U'两':
            return 2;
        case U'三':
            return 3;
        case U'四':
            return 4;
        case U'五':
            return 5;
        case U'六':
            return 6;
        case U'七':
            return 7;
        case U'八':
            return 8;
        case U'九':
            return 9;
        default:
            return -1;
    }
}

std::int64_t numeral_scale(char32_t c) {
    return c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : c == U'万' ? 10'000 : c == U'亿' ? 100'000'000 : 0;
}

std::size_t arabic_length(std::u32string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && end - at < kLongestNumber && is_digit(text[end])) {
        ++end;
    }
    const auto digits_at = [&](std::size_t from, std::size_t count) {
        std::size_t n = 0;
        while (n < count && from + n < text.size() && is_digit(text[from + n])) {
            ++n;
        }
        return n == count;
    };
    if (end - at <= 3) {
        while (end < text.size() && text[end] == U',' && digits_at(end + 1, 3) && !digits_at(end + 1, 4)) {
            end += 4;
        }
    }
    if (end > at && end + 1 < text.size() && text[end] == U'.' && is_digit(text[end + 1])) {
        ++end;
        while (end < text.size() && end - at < kLongestNumber && is_digit(text[end])) {
            ++end;
        }
    }
    return end - at;
}

std::optional<Decimal> arabic_value(std::u32string_view digits) {
    std::string plain;
    for (const char32_t c : digits) {
        if (c != U',') {
            plain.push_back(static_cast<char>(c));
        }
    }
    return Decimal::parse(plain);
}

struct OneNumber {
    Decimal value;
    std::size_t length;
    bool chinese;
};

std::optional<OneNumber> read_one(std::u32string_view text, std::size_t at) {
    if (const std::size_t length = arabic_length(text, at); length > 0) {
        const auto value = arabic_value(text.substr(at, length));
        return value ? std::optional{OneNumber{*value, length, false}} : std::nullopt;
    }
    std::size_t end = at;
    while (end < text.size() && end - at < kLongestNumber && kNumerals.find(text[end]) != std::u32string_view::npos) {
        ++end;
    }
    const auto value = chinese_numeral(text.substr(at, end - at));
    return value ? std::optional{OneNumber{*value, end - at, true}} : std::nullopt;
}

}  // namespace

std::optional<std::u32string> decode_utf8(std::string_view bytes, Utf8Fault* fault) {
    std::u32string out(bytes.size(), U'\0');
    char32_t* next = out.data();
    for (std::size_t at = 0; at < bytes.size();) {
        const int length = sequence_length(static_cast<unsigned char>(bytes[at]));
        const auto c = decode_one(bytes, at, length);
        if (!c) {
            if (fault != nullptr) {
                *fault = {at, 1, 1};
                for (const char32_t* p = out.data(); p != next; ++p) {
                    fault->column = *p == U'\n' ? 1 : fault->column + 1;
                    fault->line += *p == U'\n' ? 1 : 0;
                }
            }
            return std::nullopt;
        }
        *next++ = *c;
        at += static_cast<std::size_t>(length);
    }
    out.resize(static_cast<std::size_t>(next - out.data()));
    return out;
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const int length = sequence_length(static_cast<unsigned char>(bytes[at]));
        if (length != 1 && !decode_one(bytes, at, length)) {
            return false;
        }
        at += static_cast<std::size_t>(length);
    }
    return true;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6U));
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

std::string encode_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() * 3);
    for (const char32_t c : text) {
        append_utf8(out, c);
    }
    return out;
}

char32_t fold_width(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFEE0;
    }
    switch (c) {
        case 0x3000:
        case 0x00A0:
            return U' ';
        case U'〔':
        case U'【':
            return U'[';
        case U'〕':
        case U'】':
            return U']';
        default:
            return c;
    }
}

std::u32string fold_width(std::u32string_view text) {
    std::u32string out(text);
    for (char32_t& c : out) {
        c = fold_width(c);
    }
    return out;
}

bool is_han(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' || (c >= 0x20000 && c <= 0x3134F);
}

bool is_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0x3000 || c == 0x00A0 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200B);
}

std::u32string_view trim(std::u32string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<Decimal> chinese_numeral(std::u32string_view text) {
    if (text.empty() || text.size() > 16) {
        return std::nullopt;
    }
    bool scaled = false;
    for (const char32_t c : text) {
        if (numeral_value(c) < 0 && numeral_scale(c) == 0) {
            return std::nullopt;
        }
        scaled = scaled || numeral_scale(c) != 0;
    }
    if (!scaled) {  // digit by digit, as in years: 二〇一八
        std::int64_t value = 0;
        for (const char32_t c : text) {
            value = value * 10 + numeral_value(c);
            if (value > 1'000'000'000) {
                return std::nullopt;
            }
        }
        return Decimal::from_integer(value);
    }
    std::int64_t total = 0;
    std::int64_t section = 0;  // below 万
    std::int64_t digit = -1;
    std::int64_t last_scale = 10;  // 一万五 is 一万五千
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::int64_t scale = numeral_scale(text[i]);
        if (scale == 0) {
            if (digit > 0) {
                return std::nullopt;
            }
            digit = numeral_value(text[i]);
            last_scale = digit == 0 ? 10 : last_scale;
        } else if (scale < 10'000) {
            if (digit < 0 && scale != 10) {
                return std::nullopt;
            }
            section += (digit < 0 ? 1 : digit) * scale;
            digit = -1;
            last_scale = scale;
        } else {
            const std::int64_t below = section + (digit > 0 ? digit : 0);
            if (below == 0 && total == 0) {
                return std::nullopt;
            }
            total = scale == 100'000'000 ? (total + below) * scale : total + below * scale;
            section = 0;
            digit = -1;
            last_scale = scale;
        }
        if (total > 90'000'000'000'000) {
            return std::nullopt;
        }
    }
    return Decimal::from_integer(total + section + (digit > 0 ? digit * (last_scale / 10) : 0));
}

std::optional<NumberReading> read_number(std::u32string_view text, std::size_t at) {
    NumberReading reading;
    constexpr std::u32string_view percent_prefix = U"百分之";
    std::size_t pos = at;
    if (text.substr(at, percent_prefix.size()) == percent_prefix) {
        reading.percent = true;
        pos += percent_prefix.size();
    }
    const auto first = read_one(text, pos);
    if (!first) {
        return std::nullopt;
    }
    reading.low = first->value;
    reading.chinese = first->chinese;
    pos += first->length;
    if (pos + 1 < text.size() && kRangeMarks.find(text[pos]) != std::u32string_view::npos) {
        std::size_t second_at = pos + 1;
        while (second_at < text.size() && text[second_at] == U'—') {
            ++second_at;
        }
        const auto second = read_one(text, second_at);
        if (second && second->chinese == first->chinese && second->value > first->value) {
            reading.high = second->value;
            pos = second_at + second->length;
        }
    }
    reading.length = pos - at;
    return reading;
}

}  // namespace luoshi::base
