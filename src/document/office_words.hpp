#pragma once
#include <string_view>
#include <utility>

namespace luoshi::document {

/// What Chinese official documents look like line by line (GB/T 9704): the marks all rules agree on. Texts are folded and without blanks.

/// Whether a paragraph that ends with this character is complete.
bool ends_sentence(char32_t last);
/// A page number line: — 3 —, -3-, 第3页.
bool is_page_number(std::u32string_view text);
/// A line that is only a date: 2018年8月17日.
bool is_date_line(std::u32string_view text);
/// A line that opens with a duty label: 牵头单位:, 责任单位:.
bool is_labelled_line(std::u32string_view text);
/// 抄报, 抄送, 印发, (共印25份), (此件公开发布) and the like.
bool is_back_matter(std::u32string_view text);
/// A line that names an issuing organ and nothing else: 沧州市人民政府办公室.
bool is_organ_line(std::u32string_view text);
/// Whether a line is the title of a plan by its last words: …方案, …计划(2018-2020年).
bool is_title_line(std::u32string_view text);

/// Whether `second` ends the title of a notice that `first` begins: 某市人民政府关于印发 / 行动方案的通知.
bool ends_notice_title(std::u32string_view first, std::u32string_view second);
/// Where the title of the issued plan stands in the title of a notice (关于印发《X》的通知, 印发X的通知); empty when it issues none.
std::pair<std::size_t, std::size_t> issued_title(std::u32string_view text);

}  // namespace luoshi::document
