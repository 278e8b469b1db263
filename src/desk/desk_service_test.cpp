#include "desk/desk_service.hpp"

#include <gmock/gmock.h>

#include "dispatch/occasion_store.hpp"
#include "order/order_case_test.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/unit_duty_store.hpp"
#include "supervise/gantt_service.hpp"
#include "supervise/ladder_package.hpp"
#include "support/temporary_folder.hpp"

namespace luoshi::desk {
namespace {

using identity::Actor;
using identity::Scope;
using plan::UnitId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const store::Sql kMay{"desk_test.may", "INSERT INTO role_permission (role_code, permission) VALUES ('any', $1)"};

base::Date d(const char* text) { return *base::parse_date(text); }

using May = std::set<std::string, std::less<>>;
const May kManages{"order.read",  "order.manage", "order.handle",   "duty.read",
                   "duty.assign", "inspect.read", "inspect.manage", "dispatch.read"};
const May kDecides{"order.read", "order.decide", "inspect.read", "duty.read", "dispatch.read"};

/// Friday, 3 August 2018; the commerce bureau supervises the first county.
class DeskTest : public plan::PlanTest {
protected:
    DeskTest() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            for (const char* permission : {"order.read", "order.manage", "order.handle"}) {
                tx.execute(kMay, {permission});
            }
            return base::Done{};
        }));
        plan_ = confirmed();
        today_ = d("2018-08-03");
    }
    Actor who(UnitId unit, Scope scope, int post, const May& may) const {
        auto out = actor(unit, scope, post);
        out.permissions = std::make_shared<const May>(may);
        out.is_head = post == 1;
        return out;
    }
    Actor clerk() const { return who(kCommerce, Scope::All, 2, kManages); }
    Actor head() const { return who(kCommerce, Scope::All, 1, kManages); }
    Actor leader() const { return who(kCity, Scope::All, 1, kDecides); }
    Actor county() const { return who(kCountyA, Scope::Subtree, 1, kManages); }
    Actor other_county() const { return who(kCountyB, Scope::Subtree, 1, kManages); }

    /// A draft; the first of a test has the bare title, for one matter is one item.
    order::Draft measures() {
        order::Draft out;
        out.source = "plan";
        out.urgency = "ordinary";
        out.title = "印发推进措施" + (drafts_ == 0 ? "" : std::to_string(drafts_));
        ++drafts_;
        out.content = "8月底前印发本县推进措施";
        out.main = kCountyA;
        out.task = task(plan_, "T1");
        return out;
    }
    order::View take(const Actor& actor, const order::View& view, const char* action) {
        order::Act act;
        act.action = action;
        auto out = orders_.act(actor, view.row.order.id, view.row.order.version, act);
        EXPECT_TRUE(out) << (out ? "" : out.error().message);
        return out ? *std::move(out) : view;
    }
    order::View pending() {
        const auto view = orders_.draft(clerk(), measures());
        EXPECT_TRUE(view) << view.error().message;
        return take(clerk(), *view, "submit");
    }
    order::View given() {
        const auto view = take(head(), pending(), "approve");
        return take(clerk(), view, "assign");
    }
    order::View handling() {
        const auto view = take(county(), given(), "acknowledge");
        return take(county(), view, "handle");
    }
    std::vector<std::string> waiting(const Actor& actor) {
        std::vector<std::string> out;
        for (const auto& one : waiting_for(sources_, actor, 50).items) {
            out.push_back(one.what + " " + one.title);
        }
        return out;
    }
    std::vector<Owed> owed(const Actor& actor) { return owed_by_own(sources_, actor); }
    std::vector<supervise::GanttTask> gantt(const Actor& actor, const supervise::GanttFilter& filter = {}) {
        auto page = supervise::gantt_page(*db_, boards_, orders_, actor, plan_, filter);
        EXPECT_TRUE(page) << page.error().message;
        kept_ = page->board;
        return std::move(page->tasks);
    }
    std::vector<std::string> rows(const Actor& actor, const supervise::GanttFilter& filter = {}) {
        std::vector<std::string> out;
        for (const auto& task : gantt(actor, filter)) {
            for (const auto& row : task.rows) {
                out.push_back(task.line->ref + " " + row.title + " " + row.light.word);
            }
        }
        return out;
    }

    int drafts_ = 0;
    tests::TemporaryFolder folder_;
    blob::BlobStore blobs_{folder_.path()};
    plan::PlanId plan_{1};
    calendar::Schedule schedule_{.first = *calendar::Period::make(2018, 9),
                                 .last = *calendar::Period::make(2020, 12),
                                 .days = {{.opens = {1}, .due = {5}, .lock = {15}}},
                                 .calendar = order::work_calendar()};
    rollup::LiveFigures figures_{[this] { return today_; }, [this] { return schedule_; }};
    supervise::Boards boards_{
        *db_, clock_, figures_,
        supervise::Rules{.today = [this] { return today_; },
                         .schedule = schedule_,
                         .work_days = [this](base::Date from, base::Date to) { return schedule_.calendar.work_days_between(from, to); }}};
    order::Orders orders_{*db_, ids_, clock_, blobs_,
                          order::Rules{.today = [this] { return today_; },
                                       .calendar = []() -> const calendar::WorkCalendar& { return order::work_calendar(); },
                                       .workflow = order::workflow()}};
    supervise::Cautions cautions_{*db_, ids_, clock_, boards_, [this] {
                                      config::Problems problems;
                                      return supervise::CautionRules{
                                          .today = [this] { return today_; },
                                          .calendar = []() -> const calendar::WorkCalendar& { return order::work_calendar(); },
                                          .ladder = supervise::read_ladder("ladder.yaml", order::package_text("ladder.yaml"), problems)};
                                  }()};
    dispatch::Occasions occasions_{*db_, ids_, clock_, boards_, dispatch::Rules{.today = [this] { return today_; }, .order = schedule_}};
    indicator::Shares shares_{*db_, ids_, clock_, {.today = [this] { return today_; }, .year_figures = {}}};
    inspect::Environment inspections_{
        .db = *db_, .ids = ids_, .clock = clock_, .today = [this] { return today_; }, .calendar = order::work_calendar(), .settings = {}};
    Sources sources_{.orders = orders_,
                     .cautions = cautions_,
                     .inspections = inspections_,
                     .occasions = occasions_,
                     .shares = shares_,
                     .plans = env_,
                     .today = [this] { return today_; },
                     .calendar = []() -> const calendar::WorkCalendar& { return order::work_calendar(); }};
    supervise::BoardPtr kept_;
};

TEST_P(DeskTest, AnOrderToApproveWaitsForTheHeadAndTheLeaderNotForWhoDraftedIt) {
    const auto view = pending();
    EXPECT_THAT(waiting(head()), ElementsAre("批准立项 印发推进措施"));
    EXPECT_THAT(waiting(leader()), ElementsAre("批准立项 印发推进措施"));
    EXPECT_THAT(waiting(clerk()), IsEmpty());
    EXPECT_THAT(waiting(county()), IsEmpty());

    take(head(), view, "approve");
    EXPECT_THAT(waiting(leader()), IsEmpty());
}

TEST_P(DeskTest, TheHeadWhoDraftedItHimselfDoesNotApproveIt) {
    const auto drafted = orders_.draft(head(), measures());
    ASSERT_TRUE(drafted);
    take(head(), *drafted, "submit");
    EXPECT_THAT(waiting(head()), IsEmpty());
    EXPECT_THAT(waiting(leader()), SizeIs(1));
}

TEST_P(DeskTest, AgeIsCountedInWorkingDays) {
    pending();
    today_ = d("2018-08-06");  // the Monday after
    const auto items = waiting_for(sources_, leader(), 50).items;
    ASSERT_THAT(items, SizeIs(1));
    EXPECT_EQ(items[0].since, d("2018-08-03"));
    EXPECT_EQ(items[0].work_days, 1);
}

TEST_P(DeskTest, ARequestWaitsOnlyOnceItWasExaminedAndForSomebodyElse) {
    const auto view = handling();
    const auto asked = orders_.ask(county(), view.row.order.id, view.row.order.version,
                                   {.kind = "extension", .reason = "需要征求意见", .progress = "已起草", .due_wanted = d("2018-09-20")});
    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_THAT(waiting(leader()), IsEmpty());

    const auto& request = asked->requests.front();
    ASSERT_TRUE(orders_.decide(head(), request.id, request.version, {.agree = true, .opinion = "情况属实"}));
    EXPECT_THAT(waiting(leader()), ElementsAre("延期 " + asked->row.order.number + " 印发推进措施"));
    EXPECT_THAT(waiting(head()), IsEmpty());
}

TEST_P(DeskTest, ACautionToConfirmWaitsForTheHeadAndThenLiesWithItsUnit) {
    const auto part = unit_duty(task(plan_, "T1"), kCountyA);
    const auto raised = cautions_.raise(clerk(), part, "red_card", "进度严重滞后");
    ASSERT_TRUE(raised) << raised.error().message;
    ASSERT_THAT(waiting(head()), SizeIs(1));
    EXPECT_EQ(waiting_for(sources_, head(), 50).items[0].what, "红牌警告");
    EXPECT_THAT(waiting(clerk()), IsEmpty()) << "who proposed it does not confirm it";
    EXPECT_THAT(owed(county()), IsEmpty()) << "what is only proposed is not the unit's yet";

    ASSERT_TRUE(cautions_.confirm(head(), raised->row.id, raised->row.version, true, ""));
    EXPECT_THAT(waiting(head()), IsEmpty());
    const auto own = owed(county());
    ASSERT_THAT(own, SizeIs(1));
    EXPECT_EQ(own[0].kind, Owes::Caution);
    EXPECT_EQ(own[0].light.word, "红牌警告");
    EXPECT_EQ(own[0].due_on, d("2018-08-10")) << "the last day to object";
    EXPECT_THAT(owed(other_county()), IsEmpty());
}

TEST_P(DeskTest, TheUnitsDeskShowsTheDayToSignForAndThenTheLimit) {
    const auto view = given();
    auto own = owed(county());
    ASSERT_THAT(own, SizeIs(1));
    EXPECT_TRUE(own[0].to_sign);
    EXPECT_EQ(own[0].due_on, d("2018-08-06"));

    take(county(), view, "acknowledge");
    own = owed(county());
    ASSERT_THAT(own, SizeIs(1));
    EXPECT_FALSE(own[0].to_sign);
    EXPECT_EQ(own[0].due_on, view.row.order.days.due_on);

    today_ = *view.row.order.days.due_on + std::chrono::days{3};
    EXPECT_EQ(owed(county())[0].light.word, "逾期");
    EXPECT_THAT(owed(other_county()), IsEmpty());
    EXPECT_THAT(owed(clerk()), IsEmpty()) << "it lies with the county, not with who supervises";
}

TEST_P(DeskTest, TheScheduleKeepsTheFirstDueDayBesideThePresentOne) {
    const auto view = handling();
    const auto asked = orders_.ask(county(), view.row.order.id, view.row.order.version,
                                   {.kind = "extension", .reason = "需要征求意见", .progress = "已起草", .due_wanted = d("2018-09-20")});
    ASSERT_TRUE(asked);
    const auto& request = asked->requests.front();
    const auto examined = orders_.decide(head(), request.id, request.version, {.agree = true, .opinion = "情况属实"});
    ASSERT_TRUE(examined);
    ASSERT_TRUE(orders_.decide(leader(), request.id, examined->requests.front().version, {.agree = true, .opinion = "同意"}));

    const auto tasks = gantt(leader());
    const auto t1 = std::ranges::find_if(tasks, [](const auto& one) { return one.line->ref == "T1"; });
    ASSERT_NE(t1, tasks.end());
    ASSERT_THAT(t1->rows, SizeIs(1));
    EXPECT_EQ(t1->rows[0].first_due_on, view.row.order.days.first_due_on);
    EXPECT_EQ(t1->rows[0].due_on, d("2018-09-20"));
    EXPECT_EQ(t1->rows[0].moved_days(), static_cast<int>((d("2018-09-20") - *view.row.order.days.first_due_on).count()));
}

TEST_P(DeskTest, TheScheduleShowsRowsOfUnitsOnlyWithinScope) {
    const auto part = unit_duty(task(plan_, "T1"), kCountyA);
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        plan::MilestoneRow milestone;
        milestone.id = ids_.make<plan::MilestoneId>();
        milestone.unit_duty = part;
        milestone.title = "印发方案";
        milestone.due_on = d("2018-08-01");
        plan::insert_milestone(tx, milestone);
        return base::Done{};
    }));
    handling();
    EXPECT_THAT(rows(leader()), ElementsAre("T1 印发方案 逾期", testing::HasSubstr("印发推进措施 正常")));
    EXPECT_THAT(rows(county()), SizeIs(2));
    EXPECT_THAT(rows(other_county()), IsEmpty());
    EXPECT_THAT(gantt(other_county()), SizeIs(gantt(leader()).size())) << "tasks are everybody's";

    EXPECT_THAT(rows(leader(), {.overdue = true}), ElementsAre("T1 印发方案 逾期"));
    EXPECT_THAT(gantt(leader(), {.overdue = true}), SizeIs(1));
    EXPECT_THAT(rows(leader(), {.unit = kCountyB}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, DeskTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::desk
