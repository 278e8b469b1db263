#include "report/timeliness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using base::Decimal;
using identity::UnitId;
using testing::ElementsAre;

const UnitId kCounty{2};
const UnitId kBureau{1};
const UnitId kOffice{4};

base::Date july(int day) { return *base::parse_date("2020-07-01") + std::chrono::days{day - 1}; }
const base::Date kOpens = july(1);

/// Unit (0: the reporting one), from, to, ended: as one line of text.
std::string line(const Stay& stay) {
    return (stay.reviewer ? stay.reviewer->text() : "own") + " " + base::date_text(stay.from).substr(8) + "-" +
           base::date_text(stay.to).substr(8) + (stay.ended ? "" : " still");
}
std::vector<std::string> lines(std::vector<Move> moves, std::optional<UnitId> holder) {
    std::vector<std::string> out;
    std::ranges::transform(stays(kCounty, kOpens, moves, holder, july(20)), std::back_inserter(out), line);
    return out;
}

TEST(Timeliness, TheMedianIsTheMiddleOrTheMeanOfTwo) {
    EXPECT_FALSE(median({}));
    EXPECT_EQ(median({7, 1, 3})->text(), "3");
    EXPECT_EQ(median({4, 1, 9, 7})->text(), "5.5");
}

TEST(Timeliness, ADayIsTheReviewersFromArrivalToDecision) {
    EXPECT_THAT(
        lines({{Action::Submit, 0, kCounty, july(3)}, {Action::Approve, 2, kBureau, july(8)}, {Action::Approve, 3, kOffice, july(9)}},
              std::nullopt),
        ElementsAre("own 01-03", "1 03-08", "4 08-09"));
}

TEST(Timeliness, AfterAReturnItIsTheUnitsAgain) {
    EXPECT_THAT(
        lines({{Action::Submit, 0, kCounty, july(3)}, {Action::Return, 2, kBureau, july(6)}, {Action::Submit, 0, kCounty, july(10)}},
              kBureau),
        ElementsAre("own 01-03", "1 03-06", "own 06-10", "1 10-20 still"));
}

TEST(Timeliness, WhatNobodyBeganLiesWithItsUnit) { EXPECT_THAT(lines({}, kCounty), ElementsAre("own 01-20 still")); }

TEST(Timeliness, TheSignatureOfTheOwnHeadIsTheUnitsTime) {
    EXPECT_THAT(lines({{Action::Submit, 0, kCounty, july(3)}, {Action::Approve, 1, kCounty, july(5)}}, kBureau),
                ElementsAre("own 01-03", "own 03-05", "1 05-20 still"));
}

TEST(Timeliness, AWithdrawalIsNoDecisionAndAnApprovedReportLiesWithNobody) {
    EXPECT_THAT(
        lines({{Action::Submit, 0, kCounty, july(2)}, {Action::Withdraw, 2, kCounty, july(4)}, {Action::Submit, 0, kCounty, july(5)}},
              kBureau),
        ElementsAre("own 01-02", "own 04-05", "1 05-20 still"));
    EXPECT_THAT(
        lines({{Action::Submit, 0, kCounty, july(2)}, {Action::Approve, 2, kBureau, july(3)}, {Action::Return, 0, kOffice, july(15)}},
              kCounty),
        ElementsAre("own 01-02", "1 02-03", "own 15-20 still"));
}

TEST(Timeliness, AReturnLeavesTheFirstHandingInAWithdrawalUndoesIt) {
    const Move first{Action::Submit, 0, kCounty, july(3)};
    const Move again{Action::Submit, 0, kCounty, july(9)};
    EXPECT_EQ(first_handed_in(std::vector{first, {Action::Return, 2, kBureau, july(6)}, again}), july(3));
    EXPECT_EQ(first_handed_in(std::vector{first, {Action::Withdraw, 2, kCounty, july(6)}, again}), july(9));
    EXPECT_EQ(first_handed_in(std::vector{first, {Action::Return, 2, kBureau, july(6)}, again, {Action::Withdraw, 2, kCounty, july(10)}}),
              july(3));
    EXPECT_FALSE(first_handed_in({}));
}

TEST(Timeliness, RatesAreRoundedOnceAndWhatIsStillInTimeIsNotLate) {
    Timeliness rates;
    EXPECT_FALSE(rates.reporting_rate()) << "nothing owed";
    rates.add({.due_on = july(6), .handed_in = july(6), .days_held = 3}, july(10));
    rates.add({.due_on = july(6), .handed_in = july(8), .days_held = 5}, july(10));
    rates.add({.due_on = july(6)}, july(10));
    EXPECT_EQ(rates.reporting_rate()->text(), "66.7");
    EXPECT_EQ(rates.on_time_rate()->text(), "33.3");
    EXPECT_EQ(median(rates.days_late)->text(), "3");
    EXPECT_EQ(median(rates.days_held)->text(), "4");

    rates.add({.due_on = july(10)}, july(10));
    EXPECT_EQ(rates.owed, 4);
    EXPECT_EQ(rates.reporting_rate()->text(), "50");
    EXPECT_EQ(rates.on_time_rate()->text(), "33.3") << "the due day itself is in time";
}

}  // namespace
}  // namespace luoshi::report
