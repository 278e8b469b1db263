#include "report/period_exception.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using calendar::Period;
using calendar::Rhythm;
using testing::ElementsAre;

const Period kJune = *Period::make(2020, 6);
const identity::UnitId kCounty{2};
base::Date july(unsigned day) { return *base::make_date(2020, 7, day); }
const calendar::Schedule kSchedule{.first = kJune, .last = kJune, .days = {{.opens = {1}, .due = {6}, .lock = {15}}}};
const calendar::Reporters kMonthly{Rhythm::Month, "county"};
const calendar::WorkCalendar kCalendar{{{.name = "2020", .year = 2020, .off = {}, .worked = {}}}};
const OrdinaryDays kOrdinary{.first_due = july(6), .last_due = july(8), .last_lock = july(15)};

PeriodException until(unsigned due, unsigned lock, std::string reason = "防汛抢险，全员上堤") {
    return {
        .unit = kCounty, .period = kJune, .due_on = july(due), .lock_on = july(lock), .reason = std::move(reason), .granted_on = july(3)};
}
std::vector<std::string> faults(const PeriodException& exception) {
    const auto said = grantable(exception, kOrdinary, kCalendar);
    std::vector<std::string> codes;
    for (const auto& field : said ? std::vector<base::FieldError>{} : said.error().fields) {
        codes.push_back(field.code);
    }
    return codes;
}

TEST(PeriodException, LaterDaysHoldForTheUnitAndTheOrdinaryDueDayStaysVisible) {
    const Exceptions exceptions{{{kCounty, kJune}, until(20, 25)}};
    const auto own = days_of(kSchedule, kMonthly, kCounty, kJune, exceptions);
    EXPECT_EQ(own->days.due_on, july(20));
    EXPECT_EQ(own->days.lock_on, july(25));
    EXPECT_EQ(own->days.moved_from, july(6));
    EXPECT_EQ(own->exception->due_on, july(20));
    const auto neighbour = days_of(kSchedule, kMonthly, identity::UnitId{3}, kJune, exceptions);
    EXPECT_EQ(neighbour->days.due_on, july(6));
    EXPECT_FALSE(neighbour->days.moved_from);
}

TEST(PeriodException, NeverShortensWhatTheCalendarAllows) {
    const auto own = days_of(kSchedule, kMonthly, kCounty, kJune, {{{kCounty, kJune}, until(5, 10)}});
    EXPECT_EQ(own->days.due_on, july(6));
    EXPECT_EQ(own->days.lock_on, july(15));
    EXPECT_FALSE(own->exception);
}

TEST(PeriodException, ADayBeyondTheLoadedCalendarIsAnErrorNotAGuess) {
    auto schedule = kSchedule;
    schedule.days[0].due.count = calendar::DayRule::Count::WorkDay;
    EXPECT_EQ(days_of(schedule, kMonthly, kCounty, kJune, {{{kCounty, kJune}, until(20, 25)}}).error().code, "calendar.not_loaded");
}

TEST(PeriodException, IsLaterThanEveryOrdinaryDayAndHasAReason) {
    EXPECT_THAT(faults(until(20, 25)), ElementsAre());
    EXPECT_THAT(faults(until(9, 15)), ElementsAre());
    EXPECT_THAT(faults(until(8, 15)), ElementsAre("exception.due_not_later"));
    EXPECT_THAT(faults(until(20, 20)), ElementsAre("exception.lock_not_after"));
    EXPECT_THAT(faults(until(9, 14)), ElementsAre("exception.lock_earlier"));
    EXPECT_THAT(faults(until(7, 7, " 急 ")), ElementsAre("exception.due_not_later", "exception.lock_not_after", "reason.missing"));
    EXPECT_THAT(faults(until(11, 15)), ElementsAre("exception.rest_day")) << "a Saturday";
    auto beyond = until(20, 25);
    beyond.due_on = *base::make_date(2021, 7, 20);
    EXPECT_EQ(grantable(beyond, kOrdinary, kCalendar).error().code, "calendar.not_loaded");
}

TEST(PeriodException, GrantedAfterTheOrdinaryDueDayIsLate) {
    auto exception = until(20, 25);
    EXPECT_FALSE(exception.is_late(july(3)));
    EXPECT_TRUE(exception.is_late(july(2)));
}

TEST(PeriodException, IsRevokedOnlyUntilTheOrdinaryDueDayAndWhileNothingWasHandedInUnderIt) {
    const auto refused = [](const PeriodException& exception, int handed_in, unsigned today) {
        const auto said = revocable(exception, july(6), handed_in, july(today));
        return said ? std::string{} : said.error().code;
    };
    EXPECT_EQ(refused(until(20, 25), 0, 6), "");
    EXPECT_EQ(refused(until(20, 25), 0, 7), "exception.due_passed");
    EXPECT_EQ(refused(until(20, 25), 1, 6), "exception.in_use");
    auto gone = until(20, 25);
    gone.revoked = {base::Moment{}, "方案办", "防汛结束"};
    EXPECT_EQ(refused(gone, 0, 6), "exception.revoked");
}

}  // namespace
}  // namespace luoshi::report
