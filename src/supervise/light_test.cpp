#include "supervise/light.hpp"

#include <gmock/gmock.h>

namespace luoshi::supervise {
namespace {

using base::Decimal;
using plan::TargetOperator;
using testing::HasSubstr;

Decimal d(const char* text) { return *Decimal::parse(text); }

FigureStanding half_year(const char* target, const char* actual) {
    return {.name = "淘宝村",
            .unit = "个",
            .year = 2020,
            .op = TargetOperator::AtLeast,
            .target = d(target),
            .target_max = {},
            .start = {},
            .actual = {.value = d(actual)},
            .units = {19, 19},
            .elapsed = {125, 250}};
}
std::string seen(const Light& light) { return light.colour + " " + light.word; }
std::string of(const FigureStanding& standing) { return seen(figure_light(standing, {})); }

TEST(Light, EveryColourHasItsWord) {
    EXPECT_EQ(colour_word(Colour::Grey), "未到报告期");
    EXPECT_EQ(colour_word(Colour::Green), "正常");
    EXPECT_EQ(colour_word(Colour::Yellow), "预警");
    EXPECT_EQ(colour_word(Colour::Red), "严重滞后");
    EXPECT_EQ(colour_word(Colour::Done), "已完成");
    for (const auto colour : {Colour::Done, Colour::Grey, Colour::Green, Colour::Yellow, Colour::Red}) {
        Light light;
        light.colour = colour_text(colour);
        EXPECT_EQ(colour_of(light), colour);
    }
}

// Domain 1.5: behind by 10 to 30 points inclusive is yellow, by more than 30 red.
TEST(Light, TheGapToThePlanDecidesAndTheBordersBelongToYellow) {
    EXPECT_EQ(of(half_year("1000", "401")), "green 正常") << "9.9 points";
    EXPECT_EQ(of(half_year("1000", "400")), "yellow 预警") << "10.0 points";
    EXPECT_EQ(of(half_year("1000", "200")), "yellow 预警") << "30.0 points";
    EXPECT_EQ(of(half_year("1000", "199")), "red 严重滞后") << "30.1 points";
    EXPECT_EQ(of(half_year("1000", "700")), "green 正常") << "ahead";
}

TEST(Light, TheReasonNamesTheNumbersItWasJudgedBy) {
    const auto light = figure_light(half_year("1000", "325"), {});
    EXPECT_EQ(light.planned_pct, d("50"));
    EXPECT_EQ(light.actual_pct, d("32.5"));
    EXPECT_EQ(light.gap_pp, d("17.5"));
    EXPECT_EQ(light.rule(), "落后序时进度10至30个百分点");
    EXPECT_EQ(light.reason(), "“淘宝村”2020年目标1000个，现为325个；计划进度50%，实际32.5%，落后17.5个百分点");
}

TEST(Light, ThresholdsAreSettings) {
    const LightSettings strict{.yellow_from = d("5"), .red_above = d("9")};
    EXPECT_EQ(seen(figure_light(half_year("1000", "401"), strict)), "red 严重滞后");
}

TEST(Light, ThePlanRunsFromTheTargetBeforeToThisOne) {
    auto standing = half_year("20", "18");
    standing.start = d("18");
    const auto light = figure_light(standing, {});
    EXPECT_EQ(light.planned_pct, d("95")) << "halfway from 90 % to 100 %";
    EXPECT_EQ(light.actual_pct, d("90"));
    EXPECT_EQ(seen(light), "green 正常");
}

TEST(Light, AReachedTargetIsDoneInTimeOrLate) {
    EXPECT_EQ(of(half_year("20", "20")), "done 已完成");
    auto late = half_year("20", "21");
    late.span = FigureStanding::Span::Over;
    late.reached = Timeliness::Late;
    EXPECT_EQ(of(late), "done 逾期办结");
    late.reached = Timeliness::OnTime;
    EXPECT_EQ(of(late), "done 已完成");
}

TEST(Light, ATargetMissedAtTheEndOfItsYearIsRedHoweverNear) {
    auto missed = half_year("20", "19");
    missed.span = FigureStanding::Span::Over;
    EXPECT_EQ(of(missed), "red 严重滞后");
    EXPECT_THAT(figure_light(missed, {}).reason(), HasSubstr("到期只有19个"));
}

TEST(Light, WithoutAFigureItIsAWarningNotZero) {
    auto standing = half_year("20", "0");
    standing.actual.value.reset();
    standing.units = {0, 19};
    const auto light = figure_light(standing, {});
    EXPECT_EQ(seen(light), "yellow 预警");
    EXPECT_EQ(light.gap_pp, std::nullopt);
}

TEST(Light, AnIncompleteSumSaysHowManyUnitsAreInIt) {
    auto standing = half_year("1000", "100");
    standing.units = {17, 19};
    EXPECT_THAT(figure_light(standing, {}).reason(), HasSubstr("19个应报单位中已有17个的数据"));
}

TEST(Light, OperatorsDecideWhatReachedMeans) {
    EXPECT_TRUE(reached(TargetOperator::AtLeast, d("3"), d("3")));
    EXPECT_FALSE(reached(TargetOperator::MoreThan, d("3"), d("3")));
    EXPECT_TRUE(reached(TargetOperator::Between, d("1"), d("1"))) << "1—2个 is met from its low end";
    EXPECT_TRUE(reached(TargetOperator::Between, d("1"), d("3"))) << "more is no failure";
    EXPECT_TRUE(reached(TargetOperator::AtMost, d("5"), d("5")));
    EXPECT_FALSE(reached(TargetOperator::LessThan, d("5"), d("5")));
}

// 1—2个: complete within its ends, against the lower end below, more than complete only above the upper one.
TEST(Light, ARangeIsCompleteWithinItsEndsAndSaysWhenItIsExceeded) {
    const auto completion = [](const char* actual) { return completion_pct(TargetOperator::Between, d("4"), d("5"), d(actual)); };
    EXPECT_EQ(completion("2"), d("50"));
    EXPECT_EQ(completion("4"), d("100"));
    EXPECT_EQ(completion("5"), d("100"));
    EXPECT_EQ(completion("6"), d("120"));
    EXPECT_EQ(completion_pct(TargetOperator::AtLeast, d("4"), {}, d("6")), d("150"));
    EXPECT_EQ(completion_pct(TargetOperator::AtLeast, d("0"), {}, d("6")), std::nullopt);

    auto standing = half_year("1", "2");
    standing.op = TargetOperator::Between;
    standing.target_max = d("2");
    EXPECT_EQ(figure_light(standing, {}).actual_pct, d("100"));
    EXPECT_EQ(figure_light(standing, {}).reason(), "“淘宝村”2020年目标1至2个，已达到2个");
    standing.actual.value = d("3");
    EXPECT_EQ(seen(figure_light(standing, {})), "done 已完成");
    EXPECT_EQ(figure_light(standing, {}).reason(), "“淘宝村”2020年目标1至2个，已达到3个，高于目标上限");
}

TEST(Light, WhatIsToStayInAnIntervalIsOnTrackWithinItAndDoneOnlyWhenItsYearIsOver) {
    auto standing = half_year("4", "5");
    standing.op = TargetOperator::Between;
    standing.target_max = d("5");
    EXPECT_EQ(of(standing), "done 已完成") << "of a range that is to be reached";
    standing.direction = plan::Direction::Interval;
    EXPECT_EQ(of(standing), "green 正常");
    const auto light = figure_light(standing, {});
    EXPECT_EQ(light.rule(), "在目标区间内");
    EXPECT_EQ(light.reason(), "“淘宝村”2020年目标4至5个，现为5个，在目标区间内");
    EXPECT_EQ(light.gap_pp, d("0"));
    standing.actual.value = d("3");
    EXPECT_EQ(of(standing), "green 正常") << "75 % in the middle of the year: on the way there";
    standing.span = FigureStanding::Span::Over;
    EXPECT_EQ(of(standing), "red 严重滞后");
    standing.actual.value = d("4");
    EXPECT_EQ(of(standing), "done 已完成");
}

TEST(Light, OfAnIndicatorThatIsToStayInAnIntervalMoreThanItsUpperEndIsAnExcess) {
    auto standing = half_year("4", "6");
    standing.op = TargetOperator::Between;
    standing.target_max = d("5");
    standing.direction = plan::Direction::Interval;
    EXPECT_EQ(of(standing), "yellow 预警");
    standing.span = FigureStanding::Span::Over;
    standing.actual.value = d("9");
    EXPECT_EQ(of(standing), "red 严重滞后");
    EXPECT_EQ(figure_light(standing, {}).reason(), "“淘宝村”2020年目标4至5个，现为9个");
}

TEST(Light, ACeilingIsJudgedByItsExcess) {
    auto standing = half_year("100", "90");
    standing.op = TargetOperator::AtMost;
    EXPECT_EQ(of(standing), "green 正常") << "kept, but the year is not over";
    standing.actual.value = d("115");
    EXPECT_EQ(of(standing), "yellow 预警");
    standing.actual.value = d("131");
    EXPECT_EQ(of(standing), "red 严重滞后");
    standing.actual.value = d("90");
    standing.span = FigureStanding::Span::Over;
    EXPECT_EQ(of(standing), "done 已完成");
}

TEST(Light, ACeilingExceededAtTheEndOfItsYearIsRedHoweverLittle) {
    auto standing = half_year("100", "101");
    standing.op = TargetOperator::AtMost;
    EXPECT_EQ(of(standing), "green 正常") << "1 % over, and the year is not";
    standing.span = FigureStanding::Span::Over;
    EXPECT_EQ(of(standing), "red 严重滞后");
    EXPECT_EQ(figure_light(standing, {}).rule(), "到期未完成");
    EXPECT_EQ(figure_light(standing, {}).reason(), "“淘宝村”2020年目标不超过100个，现为101个");
    standing.actual.value = d("100");
    EXPECT_EQ(of(standing), "done 已完成");
    standing.op = TargetOperator::LessThan;
    EXPECT_EQ(of(standing), "red 严重滞后") << "低于100 is not 100";
}

TEST(Light, MoreThanIsNotReachedAtTheNumberItself) {
    auto standing = half_year("100", "100");
    standing.op = TargetOperator::MoreThan;
    EXPECT_EQ(of(standing), "green 正常");
    standing.span = FigureStanding::Span::Over;
    EXPECT_EQ(of(standing), "red 严重滞后");
    standing.actual.value = d("101");
    EXPECT_EQ(of(standing), "done 已完成");
}

TEST(Light, ProgressStatedByUnitsIsComparedWithTheElapsedShare) {
    ProgressStanding standing{.progress_pct = d("45"), .coverage = {2, 2}, .elapsed = {125, 250}};
    EXPECT_EQ(seen(progress_light(standing, {})), "green 正常");
    standing.progress_pct = d("40");
    EXPECT_EQ(seen(progress_light(standing, {})), "yellow 预警");
    standing.progress_pct = d("19.9");
    EXPECT_EQ(seen(progress_light(standing, {})), "red 严重滞后");
    standing.progress_pct.reset();
    EXPECT_EQ(seen(progress_light(standing, {})), "yellow 预警");
    standing.progress_pct = d("100");
    EXPECT_EQ(seen(progress_light(standing, {})), "done 已完成");
    standing.coverage = {1, 2};
    EXPECT_EQ(seen(progress_light(standing, {})), "green 正常") << "one unit has not said it is done";
    standing = {.progress_pct = d("95"), .coverage = {2, 2}, .elapsed = {250, 250}, .span = ProgressStanding::Span::Over};
    EXPECT_EQ(seen(progress_light(standing, {})), "red 严重滞后");
}

DeadlineStanding measures(const char* today, int working_days_left, int done) {
    return {.name = "推进措施",
            .due_on = *base::parse_date("2018-08-31"),
            .today = *base::parse_date(today),
            .working_days_left = working_days_left,
            .limit_days = 14,
            .done = {done, 19}};
}

TEST(Light, ADocumentIsDueOnItsDayAndWarnsWorkingDaysBefore) {
    EXPECT_EQ(seen(deadline_light(measures("2018-08-20", 9, 0))), "green 正常");
    EXPECT_EQ(seen(deadline_light(measures("2018-08-27", 4, 0))), "green 正常");
    EXPECT_EQ(seen(deadline_light(measures("2018-08-28", 3, 18))), "yellow 预警");
    EXPECT_EQ(seen(deadline_light(measures("2018-08-31", 0, 18))), "yellow 预警") << "the last day is in time";
    EXPECT_EQ(seen(deadline_light(measures("2018-09-01", 0, 18))), "red 严重滞后");
    EXPECT_EQ(seen(deadline_light(measures("2018-09-01", 0, 19))), "done 已完成");
    EXPECT_THAT(deadline_light(measures("2018-09-02", 0, 18)).reason(), HasSubstr("19个单位中已完成18个，已逾期2天"));
}

TEST(Light, TheWarningSpanGrowsWithTheLimit) {
    auto standing = measures("2018-08-20", 5, 0);
    standing.limit_days = 30;
    EXPECT_EQ(seen(deadline_light(standing)), "yellow 预警");
    standing.working_days_left = 6;
    EXPECT_EQ(seen(deadline_light(standing)), "green 正常");
    standing.limit_days = 31;
    standing.working_days_left = 10;
    EXPECT_EQ(seen(deadline_light(standing)), "yellow 预警");
}

TEST(Light, MissingOrReturnedReportsAndOverdueMilestonesAreAWarning) {
    EXPECT_FALSE(burden_light({}));
    const auto light = burden_light(
        {.reports_missing = 2, .reports_returned = 0, .milestones_overdue = 1, .period = "2020-05", .period_name = "2020年5月"});
    EXPECT_EQ(seen(*light), "yellow 预警");
    EXPECT_EQ(light->rule(), "逾期未报、时间节点逾期");
    EXPECT_EQ(light->reason(), "2020年5月应报未报2份；1个时间节点逾期");
    EXPECT_EQ(seen(*burden_light({.reports_missing = 0, .reports_returned = 1, .milestones_overdue = 0, .period = {}})), "yellow 预警");
}

TEST(Light, BurdensTurnGreenYellowButNeitherHealRedNorTouchWhatIsDone) {
    const Burdens missing{
        .reports_missing = 1, .reports_returned = 0, .milestones_overdue = 0, .period = "2020-05", .period_name = "2020年5月"};
    const auto green = burdened(figure_light(half_year("1000", "480"), {}), missing);
    EXPECT_EQ(seen(green), "yellow 预警");
    EXPECT_EQ(green.gap_pp, d("2")) << "the numbers of the work stay visible";
    EXPECT_EQ(seen(burdened(figure_light(half_year("1000", "100"), {}), missing)), "red 严重滞后");
    EXPECT_EQ(seen(burdened(figure_light(half_year("20", "20"), {}), missing)), "done 已完成");
    EXPECT_EQ(seen(burdened(grey_light(base::phrase("test.c", "首个报送期尚未到期")), missing)), "grey 未到报告期");
}

TEST(Light, TheWorstOfSeveralWinsAndDoneNeedsAllDone) {
    const auto green = figure_light(half_year("1000", "480"), {});
    const auto yellow = figure_light(half_year("1000", "390"), {});
    const auto yellower = figure_light(half_year("1000", "300"), {});
    const auto red = figure_light(half_year("1000", "10"), {});
    const auto done = done_light(Timeliness::OnTime, base::phrase("test.a", "甲"));
    EXPECT_EQ(seen(worst_of({green, red, yellow})), "red 严重滞后");
    EXPECT_EQ(worst_of({yellow, yellower, green}).gap_pp, d("20"));
    EXPECT_THAT(worst_of({yellow, yellower}).reason(), HasSubstr("；"));
    EXPECT_EQ(seen(worst_of({done, green})), "green 正常");
    EXPECT_EQ(seen(worst_of({done, grey_light(base::phrase("test.b", "乙"))})), "grey 未到报告期");
    EXPECT_EQ(seen(worst_of({done, done_light(Timeliness::Late, base::phrase("test.b", "乙"))})), "done 逾期办结");
}

// What interfaces in other languages say anew.
TEST(Light, AReasonCarriesItsCodeAndTheNumbersInIt) {
    const auto light =
        burdened(figure_light(half_year("1000", "480"), {}),
                 {.reports_missing = 3, .reports_returned = 0, .milestones_overdue = 0, .period = "2020-05", .period_name = "2020年5月"});
    ASSERT_EQ(light.reasons.size(), 1U);
    EXPECT_EQ(light.rules.at(0).code, "light.rule_report_missing");
    EXPECT_EQ(light.reasons[0].code, "light.reports_missing");
    EXPECT_THAT(light.reasons[0].params, testing::IsSupersetOf({testing::Pair("period", "2020-05"), testing::Pair("count", "3")}));
    auto ceiling = half_year("100", "90");
    ceiling.op = TargetOperator::AtMost;
    EXPECT_EQ(figure_light(ceiling, {}).reasons.at(0).code, "light.target_now_ceiling");
    EXPECT_THAT(deadline_light(measures("2018-09-02", 0, 18)).reasons.at(0).params, testing::Contains(testing::Pair("days", "2")));
}

}  // namespace
}  // namespace luoshi::supervise
