#include "base/text.hpp"

#include <gtest/gtest.h>

namespace luoshi::base {
namespace {

TEST(Utf8, DecodesAndEncodesEveryLength) {
    const std::string text = "a\u00E9市𠀀\n";
    const auto decoded = decode_utf8(text);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, U"a\u00E9市𠀀\n");
    EXPECT_EQ(encode_utf8(*decoded), text);
    EXPECT_TRUE(is_utf8(text));
}

TEST(Utf8, NamesLineAndColumnOfTheFirstBadByte) {
    Utf8Fault fault;
    EXPECT_FALSE(decode_utf8("市政府\n各县\xB3区", &fault));
    EXPECT_EQ(fault.byte, 16U);
    EXPECT_EQ(fault.line, 2);
    EXPECT_EQ(fault.column, 3);
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndCutSequences) {
    for (const char* bytes : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE5\xB8", "\x80", "\xFF"}) {
        EXPECT_FALSE(decode_utf8(bytes)) << bytes;
        EXPECT_FALSE(is_utf8(bytes)) << bytes;
    }
}

TEST(Width, FoldsFullWidthFormsOneToOne) { EXPECT_EQ(fold_width(U"（１．５％）：Ａ　〔2018〕。、"), U"(1.5%):A [2018]。、"); }

TEST(Trim, TakesAwayBlanksOfBothWidths) {
    EXPECT_EQ(trim(U" 　市商务局\r\n"), U"市商务局");
    EXPECT_EQ(trim(" \t x\r\n"), "x");
    EXPECT_EQ(trim(std::string_view{" \n"}), "");
}

std::string numeral(std::u32string_view text) {
    const auto value = chinese_numeral(text);
    return value ? value->text() : "-";
}

TEST(ChineseNumeral, ReadsCountsAndYears) {
    EXPECT_EQ(numeral(U"十"), "10");
    EXPECT_EQ(numeral(U"十二"), "12");
    EXPECT_EQ(numeral(U"二十"), "20");
    EXPECT_EQ(numeral(U"一百零五"), "105");
    EXPECT_EQ(numeral(U"一万五千"), "15000");
    EXPECT_EQ(numeral(U"一万五"), "15000");
    EXPECT_EQ(numeral(U"三亿二千万"), "320000000");
    EXPECT_EQ(numeral(U"二〇一八"), "2018");
    EXPECT_EQ(numeral(U"两"), "2");
}

TEST(ChineseNumeral, RefusesWhatIsNoNumber) {
    for (const std::u32string_view text : {U"", U"万", U"亿", U"一个", U"千", U"一二十", U"九九九九九九九九九九九九"}) {
        EXPECT_EQ(numeral(text), "-") << encode_utf8(text);
    }
}

std::string number(std::u32string_view text) {
    const auto reading = read_number(text, 0);
    if (!reading) {
        return "-";
    }
    return reading->low.text() + (reading->high ? "~" + reading->high->text() : "") + (reading->percent ? "%" : "") + "/" +
           std::to_string(reading->length);
}

TEST(ReadNumber, ReadsTheWaysPlansWriteFigures) {
    EXPECT_EQ(number(U"1.5万人次"), "1.5/3");
    EXPECT_EQ(number(U"一万五千人"), "15000/4");
    EXPECT_EQ(number(U"百分之五十"), "50%/5");
    EXPECT_EQ(number(U"两个"), "2/1");
    EXPECT_EQ(number(U"1—2个"), "1~2/3");
    EXPECT_EQ(number(U"1——2个"), "1~2/4");
    EXPECT_EQ(number(U"1至2个"), "1~2/3");
    EXPECT_EQ(number(U"一至两场"), "1~2/3");
    EXPECT_EQ(number(U"1,500家"), "1500/5");
    EXPECT_EQ(number(U"2,3"), "2/1");
    EXPECT_EQ(number(U"3.家"), "3/1");
}

TEST(ReadNumber, LeavesTextAndFallingRangesAlone) {
    EXPECT_EQ(number(U"万家"), "-");
    EXPECT_EQ(number(U"市商务局"), "-");
    EXPECT_EQ(number(U"5-3个"), "5/1");
    EXPECT_EQ(number(U"99999999999999999999个"), "-");
}

}  // namespace
}  // namespace luoshi::base
