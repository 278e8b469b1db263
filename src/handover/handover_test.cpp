#include "handover/handover_service.hpp"
#include "handover/ownerless_service.hpp"
#include "notice/notice_service.hpp"
#include "plan/plan_fixture.hpp"

namespace luoshi::handover {
namespace {

using identity::Scope;
using store::Sql;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::IsEmpty;
using testing::Ne;
using testing::SizeIs;

const Sql kGrant{"handover_test.grant", "INSERT INTO role_permission (role_code, permission) VALUES ('any', $1)"};
const Sql kMilestone{"handover_test.milestone",
                     "INSERT INTO milestone (milestone_id, unit_duty_id, title, due_on, first_due_on, planned_pct_e4, removed, version) "
                     "VALUES ($1, $2, '挂牌', '2018-12-01', '2018-12-01', 500000, 0, 1)"};
const Sql kDone{"handover_test.done", "UPDATE milestone SET done_on = '2018-09-03'"};
const Sql kAssign{"handover_test.assign",
                  "INSERT INTO assignment (assignment_id, unit_duty_id, kind, post_id, state, reason) VALUES ($1, $2, 'person', $3, "
                  "'accepted', '')"};
const Sql kLeave{"handover_test.leave", "UPDATE user_post SET valid_to = '2018-09-01' WHERE user_id = $1"};
const Sql kOrder{
    "handover_test.order",
    "INSERT INTO supervision_order (order_id, number, owner_id, source, urgency, title, content, basis, instructed_by, feedback, "
    "contact, origin, main_id, limit_days, limit_working, state, state_before, running, given_on, due_on, unit_days, "
    "superior_days, late, returned, chased, drafter_id, version) VALUES ($1, '1号', $2, 'plan', 'ordinary', '督办一件', '', '', "
    "'', '', '', '', $3, 30, 0, 'handling', '', 1, '2018-09-01', '2018-10-01', 0, 0, 0, 0, 0, 0, 1)"};
const Sql kMeeting{"handover_test.meeting",
                   "INSERT INTO occasion (occasion_id, plan_id, unit_id, rule, kind, owner, name, every, period, agenda, opens_on, due_on, "
                   "state, place, chair, notes, minutes, skip_reason, opened_at, version) VALUES ($1, $2, $3, $5, 'dispatch', 'county', "
                   "'月调度', 'month', '2018-08', '', '2018-09-01', '2018-09-14', $4, '', '', '', '', '', 0, 1)"};
const Sql kDecision{"handover_test.decision",
                    "INSERT INTO occasion_decision (decision_id, occasion_id, text, unit_id, due_on, outcome) VALUES ($1, $2, $3, $4, "
                    "'2018-10-08', '')"};
const Sql kAssists{"handover_test.assists", "INSERT INTO occasion_decision_unit (decision_id, unit_id) VALUES ($1, $2)"};
const Sql kCaution{
    "handover_test.caution",
    "INSERT INTO caution (caution_id, rung, unit_id, task_id, owner_id, state, basis, light, reason, proposed_on, proposed_by, "
    "proposer_id, confirmed_by, object_until, objection, objected_by, answer, answered_by, version) VALUES ($1, 'yellow', $2, $3, $2, "
    "'in_force', '连续两月落后', '', '', '2018-08-20', '', 0, '', $4, '', '', '', '', 1)"};
const Sql kInbox{"handover_test.inbox", "SELECT text FROM notice WHERE user_id = $1 AND read_at IS NULL ORDER BY notice_id"};
const Sql kTold{"handover_test.told", "SELECT COUNT(*) FROM notice WHERE user_id = $1 AND kind = 'duty.without_owner'"};

class HandoverTest : public plan::PlanTest {
protected:
    HandoverTest() {
        write([&](store::WriteTx& tx) {
            for (const auto* permission : {"duty.read", "duty.assign", "report.fill", "report.review", "order.handle", "dispatch.manage"}) {
                tx.execute(kGrant, {std::string{permission}});
            }
        });
        workflow_.states = {{"handling", "办理中", order::Holder::Unit, order::Phase::Open}};
    }

    template <class Work>
    void write(Work work) {
        const base::Status done = db_->write([&](store::WriteTx& tx) -> base::Status {
            work(tx);
            return base::Done{};
        });
        EXPECT_TRUE(done);
    }
    plan::UnitDutyId part(UnitId unit, const char* task = "T1") { return unit_duty(PlanTest::task(plan_, task), unit); }
    identity::Actor clerk(UnitId unit) const {
        auto out = actor(unit, Scope::Own, 2);
        out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"duty.read"});
        return out;
    }
    identity::Actor head(UnitId unit) const { return actor(unit, Scope::Own, 1); }
    /// From the head of the first county to its clerk.
    NewHandover of_head() const { return {PostId{1101}, UserId{1101}, UserId{1102}, today_, ""}; }
    std::vector<Ownerless> ownerless() {
        return db_->read([&](store::ReadTx& tx) { return without_owner(tx, today_); });
    }

    order::Workflow workflow_;
    Handovers handovers_{
        *db_,
        ids_,
        clock_,
        {.today = [this] { return today_; },
         .orders = [this]() -> const order::Workflow& { return workflow_; },
         .slots =
             [](store::ReadTx&, std::span<const plan::UnitDutyId> parts) {
                 return std::vector<std::vector<plan::ReportSlot>>(parts.size(), {{"2018-08", {}, "missing", "month"}});
             },
         .report_due = [](store::ReadTx&, plan::UnitDutyId, const std::string& period) { return base::parse_date(period + "-28"); }}};
    plan::PlanId plan_ = confirmed();
};

TEST_P(HandoverTest, TheSheetListsWhatStandsOpenAndDoesNotChangeAfterwards) {
    const auto part_of_county = part(kCountyA);
    write([&](store::WriteTx& tx) {
        tx.execute(kMilestone, {1, part_of_county});
        tx.execute(kOrder, {5, kCommerce, kCountyA});
    });
    const auto made = handovers_.make(head(kCountyA), of_head());
    ASSERT_TRUE(made);
    const auto of = [](Section section) { return Field(&Line::section, section); };
    for (const auto section : {Section::Part, Section::Milestone, Section::Fill, Section::Order}) {
        EXPECT_THAT(made.value().lines, Contains(of(section))) << word(section);
    }
    EXPECT_THAT(made.value().lines, Contains(Field(&Line::state, "办理中")));
    write([&](store::WriteTx& tx) { tx.execute(kDone, {}); });
    const auto later = handovers_.read(head(kCountyA), made.value().sheet.id);
    ASSERT_TRUE(later);
    EXPECT_THAT(later.value().lines, Contains(of(Section::Milestone)));
    EXPECT_EQ(later.value().lines.size(), made.value().lines.size());
}

TEST_P(HandoverTest, TheSheetListsMeetingsDecisionsCautionsAndWhenReportsAreDue) {
    const auto task = PlanTest::task(plan_, "T1");
    part(kCountyA);
    write([&](store::WriteTx& tx) {
        tx.execute(kMeeting, {1, plan_, kCountyA, "open", "a"});
        tx.execute(kMeeting, {2, plan_, kCountyA, "skipped", "b"});
        tx.execute(kMeeting, {3, plan_, kCommerce, "held", "c"});
        tx.execute(kMeeting, {4, plan_, kCommerce, "open", "d"});
        tx.execute(kDecision, {1, 3, "牵头做的", kCountyA});
        tx.execute(kDecision, {2, 3, "配合做的", kCountyB});
        tx.execute(kAssists, {2, kCountyA});
        tx.execute(kDecision, {3, 4, "会还没开", kCountyA});
        tx.execute(kDecision, {4, 3, "别人的", kCountyB});
        tx.execute(kCaution, {1, kCountyA, task, today_});
        tx.execute(kCaution, {2, kCountyA, task, today_ - std::chrono::days{1}});
    });
    const auto made = handovers_.make(head(kCountyA), of_head());
    ASSERT_TRUE(made);
    std::map<Section, std::vector<std::string>> titles;
    for (const auto& line : made->lines) {
        titles[line.section].push_back(line.title + (line.due_on ? " " + base::date_text(*line.due_on) : ""));
    }
    EXPECT_THAT(titles[Section::Meeting], testing::ElementsAre("月调度 2018-09-14"));
    EXPECT_THAT(titles[Section::Decision], testing::ElementsAre("牵头做的 2018-10-08", "配合做的 2018-10-08"));
    EXPECT_THAT(titles[Section::Caution], SizeIs(1)) << "only while it may be objected to";
    EXPECT_THAT(titles[Section::Fill], Contains("2018-08 2018-08-28"));
}

TEST_P(HandoverTest, ACancelledSheetAsksForNothingMoreAndIsOnNoOtherSheet) {
    const auto inbox = [&](int user) {
        return db_->read([&](store::ReadTx& tx) { return tx.all(kInbox, {user}, [](const store::Row& row) { return row.text(0); }); });
    };
    const auto id = handovers_.make(office(), of_head())->sheet.id;
    EXPECT_THAT(inbox(1101), testing::ElementsAre(testing::HasSubstr("待您签署")));
    ASSERT_TRUE(handovers_.cancel(office(), id, 1, "人员没有调动"));
    for (const int user : {1101, 1102}) {
        EXPECT_THAT(inbox(user), testing::ElementsAre(testing::HasSubstr("的交接单已作废，不再需要签署：人员没有调动"))) << user;
    }
    const auto next = handovers_.make(head(kCountyA), of_head());
    ASSERT_TRUE(next);
    EXPECT_THAT(next->lines, Each(Field(&Line::section, Ne(Section::Notice))));
}

TEST_P(HandoverTest, TheDayLiesWithinAYearOfToday) {
    auto content = of_head();
    content.on_day = today_ + std::chrono::days{400};
    EXPECT_EQ(handovers_.make(head(kCountyA), content).error().fields.front().code, "handover.day_far");
    content.on_day = today_ - std::chrono::days{400};
    EXPECT_THAT(handovers_.make(head(kCountyA), content).error().fields, Contains(Field(&base::FieldError::code, "handover.day_far")));
    content.on_day = today_ + std::chrono::days{30};
    EXPECT_TRUE(handovers_.make(head(kCountyA), content));
}

TEST_P(HandoverTest, WhoIsNoHeadHandsOverOnlyWhatIsAssignedToThePost) {
    const auto part_of_county = part(kCountyA);
    write([&](store::WriteTx& tx) { tx.execute(kAssign, {1, part_of_county, PostId{1102}}); });
    const auto made = handovers_.make(head(kCountyA), {PostId{1102}, UserId{1102}, UserId{1101}, today_, ""});
    ASSERT_TRUE(made);
    EXPECT_EQ(std::ranges::count(made.value().lines, Section::Part, &Line::section), 1);
}

TEST_P(HandoverTest, BothSignWithTheirOwnLoginAndNobodyForThem) {
    const auto id = handovers_.make(office(), of_head()).value().sheet.id;
    EXPECT_EQ(handovers_.sign(office(), id, 1).error().code, "handover.not_party");
    EXPECT_EQ(handovers_.sign(head(kCountyB), id, 1).error().code, "handover.not_found");
    EXPECT_THAT(handovers_.list(head(kCountyA), "open"), SizeIs(1));
    ASSERT_TRUE(handovers_.sign(clerk(kCountyA), id, 1));
    EXPECT_EQ(handovers_.sign(clerk(kCountyA), id, 2).error().code, "handover.settled");
    const auto signed_by_both = handovers_.sign(head(kCountyA), id, 2);
    ASSERT_TRUE(signed_by_both);
    EXPECT_EQ(signed_by_both.value().sheet.state, "signed");
    EXPECT_EQ(handovers_.cancel(office(), id, 3, "误开").error().code, "handover.settled");
    EXPECT_THAT(handovers_.list(head(kCountyA), "open"), IsEmpty());
}

TEST_P(HandoverTest, UnreadNoticesAreShownOnlyToTheTwoWhoSign) {
    write([&](store::WriteTx& tx) {
        notice::tell_user(tx, ids_, clock_.now(), UserId{1101}, {"order.chased", base::phrase("order.chased", "催办", {}), "/orders/1"});
    });
    const auto by_office = handovers_.make(office(), of_head());
    EXPECT_THAT(by_office.value().lines, Each(Field(&Line::section, Ne(Section::Notice))));
    const auto seen = handovers_.read(clerk(kCountyA), by_office.value().sheet.id);
    EXPECT_THAT(seen.value().lines, Contains(Field(&Line::title, "催办")));
}

TEST_P(HandoverTest, ASheetIsMadeByTheHeadOrWhoAssignsForHolderAndSuccessorOfTheUnit) {
    EXPECT_EQ(handovers_.make(clerk(kCountyA), of_head()).error().code, "handover.not_yours");
    EXPECT_EQ(handovers_.make(head(kCountyB), of_head()).error().code, "handover.not_yours");
    const auto wrong = handovers_.make(head(kCountyA), {PostId{1101}, UserId{1201}, UserId{1202}, today_, ""});
    EXPECT_THAT(wrong.error().fields, SizeIs(2));
    ASSERT_TRUE(handovers_.make(head(kCountyA), of_head()));
    EXPECT_EQ(handovers_.make(head(kCountyA), of_head()).error().code, "handover.exists");
}

TEST_P(HandoverTest, AUnitWithNobodyInOfficeIsToldToItsSuperiorOnceAMonthAndWhenTheUnitsChange) {
    EXPECT_THAT(ownerless(), IsEmpty());
    write([&](store::WriteTx& tx) {
        tx.execute(kOrder, {5, kCommerce, kCountyB});
        tx.execute(kMeeting, {3, plan_, kCommerce, "held", "c"});
        tx.execute(kMeeting, {4, plan_, kCommerce, "open", "d"});
        tx.execute(kDecision, {31, 3, "补报数据", kCountyB});
        tx.execute(kDecision, {41, 4, "还没有开会", kCountyB});
        tx.execute(kLeave, {1201});
        tx.execute(kLeave, {1202});
    });
    const auto found = ownerless();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found.front().unit.id, kCountyB);
    EXPECT_GT(found.front().parts, 0);
    EXPECT_EQ(found.front().orders, 2) << "an order, and what a meeting that was held decided";
    EXPECT_EQ(found.front().told.id, kCity);
    for (const auto* day : {"2018-09-03", "2018-09-04", "2018-10-01"}) {
        write([&](store::WriteTx& tx) { EXPECT_TRUE(tell_without_owner(tx, ids_, clock_.now(), *base::parse_date(day))); });
    }
    EXPECT_EQ(count(kTold, 101), 2);
    const auto seen_by = [&](const identity::Actor& actor) {
        return db_->read([&](store::ReadTx& tx) { return without_owner_for(tx, actor, today_); });
    };
    EXPECT_THAT(seen_by(head(kCountyA)), IsEmpty());
    EXPECT_THAT(seen_by(head(kCity)), SizeIs(1));
    EXPECT_THAT(seen_by(office()), SizeIs(1));
    write([&](store::WriteTx& tx) {
        tx.execute(kLeave, {1101});
        tx.execute(kLeave, {1102});
        EXPECT_TRUE(tell_without_owner(tx, ids_, clock_.now(), *base::parse_date("2018-10-02")));
        EXPECT_TRUE(tell_without_owner(tx, ids_, clock_.now(), *base::parse_date("2018-10-03")));
    });
    EXPECT_EQ(count(kTold, 101), 3) << "one notice for both counties, when the second came";
}

TEST_P(HandoverTest, AnEmptyPostWithDutiesIsToldToItsOwnUnit) {
    const auto part_of_county = part(kCountyA);
    write([&](store::WriteTx& tx) {
        tx.execute(kAssign, {1, part_of_county, PostId{1102}});
        tx.execute(kLeave, {1102});
    });
    const auto found = ownerless();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found.front().posts, testing::ElementsAre("科员"));
    EXPECT_EQ(found.front().told.id, kCountyA);
}

INSTANTIATE_TEST_SUITE_P(Engines, HandoverTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres));

}  // namespace
}  // namespace luoshi::handover
