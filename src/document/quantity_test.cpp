#include "document/quantity.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

const char* sign(plan::TargetOperator op) {
    const char* const signs[] = {"=", ">=", ">", "<=", "<", "~", ".."};
    return signs[static_cast<std::size_t>(op)];
}

std::string written(std::u32string_view text, const std::vector<Quantity>& quantities) {
    std::string out;
    for (const auto& q : quantities) {
        out += out.empty() ? "" : " ";
        out += sign(q.op) + q.number.low.text() + (q.number.high ? "-" + q.number.high->text() : "") +
               base::encode_utf8(text.substr(q.unit_begin, q.unit_end - q.unit_begin));
    }
    return out.empty() ? "-" : out;
}

std::string figures(std::u32string_view text) {
    const auto folded = base::fold_width(text);
    return written(folded, read_quantities(folded));
}

std::string cell(std::u32string_view text) {
    const auto folded = base::fold_width(text);
    return written(folded, read_figure_cell(folded));
}

TEST(Quantities, KeepTheBoundAsWritten) {
    EXPECT_EQ(figures(U"示范村18个以上"), ">=18个");
    EXPECT_EQ(figures(U"覆盖率达到５０％"), "=50%");
    EXPECT_EQ(figures(U"网店数量超过5000家"), ">5000家");
    EXPECT_EQ(figures(U"合格率不低于95%"), ">=95%");
    EXPECT_EQ(figures(U"差错率控制在1%以内"), "<=1%");
    EXPECT_EQ(figures(U"失业率低于4.1%"), "<4.1%");
    EXPECT_EQ(figures(U"增长6.2%左右"), "~6.2%");
    EXPECT_EQ(figures(U"培训1.5万人次"), "=1.5万人次");
    EXPECT_EQ(figures(U"成本降至3元/单"), "=3元/单");
    EXPECT_EQ(figures(U"占比提高3个百分点"), "=3个百分点");
    EXPECT_EQ(figures(U"办理时间不超过5个工作日"), "<=5个工作日");
}

TEST(Quantities, ReadRangesAndSeriesThatShareTheirUnit) {
    EXPECT_EQ(figures(U"精选1—2个项目"), "..1-2个");
    EXPECT_EQ(figures(U"举办1至2个论坛"), "..1-2个");
    EXPECT_EQ(figures(U"增长5%-6%"), "..5-6%");
    EXPECT_EQ(figures(U"分别达到10、14、20家"), "=10家 =14家 =20家");
    EXPECT_EQ(figures(U"基地2个、企业3家"), "=2个 =3家");
}

TEST(Quantities, AreNotDatesNamesOrdinalsOrTimeLimits) {
    for (const auto text :
         {U"2018年8月17日", U"第35次会议", U"1688电商中心", U"B2B平台", U"5A级景区", U"“155”工程", U"《规划(2016-2020年)》", U"前6位",
          U"3个月内办结", U"10个工作日内答复", U"220千伏变电站", U"四级平台", U"六大行动", U"十二项任务"}) {
        EXPECT_EQ(figures(text), "-") << base::encode_utf8(text);
    }
}

TEST(FigureCells, HoldOneFigureAndNothingElse) {
    EXPECT_EQ(cell(U"186"), "=186");
    EXPECT_EQ(cell(U"≥22"), ">=22");
    EXPECT_EQ(cell(U"低于4.1"), "<4.1");
    EXPECT_EQ(cell(U"10个以上"), ">=10个");
    EXPECT_EQ(cell(U"约1.2万"), "~1.2万");
    EXPECT_EQ(cell(U"新增10个"), "-");
    EXPECT_EQ(cell(U"实现"), "-");
}

TEST(UnitInBracket, IsAMeasureAndNoRemark) {
    EXPECT_EQ(unit_in_bracket(U"投资额(亿元)"), U"亿元");
    EXPECT_EQ(unit_in_bracket(U"比例(%)"), U"%");
    EXPECT_EQ(unit_in_bracket(U"死亡率(1/10万)"), U"1/10万");
    EXPECT_TRUE(unit_in_bracket(U"计划(试行)").empty());
}

}  // namespace
}  // namespace luoshi::document
