#include "order/plan_matter_service.hpp"

#include "order/order_fixture_test.hpp"
#include "plan/milestone_service.hpp"

namespace luoshi::order {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class PlanMatterTest : public OrderTest {
protected:
    PlanMatterTest() { today_ = d("2018-09-03"); }
    std::vector<std::string> titles(const Actor& actor, const PlanMatterFilter& filter = {}) {
        std::vector<std::string> out;
        for (const auto& one : matters_.list(actor, filter, std::nullopt, 100).items) {
            out.push_back(one.task_ref + " " + one.unit.name + (one.milestone.empty() ? "" : " " + one.milestone));
        }
        return out;
    }
    plan::MilestoneId milestone(TaskId task, const char* title, const char* due_on) {
        auto owner = county();
        auto may = *owner.permissions;
        may.insert("duty.assign");
        owner.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(may));
        const plan::NewMilestone wanted{title, d(due_on), *base::Decimal::from_integer(50)};
        const auto made = plan::add_milestone(env_, owner, unit_duty(task, kCountyA), wanted);
        EXPECT_TRUE(made) << made.error().message;
        return made->row.id;
    }
    static PlanRegistration of(std::vector<PlanMatterRef> matters) {
        return {.source = "plan", .urgency = "ordinary", .due_on = {}, .submit = false, .matters = std::move(matters)};
    }

    plan::PlanId plan_ = confirmed();
    PlanMatters matters_{*db_, orders_};
};
INSTANTIATE_TEST_SUITE_P(Engines, PlanMatterTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(PlanMatterTest, PartsAndOpenMilestonesOfOthersAreListedInTheOrderOfTheDocument) {
    const auto done = milestone(task(plan_, "T2"), "选定网店", "2018-10-31");
    const auto all = titles(clerk());
    EXPECT_THAT(all, testing::Contains("T2 甲县人民政府 选定网店"));
    EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const std::string& one) { return one.substr(0, 2); })) << "T1 to T5";
    EXPECT_THAT(all, testing::Not(testing::Contains(HasSubstr("商务局")))) << "nobody supervises himself";
    EXPECT_THAT(titles(other_county()), IsEmpty()) << "a county supervises those below it and what it leads";
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        auto row = *plan::find_milestone(tx, done);
        row.done_on = today_;
        EXPECT_TRUE(plan::update_milestone(tx, row));
        return base::Done{};
    }));
    EXPECT_THAT(titles(clerk(), {.kind = PlanMatter::Kind::Milestone}), IsEmpty()) << "what is done needs no item";
}

TEST_P(PlanMatterTest, ItemsAreMadeOfManyAtOnceWithTheWordsOfThePlan) {
    const auto part = unit_duty(task(plan_, "T2"), kCountyA);
    const auto late = milestone(task(plan_, "T2"), "选定网店", "2018-10-31");
    const auto made = matters_.draft(clerk(), of({{PlanMatter::Kind::Part, part.value()}, {PlanMatter::Kind::Milestone, late.value()}}));
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_THAT(*made, SizeIs(2));
    const auto of_part = orders_.read(clerk(), made->at(0))->row;
    EXPECT_EQ(of_part.order.origin, "part:" + part.text());
    EXPECT_EQ(of_part.order.title, of_part.task_title);
    EXPECT_THAT(of_part.order.basis, HasSubstr("某政办字〔2018〕1号"));
    EXPECT_FALSE(of_part.order.content.empty());
    EXPECT_EQ(of_part.order.main, kCountyA);
    const auto of_milestone = orders_.read(clerk(), made->at(1))->row;
    EXPECT_EQ(of_milestone.order.title, "选定网店");
    EXPECT_EQ(of_milestone.order.limit.day, d("2018-10-31")) << "the day of the milestone, still ahead";
    EXPECT_THAT(titles(clerk(), {.unit = kCountyA, .task = task(plan_, "T2"), .without_order = true}), IsEmpty());
}

TEST_P(PlanMatterTest, OneMatterIsOneItemAndARefusedOneLeavesNothingBehind) {
    const auto part = unit_duty(task(plan_, "T2"), kCountyA);
    const auto late = milestone(task(plan_, "T2"), "选定网店", "2018-10-31");
    ASSERT_TRUE(matters_.draft(clerk(), of({{PlanMatter::Kind::Part, part.value()}})));
    const auto twice = matters_.draft(clerk(), of({{PlanMatter::Kind::Milestone, late.value()}, {PlanMatter::Kind::Part, part.value()}}));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, "order.exists");
    EXPECT_EQ(twice.error().fields.at(0).path, "/matters/1");
    EXPECT_THAT(titles(clerk(), {.kind = PlanMatter::Kind::Milestone, .without_order = true}), SizeIs(1)) << "nothing was half written";
    EXPECT_EQ(matters_.draft(other_county(), of({{PlanMatter::Kind::Milestone, late.value()}})).error().code, "order.no_plan_matter");
    EXPECT_EQ(matters_.draft(clerk(), of({{PlanMatter::Kind::Part, 999}})).error().code, "order.no_plan_matter");
}

TEST_P(PlanMatterTest, AnItemWrittenByHandOnTheSamePartCountsWhileItIsOpen) {
    auto draft = measures();
    draft.task = task(plan_, "T2");
    const auto view = *orders_.draft(clerk(), draft);
    const auto part = unit_duty(*draft.task, kCountyA);
    EXPECT_EQ(matters_.draft(clerk(), of({{PlanMatter::Kind::Part, part.value()}})).error().code, "order.exists");
    EXPECT_THAT(titles(clerk(), {.unit = kCountyA, .task = draft.task, .without_order = true}), IsEmpty());
}

TEST_P(PlanMatterTest, WhatWasGivenUpMayBeRegisteredAgain) {
    const auto part = unit_duty(task(plan_, "T2"), kCountyA);
    const auto first = matters_.draft(clerk(), of({{PlanMatter::Kind::Part, part.value()}}));
    ASSERT_TRUE(first);
    take(clerk(), *orders_.read(clerk(), first->at(0)), step("discard", "暂不督办"));
    EXPECT_TRUE(matters_.draft(clerk(), of({{PlanMatter::Kind::Part, part.value()}})));
}

TEST_P(PlanMatterTest, WhatIsOverdueIsFoundAndHandedInForApprovalAtOnce) {
    const auto late = milestone(task(plan_, "T2"), "选定网店", "2018-09-28");
    milestone(task(plan_, "T2"), "全部开业", "2018-12-31");
    today_ = d("2018-10-08");
    EXPECT_THAT(titles(clerk(), {.kind = PlanMatter::Kind::Milestone, .overdue = true}), ElementsAre("T2 甲县人民政府 选定网店"));
    auto wanted = of({{PlanMatter::Kind::Milestone, late.value()}});
    wanted.submit = true;
    const auto made = matters_.draft(clerk(), wanted);
    ASSERT_TRUE(made) << made.error().message;
    const auto row = orders_.read(head(), made->at(0))->row;
    EXPECT_EQ(row.order.state, "pending");
    EXPECT_THAT(inbox(kCommerce), ElementsAre("order.to_decide")) << "once for all that were registered";
    EXPECT_EQ(row.order.limit.days, 30) << "its own day is past: the limit of the source";
}

TEST_P(PlanMatterTest, PagesFollowEachOther) {
    milestone(task(plan_, "T2"), "选定网店", "2018-10-31");
    std::vector<std::string> paged;
    std::optional<PlanMatterKey> after;
    do {
        const auto page = matters_.list(clerk(), {}, after, 2);
        for (const auto& one : page.items) {
            paged.push_back(one.task_ref + " " + one.unit.name + (one.milestone.empty() ? "" : " " + one.milestone));
        }
        after = page.next;
    } while (after);
    EXPECT_EQ(paged, titles(clerk()));
}

}  // namespace
}  // namespace luoshi::order
