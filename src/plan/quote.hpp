#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace luoshi::plan {

/// A stored document text from which pieces are cut by code points, as the anchors name them. The text is kept once as UTF-8 with
/// the byte of every 64th character, so that a cut costs the same anywhere in the document.
class QuotableText {
public:
    explicit QuotableText(std::string utf8);

    /// Characters [begin, end); what lies outside the text is left out.
    std::string_view cut(int begin, int end) const;
    const std::string& text() const { return text_; }
    int length() const { return length_; }

private:
    std::size_t byte_of(int character) const;
    std::string text_;
    std::vector<std::uint32_t> marks_;
    int length_ = 0;
};

}  // namespace luoshi::plan
