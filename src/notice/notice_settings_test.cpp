#include "notice/notice_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::notice {
namespace {

using base::Date;
using calendar::WorkCalendar;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

Date day(unsigned month, unsigned number) { return *base::make_date(2020, month, number); }
base::Moment beijing(Date on, minutes time) { return base::Moment{on} + time - hours{8}; }

/// 2020 with the Dragon Boat holiday: 25 and 26 June off, Sunday 28 June worked.
const WorkCalendar kCalendar{
    {{.name = "2020", .issued = *base::make_date(2019, 11, 21), .year = 2020, .off = {day(6, 25), day(6, 26)}, .worked = {day(6, 28)}}}};

TEST(QuietHours, ReachOverMidnight) {
    const QuietHours quiet{.from = hours{21}, .to = hours{8}};
    EXPECT_FALSE(is_quiet(quiet, kCalendar, beijing(day(7, 3), minutes{21 * 60 - 1})));
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(day(7, 3), hours{21})));
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(day(7, 3), minutes{0})));
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(day(7, 3), minutes{8 * 60 - 1})));
    EXPECT_FALSE(is_quiet(quiet, kCalendar, beijing(day(7, 3), hours{8})));
}

TEST(QuietHours, MayLieWithinADayOrBeNone) {
    const QuietHours noon{.from = hours{12}, .to = hours{14}};
    EXPECT_TRUE(is_quiet(noon, kCalendar, beijing(day(7, 3), hours{13})));
    EXPECT_FALSE(is_quiet(noon, kCalendar, beijing(day(7, 3), hours{14})));
    EXPECT_FALSE(is_quiet({.from = hours{8}, .to = hours{8}}, kCalendar, beijing(day(7, 3), hours{8})));
}

TEST(QuietHours, RestDaysAreQuietByTheHolidayNotices) {
    const QuietHours quiet;
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(day(6, 25), hours{10})));   // a holiday
    EXPECT_FALSE(is_quiet(quiet, kCalendar, beijing(day(6, 28), hours{10})));  // a Sunday that is worked
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(day(7, 4), hours{10})));    // a Saturday
    EXPECT_FALSE(is_quiet({.on_rest_days = false}, kCalendar, beijing(day(7, 4), hours{10})));
}

TEST(QuietHours, AYearWithoutANoticeHasItsWeekendsForRestDays) {
    const QuietHours quiet;
    EXPECT_TRUE(is_quiet(quiet, kCalendar, beijing(*base::make_date(2026, 11, 28), hours{10})));   // Saturday
    EXPECT_FALSE(is_quiet(quiet, kCalendar, beijing(*base::make_date(2026, 11, 27), hours{10})));  // Friday
}

TEST(ReminderDays, CountWorkingDaysBeforeOnAndAfterTheDueDay) {
    const auto days = reminder_days({.before = {3, 1}, .on_due_day = true, .after_every = 2}, kCalendar, day(7, 6), day(7, 10));
    ASSERT_TRUE(days);
    EXPECT_THAT(*days, ElementsAre(day(7, 1), day(7, 3), day(7, 6), day(7, 8), day(7, 10)));
}

TEST(ReminderDays, PassOverHolidays) {
    const auto days = reminder_days({.before = {2}, .on_due_day = false, .after_every = 1}, kCalendar, day(6, 24), day(6, 29));
    ASSERT_TRUE(days);
    EXPECT_THAT(*days, ElementsAre(day(6, 22), day(6, 28), day(6, 29)));
}

TEST(ReminderDays, NeverAfterwardsWhenTheRuleSaysSo) {
    const auto days = reminder_days({.before = {}, .on_due_day = true, .after_every = 0}, kCalendar, day(7, 6), day(12, 1));
    ASSERT_TRUE(days);
    EXPECT_THAT(*days, ElementsAre(day(7, 6)));
}

TEST(ReminderDays, AYearWithoutANoticeIsAnErrorNeverAGuess) {
    const auto days = reminder_days({}, kCalendar, *base::make_date(2026, 7, 6), *base::make_date(2026, 7, 10));
    ASSERT_FALSE(days);
    EXPECT_EQ(days.error().code, "calendar.not_loaded");
}

TEST(TimeOfDay, IsReadAndWritten) {
    EXPECT_EQ(parse_time("08:30"), minutes{510});
    EXPECT_EQ(time_text(minutes{510}), "08:30");
    for (const auto* bad : {"", "8:30", "24:00", "12:60", "ab:cd", "08:300", "-1:00"}) {
        EXPECT_EQ(parse_time(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace luoshi::notice
