#include <gmock/gmock.h>

#include "supervise/board_case_test.hpp"

namespace luoshi::supervise {
namespace {

using indicator::Across;
using indicator::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string light_of(const Board& board) { return board.tasks.at(0).light.colour + " " + board.tasks.at(0).light.word; }
std::string part_of(const Board& board, int duty) { return board.duty(plan::UnitDutyId{duty})->light.colour; }

TEST(Board, BeforeTheFirstReportingDayEverythingIsGrey) {
    Case c;
    c.target(2018, "16");
    EXPECT_EQ(light_of(c.on("2018-09-20")), "grey 未到报告期");
    EXPECT_EQ(light_of(c.on("2018-10-05")), "grey 未到报告期") << "the fifth is still in time";
    EXPECT_EQ(light_of(c.on("2018-10-06")), "yellow 预警") << "due and nothing there";
}

TEST(Board, AYearsTargetIsPlannedEvenlyFromTheTargetBefore) {
    Case c;
    c.target(2018, "10");
    c.target(2019, "20");
    c.fact(kHuanghua, "2019-05", "12");
    c.fact(kNanpi, "2019-06", "1");
    c.all_reported("2019-06", "50");
    const auto board = c.on("2019-07-10");  // June is due: 181 of 365 days have passed
    const auto& light = board.tasks[0].light;
    EXPECT_EQ(light.planned_pct, d("74.8")) << "50 % + half of 50 %";
    EXPECT_EQ(light.actual_pct, d("65"));
    EXPECT_EQ(light.colour, "green");
    EXPECT_EQ(board.indicators[0].actual.value, d("13"));
    EXPECT_EQ(board.indicators[0].completion, d("65"));
    EXPECT_EQ(board.planned_values.at(kIndicator).at(p("2019-06")), d("15"));
}

TEST(Board, AFlowStartsFromNothingEachYearAndInTheFirstYearOnTheDayOfIssue) {
    Case c;
    c.definition.kind = Kind::Flow;
    c.definition.carry_forward = false;
    c.target(2018, "1000");
    c.target(2019, "1000");
    c.fact(kHuanghua, "2018-09", "400");
    c.all_reported("2018-09", "50");
    // July to September are 92 of the 184 days the plan leaves of 2018
    EXPECT_EQ(c.on("2018-10-10").tasks[0].light.planned_pct, d("50"));
    EXPECT_EQ(light_of(c.on("2018-10-10")), "yellow 预警");
    c.fact(kHuanghua, "2019-01", "1");
    c.all_reported("2019-01", "50");
    EXPECT_EQ(c.on("2019-02-10").tasks[0].light.planned_pct, d("8.5"));
}

TEST(Board, AShareIsALevelAlsoWhenItsPartsAddUpOverTheYear) {
    Case c;
    c.definition.kind = Kind::Ratio;
    c.definition.carry_forward = false;
    c.definition.unit = "%";
    c.reporters = {kHuanghua};
    c.target(2018, "15");
    c.target(2019, "20");
    c.figures.push_back({kIndicator, kHuanghua, p("2019-06"), 1, d("16"), d("16"), d("100")});
    c.all_reported("2019-06", "50");
    const auto board = c.on("2019-07-10");
    EXPECT_EQ(board.tasks[0].light.planned_pct, d("87.4")) << "75 % + half of 25 %";
    EXPECT_EQ(board.tasks[0].light.actual_pct, d("80"));
    EXPECT_EQ(light_of(c.on("2020-02-10")), "red 严重滞后") << "its year is over";
}

TEST(Board, ProgressOfAMeasureOverSeveralYearsIsComparedWithAllOfThem) {
    Case c;
    c.facts.tasks[0].measure_years = {{2018, 2020}};
    c.all_reported("2019-05", "35");
    EXPECT_EQ(c.on("2019-07-02").tasks[0].light.planned_pct, d("36.6")) << "335 of 915 days";
}

TEST(Board, AnApprovedFigureOfTheOpenMonthCountsAtOnce) {
    Case c;
    c.target(2019, "20");
    c.fact(kHuanghua, "2019-05", "3");
    c.all_reported("2019-05", "50");
    EXPECT_EQ(light_of(c.on("2019-07-02")), "red 严重滞后");
    c.fact(kHuanghua, "2019-06", "20");
    EXPECT_EQ(light_of(c.on("2019-07-02")), "done 已完成");
}

TEST(Board, AMissedLevelIsRedAndReachedLaterIsDoneLate) {
    Case c;
    c.target(2018, "16");
    c.fact(kHuanghua, "2018-12", "15");
    EXPECT_EQ(light_of(c.on("2019-01-10")), "red 严重滞后");
    c.fact(kHuanghua, "2019-03", "16");
    EXPECT_EQ(light_of(c.on("2019-04-10")), "done 逾期办结");
    c.figures.clear();
    c.fact(kHuanghua, "2018-11", "16");
    EXPECT_EQ(light_of(c.on("2019-04-10")), "done 已完成");
}

TEST(Board, ALevelThatLeftItsIntervalAtTheEndOfTheYearAndCameBackIsDoneLate) {
    Case c;
    c.definition.direction = plan::Direction::Interval;
    auto& target = c.target(2018, "4");
    target.op = TargetOperator::Between;
    target.value_max = d("5");
    c.fact(kHuanghua, "2018-11", "5");
    c.all_reported("2018-11", "50");
    EXPECT_EQ(light_of(c.on("2018-12-10")), "green 正常") << "within, but the year is not over";
    c.fact(kHuanghua, "2018-12", "9");
    EXPECT_EQ(light_of(c.on("2019-01-10")), "red 严重滞后");
    c.fact(kHuanghua, "2019-02", "5");
    EXPECT_EQ(light_of(c.on("2019-03-10")), "done 逾期办结");
}

TEST(Board, AFlowMissedInItsYearCannotBeMadeGoodInTheNext) {
    Case c;
    c.definition.kind = Kind::Flow;
    c.definition.carry_forward = false;
    c.target(2018, "16");
    c.fact(kHuanghua, "2018-12", "15");
    c.fact(kHuanghua, "2019-03", "16");
    EXPECT_EQ(light_of(c.on("2019-04-10")), "red 严重滞后");
}

TEST(Board, WithOnlyATargetOf2020TheLevelIsPlannedFromTheStartOfThePlan) {
    Case c;
    c.target(2020, "50");
    c.fact(kHuanghua, "2019-06", "20");
    c.all_reported("2019-06", "50");
    const auto board = c.on("2019-07-10");
    EXPECT_EQ(board.tasks[0].light.planned_pct, d("39.9")) << "365 of 915 days";
    EXPECT_EQ(board.tasks[0].light.colour, "green");
    EXPECT_EQ(board.indicators[0].goal, std::nullopt) << "2019 has no target of its own";
}

TEST(Board, APerYearTargetHoldsForEveryYear) {
    Case c;
    c.target(std::nullopt, "1").per_year = true;
    const auto board = c.on("2019-07-10");
    EXPECT_EQ(board.indicators[0].goals.size(), 3U);
}

TEST(Board, WhereEachUnitMustReachItTheTaskFollowsTheLowestAndEachUnitItsOwn) {
    Case c;
    c.definition.across = Across::Minimum;
    c.target(2018, "2");
    c.fact(kHuanghua, "2018-12", "3");
    c.fact(kNanpi, "2018-12", "1");
    const auto board = c.on("2019-01-10");
    EXPECT_EQ(light_of(board), "red 严重滞后");
    EXPECT_EQ(part_of(board, 2), "done");
    EXPECT_EQ(part_of(board, 3), "red");
}

TEST(Board, WhereNoUnitMayExceedItTheTaskFollowsTheHighestAndEachUnitItsOwn) {
    Case c;
    c.definition.across = Across::Maximum;
    c.definition.direction = plan::Direction::Down;
    c.target(2018, "2").op = TargetOperator::AtMost;
    c.fact(kHuanghua, "2018-12", "3");
    c.fact(kNanpi, "2018-12", "1");
    const auto board = c.on("2019-01-10");
    EXPECT_EQ(light_of(board), "red 严重滞后");
    EXPECT_EQ(part_of(board, 2), "red");
    EXPECT_EQ(part_of(board, 3), "done");
}

TEST(Board, WhereOneUnitIsEnoughNoneIsJudgedAlone) {
    Case c;
    c.definition.across = Across::Maximum;
    c.target(2018, "3");
    c.fact(kHuanghua, "2018-12", "3");
    c.fact(kNanpi, "2018-12", "1");
    c.all_reported("2018-12", "100");
    const auto board = c.on("2019-01-10");
    EXPECT_EQ(light_of(board), "done 已完成");
    EXPECT_EQ(part_of(board, 3), "done") << "by the progress it reports";
}

TEST(Board, AQualitativeIndicatorHasNoFigureAndItsTaskFollowsTheProgressReported) {
    Case c;
    c.definition.kind = Kind::Qualitative;
    c.target(2018, "1");
    c.all_reported("2018-11", "100");
    const auto board = c.on("2018-12-10");
    EXPECT_THAT(board.indicators[0].goals, IsEmpty());
    EXPECT_EQ(light_of(board), "done 已完成");
}

TEST(Board, ASetIsDoneWhenAllItsMembersAre) {
    Case c;
    c.definition.kind = Kind::Set;
    c.target(2020, nullptr).kind = TargetKind::AllOfSet;
    c.fact(kHuanghua, "2020-05", "1");
    c.fact(kNanpi, "2020-05", "0");
    c.all_reported("2020-05", "50");
    const auto board = c.on("2020-07-03");
    EXPECT_EQ(board.indicators[0].goal->value, d("2"));
    EXPECT_EQ(board.indicators[0].completion, d("50"));
    EXPECT_EQ(part_of(board, 2), "done");
    c.fact(kNanpi, "2020-06", "1");
    EXPECT_EQ(light_of(c.on("2020-07-03")), "done 已完成");
}

TEST(Board, ADocumentIsDueFromEveryUnitAndTheMissingOnesAreListed) {
    Case c;
    c.definition.kind = Kind::Deliverable;
    c.definition.name = "推进措施";
    auto& target = c.target(2018, nullptr);
    target.kind = TargetKind::Deliverable;
    target.due_on = day("2018-08-31");
    c.fact(kHuanghua, "2018-09", "1");
    c.all_reported("2018-09", "50");
    const auto board = c.on("2018-10-10");
    EXPECT_EQ(light_of(board), "red 严重滞后");
    EXPECT_EQ(part_of(board, 2), "done") << "September is the first month that is reported at all";
    EXPECT_EQ(part_of(board, 3), "red");
    ASSERT_EQ(board.overdue.size(), 1U);
    EXPECT_EQ(board.overdue[0].kind, OverdueKind::Deliverable);
    EXPECT_EQ(board.overdue[0].unit.id, kNanpi);
    EXPECT_EQ(board.overdue[0].days_late, 40);
    c.fact(kNanpi, "2018-10", "1");
    EXPECT_EQ(light_of(c.on("2018-11-10")), "done 逾期办结");
}

TEST(Board, ATaskWithoutFiguresFollowsTheMeanOfWhatItsUnitsReport) {
    Case c;
    c.facts.tasks[0].measure_years = {{2018, 2018}, {2019, 2019}};
    c.report(1, "2018-12", report::State::Approved, "100");
    c.report(1, "2019-06", report::State::Approved, "60");
    c.report(2, "2019-06", report::State::Approved, "40");
    c.report(3, "2019-06", report::State::Submitted, "100");
    const auto board = c.on("2019-07-10");
    EXPECT_EQ(board.tasks[0].light.actual_pct, d("50")) << "only approved, only of this year's measure";
    EXPECT_EQ(board.tasks[0].light.planned_pct, d("49.6"));
    EXPECT_EQ(light_of(board), "green 正常");
    EXPECT_THAT(board.tasks[0].light.reason(), HasSubstr("3个应报单位中已有2个的数据"));
    EXPECT_EQ(part_of(board, 2), "green");
    EXPECT_EQ(part_of(board, 3), "yellow") << "nothing approved";
}

TEST(Board, APartHandedDownIsGreyUntilItsFirstReportIsDueAndNotCountedTwice) {
    Case c;
    c.facts.tasks[0].measure_years = {{2019, 2019}};
    c.all_reported("2019-05", "45");
    c.all_reported("2019-06", "52");
    c.add_duty(4, UnitId{4}, plan::DutyRole::Responsible);
    auto& town = c.facts.duties.back();
    town.valid_from = day("2019-05-20");
    town.handed_down = true;
    const auto early = c.on("2019-07-02");
    EXPECT_EQ(part_of(early, 4), "grey");
    EXPECT_EQ(early.duty(town.id)->light.reason(), "首个报送期2019年6月尚未到期");
    EXPECT_EQ(light_of(early), "green 正常");
    EXPECT_EQ(part_of(c.on("2019-07-10"), 4), "yellow") << "due on the fifth and nothing there";
    c.report(4, "2019-06", report::State::Approved, "0");
    const auto board = c.on("2019-07-10");
    EXPECT_EQ(part_of(board, 4), "red");
    EXPECT_EQ(board.tasks[0].light.actual_pct, d("52")) << "the town's work is in its county's report";
    EXPECT_EQ(part_of(c.on("2019-07-02"), 4), "red") << "reported before it was due: judged by what it says";
}

TEST(Board, AfterItsFiguresAreMetThisYearsMeasureIsStillJudged) {
    Case c;
    c.target(2018, "1");
    c.fact(kHuanghua, "2018-12", "1");
    c.facts.tasks[0].measure_years = {{2018, 2018}, {2019, 2019}};
    c.all_reported("2019-06", "10");
    EXPECT_EQ(light_of(c.on("2019-07-10")), "red 严重滞后");
    c.facts.tasks[0].measure_years = {{2018, 2018}};
    EXPECT_EQ(light_of(c.on("2019-07-10")), "done 已完成") << "nothing more was planned";
}

TEST(Board, ADeadlinePassedWithoutCompletionIsRed) {
    Case c;
    c.facts.tasks[0].deadline = day("2018-12-31");
    c.all_reported("2018-12", "90");
    EXPECT_EQ(light_of(c.on("2019-01-10")), "red 严重滞后");
    c.facts.reports.clear();
    c.all_reported("2018-12", "100");
    EXPECT_EQ(light_of(c.on("2019-01-10")), "done 已完成");
    c.facts.reports.clear();
    c.all_reported("2019-01", "100");
    EXPECT_EQ(light_of(c.on("2019-02-10")), "done 逾期办结");
}

TEST(Board, AMissingReportWarnsAfterItsDayAndIsListedWithItsUnit) {
    Case c;
    c.all_reported("2019-05", "45");
    c.report(1, "2019-06", report::State::Approved, "55");
    c.report(2, "2019-06", report::State::Submitted, "50");
    c.report(3, "2019-06", report::State::Draft, "50");
    EXPECT_EQ(light_of(c.on("2019-07-05")), "green 正常");
    const auto board = c.on("2019-07-07");
    EXPECT_EQ(light_of(board), "yellow 预警");
    EXPECT_EQ(board.tasks[0].missing_reports, 1);
    const auto& newest = board.overdue.back();
    EXPECT_EQ(newest.kind, OverdueKind::Report);
    EXPECT_EQ(newest.unit.id, kNanpi);
    EXPECT_EQ(newest.id, 103) << "the draft that was begun";
    EXPECT_EQ(newest.days_late, 2);
}

TEST(Board, OverdueReportsOfEveryMonthAreListedLongestOverdueFirst) {
    Case c;
    c.facts.duties[2].valid_from = day("2019-06-01");
    for (Period month = p("2018-09"); month < p("2019-07"); month = month.next()) {
        c.report(1, month.text().c_str(), report::State::Approved, "50");
        if (month != p("2019-02") && month != p("2019-04")) {
            c.report(2, month.text().c_str(), report::State::Submitted, "50");
        }
    }
    const auto board = c.on("2019-07-06");
    std::vector<std::string> seen;
    for (const auto& line : board.overdue) {
        seen.push_back(line.title + " " + line.unit.name + " " + std::to_string(line.days_late));
    }
    EXPECT_THAT(seen, ElementsAre("2019年2月填报 单位2 123", "2019年4月填报 单位2 62", "2019年6月填报 单位3 1"));
    EXPECT_EQ(board.overdue[0].period, p("2019-02"));
    EXPECT_TRUE(std::is_sorted(board.overdue.begin(), board.overdue.end(), [](const auto& a, const auto& b) { return a.key < b.key; }));
    EXPECT_EQ(board.tasks[0].missing_reports, 1) << "the light speaks of the newest due month";
}

TEST(Board, ARangeIsCompleteWithinItsEnds) {
    Case c;
    auto& target = c.target(2019, "1");
    target.op = TargetOperator::Between;
    target.value_max = d("2");
    c.fact(kHuanghua, "2019-05", "2");
    EXPECT_EQ(c.on("2019-07-02").indicators[0].completion, d("100"));
    c.fact(kHuanghua, "2019-06", "3");
    EXPECT_EQ(c.on("2019-07-02").indicators[0].completion, d("150"));
}

TEST(Board, AReturnedReportAndAnOverdueMilestoneWarn) {
    Case c;
    c.all_reported("2019-05", "45");
    c.report(2, "2019-06", report::State::Returned, "50");
    EXPECT_EQ(part_of(c.on("2019-07-02"), 2), "yellow");
    EXPECT_EQ(part_of(c.on("2019-07-02"), 3), "green");
    c.facts.reports.pop_back();
    c.facts.milestones.push_back({plan::MilestoneId{5}, plan::UnitDutyId{3}, "完成摸底", day("2019-06-30")});
    const auto board = c.on("2019-07-02");
    EXPECT_EQ(part_of(board, 3), "yellow");
    EXPECT_EQ(board.overdue.back().title, "完成摸底");
    EXPECT_EQ(part_of(c.on("2019-06-30"), 3), "green") << "its own day is in time";
}

TEST(Board, CountsReportsOfTheOpenMonthForTheUnitsAsked) {
    Case c;
    c.report(1, "2019-06", report::State::Approved, "50");
    c.report(2, "2019-06", report::State::Submitted, "50");
    const auto board = c.on("2019-07-02");
    const auto all = board.reporting([](UnitId) { return true; });
    EXPECT_THAT((std::vector{all.expected, all.approved, all.submitted, all.missing}), ElementsAre(3, 1, 1, 1));
    EXPECT_EQ(board.reporting([](UnitId unit) { return unit == kHuanghua; }).expected, 1);
    EXPECT_EQ(board.duty(plan::UnitDutyId{3})->report_state, "missing");
}

TEST(Board, AnEndedPartOwesNothingMore) {
    Case c;
    c.facts.duties[2].valid_to = day("2019-06-15");
    c.all_reported("2019-05", "45");
    const auto board = c.on("2019-08-10");
    EXPECT_EQ(board.reporting([](UnitId) { return true; }).expected, 2);
    EXPECT_EQ(board.units([](const DutyFacts&) { return true; }).size(), 2U);
}

TEST(Board, UnitsShowTheirWorstLight) {
    Case c;
    c.report(1, "2019-06", report::State::Approved, "50");
    c.report(2, "2019-06", report::State::Approved, "10");
    const auto units = c.on("2019-07-07").units([](const DutyFacts&) { return true; });
    ASSERT_EQ(units.size(), 3U);
    EXPECT_EQ(units[0].worst.colour, "green");
    EXPECT_EQ(units[1].worst.colour, "red");
    EXPECT_EQ(units[2].worst.colour, "yellow");
    EXPECT_EQ(units[2].late, 1);
}

TEST(Board, AReferenceToAnotherPlanAndADifferenceAreNotComparedWithANumber) {
    Case c;
    c.target(2019, nullptr).kind = TargetKind::Reference;
    c.target(2019, "5").is_difference = true;
    c.all_reported("2019-05", "50");
    const auto board = c.on("2019-07-02");
    EXPECT_EQ(light_of(board), "green 正常") << "judged by progress";
    EXPECT_EQ(board.indicators[0].light.colour, "grey");
    EXPECT_THAT(board.indicators[0].goals, IsEmpty());
}

TEST(Board, AUnitThatHoldsAShareIsJudgedByItsOwnShare) {
    Case c;
    c.target(2019, "20");
    c.fact(kHuanghua, "2019-11", "9");
    c.fact(kNanpi, "2019-11", "2");
    c.all_reported("2019-11", "95");
    EXPECT_EQ(part_of(c.on("2019-12-07"), 3), "green") << "without a share by the progress it reports";
    c.facts.shares = {{{plan::TargetId{1}, kHuanghua}, {{2019, {d("9")}}}}, {{plan::TargetId{1}, kNanpi}, {{2019, {d("11")}}}}};
    const auto board = c.on("2019-12-07");
    EXPECT_EQ(part_of(board, 2), "done");
    EXPECT_EQ(part_of(board, 3), "red");
    EXPECT_THAT(board.duty(plan::UnitDutyId{3})->light.reasons.at(0).text, testing::HasSubstr("“淘宝村（本单位份额）”2019年目标11个"));
    EXPECT_EQ(part_of(board, 1), "green") << "holds no share";
    EXPECT_EQ(light_of(board), light_of([&] {
                  c.facts.shares.clear();
                  return c.on("2019-12-07");
              }()))
        << "the whole is judged by the target";
}

TEST(Board, AShareOfARangeIsJudgedByBothItsEnds) {
    Case c;
    auto& target = c.target(2019, "8");
    target.op = TargetOperator::Between;
    target.value_max = d("10");
    c.fact(kHuanghua, "2019-11", "5");
    c.fact(kNanpi, "2019-11", "7");
    c.all_reported("2019-11", "95");
    c.facts.shares = {{{plan::TargetId{1}, kHuanghua}, {{2019, {d("4"), d("5")}}}},
                      {{plan::TargetId{1}, kNanpi}, {{2019, {d("4"), d("5")}}}}};
    const auto reason = [&](const Board& board, int duty) { return board.duty(plan::UnitDutyId{duty})->light.reason(); };
    const auto board = c.on("2019-12-07");
    EXPECT_THAT(reason(board, 2), HasSubstr("目标4至5个，已达到5个"));
    EXPECT_THAT(reason(board, 3), HasSubstr("目标4至5个，已达到7个，高于目标上限"));
    c.definition.direction = plan::Direction::Interval;
    const auto stays = c.on("2019-12-07");
    EXPECT_EQ(part_of(stays, 2), "green");
    EXPECT_EQ(part_of(stays, 3), "red") << "40 % above the upper end";
}

TEST(Board, OfAYearlyTargetAUnitIsJudgedByTheShareOfTheYear) {
    Case c;
    c.target(std::nullopt, "20").per_year = true;
    c.fact(kHuanghua, "2019-11", "9");
    c.fact(kNanpi, "2019-11", "9");
    c.all_reported("2019-11", "95");
    c.facts.shares = {{{plan::TargetId{1}, kHuanghua}, {{2018, {d("99")}}, {2019, {d("9")}}, {2020, {d("99")}}}},
                      {{plan::TargetId{1}, kNanpi}, {{2018, {d("1")}}, {2019, {d("11")}}, {2020, {d("1")}}}}};
    const auto board = c.on("2019-12-07");
    EXPECT_EQ(part_of(board, 2), "done");
    EXPECT_THAT(board.duty(plan::UnitDutyId{3})->light.reasons.at(0).text, testing::HasSubstr("2019年目标11个"));
}

/// Villages of all villages in percent.
Case share_of_villages() {
    Case c;
    c.target(2019, "50");
    c.definition.name = "淘宝村比例";
    c.definition.unit = "%";
    c.definition.kind = indicator::Kind::Ratio;
    c.definition.formula = "part / whole * 100";
    for (const auto& [id, code] : {std::pair{8, "part"}, {9, "whole"}}) {
        indicator::Definition operand;
        operand.id = plan::IndicatorId{id};
        operand.code = operand.name = code;
        operand.carry_forward = true;
        c.operands.push_back({operand, c.reporters});
        for (const auto& reporter : c.reporters) {
            c.figures.push_back({operand.id,
                                 reporter.unit,
                                 p("2019-06"),
                                 1,
                                 d(id == 8                   ? "6"
                                   : reporter.unit == kNanpi ? "8"
                                                             : "12"),
                                 {},
                                 {}});
        }
    }
    c.all_reported("2019-06", "50");
    return c;
}

TEST(Board, ATargetOnAFormulaIsJudged) {
    auto c = share_of_villages();
    const auto board = c.on("2019-07-07");
    EXPECT_EQ(board.indicators[0].actual.value, d("60")) << "12 of 20, not the mean of 50 and 75";
    EXPECT_EQ(board.indicators[0].light.colour, "done");
    EXPECT_EQ(light_of(board), "done 已完成");
    c.facts.tasks[0].targets[0].value = d("300");
    EXPECT_EQ(light_of(c.on("2019-12-20")), "red 严重滞后");
}

TEST(Board, ATargetOnAFormulaThatIsNotDefinedSaysWhy) {
    auto c = share_of_villages();
    std::erase_if(c.figures, [](const rollup::Fact& fact) { return fact.indicator == plan::IndicatorId{9}; });
    const auto light = c.on("2019-07-07").indicators[0].light;
    EXPECT_EQ(light.colour, "yellow");
    EXPECT_EQ(base::joined_text(light.rules, ""), "无法计算");
    EXPECT_THAT(base::joined_text(light.reasons, "；"), testing::HasSubstr("无法计算；没有“whole”的数据"));
}

TEST(Board, ATownThatIsDueBeforeItsCountyIsOverdueBeforeIt) {
    Case c;
    c.all_reported("2018-09", "50");
    c.facts.duties[2].reporters.level = "town";
    auto board = c.on("2018-11-04");  // October: towns were due on the third, counties are on the fifth
    ASSERT_EQ(board.overdue.size(), 1U);
    EXPECT_EQ(board.overdue[0].unit.id, kNanpi);
    EXPECT_EQ(board.overdue[0].due_on, day("2018-11-03"));
    EXPECT_EQ(board.tasks[0].missing_reports, 1);
    EXPECT_EQ(part_of(board, 3), "yellow");
    EXPECT_NE(part_of(board, 2), "yellow");
    EXPECT_EQ(c.on("2018-11-03").overdue.size(), 0U) << "the third is still in time";
    EXPECT_EQ(c.on("2018-11-06").overdue.size(), 3U);
}

TEST(Board, AQuarterIsMissedOnceAndByItsName) {
    Case c;
    for (const auto* month : {"2018-09", "2018-10", "2018-11"}) {
        c.report(1, month, report::State::Approved, "90");
        c.report(2, month, report::State::Approved, "90");
    }
    c.facts.duties[2].reporters.every = calendar::Rhythm::Quarter;
    auto board = c.on("2018-12-10");
    ASSERT_EQ(board.overdue.size(), 1U) << "of October and November nothing is owed";
    EXPECT_EQ(board.overdue[0].title, "2018年第三季度填报");
    EXPECT_EQ(board.overdue[0].due_on, day("2018-10-05"));
    EXPECT_THAT(board.tasks[0].light.reason(), HasSubstr("2018年第三季度应报未报1份"));
    EXPECT_EQ(board.duty(plan::UnitDutyId{3})->report_state, std::nullopt) << "November ends no quarter";
    c.report(3, "2018-09", report::State::Approved, "50");
    EXPECT_THAT(c.on("2018-12-10").overdue, IsEmpty());
}

TEST(Board, ACalendarThatIsNotLoadedIsAnErrorNotAGuess) {
    Case c;
    c.target(2018, "16");
    auto given = c.facts;
    given.figures.series.emplace(kIndicator, c.series());
    const auto board =
        judge(std::move(given), {.today = day("2018-11-10"), .periods = {p("2018-09"), p("2018-10")}, .due = p("2018-10")},
              [](base::Date, base::Date) -> base::Result<int> { return base::bad_input("calendar.not_loaded", "没有日历"); }, {});
    ASSERT_FALSE(board);
    EXPECT_EQ(board.error().code, "calendar.not_loaded");
}

}  // namespace
}  // namespace luoshi::supervise
