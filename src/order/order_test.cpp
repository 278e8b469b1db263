#include "order/order.hpp"

#include <gmock/gmock.h>

#include "order/order_case_test.hpp"

namespace luoshi::order {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Date d(const char* text) { return *base::parse_date(text); }

Order complete(const char* state = "draft") {
    Order order;
    order.source = "plan";
    order.urgency = "ordinary";
    order.title = "印发推进措施";
    order.content = "印发操作性强的推进措施";
    order.main = UnitId{11};
    order.limit = {.days = 30};
    order.state = state;
    order.drafter = UserId{7};
    return order;
}
Act step(const char* action) {
    Act act;
    act.action = action;
    return act;
}
std::string refused(const Order& order, const Act& act, const Who& who, Date today = d("2018-09-03"), std::optional<Date> next_chase = {}) {
    const auto result = may_act(workflow(), order, act, who, today, next_chase);
    return result ? "" : result.error().code;
}
const Who kOwner{.user = UserId{7}, .is_owner = true};
const Who kDecider{.user = UserId{8}, .is_owner = true, .is_decider = true};
const Who kMain{.user = UserId{20}, .is_main = true};

TEST(OrderRules, AMatterIsApprovedBySomebodyElseThanItsDrafterAndOnlyWhenComplete) {
    auto order = complete();
    EXPECT_EQ(refused(order, step("submit"), kOwner), "");
    order.main.reset();
    EXPECT_EQ(refused(order, step("submit"), kOwner), "order.complete");
    order = complete("pending");
    EXPECT_EQ(refused(order, step("approve"), kOwner), "order.not_yours");
    EXPECT_EQ(refused(order, step("approve"), kDecider), "");
    order.drafter = kDecider.user;
    EXPECT_EQ(refused(order, step("approve"), kDecider), "order.not_drafter");
    order.drafter = UserId{7};
    order.limit = {.day = d("2018-08-31")};
    EXPECT_EQ(refused(order, step("approve"), kDecider), "order.complete") << "its limit has passed";
}

TEST(OrderRules, AStepThatTheStateDoesNotHaveIsRefusedWithWhatIsPossible) {
    const auto result = may_act(workflow(), complete("assigned"), step("close"), kMain, d("2018-09-03"), {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "order.not_possible");
    EXPECT_THAT(result.error().message, HasSubstr("现在可以：签收、退回改派"));
    EXPECT_EQ(refused(complete("assigned"), step("fly"), kMain), "order.unknown_action");
    EXPECT_EQ(refused(complete("assigned"), step("acknowledge"), kOwner), "order.not_yours") << "nobody signs for another unit";
}

TEST(OrderRules, AReportHasItsThreePartsEvidenceAndTheLeadersSignature) {
    auto act = step("report");
    const auto order = complete("handling");
    auto result = may_act(workflow(), order, act, kMain, d("2018-09-03"), {});
    ASSERT_FALSE(result);
    std::vector<std::string> wrong;
    for (const auto& field : result.error().fields) {
        wrong.push_back(field.path + " " + field.code);
    }
    EXPECT_THAT(wrong,
                ElementsAre("/progress order.report", "/next_steps order.report", "/files order.evidence", "/signer order.signed_off"));
    act.feedback = {"已印发", "", "组织实施", ""};
    Who head = kMain;
    head.files = 1;
    head.is_head = true;
    EXPECT_EQ(refused(order, act, head), "");
}

TEST(OrderRules, ReturnedForAReasonOfTheListAndClosedWhenAllQuestionsAreAnsweredWithYes) {
    auto back = step("return");
    EXPECT_EQ(refused(complete("reported"), back, kOwner), "order.listed_reason");
    back.reason = "不满意";
    EXPECT_EQ(refused(complete("reported"), back, kOwner), "order.listed_reason");
    back.reason = "任务未完成：只发了通知";
    EXPECT_EQ(refused(complete("reported"), back, kOwner), "");
    auto close = step("close");
    close.answers = {true, true, true, true, true};
    EXPECT_EQ(refused(complete("examining"), close, kOwner), "order.six_questions") << "the sixth is open";
    close.answers.push_back(true);
    EXPECT_EQ(refused(complete("examining"), close, kOwner), "");
}

TEST(OrderRules, IsStruckOffBySomebodyElseThanWhoClosedItAndALeadersInstructionOnTheLeadersWord) {
    auto order = complete("closed");
    order.handler = kDecider.user;
    EXPECT_EQ(refused(order, step("strike_off"), kDecider), "order.not_handler");
    order.handler = UserId{7};
    EXPECT_EQ(refused(order, step("strike_off"), kDecider), "");
    order.source = "instruction";
    auto act = step("strike_off");
    EXPECT_EQ(refused(order, act, kDecider), "order.leader_word");
    auto leader = kDecider;
    leader.is_leader = true;
    EXPECT_EQ(refused(order, act, leader), "order.leader_word");
    act.leader_word = "同意";
    EXPECT_EQ(refused(order, act, kDecider), "order.leader_word") << "the head of the supervising unit is not the leader";
    EXPECT_EQ(refused(order, act, leader), "");
}

TEST(OrderRules, ChasingByHandKeepsItsInterval) {
    EXPECT_EQ(refused(complete("handling"), step("chase"), kOwner, d("2018-09-03"), d("2018-09-05")), "order.interval");
    EXPECT_EQ(refused(complete("handling"), step("chase"), kOwner, d("2018-09-05"), d("2018-09-05")), "");
}

TEST(OrderRules, ProgressToldEarlyIsThatOfItsMonth) {
    const Terms monthly{.progress_day = 28};
    const auto next = [&](const char* due, const char* told) { return next_progress(monthly, d(due), d(told)); };
    EXPECT_EQ(next("2018-09-28", "2018-09-10"), d("2018-10-28"));
    EXPECT_EQ(next("2018-10-28", "2018-09-20"), d("2018-10-28")) << "told twice in September: October's is still to be told";
    EXPECT_EQ(next("2018-09-28", "2018-10-03"), d("2018-10-28")) << "late for September, which does not excuse October";
    EXPECT_EQ(next("2018-09-28", "2018-10-28"), d("2018-11-28"));
    EXPECT_EQ(next("2018-12-28", "2018-12-28"), d("2019-01-28"));
    EXPECT_EQ(next_progress({}, d("2018-09-28"), d("2018-09-10")), std::nullopt) << "a source that asks for none";
}

class OrderClock : public testing::Test {
protected:
    Days days_of(const Limit& limit, const char* on) { return *given(workflow(), work_calendar(), workflow().terms, limit, d(on)); }
};

TEST_F(OrderClock, CalendarDaysRollOnToAWorkingDayAndWorkingDaysSkipTheHoliday) {
    EXPECT_EQ(days_of({.days = 30}, "2018-08-03").due_on, d("2018-09-03")) << "2 September is a Sunday";
    EXPECT_EQ(days_of({.days = 3, .working_days = true}, "2018-09-28").due_on, d("2018-10-08"))
        << "29 and 30 September are worked, 1 to 7 October is off";
    EXPECT_EQ(days_of({.days = 0, .working_days = true}, "2018-09-03").due_on, d("2018-09-03")) << "special-urgent: the same day";
    EXPECT_EQ(days_of({.days = 30}, "2018-08-03").sign_due_on, d("2018-08-06")) << "one working day";
    EXPECT_EQ(days_of({.days = 30}, "2018-08-03").near_from, d("2018-08-27")) << "five working days before";
    EXPECT_EQ(days_of({.day = d("2018-08-31")}, "2018-08-03").due_on, d("2018-08-31"));
}

TEST_F(OrderClock, TimeWithTheSuperiorStopsTheUnitsClock) {
    const Limit limit{.days = 30};
    auto days = days_of(limit, "2018-08-03");
    days = *handed(workflow(), work_calendar(), limit, days, Holder::Unit, Holder::Superior, d("2018-08-20"));
    EXPECT_EQ(days.unit_days, 17);
    EXPECT_EQ(days.due_on, d("2018-09-03"));
    days = *handed(workflow(), work_calendar(), limit, days, Holder::Superior, Holder::Unit, d("2018-08-27"));
    EXPECT_EQ(days.superior_days, 7);
    EXPECT_EQ(days.due_on, d("2018-09-10")) << "a week with the superior moves the limit by a week";
    EXPECT_EQ(days.first_due_on, d("2018-09-03")) << "which stays visible";
    const Limit urgent{.days = 3, .working_days = true};
    auto short_days = days_of(urgent, "2018-09-03");
    short_days = *handed(workflow(), work_calendar(), urgent, short_days, Holder::Unit, Holder::Superior, d("2018-09-05"));
    short_days = *handed(workflow(), work_calendar(), urgent, short_days, Holder::Superior, Holder::Unit, d("2018-09-10"));
    EXPECT_EQ(short_days.due_on, d("2018-09-11")) << "three working days were held, of working days";
}

std::string light(const char* state, const char* today, bool late = false, int returned = 0) {
    auto order = complete(state);
    order.days = *given(workflow(), work_calendar(), workflow().terms, {.days = 30}, d("2018-08-03"));
    order.late = late;
    order.returned = returned;
    const auto shown = light_of(standing(workflow(), order, d(today)));
    return shown.colour + " " + shown.word;
}

TEST(OrderLight, TheWorstOfLimitSignatureAndReturnsWinsAndAColourHasItsWord) {
    EXPECT_EQ(light("draft", "2018-08-10"), "grey 未交办");
    EXPECT_EQ(light("assigned", "2018-08-06"), "green 正常");
    EXPECT_EQ(light("assigned", "2018-08-07"), "yellow 逾期未签收");
    EXPECT_EQ(light("handling", "2018-08-26"), "green 正常");
    EXPECT_EQ(light("handling", "2018-08-27"), "yellow 临近期限");
    EXPECT_EQ(light("handling", "2018-09-03"), "yellow 临近期限") << "the last day counts to its end";
    EXPECT_EQ(light("handling", "2018-09-04"), "red 逾期");
    EXPECT_EQ(light("reported", "2018-09-04"), "green 正常") << "the superior has it: the unit is not late";
    EXPECT_EQ(light("reported", "2018-09-04", true), "red 逾期反馈");
    EXPECT_EQ(light("handling", "2018-08-10", false, 1), "yellow 被退回");
    EXPECT_EQ(light("struck_off", "2018-12-01"), "done 已办结");
    EXPECT_EQ(light("struck_off", "2018-12-01", true), "green 逾期办结");
    EXPECT_EQ(light("terminated", "2018-12-01", true), "grey 不再办理");
}

}  // namespace
}  // namespace luoshi::order
