#include "plan/quote.hpp"

#include <algorithm>

namespace luoshi::plan {
namespace {

constexpr int kStep = 64;

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

QuotableText::QuotableText(std::string utf8) : text_(std::move(utf8)) {
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (starts_character(text_[i])) {
            if (length_ % kStep == 0) {
                marks_.push_back(static_cast<std::uint32_t>(i));
            }
            ++length_;
        }
    }
}

std::size_t QuotableText::byte_of(int character) const {
    if (character >= length_) {
        return text_.size();
    }
    std::size_t byte = marks_[static_cast<std::size_t>(character / kStep)];
    for (int left = character % kStep; left > 0; --left) {
        ++byte;
        while (!starts_character(text_[byte])) {
            ++byte;
        }
    }
    return byte;
}

std::string_view QuotableText::cut(int begin, int end) const {
    const int from = std::clamp(begin, 0, length_);
    const int to = std::clamp(end, from, length_);
    const std::size_t first = byte_of(from);
    return std::string_view{text_}.substr(first, byte_of(to) - first);
}

}  // namespace luoshi::plan
