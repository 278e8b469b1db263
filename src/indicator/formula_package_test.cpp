#include "indicator/formula_package.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace luoshi::indicator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kReported = R"(indicators:
  - {code: sales, name: 网上零售额, unit: 元, kind: flow, definition: 定义, reported_by: [x]}
  - {code: sales_wan, name: 销售额, unit: 万元, kind: flow, definition: 定义, reported_by: [x]}
  - {code: people, name: 户籍人口, unit: 人, kind: stock, carry: true, definition: 定义, reported_by: [x]}
  - {code: trained, name: 培训, unit: 人次, kind: flow, definition: 定义, reported_by: [x]}
  - {code: village, name: 淘宝村, unit: 个, kind: stock, carry: true, definition: 定义, reported_by: [x]}
  - {code: all_villages, name: 行政村, unit: 个, kind: stock, carry: true, definition: 定义, reported_by: [x]}
  - {code: rate, name: 覆盖率, unit: "%", kind: ratio, carry: true, numerator: 甲, denominator: 乙, definition: 定义, reported_by: [x]}
  - {code: mood, name: 氛围, unit: 个, kind: qualitative, definition: 定义, reported_by: [x]}
)";

struct Read {
    config::Problems problems;
    std::vector<PackageIndicator> package;
    std::vector<std::string> said() const {
        std::vector<std::string> out;
        for (const auto& problem : problems.list()) {
            out.push_back(problem.place.text() + " " + problem.message);
        }
        return out;
    }
    const Definition& definition(const char* code) const {
        return std::ranges::find(package, code, [](const auto& one) { return one.definition.code; })->definition;
    }
};

/// The reported indicators above, and these lines from line 10 on.
Read read(const std::string& lines) {
    Read out;
    out.package = read_package("i.yaml", std::string{kReported} + lines, out.problems);
    return out;
}
std::string computed(const char* code, const char* unit, const char* kind, const char* formula) {
    return fmt::format("  - {{code: {0}, name: {0}, unit: \"{1}\", kind: {2}, definition: 定义, formula: {3}}}\n", code, unit, kind,
                       formula);
}
/// What is said about one formula.
std::vector<std::string> faults(const char* unit, const char* kind, const char* formula) {
    return read(computed("f", unit, kind, formula)).said();
}

TEST(FormulaPackage, UnitsThatFitAreAccepted) {
    EXPECT_THAT(faults("元/人", "ratio", "sales / people"), IsEmpty());
    EXPECT_THAT(faults("元/人", "ratio", "sales_wan / people * 10000"), IsEmpty());
    EXPECT_THAT(faults("%", "ratio", "village / all_villages * 100"), IsEmpty());
    EXPECT_THAT(faults("倍", "ratio", "village / all_villages"), IsEmpty());
    EXPECT_THAT(faults("个", "stock", "all_villages - village"), IsEmpty());
    EXPECT_THAT(faults("%", "ratio", "100 - rate"), IsEmpty());
    EXPECT_THAT(faults("元", "flow", "sales + sales_wan * 10000"), IsEmpty());
    EXPECT_THAT(faults("万元", "flow", "(sales_wan + sales_wan) / 2"), IsEmpty());
}

TEST(FormulaPackage, UnitsThatDoNotFitAreToldAtTheSign) {
    EXPECT_THAT(faults("元", "flow", "sales + trained"), ElementsAre("i.yaml:10:78 单位不同，不能相加减：左边是“元”，右边是“人次”。"));
    EXPECT_THAT(faults("元", "flow", "sales + sales_wan"), ElementsAre(HasSubstr("左边是“元”，右边是“万元”")));
    EXPECT_THAT(faults("元", "ratio", "sales / people"), ElementsAre(HasSubstr("公式算出的单位是“元/个”，与指标的单位“元”不符")));
    EXPECT_THAT(faults("%", "ratio", "village / all_villages"), ElementsAre(HasSubstr("公式算出的单位是“倍”，与指标的单位“%”不符")));
    EXPECT_THAT(faults("个", "stock", "1 + 2"), ElementsAre(HasSubstr("公式里没有指标")));
}

TEST(FormulaPackage, EveryUnknownNameIsToldAtItsPlace) {
    EXPECT_THAT(faults("元", "flow", "sale + nothing - sale"),
                ElementsAre("i.yaml:10:72 公式中没有指标“sale”，是否想写“sales”？", HasSubstr("i.yaml:10:79 公式中没有指标“nothing”")));
    EXPECT_THAT(faults("元", "flow", "\"sales + \""), ElementsAre(HasSubstr("公式有误：公式没有写完")));
    EXPECT_THAT(faults("元", "flow", "\"sale\""), ElementsAre(HasSubstr("i.yaml:10:73 ")));
}

TEST(FormulaPackage, IndicatorsMustNotGoRoundInACircle) {
    const auto circle = read(computed("f", "个", "stock", "g + village") + computed("g", "个", "stock", "f"));
    EXPECT_THAT(circle.said(), ElementsAre(HasSubstr("公式循环引用：f → g → f")));
    EXPECT_THAT(faults("个", "stock", "f"), ElementsAre(HasSubstr("公式循环引用：f → f")));
}

TEST(FormulaPackage, WhatHasNoFigureCannotBeUsed) {
    EXPECT_THAT(faults("个", "stock", "village + mood"), ElementsAre(HasSubstr("“氛围”是定性指标")));
    EXPECT_THAT(faults("个", "stock", "'village + registry(\"park_count\")'"), ElementsAre(HasSubstr("台账尚未启用")));
}

class Parks : public FigureSource {
    std::optional<std::string> unit_of(std::string_view query) const override {
        return query == "park_count" ? std::optional<std::string>{"个"} : std::nullopt;
    }
};

TEST(FormulaPackage, ARegistryThatProvidesTheQueryMakesItUsable) {
    config::Problems problems;
    config::Document document{"i.yaml", "formula: 'registry(\"park_count\") * 2'", problems};
    PackageIndicator parks{
        .definition = {.code = "p", .name = "园区", .unit = "个", .formula = "registry(\"park_count\") * 2"}, .names = {}, .reporters = {}};
    const Parks source;
    check_formulas({{parks, document.root().at("formula")}}, &source);
    EXPECT_TRUE(problems.empty());
}

TEST(FormulaPackage, WhatIsComputedIsNotReported) {
    EXPECT_THAT(
        read("  - {code: f, name: f, unit: 个, kind: stock, definition: 定义, formula: village, reported_by: [x], carry: true}\n").said(),
        ElementsAre(HasSubstr("不写 reported_by"), HasSubstr("不写 carry")));
    EXPECT_THAT(faults("个", "set", "village"), ElementsAre(HasSubstr("只能是 flow、stock 或 ratio")));
}

TEST(FormulaPackage, AFlowIsMadeOfFlowsAndAStockOfLevels) {
    EXPECT_THAT(faults("人/人次", "flow", "people / trained"), ElementsAre(HasSubstr("流量（kind: flow）的公式只能")));
    EXPECT_THAT(faults("元", "stock", "sales"), ElementsAre(HasSubstr("存量（kind: stock）的公式不能")));
    EXPECT_THAT(faults("元", "flow", "sales + 5"), ElementsAre(HasSubstr("流量（kind: flow）的公式只能")));
    const auto package =
        read(computed("a", "元/人", "ratio", "sales / people") + computed("b", "%", "ratio", "village / all_villages * 100"));
    EXPECT_FALSE(package.definition("a").carry_forward) << "grows over the year";
    EXPECT_TRUE(package.definition("b").carry_forward) << "a level, as what it is made of";
}

TEST(FormulaPackage, FormulasStandOnFormulasDownToWhatIsReported) {
    const auto read_package = read(computed("twice", "元/人", "ratio", "each * 2") + computed("each", "元/人", "ratio", "sales / people"));
    EXPECT_THAT(read_package.said(), IsEmpty());
    EXPECT_THAT(reported_operands(read_package.package, "twice"), ElementsAre("people", "sales"));
    EXPECT_THAT(reported_operands(read_package.package, "sales"), IsEmpty());
}

TEST(FormulaPackage, BeneathAMeanStandsItsWeightAndBeneathAFormulaOfItBoth) {
    const auto read_package =
        read("  - {code: mean, name: 均值, unit: 个, kind: stock, across: weighted, weight: people, definition: 定义, reported_by: [x]}\n" +
             computed("twice", "个", "stock", "mean * 2"));
    EXPECT_THAT(read_package.said(), IsEmpty());
    EXPECT_THAT(reported_operands(read_package.package, "mean"), ElementsAre("people"));
    EXPECT_THAT(reported_operands(read_package.package, "twice"), ElementsAre("mean", "people"));
}

}  // namespace
}  // namespace luoshi::indicator
