#include "jobs/job.hpp"

#include <gtest/gtest.h>

namespace luoshi::jobs {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const base::Date kDay = *base::make_date(2020, 7, 3);

/// A moment of a day by the clock of Beijing.
base::Moment beijing(base::Date day, minutes time) { return base::Moment{day} + time - hours{8}; }
Now at(base::Date day, minutes time) { return {day, beijing(day, time)}; }

Job morning() { return {.name = "remind", .title = "提醒", .at = minutes{9 * 60}, .effect = {}}; }

TEST(DueDay, IsDueFromItsTimeOfDayInBeijing) {
    const Known yesterday{.unfinished = {}, .latest_done = kDay - days{1}};
    EXPECT_EQ(due_day(morning(), yesterday, at(kDay, minutes{9 * 60 - 1})), std::nullopt);
    EXPECT_EQ(due_day(morning(), yesterday, at(kDay, minutes{9 * 60})), kDay);
    EXPECT_EQ(due_day(morning(), {.unfinished = {}, .latest_done = kDay}, at(kDay, hours{10})), std::nullopt);
}

TEST(DueDay, WithoutATimeOfDayItIsDueFromTheBeginning) {
    Job job = morning();
    job.at.reset();
    EXPECT_EQ(due_day(job, {.unfinished = {}, .latest_done = kDay - days{1}}, at(kDay, minutes{0})), kDay);
}

TEST(DueDay, AMissedDayIsDueAtAnyTime) {  // INV-3
    EXPECT_EQ(due_day(morning(), {.unfinished = {}, .latest_done = kDay - days{3}}, at(kDay, minutes{1})), kDay - days{2});
}

TEST(DueDay, ADayThatFailedHoldsThoseAfterItBack) {  // INV-2
    const auto now = at(kDay, hours{12});
    Known known{.unfinished = jobs::Run{kDay - days{2}, RunState::Failed, now.moment + minutes{5}}, .latest_done = kDay - days{3}};
    EXPECT_EQ(due_day(morning(), known, now), std::nullopt);
    known.unfinished->leased_until = now.moment;
    EXPECT_EQ(due_day(morning(), known, now), kDay - days{2});
}

TEST(DueDay, ALeaseFromBeforeTheClockWentBackHoldsNobody) {  // INV-5
    const auto now = at(kDay, hours{12});
    const Known known{.unfinished = jobs::Run{kDay, RunState::Running, now.moment + hours{24}}, .latest_done = {}};
    EXPECT_EQ(due_day(morning(), known, now), kDay);
}

TEST(DayToBegin, IsTheDayOfTheFirstStartOrTheOneTheJobAsksFor) {  // INV-3
    Job job = morning();
    EXPECT_EQ(day_to_begin(job, {}, at(kDay, minutes{0})), kDay);
    EXPECT_EQ(due_day(job, {}, at(kDay, minutes{0})), std::nullopt);
    job.first_day = kDay - days{10};
    EXPECT_EQ(due_day(job, {}, at(kDay, minutes{0})), kDay - days{10});
    job.first_day = kDay + days{1};
    EXPECT_EQ(day_to_begin(job, {}, at(kDay, hours{23})), std::nullopt);
    EXPECT_EQ(due_day(job, {}, at(kDay, hours{23})), std::nullopt);
}

TEST(PauseAfter, GrowsToAnHour) {  // INV-2
    EXPECT_EQ(pause_after(1), minutes{1});
    EXPECT_EQ(pause_after(2), minutes{2});
    EXPECT_EQ(pause_after(6), minutes{32});
    EXPECT_EQ(pause_after(7), hours{1});
    EXPECT_EQ(pause_after(1'000), hours{1});
}

}  // namespace
}  // namespace luoshi::jobs
