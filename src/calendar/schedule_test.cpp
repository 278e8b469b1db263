#include "calendar/schedule.hpp"

#include <gmock/gmock.h>

#include "config/folder.hpp"

namespace luoshi::calendar {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }
Period period(std::string_view text) { return Period::parse(text).value(); }

/// Of counties and the city, month by month.
const Reporters kCounty{Rhythm::Month, "county"};
const Reporters kTown{Rhythm::Month, "town"};

WorkCalendar package_calendar() {
    config::Problems problems;
    const auto folder = config::Folder::open("packages/cangzhou-ecommerce-2018");
    return WorkCalendar{read_notices("calendar.yaml", folder->text("calendar.yaml").value(), problems)};
}

Schedule package() {
    config::Problems problems;
    const auto folder = config::Folder::open("packages/cangzhou-ecommerce-2018");
    auto schedule = read_schedule("reporting.yaml", folder->text("reporting.yaml").value(), package_calendar(), problems);
    EXPECT_THAT(problems.list(), IsEmpty());
    return schedule;
}

TEST(Schedule, JuneOf2020OpensOnTheFirstIsDueOnTheSixthAndLocksOnTheFifteenthOfJuly) {
    const auto schedule = package();
    const auto dates = schedule.dates(period("2020-06"), kCounty).value();
    EXPECT_EQ(base::date_text(dates.opens_on), "2020-07-01");
    EXPECT_EQ(base::date_text(dates.due_on), "2020-07-06");  // the 5th is a Sunday
    EXPECT_EQ(base::date_text(dates.lock_on), "2020-07-15");
}

TEST(Schedule, ADueDayInTheNationalHolidayMovesBehindIt) {
    const auto schedule = package();
    EXPECT_EQ(base::date_text(schedule.dates(period("2018-09"), kCounty)->due_on), "2018-10-08");
    EXPECT_EQ(base::date_text(schedule.dates(period("2020-09"), kCounty)->due_on), "2020-10-09");
}

TEST(Schedule, AMonthIsOpenUntilItIsDueThenOverdueThenLocked) {
    const auto schedule = package();
    const auto june = schedule.dates(period("2020-06"), kCounty).value();
    EXPECT_EQ(state_on(june, day("2020-06-30")), PeriodState::NotOpen);
    EXPECT_EQ(state_on(june, day("2020-07-01")), PeriodState::Open);
    EXPECT_EQ(state_on(june, day("2020-07-06")), PeriodState::Open);
    EXPECT_EQ(state_on(june, day("2020-07-07")), PeriodState::Overdue);
    EXPECT_EQ(state_on(june, day("2020-07-14")), PeriodState::Overdue);
    EXPECT_EQ(state_on(june, day("2020-07-15")), PeriodState::Locked);
    EXPECT_EQ(period_state_text(PeriodState::NotOpen), "not_open");
    EXPECT_EQ(period_state_text(PeriodState::Locked), "locked");
}

TEST(Schedule, ListsTheMonthsOpenOrPastOnADayNewestFirst) {
    const auto schedule = package();
    const auto open = schedule.opened_by(day("2020-07-03")).value();
    EXPECT_EQ(open.size(), 22U);
    EXPECT_EQ(open.front(), period("2020-06"));
    EXPECT_EQ(open.back(), period("2018-09"));
    EXPECT_THAT(schedule.opened_by(day("2018-09-30")).value(), IsEmpty());
    EXPECT_EQ(schedule.opened_by(day("2026-11-23"))->front(), period("2020-12"));
}

/// Reads a reporting.yaml of the year 2019 with these days; what is wrong with it as "place message".
Schedule with_days(const std::string& days, std::vector<std::string>& wrong, const char* more = "") {
    config::Problems problems;
    auto out =
        read_schedule("r.yaml", std::string{"first: 2019-01\nlast: 2019-12\n"} + more + "days:\n" + days, package_calendar(), problems);
    for (const auto& problem : problems.list()) {
        wrong.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(Schedule, CanCountWorkingDaysInstead) {
    std::vector<std::string> wrong;
    const auto schedule = with_days("  - {opens: {work_day: 1}, due: {work_day: 5}, lock: {day: 20}}\n", wrong);
    ASSERT_THAT(wrong, IsEmpty());
    const auto dates = schedule.dates(period("2019-01"), kCounty).value();
    EXPECT_EQ(base::date_text(dates.opens_on), "2019-02-01");
    EXPECT_EQ(base::date_text(dates.due_on), "2019-02-12");
    EXPECT_EQ(base::date_text(dates.lock_on), "2019-02-20");
}

TEST(Schedule, TownsReportBeforeTheCountyThatAddsThemUp) {
    const auto schedule = package();
    EXPECT_EQ(base::date_text(schedule.dates(period("2020-06"), kTown)->due_on), "2020-07-03");
    EXPECT_EQ(base::date_text(schedule.dates(period("2020-05"), kTown)->due_on), "2020-06-03");
    EXPECT_EQ(base::date_text(schedule.dates(period("2020-05"), kCounty)->due_on), "2020-06-05");
    EXPECT_EQ(base::date_text(schedule.dates_of_all(period("2020-05"), Rhythm::Month)->due_on), "2020-06-05");
}

TEST(Schedule, RefusesALevelThatIsDueAfterTheOneAboveIt) {
    std::vector<std::string> wrong;
    with_days(
        "  - {levels: [town, village], opens: {day: 1}, due: {work_day: 3}, lock: {day: 15}}\n"
        "  - {opens: {day: 1}, due: {day: 5, on_rest_day: next_work_day}, lock: {day: 15}}\n",
        wrong);
    ASSERT_EQ(wrong.size(), 1U) << "the third working day of May comes after the fifth";
    EXPECT_EQ(wrong[0], "r.yaml:4:53 2019年4月的截止日，乡镇为 2019-05-07，晚于上级（县级）的 2019-05-05：下级须先报，请把它提前。");
}

TEST(Schedule, QuartersCanHaveDaysOfTheirOwn) {
    std::vector<std::string> wrong;
    const auto schedule = with_days(
        "  - {every: [quarter, year], opens: {day: 1}, due: {day: 10}, lock: {day: 20}}\n"
        "  - {opens: {day: 1}, due: {day: 5}, lock: {day: 15}}\n",
        wrong);
    ASSERT_THAT(wrong, IsEmpty());
    EXPECT_EQ(base::date_text(schedule.dates(period("2019-06"), {Rhythm::Quarter, "county"})->due_on), "2019-07-10");
    EXPECT_EQ(base::date_text(schedule.dates(period("2019-06"), {Rhythm::HalfYear, "county"})->due_on), "2019-07-05");
    EXPECT_EQ(base::date_text(schedule.dates(period("2019-06"), kCounty)->due_on), "2019-07-05");
}

TEST(Schedule, TheFirstRuleThatFitsSaysHowOftenAPartIsReported) {
    std::vector<std::string> wrong;
    const auto schedule =
        with_days("  - {opens: {day: 1}, due: {day: 5}, lock: {day: 15}}\n", wrong,
                  "rhythms:\n  - {levels: [town, village], every: quarter}\n  - {roles: [supporting], every: half_year}\n");
    ASSERT_THAT(wrong, IsEmpty());
    EXPECT_EQ(schedule.every("town", "supporting"), Rhythm::Quarter);
    EXPECT_EQ(schedule.every("county", "supporting"), Rhythm::HalfYear);
    EXPECT_EQ(schedule.every("county", "responsible"), Rhythm::Month);
}

// Domain 7.5: the 2020 Spring Festival was extended on 27 January.
TEST(Schedule, ADayThatALaterNoticeMovedIsShownBesideTheOneBefore) {
    config::Problems problems;
    const auto schedule =
        read_schedule("r.yaml", "first: 2019-12\nlast: 2020-03\ndays: [{opens: {day: 1}, due: {work_day: 3}, lock: {day: 15}}]\n",
                      package_calendar(), problems);
    ASSERT_TRUE(problems.empty());
    const auto january = schedule.dates(period("2020-01"), kCounty).value();
    EXPECT_EQ(base::date_text(january.due_on), "2020-02-05");
    ASSERT_TRUE(january.moved_from);
    EXPECT_EQ(base::date_text(*january.moved_from), "2020-02-04");
    EXPECT_EQ(schedule.dates(period("2020-02"), kCounty)->moved_from, std::nullopt);
}

TEST(Schedule, RefusesDaysOutOfOrderBeyondTheCalendarOrWithoutARuleForAll) {
    std::vector<std::string> wrong;
    with_days("  - {opens: {day: 1}, due: {day: 10}, lock: {day: 5}}\n", wrong);
    EXPECT_THAT(wrong, testing::ElementsAre(HasSubstr("r.yaml:4:45 2019年1月的开放、截止、锁定日期")));
    wrong.clear();
    with_days("  - {levels: [town], opens: {day: 1}, due: {day: 10}, lock: {day: 15}}\n", wrong);
    EXPECT_THAT(wrong, testing::ElementsAre(HasSubstr("最后一条日期")));
    wrong.clear();
    with_days("  - {every: [week], levels: [shire], opens: {}, due: {day: 40}, lock: {day: 5, on_rest_day: skip}}\n", wrong);
    EXPECT_EQ(wrong.size(), 6U);
    config::Problems beyond;
    read_schedule("b.yaml",
                  "first: 2026-01\nlast: 2026-12\ndays: [{opens: {day: 1}, due: {day: 5, on_rest_day: next_work_day}, lock: {day: 15}}]\n",
                  package_calendar(), beyond);
    ASSERT_EQ(beyond.list().size(), 1U);
    EXPECT_EQ(beyond.list()[0].place.text(), "b.yaml:2:7");
    EXPECT_THAT(beyond.list()[0].message, HasSubstr("2027"));
}

}  // namespace
}  // namespace luoshi::calendar
