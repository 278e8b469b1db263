#include "report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using testing::ElementsAre;
using testing::Field;

const plan::IndicatorId kVillages{1};
const plan::IndicatorId kCoverage{2};
const std::vector<indicator::Definition> kOwed{
    {.id = kVillages, .code = "taobao_village", .name = "淘宝村", .unit = "个"},
    {.id = kCoverage, .code = "coverage", .name = "社区电商覆盖率", .unit = "%", .decimals = 2, .kind = indicator::Kind::Ratio}};
const calendar::PeriodDates kJune{*base::parse_date("2020-07-01"), *base::parse_date("2020-07-06"), *base::parse_date("2020-07-15")};

base::Decimal d(const char* text) { return *base::Decimal::parse(text); }
base::Date day(const char* text) { return *base::parse_date(text); }

std::vector<std::string> codes(const base::Error& error) {
    std::vector<std::string> out;
    for (const auto& field : error.fields) {
        out.push_back(field.path + " " + field.code);
    }
    return out;
}

TEST(ReportPeriod, OpensWithItsFirstDayAndClosesAfterItsLockDay) {
    EXPECT_EQ(editable({}, kJune, day("2020-06-30")).error().code, "report.period_not_open");
    EXPECT_TRUE(editable({}, kJune, day("2020-07-01")));
    EXPECT_TRUE(editable({}, kJune, day("2020-07-14")));
    EXPECT_EQ(editable({}, kJune, day("2020-07-15")).error().code, "report.period_closed");
}

TEST(ReportPeriod, AReturnedReportMayBeCorrectedAfterTheLock) {
    EXPECT_TRUE(editable({.state = State::Returned}, kJune, day("2020-08-01")));
}

TEST(ReportState, WhatIsHandedInOrApprovedCannotBeEdited) {
    EXPECT_EQ(editable({.state = State::Submitted}, kJune, day("2020-07-03")).error().code, "report.not_editable");
    EXPECT_EQ(editable({.state = State::Approved}, kJune, day("2020-07-03")).error().code, "report.approved");
}

TEST(ReportState, WithdrawalEndsWhenTheNextOnTheRouteHasAccepted) {
    EXPECT_TRUE(withdrawable({.state = State::Submitted, .step = 1}, kJune, day("2020-07-14")));
    EXPECT_EQ(
        withdrawable({.state = State::Submitted, .step = 2, .accepted_since_submission = true}, kJune, day("2020-07-03")).error().code,
        "report.withdraw_too_late");
    EXPECT_EQ(withdrawable({.state = State::Returned}, kJune, day("2020-07-03")).error().code, "report.not_submitted");
}

TEST(ReportState, NothingIsTakenBackOnceItCouldNotBeHandedInAgain) {
    EXPECT_EQ(withdrawable({.state = State::Submitted, .step = 1}, kJune, day("2020-07-15")).error().code, "report.withdraw_closed");
}

TEST(ReportContent, ARatioIsDividedHereAndNeverTyped) {
    const auto content = checked({.values = {{.indicator = kCoverage, .numerator = d("1"), .denominator = d("3")}}}, kOwed);
    EXPECT_EQ(content->values[0].value, d("33.33"));
    const auto typed = checked(
        {.values = {{.indicator = kCoverage, .value = d("99")}, {.indicator = kVillages, .value = d("3"), .numerator = d("1")}}}, kOwed);
    EXPECT_EQ(typed->values[0].value, std::nullopt) << "without its parts there is no figure";
    EXPECT_EQ(typed->values[1].numerator, std::nullopt) << "only a ratio has parts";
}

TEST(ReportContent, EveryWrongFieldIsNamedAtOnce) {
    const auto wrong = checked({.progress_pct = d("101"),
                                .values = {{.indicator = kVillages, .value = d("-1")},
                                           {.indicator = kVillages, .value = d("1")},
                                           {.indicator = plan::IndicatorId{9}, .value = d("1")}}},
                               kOwed);
    ASSERT_FALSE(wrong);
    EXPECT_THAT(codes(wrong.error()), ElementsAre("/progress_pct progress.range", testing::StartsWith("/values/0/value "),
                                                  "/values/1/indicator_id value.twice", "/values/2/indicator_id value.not_owed"));
}

TEST(ReportSubmission, AMissingValueMustBeExplained) {
    Content content{.progress_pct = d("50"), .progress = "已完成摸底", .values = {{.indicator = kVillages, .value = d("3")}}};
    EXPECT_THAT(codes(complete(content, kOwed).error()), ElementsAre("/values/1/value value.unexplained"));
    content.values.push_back({.indicator = kCoverage, .explanation = "社区名录尚未核定"});
    EXPECT_TRUE(complete(content, kOwed));
    content.progress = " \n";
    EXPECT_THAT(codes(complete(content, kOwed).error()), ElementsAre("/progress progress.empty"));
}

TEST(ReportHistory, SaysWhatChangedInTheFieldsOwnWords) {
    const Content before{.progress_pct = d("40"), .progress = "甲"};
    const Content after{.progress_pct = d("40"),
                        .progress = "乙",
                        .values = {{.indicator = kCoverage, .value = d("50"), .numerator = d("1"), .denominator = d("2")}}};
    EXPECT_THAT(changes(before, after, kOwed), ElementsAre(Field(&Change::name, "进展情况"), Field(&Change::after, "50（1/2）")));
}

}  // namespace
}  // namespace luoshi::report
