#include "indicator/formula.hpp"

#include <gmock/gmock.h>

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::Fraction;
using testing::ElementsAre;

Decimal d(const char* text) { return *Decimal::parse(text); }

Formula read(std::string_view text) {
    auto parsed = Formula::parse(text);
    if (const auto* fault = std::get_if<FormulaFault>(&parsed)) {
        ADD_FAILURE() << text << ": " << fault->at << " " << fault->message;
        parsed = Formula::parse("0");
    }
    return std::get<Formula>(parsed);
}

/// The value with these operands at two decimals, or the reason for none.
std::string value(std::string_view text, const std::vector<const char*>& operands = {}) {
    std::vector<Fraction> given;
    for (const auto* operand : operands) {
        given.emplace_back(d(operand));
    }
    const auto out = read(text).value(given);
    if (const auto* none = std::get_if<NoValue>(&out)) {
        return *none == NoValue::ZeroDivisor ? "zero" : "range";
    }
    return std::get<Fraction>(out).rounded(2).value_or(Decimal::from_e4(-1)).text();
}

std::string fault(std::string_view text) {
    const auto parsed = Formula::parse(text);
    const auto* found = std::get_if<FormulaFault>(&parsed);
    return found == nullptr ? "" : std::to_string(found->at) + " " + found->message;
}

TEST(Formula, ReckonsProductsBeforeSumsAndBracketsFirst) {
    EXPECT_EQ(value("1 + 2 * 3"), "7");
    EXPECT_EQ(value("(1 + 2) * 3"), "9");
    EXPECT_EQ(value("8 - 3 - 2"), "3");
    EXPECT_EQ(value("24 / 4 / 3"), "2");
    EXPECT_EQ(value("-a * -2 + -(3)", {"5"}), "7");
    EXPECT_EQ(value("sales / people * 10000", {"3", "7"}), "4285.71");
}

TEST(Formula, IsExactAndRoundedOnlyAtTheEnd) {
    EXPECT_EQ(value("a / 3 * 3", {"1"}), "1");
    EXPECT_EQ(value("a / b + a / b + a / b", {"1", "3"}), "1");
}

TEST(Formula, DivisionByZeroIsNotDefinedAndSoIsWhatLeavesTheRange) {
    EXPECT_EQ(value("a / (b - 2)", {"1", "2"}), "zero");
    EXPECT_EQ(value("a * 0 / b", {"1", "0"}), "zero") << "also when nothing is divided";
    EXPECT_EQ(value("a * a * a", {"922337203685477"}), "range");
}

TEST(Formula, IsWrittenInFullWidthToo) {
    EXPECT_EQ(value("（甲＋乙）× 100 ÷ 丙", {"1", "2", "4"}), "75");
    EXPECT_THAT(read("甲／乙 * 甲").operands(),
                ElementsAre(Operand{Operand::Kind::Indicator, "甲"}, Operand{Operand::Kind::Indicator, "乙"}));
}

TEST(Formula, IsWordedWithTheNamesOfItsOperands) {
    const std::vector<std::string> names{"网上零售额", "户籍人口"};
    EXPECT_EQ(read("sales/(people - 1)*10000").worded(names), "网上零售额 ÷ (户籍人口 - 1) × 10000");
}

TEST(Formula, AQueryOverARegistryIsNamedInQuotes) {
    EXPECT_THAT(read("a + registry(\"park_count\")").operands(),
                ElementsAre(Operand{Operand::Kind::Indicator, "a"}, Operand{Operand::Kind::Registry, "park_count"}));
    EXPECT_THAT(fault("registry(park)"), testing::StartsWith("8 registry"));
    EXPECT_THAT(fault("registry(\"park"), testing::StartsWith("8 registry"));
}

TEST(Formula, AFaultIsToldAtItsCharacter) {
    EXPECT_THAT(fault("a + "), testing::StartsWith("4 公式没有写完"));
    EXPECT_THAT(fault("a + * b"), testing::StartsWith("4 此处应有"));
    EXPECT_THAT(fault("(a + b"), testing::StartsWith("0 这个左括号"));
    EXPECT_THAT(fault("a) + b"), testing::StartsWith("1 多了一个右括号"));
    EXPECT_THAT(fault("零售额 人口"), testing::StartsWith("4 “人”前缺少运算符"));
    EXPECT_THAT(fault("a * 1.23456"), testing::StartsWith("4 “1.23456”不是可用的数"));
    EXPECT_THAT(fault("a , b"), testing::StartsWith("2 "));
    EXPECT_THAT(fault(""), testing::StartsWith("0 公式没有写完"));
    EXPECT_THAT(fault(std::string(200, '(')), testing::HasSubstr("括号层数过多"));
}

}  // namespace
}  // namespace luoshi::indicator
