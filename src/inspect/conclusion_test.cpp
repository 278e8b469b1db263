#include "inspect/conclusion.hpp"

#include <gtest/gtest.h>

namespace luoshi::inspect {
namespace {

base::Date day(unsigned month, unsigned number) { return *base::make_date(2020, month, number); }
const calendar::WorkCalendar kCalendar{{{.name = "2020", .year = 2020, .off = {day(10, 1), day(10, 2)}, .worked = {}}}};

TEST(Reconsideration, MayBeAskedWithinThirtyCalendarDaysRolledToAWorkingDay) {
    EXPECT_EQ(*last_day(kCalendar, day(7, 6)), day(8, 5)) << "a Wednesday";
    EXPECT_EQ(*last_day(kCalendar, day(7, 3)), day(8, 3)) << "the thirtieth day is Sunday the 2nd";
    EXPECT_EQ(*last_day(kCalendar, day(9, 1)), day(10, 5)) << "the thirtieth day is a holiday before a weekend";
    EXPECT_EQ(last_day(kCalendar, day(12, 20)).error().code, "calendar.not_loaded") << "never a guess";
}

TEST(Reconsideration, IsRefusedBeforeServiceAfterTheLastDayAndTheSecondTime) {
    const Conclusion served{.text = "责令整改", .served_on = day(7, 3), .ask_by = day(8, 3)};
    const auto refused = [&](ObjectState state, base::Date today) {
        const auto said = may_ask(state, served, today);
        return said ? std::string{} : said.error().code;
    };
    EXPECT_EQ(may_ask(ObjectState::Open, std::nullopt, day(7, 3)).error().code, "inspect.not_served");
    EXPECT_EQ(refused(ObjectState::Served, day(8, 3)), "");
    EXPECT_EQ(refused(ObjectState::Served, day(8, 4)), "inspect.too_late");
    EXPECT_EQ(refused(ObjectState::Asked, day(7, 4)), "inspect.asked_already");
    EXPECT_EQ(refused(ObjectState::Decided, day(7, 4)), "inspect.asked_already");
    EXPECT_EQ(may_ask(ObjectState::Served, served, day(8, 4)).error().message,
              "申请复核已逾期：收到督查结论之日起30日内可以申请，2020-07-03送达，期限至2020-08-03（遇休息日顺延）");
}

TEST(Reconsideration, TheChangedConclusionCountsAndAWithdrawnOneDoesNot) {
    const Conclusion first{.text = "责令整改"};
    Reconsideration asked{.reason = "与事实不符"};
    EXPECT_EQ(text_in_force(first, std::nullopt), "责令整改");
    EXPECT_EQ(text_in_force(first, asked), "责令整改") << "until it is decided";
    asked.decision = {.outcome = Outcome::Upheld};
    EXPECT_EQ(text_in_force(first, asked), "责令整改");
    asked.decision = {.outcome = Outcome::Changed, .text = "限期完善"};
    EXPECT_EQ(text_in_force(first, asked), "限期完善");
    asked.decision = {.outcome = Outcome::Withdrawn};
    EXPECT_FALSE(text_in_force(first, asked));
}

TEST(Rectification, IsOverdueWhileTheBallLiesWithTheUnit) {
    Rectification row{.due_on = day(7, 31)};
    EXPECT_FALSE(row.is_overdue(day(7, 31)));
    EXPECT_TRUE(row.is_overdue(day(8, 1)));
    row.state = RectificationState::Reported;
    EXPECT_FALSE(row.is_overdue(day(8, 1))) << "the team has it";
    row.state = RectificationState::Returned;
    EXPECT_TRUE(row.is_overdue(day(8, 1)));
    row.state = RectificationState::Passed;
    EXPECT_FALSE(row.is_overdue(day(8, 1)));
}

TEST(Rectification, IsReportedThenPassedOrSentBackAndAPassedOneStays) {
    using S = RectificationState;
    using A = RectificationAct;
    EXPECT_EQ(*after(S::Open, A::Report), S::Reported);
    EXPECT_EQ(*after(S::Reported, A::SendBack), S::Returned);
    EXPECT_EQ(*after(S::Returned, A::Report), S::Reported);
    EXPECT_EQ(*after(S::Reported, A::Pass), S::Passed);
    EXPECT_EQ(*after(S::Open, A::Drop), S::Dropped);
    EXPECT_EQ(after(S::Open, A::Pass).error().code, "inspect.rectification_state");
    EXPECT_EQ(after(S::Reported, A::Report).error().code, "inspect.rectification_state");
    for (const auto act : {A::Report, A::Pass, A::SendBack, A::Drop}) {
        EXPECT_FALSE(after(S::Passed, act));
        EXPECT_FALSE(after(S::Dropped, act));
    }
}

}  // namespace
}  // namespace luoshi::inspect
