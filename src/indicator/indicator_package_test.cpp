#include "indicator/indicator_package.hpp"

#include <gmock/gmock.h>

namespace luoshi::indicator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems_of(std::string_view yaml) {
    config::Problems problems;
    read_package("indicators.yaml", yaml, problems);
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(IndicatorPackage, ReadsADefinitionWithItsWritingsAndReporters) {
    config::Problems problems;
    const auto package = read_package("indicators.yaml", R"(
indicators:
  - code: coverage
    name: 社区覆盖率
    unit: "%"
    decimals: 2
    kind: ratio
    carry: true
    numerator: 已覆盖社区数
    denominator: 社区总数
    definition: 期末覆盖社区占全部社区的比例。
    verify: true
    names: [覆盖率]
    reported_by: [主城区]
)",
                                      problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(package.size(), 1U);
    EXPECT_EQ(package[0].definition.kind, Kind::Ratio);
    EXPECT_EQ(package[0].definition.direction, Direction::Up);
    EXPECT_EQ(package[0].definition.maximum, base::Decimal::from_integer(100)) << "a percentage ends at 100 unless said";
    EXPECT_EQ(package[0].definition.definition, "期末覆盖社区占全部社区的比例。（口径待核定）");
    EXPECT_THAT(package[0].names, ElementsAre("社区覆盖率", "覆盖率"));
    EXPECT_EQ(package[0].reporters.at(0).place.text(), "indicators.yaml:14:19");
}

TEST(IndicatorPackage, EveryMistakeIsToldWithItsPlace) {
    EXPECT_THAT(problems_of(R"(indicators:
  - {code: a, name: 甲, unit: 个, kind: flow, carry: true, definition: 定义, reported_by: [x]}
  - {code: b, name: 乙, unit: 个, kind: stok, definition: 定义, reported_by: [x]}
  - {code: a, name: 丙, unit: "%", kind: ratio, definition: 定义, reported_by: [x]}
  - {code: c, name: 甲, unit: 个, kind: set, definition: 定义, reported_by: [x]}
)"),
                ElementsAre(HasSubstr("indicators.yaml:2:5 流量逐月相加"), HasSubstr("indicators.yaml:3:"),
                            HasSubstr("indicators.yaml:4:5 比率须写明"), HasSubstr("indicators.yaml:4:"), HasSubstr("名单和文件类指标须写"),
                            HasSubstr("叫法“甲”已属于指标“a”")));
}

TEST(IndicatorPackage, UnitsBecomeOneFigureByTheLowestTheHighestTheLatestOrAMeanWeightedByAnotherIndicator) {
    config::Problems problems;
    const auto package = read_package("i.yaml", R"(indicators:
  - {code: a, name: 甲, unit: 分, decimals: 2, kind: stock, across: weighted, weight: people, definition: 定义, reported_by: [x]}
  - {code: b, name: 乙, unit: 元, kind: stock, across: latest, definition: 定义, reported_by: [x]}
  - {code: c, name: 丙, unit: 天, kind: flow, across: maximum, direction: down, definition: 定义, reported_by: [x]}
  - {code: people, name: 人口, unit: 人, kind: stock, carry: true, definition: 定义, reported_by: [x]}
)",
                                      problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(package.at(0).definition.across, Across::Weighted);
    EXPECT_EQ(package.at(0).definition.weight, "people");
    EXPECT_EQ(package.at(1).definition.across, Across::Latest);
    EXPECT_TRUE(binds_each_unit(package.at(2).definition)) << "the highest is not to exceed it, so none is";
}

TEST(IndicatorPackage, AWeightThatIsMissingUnknownOrNoFigureThatAddsUpIsToldAtItsPlace) {
    EXPECT_THAT(problems_of(R"(indicators:
  - {code: a, name: 甲, unit: 分, kind: stock, across: weighted, definition: 定义, reported_by: [x]}
  - {code: b, name: 乙, unit: 分, kind: stock, weight: people, definition: 定义, reported_by: [x]}
  - {code: c, name: 丙, unit: 分, kind: stock, across: weighted, weight: peple, definition: 定义, reported_by: [x]}
  - {code: d, name: 丁, unit: 分, kind: stock, across: weighted, weight: d, definition: 定义, reported_by: [x]}
  - {code: e, name: 戊, unit: 分, kind: stock, across: weighted, weight: twice, definition: 定义, reported_by: [x]}
  - {code: people, name: 人口, unit: 人, kind: stock, definition: 定义, reported_by: [x]}
  - {code: twice, name: 倍数, unit: 人, kind: stock, definition: 定义, formula: people * 2}
)"),
                ElementsAre(HasSubstr("indicators.yaml:2:54 加权平均（across: weighted）须写 weight"),
                            HasSubstr("indicators.yaml:3:54 只有加权平均"),
                            HasSubstr("indicators.yaml:4:72 没有用来加权的指标“peple”，是否想写“people”？"),
                            HasSubstr("indicators.yaml:5:72 “丁”不能用来加权：权重须是各单位填报、相加汇总的存量或流量"),
                            HasSubstr("indicators.yaml:6:72 “倍数”不能用来加权")));
}

TEST(IndicatorPackage, AKindThatHasNoSuchFigureOfSeveralUnitsIsTold) {
    EXPECT_THAT(
        problems_of(R"(indicators:
  - {code: a, name: 甲, unit: "%", kind: ratio, across: maximum, numerator: n, denominator: m, definition: 定义, reported_by: [x]}
  - {code: b, name: 乙, unit: 个, kind: flow, across: latest, definition: 定义, reported_by: [x]}
  - {code: c, name: 丙, unit: 个, kind: set, carry: true, across: minimum, definition: 定义, reported_by: [x]}
  - {code: d, name: 丁, unit: 个, kind: qualitative, across: minimum, definition: 定义, reported_by: [x]}
  - {code: e, name: 戊, unit: 个, kind: stock, across: weighted, weight: f, definition: 定义, formula: b}
  - {code: f, name: 己, unit: 个, kind: stock, definition: 定义, reported_by: [x]}
)"),
        ElementsAre(HasSubstr(":2:56 比率按分子分母汇总，不能写 across: maximum"), HasSubstr(":3:53 流量逐月相加，不能写 across: latest"),
                    HasSubstr(":4:65 名单和文件类指标数完成的单位"), HasSubstr(":5:60 名单和文件类"), HasSubstr("不写 across"),
                    HasSubstr("不写 weight"), HasSubstr("存量（kind: stock）的公式不能")));
}

TEST(IndicatorPackage, ASlipInAKeyIsNoSilentDefault) {
    EXPECT_THAT(
        problems_of("indicators:\n  - {code: a, name: 甲, unit: 个, kind: stock, cary: true, definition: 定义, reported_by: [x]}\n"),
        ElementsAre(HasSubstr("cary")));
}

}  // namespace
}  // namespace luoshi::indicator
