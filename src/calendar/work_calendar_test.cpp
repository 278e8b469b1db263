#include "calendar/work_calendar.hpp"

#include <gmock/gmock.h>

#include "config/folder.hpp"

namespace luoshi::calendar {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

WorkCalendar package_calendar() {
    config::Problems problems;
    const auto folder = config::Folder::open("packages/cangzhou-ecommerce-2018");
    auto notices = read_notices("calendar.yaml", folder->text("calendar.yaml").value(), problems);
    EXPECT_THAT(problems.list(), IsEmpty());
    return WorkCalendar{std::move(notices)};
}

// Source of the counts: the State Council's notices as tabulated in the field reference, 9.2.
TEST(WorkCalendar, CountsTheWorkingDaysOfEveryMonthOf2018To2020) {
    const int expected[3][12] = {{22, 17, 22, 20, 22, 20, 22, 23, 21, 18, 22, 21},
                                 {22, 17, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22},
                                 {17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23}};
    const auto calendar = package_calendar();
    for (int year = 2018; year <= 2020; ++year) {
        int total = 0;
        for (unsigned month = 1; month <= 12; ++month) {
            const auto before = base::make_date(year, month, 1).value() - std::chrono::days{1};
            const auto count = calendar.work_days_between(before, base::last_day_of_month(year, month)).value();
            EXPECT_EQ(count, expected[year - 2018][month - 1]) << year << "-" << month;
            total += count;
        }
        EXPECT_EQ(total, year == 2020 ? 249 : 250);
    }
}

TEST(WorkCalendar, KnowsEveryDayOffAndEveryDayWorkedOfTheNotices) {
    const auto calendar = package_calendar();
    for (const auto* off :
         {"2018-02-15", "2018-04-05", "2018-12-31", "2019-05-02", "2019-10-07", "2020-01-31", "2020-02-01", "2020-10-08"}) {
        EXPECT_FALSE(calendar.is_work(day(off)).value()) << off;
    }
    for (const auto* worked :
         {"2018-02-11", "2018-09-30", "2018-12-29", "2019-02-03", "2019-04-28", "2019-10-12", "2020-01-19", "2020-06-28"}) {
        EXPECT_TRUE(calendar.is_work(day(worked)).value()) << worked;
    }
    EXPECT_TRUE(calendar.is_work(day("2020-07-03")).value());
    EXPECT_FALSE(calendar.is_work(day("2020-07-04")).value());
}

TEST(WorkCalendar, AddsWorkingDaysWithoutCountingTheStart) {
    const auto calendar = package_calendar();
    const struct {
        const char* start;
        int n;
        const char* end;
    } vectors[] = {{"2018-08-17", 20, "2018-09-14"}, {"2018-09-10", 20, "2018-10-12"}, {"2018-09-21", 5, "2018-09-29"},
                   {"2018-12-24", 5, "2018-12-29"},  {"2019-01-28", 20, "2019-02-28"}, {"2020-01-16", 20, "2020-02-20"},
                   {"2020-01-20", 5, "2020-02-04"},  {"2018-08-18", 0, "2018-08-18"}};
    for (const auto& vector : vectors) {
        EXPECT_EQ(base::date_text(calendar.add(day(vector.start), vector.n).value()), vector.end) << vector.start;
        EXPECT_EQ(calendar.work_days_between(day(vector.start), day(vector.end)).value(), vector.n) << vector.start;
        EXPECT_EQ(calendar.work_days_between(day(vector.end), day(vector.start)).value(), -vector.n) << vector.start;
    }
}

TEST(WorkCalendar, MovesARestDayToTheNextWorkingDay) {
    const auto calendar = package_calendar();
    EXPECT_EQ(base::date_text(calendar.on_or_after(day("2019-10-05")).value()), "2019-10-08");
    EXPECT_EQ(base::date_text(calendar.on_or_after(day("2019-10-12")).value()), "2019-10-12");
}

TEST(WorkCalendar, RefusesToGuessBeyondTheLoadedYears) {
    const auto calendar = package_calendar();
    const auto far = calendar.add(day("2026-12-30"), 5);
    ASSERT_FALSE(far.has_value());
    EXPECT_EQ(far.error().code, "calendar.not_loaded");
    EXPECT_THAT(far.error().message, HasSubstr("2027"));
    EXPECT_FALSE(calendar.is_work(day("2017-12-29")).has_value());
}

TEST(WorkCalendar, AsOfADayItDoesNotKnowLaterNotices) {
    const auto calendar = package_calendar();
    const auto before_extension = calendar.as_of(day("2020-01-26"));
    EXPECT_TRUE(before_extension.is_work(day("2020-01-31")).value());
    EXPECT_TRUE(before_extension.is_work(day("2020-02-01")).value());
    EXPECT_FALSE(calendar.as_of(day("2020-01-27")).is_work(day("2020-02-01")).value());
    EXPECT_FALSE(before_extension.is_work(day("2021-01-04")).has_value());
}

TEST(WorkCalendar, ABrokenFileNamesEveryPlace) {
    config::Problems problems;
    read_notices(
        "calendar.yaml",
        "notices:\n  - name: 甲\n    issued: 2018-13-01\n    year: 2018\n    off: [2018-10-01, 2018-10-01, 2019-01-01]\n    wroked: []\n",
        problems);
    std::string all;
    for (const auto& problem : problems.list()) {
        all += problem.place.text() + " ";
    }
    EXPECT_EQ(all, "calendar.yaml:3:13 calendar.yaml:5:23 calendar.yaml:5:35 calendar.yaml:6:5 ");
}

}  // namespace
}  // namespace luoshi::calendar
