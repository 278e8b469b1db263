#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/period_exception_service.hpp"
#include "report/reminder_service.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;
using identity::UnitId;
using store::Sql;
using testing::ElementsAre;
using testing::IsEmpty;

const Sql kUnit{"test.reminder.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kRole{"test.reminder.role",
                "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('county', '县市区', 'own', 'business', 1)"};
const Sql kMay{"test.reminder.may", "INSERT INTO role_permission (role_code, permission) VALUES ('county', $1)"};
const Sql kPost{"test.reminder.post", "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES ($1, $2, $4, 'county', $3)"};
const Sql kUser{"test.reminder.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, $2, 'active', '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.reminder.holds", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $1, '2018-01-01')"};
const Sql kPlan{"test.reminder.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 4, 4, '试点方案', 'confirmed', 0, '张三', 1)"};
const Sql kTask{"test.reminder.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, "
                "start_line, end_line, version) VALUES ($1, 1, $3, $2, '网店', '网店', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"test.reminder.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, $2, $3, $4, '', $5, '2018-08-17', 1)"};
const Sql kTold{"test.reminder.told",
                "SELECT a.login, n.kind, n.text, n.link FROM notice n JOIN user_account a ON a.user_id = n.user_id ORDER BY notice_id"};

const UnitId kBureau{1};
const UnitId kCounty{2};
const calendar::Period kJune = *calendar::Period::make(2020, 6);

struct StillClock final : base::Clock {
    base::Moment now() const override { return *base::parse_date("2026-01-01"); }
};

Actor actor(std::int64_t user, UnitId unit, bool head) {
    Actor out;
    out.user = identity::UserId{user};
    out.unit = unit;
    out.unit_name = unit == kBureau ? "市商务局" : unit == kCounty ? "东光县政府" : "市政府办公室";
    out.is_head = head;
    out.scope = identity::Scope::All;
    out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(
        std::set<std::string, std::less<>>{"report.read", "report.review", "report.fill", "report.settle"});
    return out;
}

/// A county owes two reports on tasks a bureau leads. June opens on Wednesday 1 July 2020, is due on Monday the 6th, locks on the 15th.
class Reminders : public testing::TestWithParam<store::Engine> {
protected:
    Reminders() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            for (const auto& [id, name] : {std::pair{1, "市商务局"}, {2, "东光县政府"}, {4, "市政府办公室"}}) {
                tx.execute(kUnit, {id, name});
            }
            tx.execute(kRole);
            for (const auto* permission : {"report.fill", "report.review", "report.settle"}) {
                tx.execute(kMay, {permission});
            }
            for (const auto& [id, unit, head, login] :
                 {std::tuple{1, 1, 1, "bureau"}, {2, 2, 0, "clerk"}, {3, 2, 1, "head"}, {4, 4, 0, "office"}}) {
                tx.execute(kPost, {id, unit, head, login});
                tx.execute(kUser, {id, login});
                tx.execute(kHolds, {id});
            }
            tx.execute(kPlan);
            for (const int task : {1, 2}) {
                tx.execute(kTask, {task, task == 1 ? "T1" : "T2", task});
                tx.execute(kDuty, {task * 10 + 1, task, 1, "lead", 0});
                tx.execute(kDuty, {task * 10 + 2, task, 2, "responsible", 1});
            }
            return base::Done{};
        }));
    }

    void remind_on(const char* day) {
        const auto date = *base::parse_date(day);
        today_ = std::max(today_, date);
        const auto done =
            db_->write([&](store::WriteTx& tx) { return remind(tx, ids_, clock_.now(), service_.rules(), notice::ReminderRule{}, date); });
        EXPECT_TRUE(done) << done.error().message;
    }
    /// Who was told what since the last asking, as "login: text".
    std::vector<std::string> told() {
        std::vector<std::string> all;
        db_->read([&](store::ReadTx& tx) {
            all.clear();
            links_.clear();
            tx.each(kTold, {}, [&](const store::Row& row) {
                all.push_back(row.text(0) + ": " + row.text(2));
                links_.push_back(row.text(3));
            });
        });
        std::vector<std::string> news{all.begin() + static_cast<std::ptrdiff_t>(seen_), all.end()};
        seen_ = all.size();
        return news;
    }
    View handed_in(int task, const Actor& by) {
        const auto opened = service_.open(by, plan::UnitDutyId{task * 10 + 2}, kJune);
        const auto saved = service_.save(by, opened->row.id, opened->row.version,
                                         {.progress_pct = base::Decimal::parse("60"), .progress = "新增淘宝村", .values = {}});
        const auto out = service_.submit(by, saved->row.id, saved->row.version);
        EXPECT_TRUE(out) << out.error().message;
        return *out;
    }

    tests::TestDatabase db_{GetParam()};
    tests::TemporaryFolder folder_;
    StillClock clock_;
    base::Date today_ = *base::parse_date("2020-07-01");
    base::IdSource ids_{clock_, 1};
    blob::BlobStore blobs_{(folder_.path() / "blobs").string()};
    ReportService service_{*db_,
                           ids_,
                           clock_,
                           blobs_,
                           {.today = [this] { return today_; },
                            .schedule = {.first = kJune,
                                         .last = kJune,
                                         .days = {{.opens = {1}, .due = {6}, .lock = {15}}},
                                         .calendar = calendar::WorkCalendar{{{.name = "2020", .year = 2020, .off = {}, .worked = {}}}}},
                            .route = {{"unit_head", "本单位负责人审签", Reviewer::OwnHead},
                                      {"lead_unit", "牵头单位审核", Reviewer::LeadUnit},
                                      {"plan_office", "方案办审定", Reviewer::PlanOffice}}}};
    PeriodExceptions exceptions_{*db_, ids_, clock_, service_.rules()};
    const Actor clerk_ = actor(2, kCounty, false);
    const Actor head_ = actor(3, kCounty, true);
    const Actor bureau_ = actor(1, kBureau, true);
    std::size_t seen_ = 0;
    std::vector<std::string> links_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Reminders, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Reminders, GoToWhoMayFillInBeforeOnAndAfterTheDueDayOnceEach) {
    const auto soon = "东光县政府2020年6月有2项填报未报，2020-07-06截止";
    const auto late = "东光县政府2020年6月有2项填报逾期未报，截止日为2020-07-06";
    const auto both = [](const std::string& text) { return std::vector{"clerk: " + text, "head: " + text}; };
    remind_on("2020-07-01");
    EXPECT_EQ(told(), both(soon));  // three working days before
    EXPECT_EQ(links_.back(), "/reports?period=2020-06");
    remind_on("2020-07-01");
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-02");
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-03");
    EXPECT_EQ(told(), both(soon));
    remind_on("2020-07-05");
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-06");
    EXPECT_EQ(told(), both(soon));
    remind_on("2020-07-07");
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-08");
    EXPECT_EQ(told(), both(late));
    remind_on("2020-07-14");
    EXPECT_EQ(told(), both(late));
    remind_on("2020-07-16");  // locked: it can no longer be handed in
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(Reminders, EndWithTheHandingInAndCountOnlyWhatIsMissing) {
    handed_in(1, head_);
    told();
    remind_on("2020-07-03");
    EXPECT_THAT(told(), ElementsAre("clerk: 东光县政府2020年6月有1项填报未报，2020-07-06截止", testing::_));
    handed_in(2, head_);
    told();
    remind_on("2020-07-06");
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(Reminders, FollowTheLaterDayOfAnException) {
    ASSERT_TRUE(exceptions_.grant(actor(4, UnitId{4}, false), {.unit = kCounty,
                                                               .period = kJune,
                                                               .due_on = *base::parse_date("2020-07-10"),
                                                               .lock_on = *base::parse_date("2020-07-20"),
                                                               .reason = "防汛抢险，全员上堤"}));
    remind_on("2020-07-03");
    remind_on("2020-07-06");
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-07");
    EXPECT_THAT(told(), ElementsAre("clerk: 东光县政府2020年6月有2项填报未报，2020-07-10截止", testing::_));
    remind_on("2020-07-16");  // others are locked
    EXPECT_THAT(told(), ElementsAre("clerk: 东光县政府2020年6月有2项填报逾期未报，截止日为2020-07-10", testing::_));
}

TEST_P(Reminders, CaughtUpDaysDoNotRepeatWhatALaterOneSays) {
    today_ = *base::parse_date("2020-07-08");
    for (const auto* day : {"2020-07-01", "2020-07-02", "2020-07-03", "2020-07-06", "2020-07-07"}) {
        remind_on(day);
    }
    EXPECT_THAT(told(), IsEmpty());
    remind_on("2020-07-08");
    EXPECT_EQ(told().size(), 2U);
}

TEST_P(Reminders, NobodyIsRemindedBeforeHeCanReport) {
    remind_on("2020-06-30");
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(Reminders, AnArrivingReportTellsWhoeverMayTakeTheStepOnceADay) {
    auto view = handed_in(1, clerk_);
    EXPECT_THAT(told(), ElementsAre("head: 有2020年6月的填报送到，请审核"));  // the own head signs first
    view = *service_.approve(head_, view.row.id, view.row.version, "");
    EXPECT_THAT(told(), ElementsAre("bureau: 有2020年6月的填报送到，请审核"));
    view = *service_.approve(bureau_, view.row.id, view.row.version, "");
    EXPECT_THAT(told(), ElementsAre("office: 有2020年6月的填报送到，请审核"));
    view = handed_in(2, clerk_);
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(Reminders, AReturnedReportAlwaysTellsTheUnit) {
    auto view = handed_in(1, head_);
    told();
    view = *service_.give_back(bureau_, view.row.id, view.row.version, "请附佐证材料");
    EXPECT_THAT(told(), ElementsAre("clerk: 2020年6月“网店”的填报被市商务局退回：请附佐证材料", testing::StartsWith("head: ")));
    EXPECT_EQ(links_.back(), "/reports/" + view.row.id.text());
    view = *service_.submit(head_, view.row.id, view.row.version);
    told();
    view = *service_.give_back(bureau_, view.row.id, view.row.version, "还是没有材料");
    EXPECT_EQ(told().size(), 2U);
}

TEST_P(Reminders, ARefusedReturnTellsNobody) {
    const auto view = handed_in(1, head_);
    told();
    EXPECT_FALSE(service_.give_back(bureau_, view.row.id, view.row.version - 1, "请附佐证材料"));
    EXPECT_FALSE(service_.give_back(clerk_, view.row.id, view.row.version, "请附佐证材料"));
    EXPECT_THAT(told(), IsEmpty());
}

}  // namespace
}  // namespace luoshi::report
