#include "calendar/period.hpp"

#include <gmock/gmock.h>

#include "calendar/period_rules.hpp"
#include "config/folder.hpp"

namespace luoshi::calendar {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }
Period period(std::string_view text) { return Period::parse(text).value(); }

struct Package {
    WorkCalendar calendar;
    PeriodRules rules;
};

Package package() {
    config::Problems problems;
    const auto folder = config::Folder::open("packages/cangzhou-ecommerce-2018");
    WorkCalendar calendar{read_notices("calendar.yaml", folder->text("calendar.yaml").value(), problems)};
    auto rules = read_period_rules("reporting.yaml", folder->text("reporting.yaml").value(), calendar, problems);
    EXPECT_THAT(problems.list(), IsEmpty());
    return {std::move(calendar), rules};
}

TEST(Period, IsAMonthThatKnowsItsNeighboursAndDays) {
    const auto june = period("2020-06");
    EXPECT_EQ(june.year(), 2020);
    EXPECT_EQ(june.month(), 6);
    EXPECT_EQ(june.text(), "2020-06");
    EXPECT_EQ(june.name(), "2020年6月");
    EXPECT_EQ(base::date_text(june.first_day()), "2020-06-01");
    EXPECT_EQ(base::date_text(june.last_day()), "2020-06-30");
    EXPECT_EQ(period("2019-12").next(), period("2020-01"));
    EXPECT_EQ(period("2020-01").previous(), period("2019-12"));
    EXPECT_EQ(Period::containing(day("2020-02-29")), period("2020-02"));
    EXPECT_EQ(Period::make(2020, 6), june);
    EXPECT_LT(period("2019-12"), june);
}

TEST(Period, RefusesWhatIsNotAMonth) {
    for (const auto* text : {"", "2020", "2020-6", "2020-13", "2020-00", "2020-06-01", "202006", "2020/06"}) {
        EXPECT_EQ(Period::parse(text), std::nullopt) << text;
    }
    EXPECT_EQ(Period::make(2020, 0), std::nullopt);
    EXPECT_EQ(Period::make(2020, 13), std::nullopt);
}

TEST(PeriodRules, JuneOf2020OpensOnTheFirstIsDueOnTheSixthAndLocksOnTheFifteenthOfJuly) {
    const auto [calendar, rules] = package();
    const auto dates = rules.dates(period("2020-06"), calendar).value();
    EXPECT_EQ(base::date_text(dates.opens_on), "2020-07-01");
    EXPECT_EQ(base::date_text(dates.due_on), "2020-07-06");  // the 5th is a Sunday
    EXPECT_EQ(base::date_text(dates.lock_on), "2020-07-15");
}

TEST(PeriodRules, ADueDayInTheNationalHolidayMovesBehindIt) {
    const auto [calendar, rules] = package();
    EXPECT_EQ(base::date_text(rules.dates(period("2018-09"), calendar)->due_on), "2018-10-08");
    EXPECT_EQ(base::date_text(rules.dates(period("2020-09"), calendar)->due_on), "2020-10-09");
}

TEST(PeriodRules, AMonthIsOpenUntilItIsDueThenOverdueThenLocked) {
    const auto [calendar, rules] = package();
    const auto june = rules.dates(period("2020-06"), calendar).value();
    EXPECT_EQ(state_on(june, day("2020-06-30")), PeriodState::NotOpen);
    EXPECT_EQ(state_on(june, day("2020-07-01")), PeriodState::Open);
    EXPECT_EQ(state_on(june, day("2020-07-06")), PeriodState::Open);
    EXPECT_EQ(state_on(june, day("2020-07-07")), PeriodState::Overdue);
    EXPECT_EQ(state_on(june, day("2020-07-14")), PeriodState::Overdue);
    EXPECT_EQ(state_on(june, day("2020-07-15")), PeriodState::Locked);
    EXPECT_EQ(period_state_text(PeriodState::NotOpen), "not_open");
    EXPECT_EQ(period_state_text(PeriodState::Locked), "locked");
}

TEST(PeriodRules, ListsTheMonthsOpenOrPastOnADayNewestFirst) {
    const auto [calendar, rules] = package();
    const auto open = rules.opened_by(day("2020-07-03"), calendar).value();
    EXPECT_EQ(open.size(), 22U);
    EXPECT_EQ(open.front(), period("2020-06"));
    EXPECT_EQ(open.back(), period("2018-09"));
    EXPECT_THAT(rules.opened_by(day("2018-09-30"), calendar).value(), IsEmpty());
    EXPECT_EQ(rules.opened_by(day("2026-11-23"), calendar)->front(), period("2020-12"));
}

TEST(PeriodRules, CanCountWorkingDaysInstead) {
    const auto calendar = package().calendar;
    config::Problems problems;
    const auto rules =
        read_period_rules("r.yaml", "month: {first: 2019-01, last: 2019-12, opens: {work_day: 1}, due: {work_day: 5}, lock: {day: 20}}\n",
                          calendar, problems);
    ASSERT_TRUE(problems.empty());
    const auto dates = rules.dates(period("2019-01"), calendar).value();
    EXPECT_EQ(base::date_text(dates.opens_on), "2019-02-01");
    EXPECT_EQ(base::date_text(dates.due_on), "2019-02-12");
    EXPECT_EQ(base::date_text(dates.lock_on), "2019-02-20");
}

TEST(PeriodRules, RefusesARhythmThatLocksBeforeItIsDueOrRunsBeyondTheCalendar) {
    const auto calendar = package().calendar;
    config::Problems problems;
    read_period_rules("a.yaml", "month: {first: 2019-01, last: 2019-12, opens: {day: 1}, due: {day: 10}, lock: {day: 5}}\n", calendar,
                      problems);
    ASSERT_EQ(problems.list().size(), 1U);
    EXPECT_THAT(problems.list()[0].message, HasSubstr("应依次在后"));
    config::Problems beyond;
    read_period_rules(
        "b.yaml", "month: {first: 2026-01, last: 2026-12, opens: {day: 1}, due: {day: 5, on_rest_day: next_work_day}, lock: {day: 15}}\n",
        calendar, beyond);
    ASSERT_EQ(beyond.list().size(), 1U);
    EXPECT_EQ(beyond.list()[0].place.text(), "b.yaml:1:31");
    EXPECT_THAT(beyond.list()[0].message, HasSubstr("2027"));
    config::Problems broken;
    read_period_rules("c.yaml", "month: {first: 2018/09, last: 2020-12, opens: {}, due: {day: 40}, lock: {day: 5, on_rest_day: skip}}\n",
                      calendar, broken);
    EXPECT_EQ(broken.list().size(), 4U);
}

}  // namespace
}  // namespace luoshi::calendar
