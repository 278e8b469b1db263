#include "report/typed_number.hpp"

#include <gmock/gmock.h>

namespace luoshi::report {
namespace {

using sheet::Kind;
using sheet::ReadCell;
using sheet::Shown;

ReadCell text(const char* typed) { return {.kind = Kind::Text, .text = typed}; }
ReadCell number(const char* literal, Shown shown = Shown::Plain) { return {.kind = Kind::Number, .text = literal, .shown = shown}; }

/// The number as text with * where it was written otherwise, or the code of what is wrong.
std::string read(const ReadCell& cell, const char* unit = "人次") {
    const auto out = typed_number(cell, unit);
    if (!out) {
        return out.error().code;
    }
    return !out->value ? "none" : out->value->text() + (out->read_differently ? "*" : "");
}

TEST(TypedNumber, UnderstandsWhatPeopleWrite) {
    const std::pair<const char*, const char*> written[] = {{"1200", "1200"},
                                                           {"１２００", "1200*"},
                                                           {"1,234,567", "1234567*"},
                                                           {"1，200．5", "1200.5*"},
                                                           {"1.2万", "12000*"},
                                                           {"0.3亿", "30000000*"},
                                                           {"1.23456789万", "12345.6789*"},
                                                           {"2 万人次", "20000*"},
                                                           {"35人次", "35*"},
                                                           {"-3", "-3"},
                                                           {"－3", "-3*"},
                                                           {" 7 ", "7*"},
                                                           {"1万亿", "1000000000000*"},
                                                           {"007", "7*"},
                                                           {"  ", "none"}};
    for (const auto& [typed, expected] : written) {
        EXPECT_EQ(read(text(typed)), expected) << typed;
    }
    EXPECT_EQ(read(text("3.5%"), "%"), "3.5*");
    EXPECT_EQ(read(text("1.2万元"), "元"), "12000*");
}

TEST(TypedNumber, SaysWhatIsNone) {
    for (const auto* typed : {"无", "—", "约20", "一百", "20个左右", "1.2.3", ".", "万", "1e5", "5%", "1 200"}) {
        EXPECT_EQ(read(text(typed)), "cell.not_a_number") << typed;
    }
    for (const auto* typed : {"1,20", "12345,678", "1,2,3", "1,234,56"}) {
        EXPECT_EQ(read(text(typed)), "cell.separators") << typed;
    }
    EXPECT_EQ(read({.kind = Kind::Boolean, .text = "1"}), "cell.not_a_number");
    EXPECT_EQ(read({.kind = Kind::Fault, .text = "#N/A"}), "cell.fault");
    EXPECT_EQ(read({.kind = Kind::Number, .text = "3", .formula = true}), "cell.formula");
    EXPECT_EQ(read(number("43983", Shown::Date)), "cell.date");
    EXPECT_EQ(read(number("0.6", Shown::Percent)), "cell.percentage");
}

TEST(TypedNumber, RoundsNothing) {
    EXPECT_EQ(read(number("64.099999999999994")), "64.1") << "what the spreadsheet shows";
    EXPECT_EQ(read(number("0.07", Shown::Percent), "%"), "7*");
    EXPECT_EQ(read(number("1.23456")), "cell.too_many_decimals");
    EXPECT_EQ(read(text("1.000000001万")), "cell.too_many_decimals");
    EXPECT_EQ(read(text("1.23450000")), "1.2345*");
    EXPECT_EQ(read(number("1E+15")), "cell.out_of_range");
    EXPECT_EQ(read(text("99999万亿")), "cell.out_of_range");
}

TEST(TypedText, ReadsDatesAndNumbersAsTheyLook) {
    const auto shown = [](const ReadCell& cell) { return *typed_text(cell, 10, false); };
    EXPECT_EQ(shown(text(" 完成\r\n选址 ")), "完成\n选址");
    EXPECT_EQ(shown(number("43983", Shown::Date)), "2020-06-01");
    EXPECT_EQ(shown(number("3.0")), "3");
    EXPECT_EQ(typed_text(text("一二三四五六七八九十一"), 10, false).error().code, "cell.too_long");
    EXPECT_EQ(typed_text({.kind = Kind::Text, .text = "x", .formula = true}, 10, false).error().code, "cell.formula");
}

}  // namespace
}  // namespace luoshi::report
