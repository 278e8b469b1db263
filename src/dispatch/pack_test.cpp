#include "dispatch/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dispatch/pack_api.hpp"
#include "supervise/board_case_test.hpp"

namespace luoshi::dispatch {
namespace {

using supervise::Case;
using supervise::kBureau;
using supervise::kHuanghua;
using supervise::kNanpi;
using supervise::kTask;
using testing::ElementsAre;
using testing::HasSubstr;

/// On 8 June 2019 黄骅 has not reported May; 淘宝村 stand at 4 of 20.
Case may_is_missing() {
    Case plan;
    plan.target(2019, "20");
    plan.fact(kHuanghua, "2019-05", "4");
    for (const char* period : {"2018-09", "2018-10", "2018-11", "2018-12", "2019-01", "2019-02", "2019-03", "2019-04"}) {
        plan.all_reported(period, "40");
    }
    plan.report(1, "2019-05", report::State::Approved, "40");
    plan.report(3, "2019-05", report::State::Approved, "40");
    return plan;
}

const std::vector<Section> kAgenda{Section::Late, Section::Figures, Section::Orders, Section::Decisions};
std::vector<std::string> lines(const Pack& pack, Section section) {
    std::vector<std::string> out;
    for (const auto& line : pack.lines) {
        if (line.section == section) {
            out.push_back(line.what + " " + line.title.text + (line.unit ? " " + line.unit->name : "") + " " + line.link);
        }
    }
    return out;
}

TEST(Pack, TheCitySeesWhoIsLateAndEveryTaskAndIndicatorWorstFirst) {
    const auto board = may_is_missing().on("2019-06-08");
    const auto pack = make_pack(board, {}, kAgenda, {}, {});
    EXPECT_EQ(pack.as_of, supervise::day("2019-06-08"));
    EXPECT_THAT(lines(pack, Section::Late), ElementsAre("report 2019年5月填报1份未交 单位2 /reports?period=2019-05&unit=2"));
    EXPECT_EQ(pack.lines[0].days_late, 3);
    EXPECT_THAT(lines(pack, Section::Figures), ElementsAre("task T3 发展特色网店 /tasks/1", "indicator 淘宝村 /indicators/7"));
    for (const auto& line : pack.lines) {
        if (line.section == Section::Figures) {
            EXPECT_FALSE(line.light->word.empty());
            EXPECT_FALSE(line.light->reasons.empty());
        }
    }
    EXPECT_EQ(pack.lines.back().actual, supervise::d("4"));
    EXPECT_EQ(pack.lines.back().target, supervise::d("20"));
}

TEST(Pack, ACountySeesOnlyItsOwnUnits) {
    const auto board = may_is_missing().on("2019-06-08");
    const auto of = [&](UnitId unit) { return make_pack(board, {.of = Reach::Of::Units, .units = {unit}}, kAgenda, {}, {}); };
    EXPECT_THAT(lines(of(kHuanghua), Section::Late), ElementsAre(HasSubstr("单位2")));
    EXPECT_THAT(lines(of(kNanpi), Section::Late), ElementsAre());
    EXPECT_THAT(lines(of(kNanpi), Section::Figures), ElementsAre("part T3 发展特色网店 单位3 /duties/3"));
}

TEST(Pack, ACountyAndADepartmentForItselfSeeTheirOwnFiguresAgainstTheirShares) {
    auto plan = may_is_missing();
    plan.facts.shares[{plan.facts.tasks[0].targets[0].id, kHuanghua}] = {{2019, {supervise::d("8")}}};
    const auto board = plan.on("2019-06-08");
    const auto of = [&](UnitId unit) { return make_pack(board, {.of = Reach::Of::Units, .units = {unit}}, kAgenda, {}, {}); };
    const auto pack = of(kHuanghua);
    EXPECT_THAT(lines(pack, Section::Figures),
                testing::UnorderedElementsAre("part T3 发展特色网店 单位2 /duties/2", "indicator 淘宝村 单位2 /indicators/7"));
    const auto figure = std::ranges::find(pack.lines, "indicator", &PackLine::what);
    EXPECT_EQ(figure->actual, supervise::d("4"));
    EXPECT_EQ(figure->target, supervise::d("8"));
    EXPECT_FALSE(figure->light->word.empty());
    EXPECT_THAT(lines(of(kNanpi), Section::Figures), ElementsAre("part T3 发展特色网店 单位3 /duties/3")) << "holds no share";
}

TEST(Pack, ALeadDepartmentSeesWhatItLeads) {
    const auto board = may_is_missing().on("2019-06-08");
    EXPECT_THAT(led_by(board, kBureau), ElementsAre(kTask));
    EXPECT_THAT(led_by(board, kHuanghua), ElementsAre());
    const auto led = make_pack(board, {.of = Reach::Of::Tasks, .tasks = {kTask}}, kAgenda, {}, {});
    EXPECT_EQ(lines(led, Section::Late).size(), 1U) << "also of a unit outside its reach";
    EXPECT_EQ(lines(led, Section::Figures).size(), 2U);
    EXPECT_TRUE(make_pack(board, {.of = Reach::Of::Tasks}, kAgenda, {}, {}).lines.empty());
}

TEST(Pack, OrdersAndTheDecisionsOfTheMeetingBeforeFollowTheAgenda) {
    const auto board = may_is_missing().on("2019-06-08");
    const OpenOrder order{
        .title = "出台措施", .unit = {kHuanghua, "黄骅"}, .due_on = supervise::day("2019-06-20"), .state = "办理中", .link = "/orders/5"};
    Decision decision{.id = DecisionId{8}, .occasion = OccasionId{9}, .text = "五月底前补报", .unit = {kHuanghua, "黄骅"}};
    decision.outcome = "已补报";
    decision.done_on = supervise::day("2019-05-30");
    const auto pack = make_pack(board, {}, {Section::Decisions, Section::Orders}, {order}, {{decision, "已办结"}});
    EXPECT_THAT(lines(pack, Section::Orders), ElementsAre("order 出台措施 黄骅 /orders/5"));
    EXPECT_THAT(lines(pack, Section::Decisions), ElementsAre("decision 五月底前补报 黄骅 /occasions/9"));
    ASSERT_EQ(pack.lines.size(), 2U);
    EXPECT_EQ(pack.lines[0].section, Section::Decisions) << "the agenda's order";
    EXPECT_EQ(pack.lines[0].outcome, "已补报");
    EXPECT_EQ(pack.lines[0].state, "已办结");
}

TEST(Pack, ATableHoldsWhatThePageSays) {
    const auto board = may_is_missing().on("2019-06-08");
    const auto sheets = pack_sheets("六月调度", pack_text(make_pack(board, {}, kAgenda, {}, {})));
    ASSERT_EQ(sheets.size(), 4U) << "also the sections without lines";
    EXPECT_EQ(sheets[0].name, "谁晚了");
    EXPECT_EQ(sheets[0].title, "六月调度会议材料");
    EXPECT_THAT(sheets[0].note, HasSubstr("2019-06-08"));
    using sheet::Cell;
    EXPECT_THAT(sheets[0].rows, ElementsAre(ElementsAre(Cell{"2019年5月填报1份未交"}, Cell{"T3"}, Cell{"单位2"}, Cell{"2019-06-05"},
                                                        Cell{supervise::d("3")})));
    ASSERT_EQ(sheets[1].rows.size(), 2U);
    EXPECT_EQ(sheets[1].rows[1][6], Cell{supervise::d("4")});
    EXPECT_EQ(sheets[1].rows[1][8], Cell{"个"});
    EXPECT_NE(sheets[1].rows[0][2], Cell{""}) << "a light is never without its word";
    for (const auto& sheet : sheets) {
        for (const auto& row : sheet.rows) {
            EXPECT_EQ(row.size(), sheet.head[0].size());
        }
    }
}

}  // namespace
}  // namespace luoshi::dispatch
