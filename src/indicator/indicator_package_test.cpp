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

TEST(IndicatorPackage, ASlipInAKeyIsNoSilentDefault) {
    EXPECT_THAT(
        problems_of("indicators:\n  - {code: a, name: 甲, unit: 个, kind: stock, cary: true, definition: 定义, reported_by: [x]}\n"),
        ElementsAre(HasSubstr("cary")));
}

}  // namespace
}  // namespace luoshi::indicator
