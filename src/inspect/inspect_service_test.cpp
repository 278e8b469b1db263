#include "inspect/inspect_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>

#include "blob/blob_store.hpp"
#include "inspect/conclusion_service.hpp"
#include "inspect/finding_service.hpp"
#include "inspect/reminder_service.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::inspect {
namespace {

using identity::Actor;
using identity::Scope;
using store::Sql;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Sql kUnit{"test.inspect.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, $3, $4, 'administrative', 'local', $5, 1, 0, '', 1)"};
const Sql kRole{"test.inspect.role", "INSERT INTO role (role_code, name, scope, kind, place) VALUES ($1, $1, $2, 'business', 1)"};
const Sql kPermission{"test.inspect.permission", "INSERT INTO role_permission (role_code, permission) VALUES ($1, $2)"};
const Sql kPost{"test.inspect.post", "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES ($1, $2, $3, $4, 0)"};
const Sql kUser{"test.inspect.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, $2, 'active', '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.inspect.holds", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $1, '2018-01-01')"};
const Sql kPlan{"test.inspect.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, period_from, period_to, state, imported_at, imported_by, "
                "version) VALUES (1, 1, 5, '试点方案', 2018, 2020, 'confirmed', 0, '张三', 1)"};
const Sql kTask{
    "test.inspect.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES ($1, 1, $4, $2, $3, $3, '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kPart{"test.inspect.part",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, $2, $3, 'responsible', '', 1, '2018-08-01', 1)"};
const Sql kMeasure{"test.inspect.measure",
                   "INSERT INTO measure (measure_id, task_id, year_from, year_to, text, begin_cp, end_cp, start_line, end_line) "
                   "VALUES ($1, 1, $2, $4, $3, 0, 0, 1, 1)"};
const Sql kTarget{"test.inspect.target",
                  "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, value_e4, unit, year, scope, change, "
                  "per_year, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) "
                  "VALUES (1, 1, 1, 'numeric', '淘宝村', '=', '>=', 200000, '个', 2020, '', '', 0, 0, 0, 1, 1, '淘宝村', '=', '个', 1)"};
const Sql kNotices{"test.inspect.notices", "SELECT user_id, kind FROM notice ORDER BY notice_id"};
const Sql kAudits{"test.inspect.audits", "SELECT action FROM audit_event ORDER BY event_id"};

const UnitId kCity{1};
const UnitId kCounty{2};
const UnitId kNeighbour{3};
const UnitId kTown{4};
const UnitId kOffice{5};
const UnitId kBureau{6};

base::Date july(unsigned day) { return *base::make_date(2020, 7, day); }

struct RunningClock final : base::Clock {
    base::Moment now() const override { return base::Moment{*base::parse_date("2020-07-03")} + std::chrono::microseconds{++ticks}; }
    mutable std::atomic<int> ticks = 0;
};

/// A city's government office inspects its counties; the business date is 6 July 2020 unless a test moves it.
class Inspecting : public testing::TestWithParam<store::Engine> {
protected:
    struct UnitSeed {
        UnitId id;
        const char* name;
        const char* level;
        const char* kind;
        std::optional<UnitId> parent;
    };
    Inspecting() {
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            for (const auto& unit : {UnitSeed{kCity, "市政府", "city", "government", {}},
                                     {kCounty, "东光县政府", "county", "government", kCity},
                                     {kNeighbour, "青县政府", "county", "government", kCity},
                                     {kTown, "连镇镇政府", "town", "government", kCounty},
                                     {kOffice, "市政府办公室", "city_department", "office", kCity},
                                     {kBureau, "市商务局", "city_department", "department", kCity}}) {
                tx.execute(kUnit, {unit.id, unit.name, unit.level, unit.kind, unit.parent});
            }
            for (const char* role : {"leader", "clerk"}) {
                tx.execute(kRole, {role, "own"});
                tx.execute(kPermission, {role, "inspect.read"});
            }
            tx.execute(kRole, {"observer", "all"});
            tx.execute(kPermission, {"observer", "inspect.read"});
            tx.execute(kPermission, {"observer", "order.read"});
            tx.execute(kPermission, {"leader", "order.decide"});
            tx.execute(kPermission, {"clerk", "inspect.manage"});
            tx.execute(kPermission, {"clerk", "order.handle"});
            for (const auto& [user, unit] : {std::pair{10, kCity},
                                             {20, kCounty},
                                             {30, kNeighbour},
                                             {40, kTown},
                                             {50, kOffice},
                                             {51, kOffice},
                                             {52, kOffice},
                                             {60, kBureau},
                                             {70, kOffice}}) {
                const auto role = user == 10 ? "leader" : user == 70 ? "observer" : "clerk";
                tx.execute(kPost, {user, unit, "岗位" + std::to_string(user), role});
                tx.execute(kUser, {user, "用户" + std::to_string(user)});
                tx.execute(kHolds, {user});
            }
            tx.execute(kPlan);
            tx.execute(kTask, {1, "T3", "发展特色网店", 1});
            tx.execute(kTask, {2, "T4", "培训电商人才", 2});
            tx.execute(kMeasure, {1, 2019, "2019年举措", 2019});
            tx.execute(kMeasure, {2, 2020, "2020年举措", 2020});
            tx.execute(kTarget);
            return base::Done{};
        }));
    }

    static Actor actor(std::int64_t user, UnitId unit, std::vector<UnitId> reach, Scope scope = Scope::Own,
                       std::set<std::string, std::less<>> may = {"inspect.read", "inspect.manage", "order.handle", "order.manage"}) {
        Actor out;
        out.user = UserId{user};
        out.user_name = "用户" + std::to_string(user);
        out.unit = unit;
        out.unit_name = "单位" + unit.text();
        out.scope = scope;
        out.units = std::make_shared<const std::vector<UnitId>>(std::move(reach));
        out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(may));
        return out;
    }
    Draft plan(Type type = Type::Comprehensive) const {
        return {.type = type,
                .methods = {Method::OnSite},
                .title = "2020年电商工作大检查",
                .basis = "市政府常务会议纪要〔2020〕9号",
                .objects = {kCounty},
                .tasks = {TaskId{1}},
                .content = "年度举措落实情况",
                .scope = "东光县",
                .from = july(6),
                .to = july(10),
                .leader = UserId{50},
                .members = {UserId{51}}};
    }
    View drafted(const Draft& what) {
        auto out = draft(env_, clerk_, what);
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    View pending(const Draft& what) {
        const auto view = drafted(what);
        auto out = submit(env_, clerk_, view.inspection.id, view.inspection.version);
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    View approved(const Draft& what) {
        const auto view = pending(what);
        auto out = approve(env_, leader_, view.inspection.id, view.inspection.version, {});
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    View seen(const Actor& who, InspectionId id) {
        auto out = read(env_, who, id);
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    /// Served to the county with one problem, to be put right by the county by 31 July.
    View served(Draft what) {
        const auto view = approved(what);
        const auto& line = view.objects[0].lines.at(0).row;
        EXPECT_TRUE(find(env_, lead_, line.id, line.version, Finding::Problem, "年度举措没有台账"));
        const auto& object = view.objects[0].object;
        auto out = conclude(env_, lead_, object.id, object.version, "举措落实不到位，责令整改",
                            {{.line = line.id, .what = "建立举措台账", .unit = kCounty, .due_on = july(31)}});
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    template <class T>
    static std::string refused(const base::Result<T>& result) {
        return result ? std::string{} : result.error().code;
    }
    std::vector<std::string> notices(std::int64_t user) {
        std::vector<std::string> out;
        db_->read([&](store::ReadTx& tx) {
            out.clear();
            tx.each(kNotices, {}, [&](const store::Row& row) {
                if (row.integer(0) == user) {
                    out.push_back(row.text(1));
                }
            });
            return 0;
        });
        return out;
    }
    std::vector<std::string> audits() {
        return db_->read([](store::ReadTx& tx) { return tx.all(kAudits, {}, [](const store::Row& row) { return row.text(0); }); });
    }

    tests::TestDatabase db_{GetParam()};
    RunningClock clock_;
    base::IdSource ids_{clock_, 1};
    tests::TemporaryFolder folder_;
    blob::BlobStore blobs_{folder_.path()};
    base::Date today_ = july(6);
    Environment env_{.db = *db_,
                     .ids = ids_,
                     .clock = clock_,
                     .today = [this] { return today_; },
                     .calendar = calendar::WorkCalendar{{{.name = "2020", .year = 2020, .off = {}, .worked = {}}}},
                     .settings = {.caps = {{Type::Comprehensive, Cap::Per::Year, 2}}, .may_override = {Rule::Frequency}},
                     .blobs = &blobs_};
    Actor leader_ = actor(10, kCity, {}, Scope::All, {"inspect.read", "order.decide"});
    Actor clerk_ = actor(52, kOffice, {kOffice});
    Actor lead_ = actor(50, kOffice, {kOffice});
    Actor member_ = actor(51, kOffice, {kOffice});
    Actor county_ = actor(20, kCounty, {kCounty, kTown}, Scope::Subtree);
    Actor town_ = actor(40, kTown, {kTown}, Scope::Own, {"inspect.read", "order.handle"});
    Actor neighbour_ = actor(30, kNeighbour, {kNeighbour}, Scope::Subtree);
    Actor bureau_ = actor(60, kBureau, {kBureau});
};

TEST_P(Inspecting, APlanIsDraftedByItsUnitAndApprovedBySomebodyElse) {
    EXPECT_EQ(refused(draft(env_, town_, plan())), "inspect.not_organiser");
    const auto view = pending(plan());
    EXPECT_EQ(view.inspection.state, State::Pending);
    EXPECT_THAT(notices(10), ElementsAre("inspect.submitted"));
    auto head = clerk_;
    head.is_head = true;
    EXPECT_EQ(refused(approve(env_, head, view.inspection.id, view.inspection.version, {})), "inspect.own_draft");
    EXPECT_EQ(refused(approve(env_, lead_, view.inspection.id, view.inspection.version, {})), "inspect.not_approver");
    EXPECT_EQ(refused(edit(env_, clerk_, view.inspection.id, view.inspection.version, plan())), "inspect.bad_state");
    const auto said = approve(env_, leader_, view.inspection.id, view.inspection.version, {});
    ASSERT_TRUE(said);
    EXPECT_EQ(said->inspection.state, State::Approved);
    EXPECT_THAT(notices(20), ElementsAre("inspect.announced"));
    EXPECT_THAT(audits(), ElementsAre("inspect.draft", "inspect.submit", "inspect.approve"));
}

TEST_P(Inspecting, ARefusedPlanSaysWhyAndMayBeSubmittedAgain) {
    auto view = pending(plan());
    EXPECT_EQ(refused(refuse(env_, leader_, view.inspection.id, view.inspection.version, "  ")), "inspect.reason");
    const auto said = refuse(env_, leader_, view.inspection.id, view.inspection.version, "时间与汛期冲突");
    ASSERT_TRUE(said);
    EXPECT_EQ(said->inspection.refused_for, "时间与汛期冲突");
    EXPECT_EQ(refused(approve(env_, leader_, view.inspection.id, said->inspection.version, {})), "inspect.bad_state");
    EXPECT_TRUE(submit(env_, clerk_, view.inspection.id, said->inspection.version));
}

TEST_P(Inspecting, AnIncompletePlanIsNotSubmittedAndAStaleVersionNeverWins) {
    const auto view = drafted({.title = "只有名称"});
    const auto said = submit(env_, clerk_, view.inspection.id, view.inspection.version);
    EXPECT_EQ(refused(said), "inspect.incomplete");
    EXPECT_EQ(said.error().fields.size(), 7U);
    ASSERT_TRUE(edit(env_, clerk_, view.inspection.id, view.inspection.version, plan()));
    EXPECT_EQ(refused(edit(env_, clerk_, view.inspection.id, view.inspection.version, plan())), "inspect.version_mismatch");
    auto unknown = plan();
    unknown.objects = {UnitId{99}};
    unknown.tasks = {TaskId{99}};
    unknown.members = {UserId{99}};
    EXPECT_EQ(draft(env_, clerk_, unknown).error().fields.size(), 3U);
}

TEST_P(Inspecting, TheSameObjectAndTopicAtOnceIsRefusedWithTheRulesName) {
    approved(plan());
    auto second = plan(Type::Special);
    second.from = july(10);
    second.to = july(20);
    const auto view = pending(second);
    EXPECT_EQ(view.breaches.size(), 1U) << "the page warns before anybody approves";
    const auto said = approve(env_, leader_, view.inspection.id, view.inspection.version, {{Rule::Overlap, "领导要求再查一次"}});
    EXPECT_EQ(refused(said), "inspect.overlap") << "the city lets only the cap be overridden";
    EXPECT_THAT(said.error().message, HasSubstr("重复督查"));
    auto other_topic = second;
    other_topic.tasks = {TaskId{2}};
    other_topic.content = "人才培训情况";
    approved(other_topic);
    auto everything = other_topic;
    everything.tasks.clear();
    everything.content = "全面检查";
    EXPECT_EQ(pending(everything).breaches.size(), 2U) << "without tasks it repeats both";
}

TEST_P(Inspecting, AnInspectionThatIsOverIsNeitherSubmittedNorApproved) {
    const auto waits = pending(plan());
    const auto second = drafted(plan());
    today_ = july(11);
    EXPECT_EQ(refused(approve(env_, leader_, waits.inspection.id, waits.inspection.version, {{Rule::Period, "督查已经办完了"}})),
              "inspect.window_past");
    const auto said = submit(env_, clerk_, second.inspection.id, second.inspection.version);
    EXPECT_EQ(refused(said), "inspect.window_past");
    EXPECT_EQ(said.error().fields.at(0).path, "/to");
}

TEST_P(Inspecting, WhoMayOnlyReadIsNoLeaderAndNoMember) {
    auto watched = plan();
    watched.leader = UserId{70};
    const auto view = pending(watched);
    EXPECT_EQ(refused(approve(env_, leader_, view.inspection.id, view.inspection.version, {})), "inspect.leader_only_reads");
    const auto good = approved(plan());
    EXPECT_EQ(refused(change_team(env_, clerk_, good.inspection.id, good.inspection.version, UserId{50}, {UserId{70}}, "", "增加人手")),
              "inspect.member_only_reads");
    auto by_leader = plan(Type::Special);
    by_leader.from = july(13);
    by_leader.to = july(14);
    by_leader.leader = UserId{10};
    approved(by_leader);
}

/// Two leaders approve two plans for one object at the same moment: the second sees the first.
TEST_P(Inspecting, OfTwoPlansForOneObjectAndTopicOnlyOneIsApprovedHoweverTheyRace) {
    for (int round = 0; round < 5; ++round) {
        auto what = plan(Type::Special);
        what.from = july(6) + std::chrono::days{20 * round};
        what.to = *what.from + std::chrono::days{4};
        const auto first = pending(what).inspection.id;
        const auto second = pending(what).inspection.id;
        const auto approved_one = [&](InspectionId id) { return approve(env_, leader_, id, 2, {}).has_value() ? 1 : 0; };
        auto other = std::async(std::launch::async, approved_one, second);
        const int mine = approved_one(first);
        EXPECT_EQ(mine + other.get(), 1);
    }
}

TEST_P(Inspecting, TheCapIsOverriddenOnlyWithAReasonThatStaysVisible) {
    for (const unsigned from : {6U, 13U}) {
        auto one = plan();
        one.from = july(from);
        one.to = july(from + 1);
        approved(one);
    }
    auto third = plan();
    third.from = july(20);
    third.to = july(21);
    const auto view = pending(third);
    EXPECT_EQ(refused(approve(env_, leader_, view.inspection.id, view.inspection.version, {})), "inspect.over_cap");
    EXPECT_EQ(refused(approve(env_, leader_, view.inspection.id, view.inspection.version, {{Rule::Frequency, "急"}})),
              "inspect.override_reason");
    const auto said = approve(env_, leader_, view.inspection.id, view.inspection.version, {{Rule::Frequency, "省里部署专项复查"}});
    ASSERT_TRUE(said) << said.error().message;
    ASSERT_EQ(said->inspection.overrides.size(), 1U);
    EXPECT_EQ(said->inspection.overrides[0].reason, "省里部署专项复查");
    EXPECT_THAT(said->inspection.overrides[0].said, HasSubstr("超过督查频次"));
}

TEST_P(Inspecting, ADepartmentNeedsAnAssignmentAndACountyStaysWithinItself) {
    auto own = plan();
    own.leader = UserId{60};
    own.members.clear();
    auto view = draft(env_, bureau_, own);
    view = submit(env_, bureau_, view->inspection.id, view->inspection.version);
    EXPECT_EQ(refused(approve(env_, leader_, view->inspection.id, view->inspection.version, {})), "inspect.not_assigned");
    own.authority = Authority::Delegated;
    own.delegation = {"电商", "各县", "督查", july(1), july(31)};
    view = draft(env_, bureau_, own);
    view = submit(env_, bureau_, view->inspection.id, view->inspection.version);
    EXPECT_TRUE(approve(env_, leader_, view->inspection.id, view->inspection.version, {}));
    auto abroad = plan();
    abroad.leader = UserId{20};
    abroad.members.clear();
    abroad.objects = {kTown, kNeighbour};
    view = draft(env_, county_, abroad);
    view = submit(env_, county_, view->inspection.id, view->inspection.version);
    ASSERT_TRUE(view);
    ASSERT_EQ(view->breaches.size(), 1U);
    EXPECT_EQ(view->breaches[0].said.code, "inspect.beyond_authority");
    EXPECT_FALSE(view->breaches[0].may_override);
}

TEST_P(Inspecting, TheChecklistIsDrawnFromTheTasksAndFilledInByTheTeam) {
    env_.sources.figures = [](store::ReadTx&, UnitId unit, TaskId, int year) {
        return std::vector{"单位" + unit.text() + "：" + std::to_string(year) + "年12个"};
    };
    env_.sources.light = [](store::ReadTx&, UnitId, TaskId) {
        plan::Light light;
        light.word = "预警";
        return std::optional{light};
    };
    const auto view = approved(plan());
    const auto seen_by_team = seen(member_, view.inspection.id);
    ASSERT_EQ(seen_by_team.objects.size(), 1U);
    ASSERT_EQ(seen_by_team.objects[0].lines.size(), 1U);
    const auto& line = seen_by_team.objects[0].lines[0].row;
    EXPECT_EQ(line.measure, "2020年举措");
    EXPECT_THAT(line.targets, ElementsAre("2020年：淘宝村不少于20个"));
    EXPECT_THAT(line.figures, ElementsAre("单位2：2020年12个"));
    EXPECT_EQ(line.light_word, "预警");
    EXPECT_EQ(refused(find(env_, clerk_, line.id, line.version, Finding::Ok, "")), "inspect.not_member");
    EXPECT_EQ(refused(find(env_, county_, line.id, line.version, Finding::Ok, "")), "inspect.not_member");
    EXPECT_EQ(refused(find(env_, member_, line.id, line.version, Finding::Problem, "")), "inspect.said_missing");
    EXPECT_TRUE(find(env_, member_, line.id, line.version, Finding::Ok, ""));
    EXPECT_EQ(refused(find(env_, lead_, line.id, line.version, Finding::Ok, "")), "inspect.version_mismatch");
    const auto object = seen_by_team.objects[0].object.id;
    const auto added = add_line(env_, member_, object, "现场抽查三个网店");
    ASSERT_TRUE(added);
    ASSERT_EQ(added->objects[0].lines.size(), 2U);
    EXPECT_EQ(refused(drop_line(env_, member_, line.id)), "inspect.line_in_use");
    EXPECT_TRUE(drop_line(env_, member_, added->objects[0].lines[1].row.id));
    today_ = july(5);
    EXPECT_EQ(refused(add_line(env_, member_, object, "提前")), "inspect.not_begun");
}

TEST_P(Inspecting, WithoutTasksTheChecklistIsAllThatTheObjectHasToDo) {
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kPart, {1, 1, kCounty});
        tx.execute(kPart, {2, 2, kCounty});
        tx.execute(kPart, {3, 2, kNeighbour});
        return base::Done{};
    }));
    auto what = plan();
    what.tasks.clear();
    const auto view = approved(what);
    ASSERT_EQ(view.objects[0].lines.size(), 2U);
    EXPECT_EQ(view.objects[0].lines[0].row.title, "T3 发展特色网店");
    what.from = *base::make_date(2035, 1, 8);
    what.to = *base::make_date(2035, 1, 12);
    const auto late = drafted(what);
    EXPECT_THAT(late.breaches,
                testing::Contains(testing::Field(&Breach::said, testing::Field(&base::Phrase::code, "inspect.out_of_plan"))));
}

TEST_P(Inspecting, AFileIsCheckedByContentAndOptional) {
    const auto view = approved(plan());
    const auto line = view.objects[0].lines.at(0).row.id;
    const std::string kPdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    const auto upload = [&](const std::string& content) {
        const auto path = blobs_.incoming_folder() + "/upload";
        std::ofstream{path} << content;
        return path;
    };
    EXPECT_EQ(refused(add_file(env_, member_, line, {}, "现场.pdf", upload("MZ"))), "evidence.disguised");
    EXPECT_EQ(refused(add_file(env_, county_, line, {}, "现场.pdf", upload(kPdf))), "inspect.not_member");
    const auto stored = add_file(env_, member_, line, {}, "现场.pdf", upload(kPdf));
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(refused(add_file(env_, member_, line, {}, "又一份.pdf", upload(kPdf))), "inspect.file_twice");
    EXPECT_TRUE(file_of(env_, lead_, stored->id));
    EXPECT_EQ(refused(file_of(env_, county_, stored->id)), "inspect.file_not_found") << "what the team notes is not the object's to read";
    EXPECT_TRUE(drop_file(env_, member_, stored->id));
    EXPECT_EQ(refused(file_of(env_, lead_, stored->id)), "inspect.file_not_found");
}

TEST_P(Inspecting, WhoKeepsAwayFromAnObjectNeitherFindsNorConcludes) {
    auto two = plan();
    two.objects = {kCounty, kNeighbour};
    two.members = {UserId{51}, UserId{40}};
    const auto early = drafted(two);
    EXPECT_EQ(refused(recuse(env_, lead_, early.objects[0].object.id, "配偶在该县任职")), "inspect.bad_state");
    const auto view = approved(two);
    const auto& line = view.objects[0].lines.at(0).row;
    EXPECT_EQ(refused(find(env_, town_, line.id, line.version, Finding::Ok, "")), "inspect.recused") << "works in a town of the county";
    const auto& other = view.objects[1].lines.at(0).row;
    EXPECT_TRUE(find(env_, town_, other.id, other.version, Finding::Ok, ""));
    EXPECT_EQ(refused(recuse(env_, clerk_, view.objects[0].object.id, "配偶在该县任职")), "inspect.not_member");
    ASSERT_TRUE(recuse(env_, lead_, view.objects[0].object.id, "配偶在该县任职"));
    EXPECT_EQ(refused(find(env_, lead_, line.id, line.version, Finding::Ok, "")), "inspect.recused");
    EXPECT_EQ(refused(conclude(env_, lead_, view.objects[0].object.id, 1, "结论", {})), "inspect.recused");
    const auto fresh = seen(clerk_, view.inspection.id);
    EXPECT_EQ(fresh.objects[0].away.size(), 2U);
    EXPECT_EQ(refused(change_team(env_, clerk_, view.inspection.id, fresh.inspection.version, UserId{50}, {UserId{51}}, "", "调整人手")),
              "inspect.leader_recused");
    EXPECT_TRUE(
        change_team(env_, clerk_, view.inspection.id, fresh.inspection.version, UserId{51}, {UserId{50}}, "", "组长回避，另定组长"));
    EXPECT_TRUE(find(env_, member_, line.id, line.version, Finding::Ok, ""));
}

TEST_P(Inspecting, OnlyTheLeaderOfTheTeamServesAConclusionAndEveryLineHasItsFinding) {
    const auto view = approved(plan());
    const auto object = view.objects[0].object.id;
    const auto said = conclude(env_, lead_, object, 1, " ",
                               {{.what = "", .unit = kNeighbour, .due_on = july(6)}, {.what = "台账", .unit = kTown, .due_on = july(31)}});
    ASSERT_EQ(refused(said), "inspect.conclusion_incomplete");
    std::vector<std::string> codes;
    for (const auto& field : said.error().fields) {
        codes.push_back(field.code);
    }
    EXPECT_THAT(codes, ElementsAre("inspect.conclusion_missing", "inspect.findings_open", "inspect.what_missing", "inspect.due_past",
                                   "inspect.rectifier_foreign"));
    const auto& line = view.objects[0].lines.at(0).row;
    ASSERT_TRUE(find(env_, member_, line.id, line.version, Finding::Ok, "台账齐全"));
    EXPECT_EQ(refused(conclude(env_, member_, object, 1, "合格", {})), "inspect.not_leader");
    const auto served = conclude(env_, lead_, object, 1, "举措落实到位", {});
    ASSERT_TRUE(served);
    EXPECT_EQ(served->inspection.state, State::Concluded);
    EXPECT_EQ(served->objects[0].object.conclusion->ask_by, *base::make_date(2020, 8, 5));
    EXPECT_THAT(notices(20), ElementsAre("inspect.announced", "inspect.concluded"));
    EXPECT_EQ(refused(conclude(env_, lead_, object, 2, "改写", {})), "inspect.object_closed");
    EXPECT_EQ(refused(cancel(env_, clerk_, view.inspection.id, served->inspection.version, "不再需要")), "inspect.bad_state");
}

TEST_P(Inspecting, TheObjectSeesItsConclusionAndRectificationAndNothingElseOfTheTeamsWork) {
    const auto view = served(plan());
    const auto shown = seen(county_, view.inspection.id);
    ASSERT_EQ(shown.objects.size(), 1U);
    EXPECT_FALSE(shown.sees_all);
    EXPECT_THAT(shown.objects[0].lines, IsEmpty());
    EXPECT_EQ(shown.objects[0].object.conclusion->text, "举措落实不到位，责令整改");
    EXPECT_EQ(shown.objects[0].rectifications.size(), 1U);
    ASSERT_EQ(shown.steps.size(), 1U);
    EXPECT_EQ(shown.steps[0].act, "inspect.conclude");
    EXPECT_EQ(refused(read(env_, neighbour_, view.inspection.id)), "inspect.not_found");
    EXPECT_EQ(refused(read(env_, town_, view.inspection.id)), "inspect.not_found");
}

TEST_P(Inspecting, AUnitBelowTheObjectSeesOnlyWhatItMustPutRight) {
    const auto view = approved(plan());
    const auto& line = view.objects[0].lines.at(0).row;
    ASSERT_TRUE(find(env_, lead_, line.id, line.version, Finding::Problem, "连镇镇无台账"));
    ASSERT_TRUE(
        conclude(env_, lead_, view.objects[0].object.id, 1, "责令整改",
                 {{.what = "建立台账", .unit = kTown, .due_on = july(31)}, {.what = "加强督促", .unit = kCounty, .due_on = july(31)}}));
    const auto shown = seen(town_, view.inspection.id);
    ASSERT_EQ(shown.objects.size(), 1U);
    EXPECT_FALSE(shown.objects[0].object.conclusion);
    ASSERT_EQ(shown.objects[0].rectifications.size(), 1U);
    EXPECT_EQ(shown.objects[0].rectifications[0].row.what, "建立台账");
    EXPECT_TRUE(shown.objects[0].rectifications[0].may_report);
}

TEST_P(Inspecting, OfASecretVisitTheObjectLearnsWithTheConclusion) {
    auto secret = plan();
    secret.methods = {Method::SecretVisit};
    const auto view = approved(secret);
    EXPECT_THAT(notices(20), IsEmpty());
    EXPECT_EQ(refused(read(env_, county_, view.inspection.id)), "inspect.not_found");
    EXPECT_THAT(list_for(env_, county_, {}).items, IsEmpty());
    const auto& line = view.objects[0].lines.at(0).row;
    ASSERT_TRUE(find(env_, lead_, line.id, line.version, Finding::Ok, ""));
    ASSERT_TRUE(conclude(env_, lead_, view.objects[0].object.id, 1, "情况属实", {}));
    EXPECT_EQ(list_for(env_, county_, {}).items.size(), 1U);
}

TEST_P(Inspecting, ReconsiderationIsAskedInTimeAndDecidedByOthers) {
    const auto view = served(plan());
    const auto object = view.objects[0].object;
    EXPECT_EQ(refused(ask(env_, neighbour_, object.id, object.version, "与事实不符")), "inspect.not_found");
    EXPECT_EQ(refused(ask(env_, lead_, object.id, object.version, "与事实不符")), "inspect.not_object");
    const auto asked = ask(env_, county_, object.id, object.version, "台账在县商务局，检查时未调取");
    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_EQ(asked->objects[0].object.reconsideration->decide_by, *base::make_date(2020, 8, 5));
    const auto version = asked->objects[0].object.version;
    auto head = member_;
    head.is_head = true;
    const Decision changed{.outcome = Outcome::Changed, .text = "举措基本落实，完善台账", .reason = "复核查明有台账"};
    EXPECT_EQ(refused(decide(env_, head, object.id, version, changed)), "inspect.took_part");
    EXPECT_EQ(refused(decide(env_, clerk_, object.id, version, changed)), "inspect.not_decider");
    EXPECT_EQ(refused(decide(env_, leader_, object.id, version, {.outcome = Outcome::Changed, .reason = "复核查明有台账"})),
              "inspect.conclusion_incomplete");
    const auto done = decide(env_, leader_, object.id, version, changed);
    ASSERT_TRUE(done) << done.error().message;
    const auto& after = done->objects[0].object;
    EXPECT_EQ(after.conclusion->text, "举措落实不到位，责令整改") << "the first stays";
    EXPECT_EQ(text_in_force(*after.conclusion, after.reconsideration), "举措基本落实，完善台账");
    EXPECT_EQ(done->objects[0].rectifications[0].row.state, RectificationState::Open);
    EXPECT_EQ(refused(ask(env_, county_, object.id, after.version, "再次申请复核")), "inspect.asked_already");
}

TEST_P(Inspecting, AfterTheLastDayItIsTooLate) {
    const auto view = served(plan());
    const auto object = view.objects[0].object;
    today_ = *base::make_date(2020, 8, 6);
    const auto said = ask(env_, county_, object.id, object.version, "与事实不符，请复核");
    EXPECT_EQ(refused(said), "inspect.too_late");
    EXPECT_THAT(said.error().message, HasSubstr("2020-08-05"));
    today_ = *base::make_date(2020, 8, 5);
    EXPECT_TRUE(ask(env_, county_, object.id, object.version, "与事实不符，请复核"));
}

TEST_P(Inspecting, WithAWithdrawnConclusionItsRectificationsFallAway) {
    const auto view = served(plan());
    const auto object = view.objects[0].object;
    const auto asked = ask(env_, county_, object.id, object.version, "与事实不符，请复核");
    ASSERT_TRUE(asked);
    const auto done =
        decide(env_, leader_, object.id, asked->objects[0].object.version, {.outcome = Outcome::Withdrawn, .reason = "事实不清"});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->objects[0].rectifications[0].row.state, RectificationState::Dropped);
}

TEST_P(Inspecting, ARectificationIsReportedSentBackReportedAgainAndPassed) {
    const auto view = served(plan());
    auto row = view.objects[0].rectifications.at(0).row;
    const auto latest = [&] { return seen(lead_, view.inspection.id).objects[0].rectifications[0]; };
    EXPECT_EQ(refused(report(env_, neighbour_, row.id, row.version, "已建立")), "inspect.not_found");
    EXPECT_EQ(refused(report(env_, lead_, row.id, row.version, "已建立")), "inspect.not_rectifier");
    EXPECT_EQ(refused(check(env_, member_, row.id, row.version, Checked::Passed, "")), "inspect.rectification_state");
    today_ = *base::make_date(2020, 8, 1);
    EXPECT_TRUE(latest().overdue);
    ASSERT_TRUE(report(env_, county_, row.id, row.version, "台账已建立"));
    EXPECT_FALSE(latest().overdue);
    row = latest().row;
    EXPECT_EQ(refused(check(env_, clerk_, row.id, row.version, Checked::Passed, "")), "inspect.not_member");
    EXPECT_EQ(refused(check(env_, member_, row.id, row.version, Checked::SentBack, "")), "inspect.reason");
    ASSERT_TRUE(check(env_, member_, row.id, row.version, Checked::SentBack, "缺七月的记录"));
    row = latest().row;
    EXPECT_EQ(row.state, RectificationState::Returned);
    ASSERT_TRUE(report(env_, county_, row.id, row.version, "已补七月记录"));
    row = latest().row;
    ASSERT_TRUE(check(env_, member_, row.id, row.version, Checked::Passed, "台账齐全"));
    EXPECT_EQ(latest().row.state, RectificationState::Passed);
    const auto steps = seen(lead_, view.inspection.id).steps;
    std::vector<std::string> acts;
    for (const auto& step : steps) {
        acts.push_back(step.act);
    }
    EXPECT_THAT(acts, ElementsAre("inspect.draft", "inspect.submit", "inspect.approve", "inspect.finding", "inspect.conclude",
                                  "inspect.report", "inspect.send_back", "inspect.report", "inspect.pass"));
}

TEST_P(Inspecting, ARectificationBecomesAnOrderOnlyWhereTheSiteHasOrders) {
    const auto view = served(plan());
    const auto row = view.objects[0].rectifications.at(0).row;
    EXPECT_FALSE(seen(clerk_, view.inspection.id).objects[0].rectifications[0].may_order);
    EXPECT_EQ(refused(open_order(env_, clerk_, row.id, row.version)), "inspect.no_orders");
    env_.sources.open_order = [](store::WriteTx&, const Actor&, const OrderAsked& asked) -> base::Result<std::int64_t> {
        EXPECT_EQ(asked.unit, kCounty);
        return std::int64_t{77};
    };
    EXPECT_TRUE(seen(clerk_, view.inspection.id).objects[0].rectifications[0].may_order);
    const auto done = open_order(env_, clerk_, row.id, row.version);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->objects[0].rectifications[0].row.order, 77);
    EXPECT_EQ(refused(open_order(env_, clerk_, row.id, row.version + 1)), "inspect.ordered_already");
}

TEST_P(Inspecting, AnOrderEndsWithTheRectificationItCameFrom) {
    const auto view = served(plan());
    const auto row = view.objects[0].rectifications.at(0).row;
    env_.sources.open_order = [](store::WriteTx&, const Actor&, const OrderAsked&) -> base::Result<std::int64_t> {
        return std::int64_t{77};
    };
    ASSERT_TRUE(open_order(env_, clerk_, row.id, row.version));
    const auto& object = view.objects[0].object;
    const auto asked = ask(env_, county_, object.id, object.version, "与事实不符，请复核");
    ASSERT_TRUE(asked);
    const auto version = asked->objects[0].object.version;
    const Decision withdrawn{.outcome = Outcome::Withdrawn, .reason = "事实不清"};
    std::string ended;
    env_.sources.order_dropped = [&](store::WriteTx&, const Actor&, std::int64_t, const std::string&) -> base::Status {
        return base::conflict("order.busy", "");
    };
    EXPECT_EQ(refused(decide(env_, leader_, object.id, version, withdrawn)), "order.busy");
    EXPECT_EQ(seen(leader_, view.inspection.id).objects[0].object.state, ObjectState::Asked) << "both or neither";
    env_.sources.order_dropped = [&](store::WriteTx&, const Actor& who, std::int64_t order, const std::string& reason) -> base::Status {
        ended = who.user_name + " " + std::to_string(order) + " " + reason;
        return base::Done{};
    };
    ASSERT_TRUE(decide(env_, leader_, object.id, version, withdrawn));
    EXPECT_EQ(ended, "用户10 77 事实不清");
}

TEST_P(Inspecting, APlanAndAReconsiderationWaitForWhoMayDecideOnThem) {
    const auto waiting = [&](const Actor& who) {
        std::vector<std::string> out;
        for (const auto& one : waiting_decisions(env_, who)) {
            out.push_back(one.unit.name + (one.decide_by ? " 复核" : " 方案"));
        }
        return out;
    };
    const auto view = pending(plan());
    EXPECT_THAT(waiting(leader_), testing::ElementsAre("市政府办公室 方案"));
    EXPECT_THAT(waiting(clerk_), testing::IsEmpty()) << "who drafted it does not approve it";
    EXPECT_THAT(waiting(county_), testing::IsEmpty());
    ASSERT_TRUE(refuse(env_, leader_, view.inspection.id, view.inspection.version, "缺少督查依据"));
    EXPECT_THAT(waiting(leader_), testing::IsEmpty());

    const auto object = served(plan()).objects[0].object;
    EXPECT_THAT(waiting(leader_), testing::IsEmpty());
    ASSERT_TRUE(ask(env_, county_, object.id, object.version, "台账在县商务局，未调取"));
    EXPECT_THAT(waiting(leader_), testing::ElementsAre("东光县政府 复核"));
    auto took_part = member_;
    took_part.is_head = true;
    EXPECT_THAT(waiting(took_part), testing::IsEmpty()) << "who took part in the conclusion does not decide";
}

TEST_P(Inspecting, ARectificationLiesWithItsUnitUntilItIsReportedAndAgainWhenSentBack) {
    auto row = served(plan()).objects[0].rectifications.at(0).row;
    ASSERT_EQ(own_rectifications(env_, county_).size(), 1U);
    EXPECT_EQ(own_rectifications(env_, county_)[0].rectification.row.what, "建立举措台账");
    EXPECT_THAT(own_rectifications(env_, town_), testing::IsEmpty());
    EXPECT_THAT(own_rectifications(env_, lead_), testing::IsEmpty());
    ASSERT_TRUE(report(env_, county_, row.id, row.version, "台账已建立"));
    EXPECT_THAT(own_rectifications(env_, county_), testing::IsEmpty());
    ASSERT_TRUE(check(env_, member_, row.id, row.version + 1, Checked::SentBack, "缺七月的记录"));
    EXPECT_EQ(own_rectifications(env_, county_).size(), 1U);
}

TEST_P(Inspecting, ARectificationIsRemindedOfUntilItIsReported) {
    const auto view = served(plan());
    const notice::Settings settings{.rectifications = {.before = {1}, .on_due_day = true, .after_every = 5}};
    const auto told = [&](base::Date day) {
        const notice::Reminding by{settings, env_.calendar, day};
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) { return remind(tx, ids_, clock_.now(), by, day); }));
        const auto kinds = notices(20);
        return std::ranges::count_if(kinds,
                                     [](const std::string& kind) { return kind == "inspect.due_soon" || kind == "inspect.overdue"; });
    };
    EXPECT_EQ(told(july(27)), 0);
    EXPECT_EQ(told(july(30)), 1) << "a working day before the 31st";
    EXPECT_EQ(told(july(30)), 1) << "once";
    EXPECT_EQ(told(july(31)), 2) << "on the day";
    EXPECT_EQ(told(*base::make_date(2020, 8, 7)), 3) << "and again after it";
}

TEST_P(Inspecting, ASecretVisitIsNotNamedToWhoMayNotSeeIt) {
    auto secret = plan(Type::Special);
    secret.methods = {Method::SecretVisit};
    secret.title = "暗访连镇机密";
    secret.objects = {kTown};
    approved(secret);
    auto county = plan(Type::Special);
    county.objects = {kTown};
    county.leader = UserId{20};
    county.members = {};
    const auto own = actor(20, kCounty, {kCounty, kTown}, Scope::Subtree);
    const auto view = draft(env_, own, county);
    ASSERT_TRUE(view) << view.error().message;
    ASSERT_FALSE(view->breaches.empty());
    for (const auto& breach : view->breaches) {
        EXPECT_THAT(breach.said.text, testing::Not(HasSubstr("机密")));
        EXPECT_THAT(breach.said.text, testing::Not(HasSubstr("07-")));
    }
    EXPECT_THAT(view->breaches,
                testing::Contains(testing::Field(&Breach::said, testing::Field(&base::Phrase::code, "inspect.overlap_hidden"))));
}

TEST_P(Inspecting, TheListIsFilteredPagedAndCountsWhatIsOverdue) {
    const auto first = served(plan());
    auto other = plan(Type::Special);
    other.title = "青县专项督查";
    other.objects = {kNeighbour};
    approved(other);
    EXPECT_EQ(list_for(env_, clerk_, {}).items.size(), 2U);
    EXPECT_EQ(list_for(env_, clerk_, {.state = State::Concluded}).items.size(), 1U);
    EXPECT_EQ(list_for(env_, clerk_, {.year = 2019}).items.size(), 0U);
    EXPECT_EQ(list_for(env_, clerk_, {.object = kNeighbour}).items.size(), 1U);
    EXPECT_EQ(list_for(env_, clerk_, {.words = "青县"}).items.size(), 1U);
    const auto page = list_for(env_, clerk_, {.limit = 1});
    ASSERT_TRUE(page.next);
    const auto rest = list_for(env_, clerk_, {.after = page.next, .limit = 1});
    ASSERT_EQ(rest.items.size(), 1U);
    EXPECT_FALSE(rest.next);
    EXPECT_EQ(rest.items[0].inspection.id, first.inspection.id);
    today_ = *base::make_date(2020, 8, 1);
    EXPECT_EQ(list_for(env_, clerk_, {.state = State::Concluded}).items[0].rectifications.overdue, 1);
    ASSERT_EQ(list_for(env_, neighbour_, {}).items.size(), 1U);
    EXPECT_EQ(list_for(env_, neighbour_, {}).items[0].rectifications.open, 0);
}

/// The list says in SQL what reading one says in C++: for each reader exactly what he may read, page by page, with the same objects.
TEST_P(Inspecting, TheListShowsEachReaderExactlyWhatHeMayRead) {
    std::vector<InspectionId> ids;
    unsigned place = 0;
    for (const bool secret : {false, true}) {
        auto what = plan(Type::Special);
        what.objects = {kCounty, kNeighbour};
        what.methods = {secret ? Method::SecretVisit : Method::OnSite};
        const auto next = [&] {
            what.from = july(6) + std::chrono::days{place++ / 2 * 20};
            what.to = what.from;
            what.content = "内容" + std::to_string(place);
            what.tasks = {TaskId{place % 2 + 1}};
            return what;
        };
        ids.push_back(drafted(next()).inspection.id);
        ids.push_back(pending(next()).inspection.id);
        const auto turned_down = pending(next());
        ASSERT_TRUE(refuse(env_, leader_, turned_down.inspection.id, turned_down.inspection.version, "时间与汛期冲突"));
        const auto stopped = approved(next());
        ASSERT_TRUE(cancel(env_, clerk_, stopped.inspection.id, stopped.inspection.version, "不再需要"));
        ids.push_back(turned_down.inspection.id);
        ids.push_back(stopped.inspection.id);
        ids.push_back(approved(next()).inspection.id);
        const auto now = today_;
        const auto half = approved(next());
        today_ = *what.from;
        const auto& line = half.objects[0].lines.at(0).row;
        ASSERT_TRUE(find(env_, lead_, line.id, line.version, Finding::Problem, "没有台账"));
        ASSERT_TRUE(conclude(env_, lead_, half.objects[0].object.id, 1, "责令整改",
                             {{.what = "建立台账", .unit = kTown, .due_on = today_ + std::chrono::days{9}}}));
        today_ = now;
        ids.push_back(half.inspection.id);
        what.leader = UserId{60};  // the bureau is seen by its man in the team alone
        ids.push_back(approved(next()).inspection.id);
        what.leader = UserId{50};
    }
    auto far_leader = leader_;
    far_leader.scope = Scope::Subtree;
    far_leader.units = std::make_shared<const std::vector<UnitId>>(std::vector{kCity, kCounty, kNeighbour, kTown, kOffice, kBureau});
    auto own_leader = far_leader;
    own_leader.scope = Scope::Own;
    own_leader.units = std::make_shared<const std::vector<UnitId>>(std::vector{kCity});
    auto blind = clerk_;
    blind.permissions = std::make_shared<const std::set<std::string, std::less<>>>();
    const auto observer = actor(70, kOffice, {}, Scope::All, {"inspect.read", "order.read"});
    const auto superior = actor(71, kTown, {}, Scope::All, {"inspect.read", "inspect.manage"});
    auto homeless = superior;
    homeless.unit.reset();
    for (const auto& who : {leader_, far_leader, own_leader, clerk_, lead_, member_, county_, town_, neighbour_, bureau_, blind, observer,
                            superior, homeless}) {
        std::map<InspectionId, ListRow> listed;
        std::optional<base::Date> before;
        ListFilter filter{.limit = 2};
        do {
            auto page = list_for(env_, who, filter);
            for (auto& row : page.items) {
                const auto begins = *row.inspection.draft.from;
                EXPECT_TRUE(!before || begins <= *before) << "what begins last comes first";
                before = begins;
                const auto id = row.inspection.id;
                EXPECT_TRUE(listed.emplace(id, std::move(row)).second) << "once";
            }
            filter.after = page.next;
        } while (filter.after);
        for (const auto id : ids) {
            const auto view = read(env_, who, id);
            ASSERT_EQ(listed.contains(id), view.has_value()) << who.user_name << " in " << who.unit_name << ", inspection " << id.text();
            if (view) {
                EXPECT_EQ(listed.at(id).sees_all, view->sees_all);
                std::vector<UnitId> objects;
                for (const auto& object : view->objects) {
                    if (object.sees_conclusion) {
                        objects.push_back(object.object.unit.id);
                    }
                }
                std::vector<UnitId> shown;
                for (const auto& object : listed.at(id).inspection.objects) {
                    shown.push_back(object.unit.id);
                }
                EXPECT_EQ(shown, objects);
                const bool by_object = !list_for(env_, who, {.object = kNeighbour, .words = "青县"}).items.empty();
                EXPECT_TRUE(by_object || std::ranges::find(objects, kNeighbour) == objects.end());
            }
        }
    }
    const auto hidden = list_for(env_, county_, {.words = "青县"});
    EXPECT_THAT(hidden.items, IsEmpty()) << "nobody finds by the name of an object he does not see";
    EXPECT_THAT(list_for(env_, county_, {.object = kNeighbour}).items, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, Inspecting, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::inspect
