#include "order/order_service.hpp"

#include <gmock/gmock.h>

#include <random>

#include "order/order_fixture_test.hpp"

namespace luoshi::order {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const store::Sql kGoesBack{"order_test.steps", "SELECT COUNT(*) FROM order_step WHERE order_id = $1"};

INSTANTIATE_TEST_SUITE_P(Engines, OrderTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(OrderTest, GoesFromTheDraftToTheArchiveAndEveryStepIsKept) {
    auto view = given();
    EXPECT_EQ(view.row.order.number, "沧督〔2018〕1号");
    EXPECT_EQ(view.row.order.days.first_due_on, d("2018-09-03"));
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.assigned"));
    view = take(county(), view, step("acknowledge"));
    view = take(county(), view, step("handle"));
    today_ = d("2018-08-20");
    EXPECT_EQ(refused(county(), view, report()), "order.evidence");
    attach(view);
    view = take(county(), view, report());
    EXPECT_EQ(view.light.colour, "green");
    ASSERT_THAT(view.files, SizeIs(1));
    EXPECT_TRUE(view.files[0].step);
    today_ = d("2018-08-27");
    view = take(clerk(), view, step("return", "任务未完成：只发了通知"));
    EXPECT_EQ(view.row.order.days.due_on, d("2018-09-10")) << "the week with the office is the office's";
    EXPECT_EQ(view.superior_days, 7);
    attach(view, "印发稿");
    view = take(county(), view, report());
    auto close = step("close");
    close.answers = std::vector<bool>(6, true);
    view = take(clerk(), view, close);
    EXPECT_EQ(refused(clerk(), view, step("strike_off")), "order.not_yours") << "a clerk does not decide";
    view = take(head(), view, step("strike_off"));
    view = take(clerk(), view, step("archive"));
    EXPECT_EQ(view.light.word, "已办结");
    std::vector<std::string> names;
    for (const auto& one : view.steps) {
        names.push_back(one.action);
    }
    EXPECT_THAT(names, ElementsAre("submit", "approve", "assign", "acknowledge", "handle", "report", "return", "report", "close",
                                   "strike_off", "archive"));
    EXPECT_EQ(view.steps[6].reason, "任务未完成：只发了通知");
    EXPECT_EQ(given().row.order.number, "沧督〔2018〕2号");
}

TEST_P(OrderTest, IsSeenByItsUnitsOnceItWasGivenAndByNobodyElse) {
    const auto draft = *orders_.draft(clerk(), measures());
    const auto id = draft.row.order.id;
    EXPECT_EQ(orders_.read(county(), id).error().code, "order.not_found") << "a draft is the office's own";
    EXPECT_TRUE(orders_.read(leader(), id));
    auto other = measures();
    other.assisting = {kTownA1};
    const auto open = given(other);
    EXPECT_TRUE(orders_.read(county(), open.row.order.id));
    EXPECT_TRUE(orders_.read(town(), open.row.order.id)) << "it assists";
    EXPECT_EQ(orders_.read(other_county(), open.row.order.id).error().code, "order.not_found");
    EXPECT_THAT(titles(other_county()), IsEmpty());
    EXPECT_THAT(titles(county()), SizeIs(1));
    EXPECT_THAT(titles(clerk()), SizeIs(2));
    EXPECT_EQ(refused(town(), open, step("acknowledge")), "order.not_yours") << "the main unit signs";
}

TEST_P(OrderTest, IsOnlyGivenWithinTheAuthorityOfWhoSupervises) {
    auto above = measures();
    above.main = kCountyB;
    EXPECT_EQ(orders_.draft(county(), above).error().fields.at(0).code, "order.beyond_authority");
    above.main = kTownA1;
    EXPECT_TRUE(orders_.draft(county(), above)) << "a county runs its own";
    EXPECT_EQ(orders_.draft(town(), above).error().code, "order.not_manager");
    auto instruction = measures();
    instruction.source = "instruction";
    EXPECT_EQ(orders_.draft(clerk(), instruction).error().fields.at(0).path, "/instructed_by");
}

TEST_P(OrderTest, AnExtensionIsAskedBeforeTheLimitGivenAnOpinionAndDecidedBySomebodyElse) {
    auto view = handling();
    const NewRequest wanted{.kind = "extension", .reason = "征求意见未结束", .progress = "已完成初稿", .due_wanted = d("2018-09-20")};
    const auto ask = [&](const NewRequest& request) { return orders_.ask(county(), view.row.order.id, view.row.order.version, request); };
    EXPECT_EQ(ask({.kind = "extension", .reason = "", .progress = "", .due_wanted = d("2018-09-03")}).error().fields.size(), 3U);
    today_ = d("2018-09-04");
    EXPECT_EQ(ask(wanted).error().code, "order.request_too_late");
    today_ = d("2018-09-03");
    view = *ask(wanted);
    EXPECT_EQ(view.row.order.state, "asking");
    EXPECT_THAT(inbox(kCommerce), testing::Contains("order.request"));
    const auto request = view.requests.at(0);
    EXPECT_EQ(orders_.decide(head(), request.id, request.version + 1, {.agree = true}).error().code, "order.version_mismatch");
    today_ = d("2018-09-05");
    EXPECT_EQ(orders_.read(county(), view.row.order.id)->light.colour, "green") << "while it is decided on the unit is not late";
    view = *orders_.decide(head(), request.id, 1, {.agree = true, .opinion = "理由属实"});
    EXPECT_EQ(orders_.decide(head(), request.id, 2, {.agree = true}).error().code, "order.same_person");
    view = *orders_.decide(leader(), request.id, 2, {.agree = true, .opinion = "同意", .due_on = d("2018-09-14")});
    EXPECT_EQ(view.row.order.state, "handling");
    EXPECT_EQ(view.row.order.days.due_on, d("2018-09-14"));
    EXPECT_EQ(view.row.order.days.first_due_on, d("2018-09-03")) << "the first limit stays";
    EXPECT_EQ(view.requests.at(0).due_granted, d("2018-09-14"));
    EXPECT_EQ(orders_.decide(leader(), request.id, 3, {.agree = true}).error().code, "order.request_decided");
}

TEST_P(OrderTest, ARefusedRequestGivesTheUnitTheDaysItWasDecidedOnAndASuspendedMatterWaits) {
    auto view = handling();
    today_ = d("2018-09-03");
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "suspension", .reason = "上级政策将调整", .progress = "已完成初稿"});
    today_ = d("2018-09-05");
    EXPECT_EQ(orders_.decide(clerk(), view.requests[0].id, 1, {.agree = false}).error().fields.at(0).path, "/opinion");
    view = *orders_.decide(clerk(), view.requests[0].id, 1, {.agree = false, .opinion = "理由不充分"});
    EXPECT_EQ(view.row.order.state, "handling");
    EXPECT_EQ(view.row.order.days.due_on, d("2018-09-05"));
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "suspension", .reason = "上级政策将调整", .progress = "已完成初稿"});
    view = *orders_.decide(clerk(), view.requests[1].id, 1, {.agree = true});
    view = *orders_.decide(leader(), view.requests[1].id, 2, {.agree = true});
    EXPECT_EQ(view.row.order.state, "suspended");
    today_ = d("2018-10-08");
    view = take(clerk(), view, step("resume", "政策已明确"));
    EXPECT_EQ(view.row.order.days.due_on, d("2018-10-08")) << "33 days were not the unit's";
}

TEST_P(OrderTest, TheUnitTakesItsRequestBackUntilItIsDecided) {
    auto view = handling();
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "withdrawal", .reason = "已并入其他工作", .progress = "已完成初稿"});
    EXPECT_EQ(orders_.take_back(town(), view.requests[0].id, 1).error().code, "order.not_found");
    view = *orders_.take_back(county(), view.requests[0].id, 1);
    EXPECT_EQ(view.row.order.state, "handling");
    EXPECT_EQ(view.requests[0].state, "taken_back");
}

TEST_P(OrderTest, ChasingHasAnIntervalAndAReportAfterTheLimitStaysLate) {
    auto view = handling();
    today_ = d("2018-09-06");
    EXPECT_EQ(orders_.read(clerk(), view.row.order.id)->light.word, "逾期");
    view = take(clerk(), view, step("chase", "请抓紧"));
    EXPECT_EQ(refused(clerk(), view, step("chase")), "order.interval");
    EXPECT_THAT(inbox(kCountyA), testing::Contains("order.chased"));
    attach(view);
    view = take(county(), view, report());
    EXPECT_EQ(view.light.word, "逾期反馈");
    auto close = step("close");
    close.answers = std::vector<bool>(6, true);
    view = take(clerk(), view, close);
    EXPECT_EQ(view.light.word, "逾期办结");
}

TEST_P(OrderTest, RefusedByItsUnitItIsGivenToAnother) {
    auto view = given();
    EXPECT_EQ(refused(county(), view, step("refuse")), "order.reason");
    view = take(county(), view, step("refuse", "不属本县职责"));
    EXPECT_EQ(refused(clerk(), view, step("reassign")), "order.new_unit");
    auto again = step("reassign");
    again.main = kCountyB;
    today_ = d("2018-08-10");
    view = take(clerk(), view, again);
    EXPECT_EQ(view.row.main_name, "乙市人民政府");
    EXPECT_EQ(view.row.order.days.given_on, d("2018-08-10")) << "its clock begins anew";
    EXPECT_EQ(view.superior_days, 7) << "what the superior took stays counted";
    EXPECT_EQ(inbox(kCountyA).back(), "order.decided") << "who had it is told";
    EXPECT_EQ(orders_.read(county(), view.row.order.id).error().code, "order.not_found");
}

TEST_P(OrderTest, AMatterIsMergedIntoAnotherOfTheSameOwner) {
    auto first = given();
    const auto second = given();
    auto act = step("merge", "同一事项");
    act.into = OrderId{12345};
    EXPECT_EQ(orders_.act(head(), first.row.order.id, first.row.order.version, act).error().fields.at(0).code, "order.other_order");
    act.into = second.row.order.id;
    first = take(head(), first, act);
    EXPECT_EQ(first.row.order.state, "merged");
    EXPECT_EQ(first.row.order.merged_into, second.row.order.id);
}

TEST_P(OrderTest, AnExtensionDecidedLateGivesTheUnitAtLeastWhatARefusalWould) {
    auto draft = measures();
    draft.due_on = d("2018-08-10");
    auto view = take(county(), given(draft), step("acknowledge"));
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "extension", .reason = "需要调研", .progress = "已起草", .due_wanted = d("2018-08-15")});
    view = *orders_.decide(clerk(), view.requests[0].id, view.requests[0].version, {.agree = true});
    today_ = d("2018-08-20");
    view = *orders_.decide(head(), view.requests[0].id, view.requests[0].version, {.agree = true});
    EXPECT_EQ(view.row.order.days.due_on, d("2018-08-27")) << "seventeen days with the superior, not a limit already past";
    EXPECT_EQ(view.requests[0].due_granted, d("2018-08-27"));
    EXPECT_NE(view.light.colour, "red");
}

TEST_P(OrderTest, MergedItsUnitsAssistInTheOtherAndAreTold) {
    auto first = given();
    auto draft = measures();
    draft.main = kCountyB;
    const auto second = given(draft);
    auto act = step("merge", "同一事项");
    act.into = second.row.order.id;
    first = take(head(), first, act);
    ASSERT_TRUE(first.merged_into);
    EXPECT_EQ(first.merged_into->order.id, second.row.order.id);
    const auto seen = orders_.read(county(), second.row.order.id);
    ASSERT_TRUE(seen) << "who had the matter sees where it goes on";
    ASSERT_THAT(seen->assisting, SizeIs(1));
    EXPECT_EQ(seen->assisting[0].id, kCountyA);
    ASSERT_THAT(seen->merged_here, SizeIs(1));
    EXPECT_EQ(seen->steps.back().action, "merged_in");
    EXPECT_EQ(seen->steps.back().reason, "8月底前印发本县推进措施") << "its text is not lost";
    EXPECT_EQ(inbox(kCountyB).back(), "order.assigned");
}

TEST_P(OrderTest, GivenAfterItsApprovedDayItWantsAnother) {
    auto draft = measures();
    draft.due_on = d("2018-08-10");
    auto view = take(clerk(), *orders_.draft(clerk(), draft), step("submit"));
    view = take(head(), view, step("approve"));
    auto early = step("assign");
    early.due_on = d("2018-09-10");
    EXPECT_EQ(orders_.act(clerk(), view.row.order.id, view.row.order.version, early).error().fields.at(0).code, "order.limit_stands");
    today_ = d("2018-08-13");
    EXPECT_EQ(refused(clerk(), view, step("assign")), "order.complete");
    early.due_on = d("2018-08-31");
    view = take(clerk(), view, early);
    EXPECT_EQ(view.row.order.days.due_on, d("2018-08-31"));
    EXPECT_THAT(view.steps.back().note, HasSubstr("2018-08-31"));
}

TEST_P(OrderTest, WrongUnitsTasksAndDaysAreRefusedByTheirFields) {
    const auto fields = [&](const std::function<void(Draft&)>& wrong, const Actor& actor) {
        auto draft = measures();
        wrong(draft);
        const auto out = orders_.draft(actor, draft);
        return out ? std::string{"accepted"} : out.error().fields.at(0).path + " " + out.error().fields.at(0).code;
    };
    EXPECT_EQ(fields([](Draft& draft) { draft.main = UnitId{999}; }, clerk()), "/main_unit_id order.unknown_unit");
    EXPECT_EQ(fields([](Draft& draft) { draft.assisting = {UnitId{999}}; }, clerk()), "/assisting_unit_ids order.unknown_unit");
    EXPECT_EQ(fields([](Draft& draft) { draft.task = TaskId{999}; }, clerk()), "/task_id order.unknown_task");
    EXPECT_EQ(fields([](Draft& draft) { draft.main = kCity; }, clerk()), "/main_unit_id order.beyond_authority")
        << "nobody supervises those above him, however far he sees";
    EXPECT_EQ(fields([](Draft& draft) { draft.main = kTownA1, draft.assisting = {kFinance}; }, county()),
              "/assisting_unit_ids order.beyond_authority");
    EXPECT_EQ(fields([](Draft& draft) { draft.due_on = d("0001-01-01"); }, clerk()), "/due_on order.due_range");
    EXPECT_EQ(fields([](Draft& draft) { draft.due_on = d("9999-12-31"); }, clerk()), "/due_on order.due_range");
    EXPECT_EQ(fields([](Draft& draft) { draft.instructed_on = d("2099-01-01"); }, clerk()), "/instructed_on order.instructed_later");
    EXPECT_EQ(fields([](Draft& draft) { draft.assisting = {kCountyB, kCountyB}; }, clerk()), "accepted") << "named twice it assists once";
}

TEST_P(OrderTest, OneMatterIsOneItemAndADraftCanBeGivenUp) {
    const auto draft = measures();
    const auto view = *orders_.draft(clerk(), draft);
    EXPECT_EQ(orders_.draft(clerk(), draft).error().code, "order.alike");
    EXPECT_EQ(refused(clerk(), view, step("discard")), "order.reason");
    EXPECT_EQ(take(clerk(), view, step("discard", "重复立项")).row.order.state, "terminated");
    EXPECT_TRUE(orders_.draft(clerk(), draft)) << "the first is no longer open";
    auto renamed = *orders_.draft(clerk(), measures());
    auto spaced = draft;
    spaced.title = "　" + draft.title + " ";
    EXPECT_EQ(orders_.edit(clerk(), renamed.row.order.id, renamed.row.order.version, spaced).error().code, "order.alike")
        << "neither by another name nor by blanks";
}

TEST_P(OrderTest, WhatWasNeverGivenIsNotToldOf) {
    take(clerk(), *orders_.draft(clerk(), measures()), step("discard", "重复立项"));
    auto registered = take(clerk(), *orders_.draft(clerk(), measures()), step("submit"));
    registered = take(head(), registered, step("approve"));
    take(head(), registered, step("terminate", "情况变化"));
    EXPECT_THAT(inbox(kCountyA), IsEmpty());
}

TEST_P(OrderTest, ALeadersInstructionIsNotEndedWithoutALeader) {
    auto draft = measures();
    draft.source = "instruction";
    draft.instructed_by = "张副市长";
    auto view = given(draft);
    const auto other = given();
    auto merge = step("merge", "同一事项");
    merge.into = other.row.order.id;
    EXPECT_EQ(refused(head(), view, merge), "order.leader_word") << "not by way of another matter either";
    EXPECT_EQ(refused(head(), view, step("terminate", "情况变化")), "order.leader_word");
    draft.title += "之二";
    auto merged = given(draft);
    merge.leader_word = "同意并案";
    merged = take(leader(), merged, merge);
    EXPECT_THAT(merged.steps.back().note, testing::AllOf(HasSubstr("并入 沧督"), HasSubstr("同意并案"))) << "neither hides the other";
    auto by_leader = step("terminate", "情况变化");
    by_leader.leader_word = "同意终止";
    EXPECT_EQ(take(leader(), view, by_leader).row.order.state, "terminated");
}

TEST_P(OrderTest, TheSameFileMayStandBehindTwoReports) {
    auto view = handling();
    attach(view);
    auto told = step("progress");
    told.feedback = {"完成初稿", "", "征求意见", ""};
    view = take(county(), view, told);
    attach(view);
    EXPECT_EQ(refused(county(), view, report()), "") << "handed in with the progress, and again with the report";
}

TEST_P(OrderTest, AReportIsSignedByWhoLeadsTheUnit) {
    auto view = handling();
    attach(view);
    auto clerk_of_county = who(kCountyA, Scope::Subtree, 2, {"order.read", "order.handle"});
    auto act = report();
    EXPECT_EQ(refused(clerk_of_county, view, act), "order.signed_off");
    act.feedback.signer = "随便";
    EXPECT_EQ(refused(clerk_of_county, view, act), "order.signed_off") << "nobody of that name leads the unit";
    EXPECT_THAT(orders_.read(clerk_of_county, view.row.order.id)->heads, ElementsAre("甲县人民政府负责人"));
    act.feedback.signer = "甲县人民政府负责人";
    EXPECT_EQ(refused(clerk_of_county, view, act), "");
}

TEST_P(OrderTest, WhoDecidesIsToldAndWhatLiesWithTheSupervisorIsOnItsDesk) {
    auto view = take(clerk(), *orders_.draft(clerk(), measures()), step("submit"));
    EXPECT_THAT(inbox(kCommerce), ElementsAre("order.to_decide")) << "the head of the supervising unit";
    EXPECT_THAT(orders_.lying_with_owner(clerk(), 50), IsEmpty()) << "it waits for who decides";
    view = take(head(), view, step("approve"));
    EXPECT_THAT(orders_.lying_with_owner(clerk(), 50), SizeIs(1)) << "approved, to be given";
    view = take(clerk(), view, step("assign"));
    EXPECT_THAT(orders_.lying_with_owner(clerk(), 50), IsEmpty());
    view = take(county(), view, step("acknowledge"));
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "suspension", .reason = "等待政策", .progress = "已起草"});
    EXPECT_THAT(orders_.lying_with_owner(clerk(), 50), SizeIs(1)) << "an opinion is wanted";
    EXPECT_THAT(orders_.lying_with_owner(other_county(), 50), IsEmpty());
    view = *orders_.decide(clerk(), view.requests[0].id, view.requests[0].version, {.agree = true});
    EXPECT_THAT(orders_.lying_with_owner(clerk(), 50), IsEmpty()) << "now it waits for a decision";
    EXPECT_EQ(inbox(kCommerce).back(), "order.to_decide");
}

TEST_P(OrderTest, AnOrderWhoseReasonIsGoneIsDroppedAndItsUnitTold) {
    const auto view = given();
    const auto drop = [&] {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) { return orders_.drop(tx, clerk(), view.row.order.id, "复核后取消整改"); }));
    };
    drop();
    drop();
    const auto now = *orders_.read(clerk(), view.row.order.id);
    EXPECT_EQ(now.row.order.state, "terminated");
    EXPECT_EQ(std::ranges::count(now.steps, "drop", &StepRow::action), 1) << "once";
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.assigned", "order.decided"));
}

TEST_P(OrderTest, ResumedItGoesOnWhereItWasSuspended) {
    auto view = take(county(), given(), step("acknowledge"));
    view = *orders_.ask(county(), view.row.order.id, view.row.order.version,
                        {.kind = "suspension", .reason = "等待省里政策", .progress = "已起草"});
    const auto decide = [&](const Actor& actor) {
        view = *orders_.decide(actor, view.requests[0].id, view.requests[0].version, {.agree = true});
    };
    decide(clerk());
    decide(head());
    EXPECT_EQ(view.row.order.state, "suspended");
    today_ = d("2018-08-13");
    view = take(clerk(), view, step("resume", "政策已出台"));
    EXPECT_EQ(view.row.order.state, "signed") << "it had not been begun";
    EXPECT_EQ(view.row.order.days.due_on, d("2018-09-13")) << "the ten days it was suspended move the limit";
}

TEST_P(OrderTest, ALongMatterIsReportedOnEveryMonth) {
    auto draft = measures();
    draft.due_on = d("2018-12-20");
    auto view = take(county(), given(draft), step("acknowledge"));
    view = take(county(), view, step("handle"));
    EXPECT_EQ(view.progress_due_on, d("2018-09-28")) << "from the month after it was given";
    today_ = d("2018-09-29");
    view = *orders_.read(county(), view.row.order.id);
    EXPECT_EQ(view.light.word, "逾期未报进展");
    auto told = step("progress");
    EXPECT_EQ(refused(county(), view, told), "order.progress");
    told.feedback = {"完成初稿", "", "征求意见", ""};
    attach(view);
    view = take(county(), view, told);
    EXPECT_EQ(view.row.order.state, "handling") << "the matter goes on";
    EXPECT_EQ(view.light.colour, "green");
    EXPECT_EQ(view.progress_due_on, d("2018-10-28"));
    EXPECT_TRUE(view.files[0].step) << "its evidence is handed in with it";
    const auto cells = orders_.board(clerk());
    ASSERT_THAT(cells, SizeIs(1));
    EXPECT_EQ(cells[0].colour, "green");
    today_ = d("2018-11-01");
    EXPECT_EQ(orders_.board(clerk())[0].colour, "yellow") << "the board says what the page says";
}

TEST_P(OrderTest, AStepIsTakenOnManyAndWhatIsRefusedSaysWhy) {
    const auto one = take(clerk(), *orders_.draft(clerk(), measures()), step("submit"));
    const auto other = take(clerk(), *orders_.draft(clerk(), measures()), step("submit"));
    const auto draft = *orders_.draft(clerk(), measures());
    const auto versioned = [](const View& view) { return Versioned{view.row.order.id, view.row.order.version}; };
    const auto outcomes = orders_.act_together(head(), {versioned(one), versioned(draft), versioned(other)}, step("approve"));
    ASSERT_THAT(outcomes, SizeIs(3));
    EXPECT_TRUE(outcomes[0]);
    EXPECT_EQ(outcomes[1].error().code, "order.not_possible");
    EXPECT_TRUE(outcomes[2]) << "the refused one holds it not back";
    EXPECT_EQ(orders_.read(clerk(), other.row.order.id)->row.order.number, "沧督〔2018〕2号");
}

TEST_P(OrderTest, WhatWaitsForADecisionIsCountedAsItIsListed) {
    const auto own = take(head(), *orders_.draft(head(), measures()), step("submit"));
    today_ = d("2018-08-06");
    const auto others = take(clerk(), *orders_.draft(clerk(), measures()), step("submit"));
    const auto seen = [&](const Actor& actor, int most = 50) {
        std::vector<OrderId> out;
        for (const auto& one : orders_.waiting(actor, most)) {
            out.push_back(one.row.order.id);
        }
        return out;
    };
    EXPECT_THAT(seen(head()), ElementsAre(others.row.order.id)) << "not what he drafted himself";
    EXPECT_THAT(seen(leader()), ElementsAre(own.row.order.id, others.row.order.id)) << "longest waiting first";
    EXPECT_THAT(seen(leader(), 1), ElementsAre(own.row.order.id));
    EXPECT_EQ(orders_.waiting(leader(), 50)[1].since, d("2018-08-06"));
    EXPECT_EQ(orders_.count_waiting(leader()), 2);
    EXPECT_EQ(orders_.count_waiting(head()), 1);
    EXPECT_EQ(orders_.count_waiting(clerk()), 0) << "who does not decide has nothing to decide";
    EXPECT_EQ(orders_.count_waiting(county()), 0);
}

TEST_P(OrderTest, TheLoserOfTwoStepsIsToldAndChangesNothing) {
    const auto view = given();
    take(county(), view, step("acknowledge"));
    EXPECT_EQ(refused(county(), view, step("refuse", "不属本县职责")), "order.version_mismatch");
    EXPECT_EQ(orders_.read(county(), view.row.order.id)->row.order.state, "signed");
}

TEST_P(OrderTest, RemindersComeBeforeAndAfterTheLimitUntilItIsReported) {
    const auto view = given();
    const auto remind = [&](const char* day) {
        today_ = d(day);
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(kForget);
            return base::Done{};
        }));
        for (int twice = 0; twice < 2; ++twice) {
            ASSERT_TRUE(db_->write([&](store::WriteTx& tx) { return orders_.remind(tx, today_); }));
        }
    };
    remind("2018-08-06");
    EXPECT_THAT(inbox(kCountyA), IsEmpty());
    remind("2018-08-07");
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.due_soon")) << "not signed for";
    take(county(), *orders_.read(county(), view.row.order.id), step("acknowledge"));
    remind("2018-08-27");
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.due_soon"));
    remind("2018-09-03");
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.due_soon")) << "the last day";
    remind("2018-09-04");
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.overdue"));
    EXPECT_THAT(inbox(kCommerce, 2), ElementsAre("order.overdue"));
    remind("2018-09-05");
    EXPECT_THAT(inbox(kCountyA), ElementsAre("order.overdue")) << "every second working day";
    remind("2018-09-06");
    EXPECT_THAT(inbox(kCountyA), IsEmpty());
    auto view_now = take(county(), *orders_.read(county(), view.row.order.id), step("handle"));
    attach(view_now);
    take(county(), view_now, report());
    remind("2018-09-07");
    EXPECT_THAT(inbox(kCountyA), IsEmpty()) << "reported: it lies with the supervisor";
}

TEST_P(OrderTest, TheBoardCountsWhatTheListShows) {
    given();
    handling();
    auto late = measures();
    late.due_on = d("2018-08-10");
    given(late);
    *orders_.draft(clerk(), measures());
    today_ = d("2018-08-13");
    const auto count = [&](const Actor& actor, const std::string& state, const std::string& colour) {
        int out = 0;
        for (const auto& cell : orders_.board(actor)) {
            out += (state.empty() || cell.state == state) && (colour.empty() || cell.colour == colour) ? cell.count : 0;
        }
        return out;
    };
    EXPECT_EQ(count(clerk(), "", ""), 4);
    EXPECT_EQ(count(county(), "", ""), 3) << "without the draft";
    EXPECT_EQ(count(clerk(), "assigned", "red"), 1);
    for (const char* colour : {"grey", "green", "yellow", "red", "done"}) {
        EXPECT_EQ(static_cast<std::size_t>(count(clerk(), "", colour)),
                  orders_.list(clerk(), {.filter = {}, .light = colour}).items.size());
    }
    ASSERT_THAT(orders_.due(clerk(), d("2018-08-01"), d("2018-08-31")), SizeIs(1));
    EXPECT_EQ(orders_.due(clerk(), d("2018-08-01"), d("2018-08-31"))[0].day, d("2018-08-10"));
}

TEST_P(OrderTest, TheLedgerComesInPagesByTheLimitAndIsSearchedAndFiltered) {
    for (int i = 0; i < 7; ++i) {
        auto draft = measures();
        draft.title = "事项" + std::to_string(i);
        draft.due_on = d("2018-09-10") + std::chrono::days{i % 3};
        i == 6 ? void(*orders_.draft(clerk(), draft)) : void(given(draft));
    }
    ListQuery query{.limit = 3};
    std::vector<std::string> seen;
    for (;;) {
        const auto page = orders_.list(clerk(), query);
        for (const auto& item : page.items) {
            seen.push_back(item.row.order.title);
        }
        if (!page.next) {
            break;
        }
        query.after = page.next;
    }
    EXPECT_THAT(seen, ElementsAre("事项0", "事项3", "事项1", "事项4", "事项2", "事项5", "事项6")) << "a draft has no limit yet";
    EXPECT_THAT(titles(clerk(), {.filter = {.words = "项4"}}), ElementsAre("事项4"));
    EXPECT_THAT(titles(clerk(), {.filter = {.due_from = d("2018-09-12")}}), ElementsAre("事项2", "事项5"));
    EXPECT_THAT(titles(clerk(), {.filter = {.state = "draft"}}), ElementsAre("事项6"));
    EXPECT_THAT(titles(clerk(), {.filter = {.unit = kCountyB}}), IsEmpty());
}

TEST_P(OrderTest, WhateverIsTriedTheFirstLimitStaysAndEveryChangeHasItsStep) {
    std::mt19937 random{4};
    const std::vector<Actor> people{clerk(), head(), leader(), county(), town(), other_county()};
    for (int round = 0; round < 12; ++round) {
        today_ = d("2018-08-03");
        auto view = given();
        const auto id = view.row.order.id;
        const auto first = view.row.order.days.first_due_on;
        int steps = 3;
        for (int tries = 0; tries < 60; ++tries) {
            const auto& somebody = people[random() % people.size()];
            Act act = report();
            act.action = workflow().actions[random() % workflow().actions.size()].code;
            act.reason = "任务未完成";
            act.answers = std::vector<bool>(6, true);
            act.main = kCountyB;
            const auto before = *orders_.read(leader(), id);
            const auto after = orders_.act(somebody, id, before.row.order.version, act);
            steps += after ? 1 : 0;
            const auto now = *orders_.read(leader(), id);
            ASSERT_EQ(now.row.order.days.first_due_on, first);
            ASSERT_GE(*now.row.order.days.due_on, *before.row.order.days.due_on) << act.action;
            ASSERT_EQ(now.steps.size(), static_cast<std::size_t>(steps));
            if (!after) {
                ASSERT_EQ(now.row.order.version, before.row.order.version);
            }
            today_ += std::chrono::days{random() % 3};
        }
    }
}

}  // namespace
}  // namespace luoshi::order
