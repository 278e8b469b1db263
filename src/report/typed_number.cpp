#include "report/typed_number.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace luoshi::report {
namespace {

using base::bad_input;
using base::phrase;

constexpr std::size_t kMostDecimals = 4;
constexpr std::pair<std::u32string_view, std::size_t> kMultipliers[] = {{U"万亿", 12}, {U"亿", 8}, {U"万", 4}};

base::Error not_a_number(std::string_view typed) {
    return bad_input(
        phrase("cell.not_a_number", "“{typed}”不是数字；请只填数字，可以写成 1200、1,200 或 1.2万", {{"typed", std::string{typed}}}));
}

/// The point moved right by so many places.
std::string shifted(std::string_view digits, std::size_t places) {
    const auto point = std::min(digits.find('.'), digits.size());
    std::string whole{digits.substr(0, point)};
    std::string rest{point == digits.size() ? std::string_view{} : digits.substr(point + 1)};
    rest.append(places > rest.size() ? places - rest.size() : 0, '0');
    whole += rest.substr(0, places);
    rest.erase(0, places);
    rest.erase(std::find_if(rest.rbegin(), rest.rend(), [](char c) { return c != '0'; }).base(), rest.end());
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    return rest.empty() ? whole : whole + "." + rest;
}

base::Result<base::Decimal> decimal_of(std::string_view digits, bool negative, std::string_view typed) {
    const auto point = digits.find('.');
    if (point != std::string_view::npos && digits.size() - point - 1 > kMostDecimals) {
        return bad_input(phrase("cell.too_many_decimals", "“{typed}”的小数超过{most}位；请按指标要求的位数填写",
                                {{"typed", std::string{typed}}, {"most", std::to_string(kMostDecimals)}}));
    }
    const auto value = base::Decimal::parse((negative ? "-" : "") + std::string{digits});
    if (!value) {
        return bad_input(phrase("cell.out_of_range", "“{typed}”过大；请核对计量单位", {{"typed", std::string{typed}}}));
    }
    return *value;
}

bool take_end(std::u32string_view& text, std::u32string_view end) {
    if (end.empty() || text.size() <= end.size() || text.substr(text.size() - end.size()) != end) {
        return false;
    }
    text = base::trim(text.substr(0, text.size() - end.size()));
    return true;
}

base::Result<TypedNumber> from_text(std::string_view typed, std::string_view unit) {
    const auto folded = base::fold_width(base::decode_utf8(typed).value_or(U"?"));
    std::u32string_view text = base::trim(std::u32string_view{folded});
    if (text.empty()) {
        return TypedNumber{};
    }
    const bool negative = text.front() == U'-' || text.front() == U'\u2212';
    if (negative || text.front() == U'+') {
        text = base::trim(text.substr(1));
    }
    take_end(text, base::fold_width(base::decode_utf8(unit).value_or(U"")));
    std::size_t places = 0;
    for (const auto& [word, shift] : kMultipliers) {
        if (places == 0 && take_end(text, word)) {
            places = shift;
        }
    }
    std::string digits;
    bool separated = false;
    std::size_t since = 0;  // digits since the last separator
    bool point = false;
    for (const char32_t c : text) {
        if (base::is_digit(c)) {
            digits += static_cast<char>(c);
            since += point ? 0 : 1;
        } else if (c == U'.' && !point && !digits.empty()) {
            point = true;
            digits += '.';
        } else if (c == U',' && !point && !digits.empty() && (separated ? since == 3 : since <= 3)) {
            separated = true;
            since = 0;
        } else if (c == U',' && !digits.empty()) {
            return bad_input(phrase("cell.separators", "“{typed}”的千位分隔符位置不对，看不出是多少；请写成 1,234,567 或不用分隔符",
                                    {{"typed", std::string{typed}}}));
        } else {
            return not_a_number(typed);
        }
    }
    if (digits.empty() || digits.back() == '.') {
        return not_a_number(typed);
    }
    if (separated && since != 3) {
        return bad_input(phrase("cell.separators", "“{typed}”的千位分隔符位置不对，看不出是多少；请写成 1,234,567 或不用分隔符",
                                {{"typed", std::string{typed}}}));
    }
    LUOSHI_TRY(value, decimal_of(shifted(digits, places), negative, typed));
    return TypedNumber{value, value.text() != typed};
}

base::Error formula() { return bad_input("cell.formula", "单元格里是公式；请复制后“选择性粘贴”为数值，只保留结果"); }
base::Error fault(std::string_view text) {
    return bad_input(phrase("cell.fault", "单元格里是计算错误“{typed}”；请改为实际的内容", {{"typed", std::string{text}}}));
}

}  // namespace

base::Result<TypedNumber> typed_number(const sheet::ReadCell& cell, std::string_view unit) {
    if (cell.formula) {
        return formula();
    }
    switch (cell.kind) {
        case sheet::Kind::Empty:
            return TypedNumber{};
        case sheet::Kind::Fault:
            return fault(cell.text);
        case sheet::Kind::Boolean:
            return not_a_number(cell.text == "1" ? "TRUE" : "FALSE");
        case sheet::Kind::Text:
            return from_text(cell.text, unit);
        case sheet::Kind::Number:
            break;
    }
    auto shown = sheet::shown_number(cell.text);
    if (!shown) {
        return not_a_number(cell.text);
    }
    if (cell.shown == sheet::Shown::Date) {
        return bad_input("cell.date", "单元格是日期格式；请把格式改为“常规”后重新填写数字");
    }
    const bool negative = shown->front() == '-';
    if (negative) {
        shown->erase(0, 1);
    }
    const bool percentage = cell.shown == sheet::Shown::Percent;
    const auto digits = shifted(*shown, percentage ? 2 : 0);
    if (percentage && unit != "%") {
        return bad_input(phrase("cell.percentage", "单元格显示为“{typed}%”，而这里不填百分数；请把格式改为“常规”后重新填写数字",
                                {{"typed", (negative ? "-" : "") + digits}}));
    }
    LUOSHI_TRY(value, decimal_of(digits, negative, (negative ? "-" : "") + *shown));
    return TypedNumber{value, percentage};
}

base::Result<std::string> typed_text(const sheet::ReadCell& cell, std::size_t most_characters, bool from_1904) {
    if (cell.formula) {
        return formula();
    }
    std::string text = cell.text;
    switch (cell.kind) {
        case sheet::Kind::Empty:
            return std::string{};
        case sheet::Kind::Fault:
            return fault(cell.text);
        case sheet::Kind::Boolean:
            text = cell.text == "1" ? "TRUE" : "FALSE";
            break;
        case sheet::Kind::Number:
            if (const auto day = cell.shown == sheet::Shown::Date ? sheet::serial_day(cell.text, from_1904) : std::nullopt) {
                text = base::date_text(*day);
            } else {
                text = sheet::shown_number(cell.text).value_or(cell.text);
            }
            break;
        case sheet::Kind::Text:
            break;
    }
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    const auto read = base::decode_utf8(text);
    if (!read || read->size() > most_characters) {
        return bad_input(phrase("cell.too_long", "文字过长，最多{most}个字；请精简", {{"most", std::to_string(most_characters)}}));
    }
    return std::string{base::trim(std::string_view{text})};
}

}  // namespace luoshi::report
