#include "dispatch/occasion_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <random>
#include <thread>

#include "dispatch/opening_service.hpp"
#include "dispatch/reminder_service.hpp"
#include "migrations.hpp"
#include "support/test_database.hpp"

namespace luoshi::dispatch {
namespace {

using calendar::Period;
using calendar::Rhythm;
using store::Sql;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const Sql kUnit{"test.dispatch.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
                "VALUES ($1, $2, $3, $3, $4, 'government', 'administrative', 'local', $5, $6, 0, '', 1)"};
const Sql kPlan{"test.dispatch.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, issued_on, period_from, period_to, state, imported_at, "
                "imported_by, version) VALUES (1, 1, 1, '试点方案', '2018-08-17', 2018, 2020, 'confirmed', 0, '张三', 1)"};
const Sql kTask{
    "test.dispatch.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES ($1, 1, $3, $2, '发展特色网店', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"test.dispatch.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, $2, $3, $4, '', 1, '2018-08-17', 1)"};
const Sql kRole{"test.dispatch.role",
                "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('clerk', '经办', 'own', 'business', 1)"};
const Sql kMay{"test.dispatch.may", "INSERT INTO role_permission (role_code, permission) VALUES ('clerk', $1)"};
const Sql kPost{"test.dispatch.post", "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES ($1, $2, '科员', 'clerk', 0)"};
const Sql kUser{"test.dispatch.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, '经办', 'active', '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.dispatch.holds", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $2, '2018-01-01')"};
const Sql kNotices{"test.dispatch.notices", "SELECT user_id, kind, text FROM notice ORDER BY notice_id"};
const Sql kKeys{"test.dispatch.keys", "SELECT unit_id, rule, period, opens_on FROM occasion ORDER BY unit_id, rule, period"};
const Sql kAny{"test.dispatch.any", "SELECT occasion_id FROM occasion WHERE unit_id = $1 AND rule = $2 AND period = $3"};
const Sql kReport{"test.dispatch.report",
                  "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                  "next_steps, opened_at, version) VALUES ($1, $2, $3, 1, 1, $4, 'approved', 0, '', '', '', 0, 1)"};
const Sql kUntil2027{"test.dispatch.until_2027", "UPDATE plan SET period_to = 2027"};
const Sql kDraft{"test.dispatch.draft", "UPDATE plan SET state = 'draft'"};
const Sql kAudited{"test.dispatch.audited", "SELECT COUNT(*) FROM audit_event WHERE action = $1"};

const UnitId kOffice{1};
const UnitId kIndustry{2};
const UnitId kEast{3};
const UnitId kWest{4};
const UnitId kTown{5};

class StillClock final : public base::Clock {
public:
    base::Moment now() const override { return now_; }
    void pass(std::chrono::milliseconds time) { now_ += time; }

private:
    base::Moment now_{*base::parse_date("2020-07-03")};
};

base::Date day(const char* text) { return *base::parse_date(text); }

calendar::WorkCalendar ten_years() {
    std::vector<calendar::Notice> notices;
    for (int year = 2018; year <= 2028; ++year) {
        notices.push_back({.name = std::to_string(year), .year = year, .off = {*base::make_date(year, 1, 1)}, .worked = {}});
    }
    return calendar::WorkCalendar{notices};
}

OccasionRule rule(const char* code, Kind kind, Owner owner, Rhythm every, int opens = 1, int due = 10) {
    return {.code = code,
            .kind = kind,
            .name = code,
            .owner = owner,
            .every = every,
            .opens = opens,
            .due = due,
            .agenda = {Section::Late, Section::Figures, Section::Orders, Section::Decisions}};
}

Actor actor(UnitId unit, std::vector<UnitId> units, std::set<std::string, std::less<>> permissions) {
    Actor out;
    out.user = identity::UserId{unit.value()};
    out.user_name = "经办";
    out.unit = unit;
    out.unit_name = "单位" + unit.text();
    out.scope = identity::Scope::Subtree;
    std::ranges::sort(units);
    out.units = std::make_shared<const std::vector<UnitId>>(std::move(units));
    out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(permissions));
    return out;
}

/// The commerce bureau (plan office) and the industry bureau lead a task each; two counties and a town have parts in the first.
/// The business date is 3 July 2020.
class Dispatch : public testing::TestWithParam<store::Engine> {
protected:
    Dispatch() {
        write([](store::WriteTx& tx) {
            tx.execute(kUnit, {1, "u1", "市商务局", "city_department", nullptr, 1});
            tx.execute(kUnit, {2, "u2", "市工信局", "city_department", nullptr, 2});
            tx.execute(kUnit, {3, "u3", "东光县政府", "county", nullptr, 3});
            tx.execute(kUnit, {4, "u4", "青县政府", "county", nullptr, 4});
            tx.execute(kUnit, {5, "u5", "连镇镇政府", "town", 3, 5});
            tx.execute(kPlan);
            tx.execute(kTask, {1, "T1", 1});
            tx.execute(kTask, {2, "T2", 2});
            tx.execute(kDuty, {11, 1, kOffice, "lead"});
            tx.execute(kDuty, {12, 2, kIndustry, "lead"});
            tx.execute(kDuty, {13, 1, kEast, "responsible"});
            tx.execute(kDuty, {14, 1, kWest, "responsible"});
            tx.execute(kDuty, {15, 1, kTown, "responsible"});
            tx.execute(kRole);
            tx.execute(kMay, {"dispatch.manage"});
            tx.execute(kMay, {"dispatch.read"});
            for (int id = 1; id <= 5; ++id) {
                tx.execute(kPost, {id, id});
                tx.execute(kUser, {id, "u" + std::to_string(id)});
                tx.execute(kHolds, {id, id});
            }
        });
    }
    template <class Fn>
    void write(Fn fn) {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            fn(tx);
            return base::Done{};
        }));
    }
    int open_by(const char* text) { return open_by(*db_, ids_, day(text)); }
    int open_by(store::Database& db, base::IdSource& ids, base::Date on) {
        auto opened = db.write([&](store::WriteTx& tx) { return open_due(tx, ids, clock_.now(), rhythm_, order_, on); });
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? *opened : -1;
    }
    std::vector<std::string> keys(store::Database& db) {
        return db.read([](store::ReadTx& tx) {
            return tx.all(kKeys, {}, [](const store::Row& row) {
                return std::to_string(row.integer(0)) + " " + row.text(1) + " " + row.text(2) + " " + row.text(3);
            });
        });
    }
    OccasionId id_of(UnitId unit, const char* code, const char* period) {
        const auto id = db_->read([&](store::ReadTx& tx) { return tx.integer(kAny, {unit, code, period}); });
        EXPECT_TRUE(id) << code << " " << period;
        return OccasionId{id.value_or(1)};
    }
    std::vector<std::string> notices() {
        return db_->read([](store::ReadTx& tx) {
            return tx.all(kNotices, {},
                          [](const store::Row& row) { return std::to_string(row.integer(0)) + " " + row.text(1) + " " + row.text(2); });
        });
    }
    /// Of notices of the kind, who was told what, since the last asking.
    std::vector<std::string> told(const std::string& kind) {
        std::vector<std::string> out;
        const auto all = notices();
        for (auto i = told_; i < all.size(); ++i) {
            const auto at = all[i].find(" " + kind + " ");
            if (at != std::string::npos) {
                out.push_back(all[i].substr(0, at) + all[i].substr(at + kind.size() + 1));
            }
        }
        told_ = all.size();
        return out;
    }
    void remind_on(const char* text) {
        const auto on = day(text);
        today_ = std::max(today_, on);
        const auto done = db_->write([&](store::WriteTx& tx) {
            return remind(tx, ids_, clock_.now(), {settings_, order_.calendar, today_}, on);
        });
        EXPECT_TRUE(done) << done.error().message;
    }
    Call call(std::vector<UnitId> units) const {
        return {.meets_on = day("2020-07-03"), .place = "市政府三楼会议室", .chair = "方案办负责人", .units = std::move(units)};
    }
    OccasionView read(const Actor& who, OccasionId id) {
        auto view = service_.read(who, id);
        EXPECT_TRUE(view) << view.error().message;
        return *std::move(view);
    }
    std::int64_t version(OccasionId id) { return read(leader_, id).occasion.version; }
    DecisionContent decision(std::string text, UnitId unit) const {
        return {.text = std::move(text), .unit = unit, .due_on = day("2020-07-31")};
    }

    tests::TestDatabase db_{GetParam()};
    StillClock clock_;
    base::Date today_ = day("2020-07-03");
    base::IdSource ids_{clock_, 1};
    calendar::Schedule order_{.first = *Period::parse("2018-09"),
                              .last = *Period::parse("2027-12"),
                              .days = {{.opens = {1}, .due = {5}, .lock = {15}}},
                              .calendar = ten_years()};
    std::vector<OccasionRule> rhythm_{rule("city_month", Kind::Dispatch, Owner::PlanOffice, Rhythm::Month),
                                      rule("lead_month", Kind::Dispatch, Owner::LeadDepartment, Rhythm::Month),
                                      rule("county_month", Kind::Dispatch, Owner::County, Rhythm::Month),
                                      rule("county_quarter", Kind::Summary, Owner::County, Rhythm::Quarter, 2, 15)};
    notice::Settings settings_ = {};
    std::size_t told_ = 0;
    rollup::LiveFigures figures_{[this] { return today_; }, [this] { return order_; }};
    supervise::Boards boards_{
        *db_,
        clock_,
        figures_,
        {.today = [this] { return today_; },
         .schedule = order_,
         .work_days = [this](base::Date from, base::Date to) { return order_.calendar.work_days_between(from, to); }}};
    Occasions service_{*db_, ids_, clock_, boards_, {.today = [this] { return today_; }, .order = order_, .rhythm = rhythm_}};

    const Actor office_ = actor(kOffice, {kOffice, kIndustry, kEast, kWest, kTown}, {"dispatch.read", "dispatch.manage"});
    const Actor leader_ = actor(UnitId{9}, {kOffice, kIndustry, kEast, kWest, kTown}, {"dispatch.read"});
    const Actor industry_ = actor(kIndustry, {kIndustry}, {"dispatch.read", "dispatch.manage"});
    const Actor east_ = actor(kEast, {kEast, kTown}, {"dispatch.read", "dispatch.manage"});
    const Actor west_ = actor(kWest, {kWest}, {"dispatch.read", "dispatch.manage"});
    const Actor town_ = actor(kTown, {kTown}, {"dispatch.read"});
};
INSTANTIATE_TEST_SUITE_P(Engines, Dispatch, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

class DispatchUntil2027 : public Dispatch {
protected:
    DispatchUntil2027() {
        write([](store::WriteTx& tx) { tx.execute(kUntil2027); });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, DispatchUntil2027, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Dispatch, EveryOwnerHasItsOwnAndIsToldOfWhatCanStillBeHeldInTime) {
    EXPECT_EQ(open_by("2018-10-01"), 1 + 2 + 2);
    EXPECT_THAT(keys(*db_),
                ElementsAre("1 city_month 2018-09 2018-10-01", "1 lead_month 2018-09 2018-10-01", "2 lead_month 2018-09 2018-10-01",
                            "3 county_month 2018-09 2018-10-01", "4 county_month 2018-09 2018-10-01"));
    EXPECT_EQ(open_by("2018-10-02"), 2) << "the counties' quarter opens on the second working day";
    EXPECT_THAT(notices(), SizeIs(7));
    EXPECT_EQ(notices().front(), "1 dispatch.opened 2018年9月city_month已开启，请在2018-10-12前召开");
    EXPECT_EQ(open_by("2018-12-31"), 2 * 5) << "missed days are caught up";
    EXPECT_THAT(notices(), SizeIs(7)) << "the time of what was missed has passed";
    EXPECT_EQ(open_by("2018-12-31"), 0);
}

TEST_P(Dispatch, ADraftPlanOpensNothing) {
    write([](store::WriteTx& tx) { tx.execute(kDraft); });
    EXPECT_EQ(open_by("2020-07-03"), 0);
}

// Property: ten years of days asked for in any order, again and again, with days missed, open what one call at the end opens.
TEST_P(DispatchUntil2027, TenYearsOfDaysInAnyOrderOpenEachOccasionOnce) {
    const auto last = day("2028-02-29");
    auto expected = db_->read([&](store::ReadTx& tx) {
        std::vector<std::string> out;
        for (const auto& plan : confirmed_plans(tx)) {
            const auto all = openings(plan, rhythm_, order_, plan.start, last);
            for (const auto& one : *all) {
                out.push_back(one.unit.id.text() + " " + one.rule->code + " " + one.period.text() + " " + base::date_text(one.opens_on));
            }
        }
        return out;
    });
    std::ranges::sort(expected);
    ASSERT_EQ(expected.size(), 112U * 5 + 38U * 2);  // months and quarters from September 2018 to December 2027
    std::mt19937 random{20180817};
    int opened = 0;
    for (int call = 0; call < 120; ++call) {
        const auto on = day("2018-08-17") + std::chrono::days{random() % static_cast<unsigned>((last - day("2018-08-17")).count())};
        opened += open_by(*db_, ids_, on);
        if (call % 7 == 0) {
            EXPECT_EQ(open_by(*db_, ids_, on), 0) << "again on the same day";
        }
    }
    opened += open_by(*db_, ids_, last);
    EXPECT_EQ(opened, static_cast<int>(expected.size()));
    auto now = keys(*db_);
    std::ranges::sort(now);
    EXPECT_EQ(now, expected);
}

TEST_P(Dispatch, TwoServersOpenEachOnceAndTellOnce) {
    auto other = store::Database::open(db_.options(), embedded::migrations());
    base::IdSource other_ids{clock_, 2};
    // The second one begins while the first has written and not yet committed; on SQLite it waits for the one writer.
    std::promise<void> written;
    int there = -1;
    std::thread second{[&] {
        written.get_future().wait();
        there = open_by(*other, other_ids, day("2020-07-03"));
    }};
    bool told = false;
    const auto here = db_->write([&](store::WriteTx& tx) {
        auto opened = open_due(tx, ids_, clock_.now(), rhythm_, order_, day("2020-07-03"));
        if (!std::exchange(told, true)) {
            written.set_value();
            std::this_thread::sleep_for(std::chrono::milliseconds{300});
        }
        return opened;
    });
    second.join();
    ASSERT_TRUE(here);
    EXPECT_EQ(*here, 22 * 5 + 8 * 2);
    EXPECT_EQ(there, 0);
    EXPECT_THAT(keys(*db_), SizeIs(22 * 5 + 8 * 2));
    EXPECT_THAT(notices(), SizeIs(7)) << "of June and its quarter";
}

TEST_P(Dispatch, TheYearListsWhatIsOpenAndWhatIsToCome) {
    open_by("2020-07-03");
    const auto east = service_.list(east_, {.year = 2020});
    ASSERT_TRUE(east);
    EXPECT_THAT(*east, SizeIs(12 + 4)) << "its own, all year";
    EXPECT_EQ(std::ranges::count_if(*east, [](const auto& line) { return line.id.has_value(); }), 6 + 2);
    EXPECT_THAT(*service_.list(leader_, {.year = 2020, .state = "open"}), SizeIs(6 * 5 + 2 * 2)) << "a leader sees everybody's";
    EXPECT_THAT(*service_.list(leader_, {.year = 2020, .kind = Kind::Summary, .unit = kWest}), SizeIs(4));
    EXPECT_THAT(*service_.list(leader_, {.year = 2020, .owner = Owner::PlanOffice, .state = "planned"}), SizeIs(6));
    EXPECT_THAT(*service_.list(town_, {.year = 2020}), IsEmpty());
    EXPECT_THAT(*service_.list(leader_, {.year = 2021}), IsEmpty()) << "after the plan";
    EXPECT_EQ(service_.list(actor(kEast, {kEast}, {}), {.year = 2020}).error().code, "dispatch.no_access");
}

TEST_P(Dispatch, OnlyTheOwnerCallsTheMeetingAndInvitedUnitsAreTold) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    const auto before = read(office_, june);
    std::vector<UnitId> proposed;
    std::ranges::transform(before.proposed, std::back_inserter(proposed), &plan::UnitRef::id);
    EXPECT_THAT(proposed, ElementsAre(kIndustry, kEast, kWest)) << "lead departments and counties, no towns";
    EXPECT_EQ(service_.call(leader_, june, 1, call({kEast})).error().code, "occasion.not_yours");
    EXPECT_EQ(service_.call(east_, june, 1, call({kEast})).error().code, "occasion.not_found") << "nobody invited it yet";
    const auto told = notices().size();
    const auto called = service_.call(office_, june, 1, call({kEast, kIndustry, kEast}));
    ASSERT_TRUE(called) << called.error().message;
    EXPECT_EQ(called->occasion.version, 2);
    EXPECT_THAT(called->invited, SizeIs(2)) << "each once";
    EXPECT_EQ(notices().size(), told + 2);
    EXPECT_THAT(notices().back(), HasSubstr("dispatch.invited 市商务局通知参加2020年6月city_month：2020-07-03，市政府三楼会议室"));
    ASSERT_TRUE(service_.call(office_, june, 2, call({kEast, kIndustry, kWest})));
    EXPECT_EQ(notices().size(), told + 3) << "only who is new";
    EXPECT_EQ(service_.call(office_, june, 2, call({kEast})).error().code, "occasion.version_mismatch");
    EXPECT_EQ(service_.call(office_, june, 3, call({UnitId{77}})).error().fields.front().code, "occasion.unknown_unit");
}

TEST_P(Dispatch, WhoIsInvitedSeesTheAgendaAndWhatConcernsHimAndNoPack) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    ASSERT_TRUE(service_.call(office_, june, 1, call({kEast, kWest})));
    ASSERT_TRUE(service_.decide(office_, june, 2, decision("东光县出台措施", kEast)));
    auto shared = decision("青县补报五月", kWest);
    shared.assisting = {kIndustry};
    ASSERT_TRUE(service_.decide(office_, june, 3, shared));
    ASSERT_TRUE(service_.write_minutes(office_, june, 4, "会议纪要"));
    const auto west = read(west_, june);
    EXPECT_EQ(west.sight, Sight::Invited);
    EXPECT_THAT(west.occasion.agenda, SizeIs(4));
    EXPECT_THAT(west.decisions, IsEmpty()) << "nothing is decided before the meeting";
    EXPECT_THAT(west.invited, SizeIs(1)) << "only its own attendance";
    EXPECT_EQ(west.occasion.minutes, "");
    EXPECT_FALSE(west.may_manage);
    EXPECT_EQ(service_.pack(west_, june).error().code, "occasion.no_pack");
    EXPECT_EQ(service_.read(industry_, june).error().code, "occasion.not_found") << "nothing is decided before the meeting";
    EXPECT_EQ(service_.pack(industry_, june).error().code, "occasion.not_found");
    EXPECT_THAT(*service_.list(west_, {.year = 2020, .owner = Owner::PlanOffice}), SizeIs(1));
    EXPECT_EQ(read(leader_, june).decisions.size(), 2U);
    ASSERT_TRUE(service_.hold(office_, june, 5, today_));
    ASSERT_THAT(read(west_, june).decisions, SizeIs(1)) << "only what concerns it";
    EXPECT_EQ(read(west_, june).decisions[0].decision.text, "青县补报五月");
}

TEST_P(Dispatch, ThePackIsFrozenOnTheDayOfTheMeeting) {
    today_ = day("2020-07-08");
    open_by("2020-07-08");
    const auto june = id_of(kEast, "county_month", "2020-06");
    const auto live = service_.pack(east_, june);
    ASSERT_TRUE(live);
    EXPECT_THAT(live->content, HasSubstr("2020年6月填报1份未交"));
    EXPECT_THAT(live->content, HasSubstr("连镇镇政府")) << "a county sees the units below it";
    EXPECT_THAT(live->content, Not(HasSubstr("青县政府")));
    EXPECT_EQ(service_.hold(east_, june, 1, day("2020-07-09")).error().fields.front().code, "occasion.in_future");
    const auto held = service_.hold(east_, june, 1, day("2020-07-07"));
    ASSERT_TRUE(held) << held.error().message;
    EXPECT_EQ(held->occasion.state, State::Held);
    EXPECT_EQ(held->frozen_as_of, day("2020-07-08"));
    const auto frozen = service_.pack(east_, june)->content;
    EXPECT_EQ(frozen, live->content);
    write([](store::WriteTx& tx) { tx.execute(kReport, {13, 13, kEast, "2020-06"}); });
    clock_.pass(std::chrono::seconds{1});
    EXPECT_EQ(service_.pack(east_, june)->content, frozen) << "a later approval changes nothing";
    const auto quarter = id_of(kEast, "county_quarter", "2020-06");
    EXPECT_NE(service_.pack(east_, quarter)->content, frozen);
    EXPECT_EQ(service_.hold(east_, june, 2, day("2020-07-07")).error().code, "occasion.wrong_state") << "once";
    EXPECT_EQ(db_->read([](store::ReadTx& tx) { return tx.integer(kAudited, {"dispatch.hold"}); }), 1);
}

TEST_P(Dispatch, EachOwnerSeesItsPartOfTheWhole) {
    today_ = day("2020-07-08");
    open_by("2020-07-08");
    const auto city = service_.pack(office_, id_of(kOffice, "city_month", "2020-06"))->content;
    EXPECT_THAT(city, HasSubstr("青县政府"));
    EXPECT_THAT(city, HasSubstr("东光县政府"));
    EXPECT_THAT(city, HasSubstr("\"link\":\"/tasks/2\""));
    const auto industry = service_.pack(industry_, id_of(kIndustry, "lead_month", "2020-06"))->content;
    EXPECT_THAT(industry, HasSubstr("市工信局"));
    EXPECT_THAT(industry, Not(HasSubstr("东光县政府"))) << "no part in what it leads";
    EXPECT_THAT(industry, Not(HasSubstr("\"link\":\"/tasks/1\"")));
}

TEST_P(Dispatch, TheNextMeetingHearsWhatBecameOfTheDecisions) {
    open_by("2020-07-03");
    const auto may = id_of(kOffice, "city_month", "2020-05");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    auto first = decision("东光县出台措施", kEast);
    first.task = plan::TaskId{1};
    const auto decided = service_.decide(office_, may, 1, first);
    ASSERT_TRUE(decided) << decided.error().message;
    const auto id = decided->decisions.front().decision.id;
    EXPECT_EQ(decided->decisions.front().decision.task->name, "T1 发展特色网店");
    EXPECT_THAT(service_.pack(office_, june)->content, Not(HasSubstr("出台措施"))) << "May was not held";
    ASSERT_TRUE(service_.hold(office_, may, 2, day("2020-06-10")));
    ASSERT_TRUE(service_.close(office_, may, 3));
    EXPECT_EQ(service_.change(office_, id, 4, first).error().code, "occasion.wrong_state") << "closed";
    EXPECT_EQ(service_.settle(office_, id, 4, day("2020-07-04"), "已印发").error().fields.front().code, "decision.done_in_future");
    ASSERT_TRUE(service_.settle(office_, id, 4, day("2020-07-02"), "措施已印发")) << "also after the close";
    const auto pack = service_.pack(office_, june)->content;
    EXPECT_THAT(pack, HasSubstr("东光县出台措施"));
    EXPECT_THAT(pack, HasSubstr("措施已印发"));
    EXPECT_THAT(pack, HasSubstr("/occasions/" + may.text()));
    EXPECT_EQ(read(office_, june).before, may);
}

TEST_P(Dispatch, MeetingsOfThePastAreKnownToHaveBeenHeldAndHaveNoPack) {
    open_by("2020-07-03");
    write([&](store::WriteTx& tx) {
        load_past_meetings(tx, day("2020-07-03"),
                           [](UnitId unit, Period period) { return unit != kWest || period < *Period::parse("2020-05"); });
    });
    const auto may = read(east_, id_of(kEast, "county_month", "2020-05"));
    EXPECT_EQ(may.occasion.state, State::Closed);
    EXPECT_EQ(may.occasion.held_on, may.occasion.due_on);
    EXPECT_THAT(service_.pack(east_, may.occasion.id)->content, HasSubstr("\"agenda\":[],\"lines\":[]"));
    EXPECT_TRUE(read(west_, id_of(kWest, "county_month", "2020-05")).occasion.is_overdue(today_));
    EXPECT_EQ(read(east_, id_of(kEast, "county_month", "2020-06")).occasion.state, State::Open) << "its time has not passed";
    EXPECT_EQ(open_by("2020-07-03"), 0);
}

TEST_P(Dispatch, DecisionsAreChangedAndRemovedWhileTheMeetingIsNotClosed) {
    open_by("2020-07-03");
    const auto june = id_of(kEast, "county_month", "2020-06");
    auto content = decision("连镇补报", kTown);
    content.task = plan::TaskId{99};
    EXPECT_EQ(service_.decide(east_, june, 1, content).error().fields.front().code, "decision.unknown_task");
    content.task = {};
    content.due_on = day("2020-06-30");
    EXPECT_EQ(service_.decide(east_, june, 1, content).error().fields.front().code, "decision.due_early");
    content.due_on = day("2020-07-31");
    const auto id = service_.decide(east_, june, 1, content)->decisions.front().decision.id;
    EXPECT_EQ(service_.change(office_, id, 2, content).error().code, "occasion.not_yours") << "a county runs its own";
    content.text = "连镇七月底前补报";
    content.assisting = {kWest, kWest};
    const auto changed = service_.change(east_, id, 2, content);
    EXPECT_EQ(changed->decisions.front().decision.text, "连镇七月底前补报");
    EXPECT_THAT(changed->decisions.front().decision.assisting, SizeIs(1));
    EXPECT_THAT(service_.remove(east_, id, 3)->decisions, IsEmpty());
    EXPECT_EQ(service_.remove(east_, id, 4).error().code, "decision.not_found");
}

TEST_P(Dispatch, ADecisionBecomesAnOrderOnceAndKeepsTheLink) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    const auto id = service_.decide(office_, june, 1, decision("东光县出台措施", kEast))->decisions.front().decision.id;
    EXPECT_FALSE(read(office_, june).may_order) << "without orders the button is hidden";
    EXPECT_EQ(service_.order(office_, id, 2).error().code, "decision.no_orders");
    Sources sources;
    sources.open_order = [](store::WriteTx&, const Actor&, const Occasion&, const Decision& from) -> base::Result<std::int64_t> {
        return from.unit.id == kEast ? base::Result<std::int64_t>{500} : base::conflict("order.wrong", "");
    };
    sources.order = [](store::ReadTx&, const Actor&, std::int64_t order) {
        return std::optional{Sources::Order{"办理中", "/orders/" + std::to_string(order)}};
    };
    sources.open_orders = [](store::ReadTx&, const Reach& reach, base::Date since) {
        EXPECT_EQ(since, day("2020-06-01"));
        return std::vector{
            OpenOrder{.title = reach.of == Reach::Of::All ? "全市督办" : "本县督办", .unit = {kEast, "东光"}, .link = "/orders/500"}};
    };
    Occasions with_orders{*db_, ids_, clock_, boards_, service_.rules(), sources};
    EXPECT_TRUE(with_orders.read(office_, june)->may_order);
    EXPECT_FALSE(with_orders.read(leader_, june)->may_order);
    const auto ordered = with_orders.order(office_, id, 2);
    ASSERT_TRUE(ordered) << ordered.error().message;
    EXPECT_EQ(ordered->decisions.front().decision.order, 500);
    EXPECT_EQ(ordered->decisions.front().order->link, "/orders/500");
    EXPECT_EQ(with_orders.order(office_, id, 3).error().code, "decision.has_order");
    EXPECT_EQ(with_orders.remove(office_, id, 3).error().code, "decision.has_order");
    EXPECT_THAT(with_orders.pack(office_, june)->content, HasSubstr("全市督办"));
    EXPECT_THAT(with_orders.pack(east_, id_of(kEast, "county_month", "2020-06"))->content, HasSubstr("本县督办"));
}

TEST_P(Dispatch, WhatIsNotHeldSaysWhyAndAttendanceIsOfInvitedUnits) {
    open_by("2020-07-03");
    const auto may = id_of(kEast, "county_month", "2020-05");
    EXPECT_EQ(service_.skip(east_, may, 1, " 忙 ").error().fields.front().code, "reason.missing");
    EXPECT_EQ(service_.skip(east_, may, 1, "与六月合并召开")->occasion.state, State::Skipped);
    EXPECT_EQ(service_.hold(east_, may, 2, day("2020-07-03")).error().code, "occasion.wrong_state");
    const auto june = id_of(kEast, "county_month", "2020-06");
    EXPECT_EQ(service_.record_attendance(east_, june, 1, {{{kTown, {}}, Attendance::Present, ""}}).error().fields.front().code,
              "occasion.not_invited");
    ASSERT_TRUE(service_.call(east_, june, 1, call({kTown})));
    const auto attended = service_.record_attendance(east_, june, 2, {{{kTown, {}}, Attendance::Leave, "副镇长王某"}});
    ASSERT_TRUE(attended);
    EXPECT_EQ(attended->invited.front().substitute, "副镇长王某");
    EXPECT_EQ(service_.call(east_, june, 3, call({kTown, kWest}))->invited.size(), 2U);
    const auto again = read(east_, june);
    EXPECT_EQ(std::ranges::count(again.invited, Attendance::Leave, &Invited::attendance), 1) << "kept when others are added";
}

TEST_P(Dispatch, ADecisionReachesUnitsThatWereNotInvitedOnceTheMeetingWasHeld) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    ASSERT_TRUE(service_.call(office_, june, 1, call({kEast})));
    auto first = decision("工信局牵头核实", kIndustry);
    first.assisting = {kTown};
    ASSERT_TRUE(service_.decide(office_, june, 2, first));
    EXPECT_THAT(told("dispatch.decided"), IsEmpty()) << "not decided before the meeting";
    EXPECT_THAT(service_.own_decisions(industry_), IsEmpty());
    ASSERT_TRUE(service_.hold(office_, june, 3, day("2020-07-03")));
    const auto text = " 市商务局2020年6月city_month议定：工信局牵头核实，2020-07-31前完成";
    EXPECT_THAT(told("dispatch.decided"), ElementsAre("2" + std::string{text}, "5" + std::string{text}));
    const auto town = read(town_, june);
    EXPECT_EQ(town.sight, Sight::Invited);
    EXPECT_THAT(town.occasion.agenda, SizeIs(4));
    EXPECT_THAT(town.decisions, SizeIs(1)) << "assisting concerns it too";
    EXPECT_EQ(service_.pack(town_, june).error().code, "occasion.no_pack");
    EXPECT_THAT(*service_.list(town_, {.year = 2020}), SizeIs(1));
    EXPECT_EQ(service_.read(west_, june).error().code, "occasion.not_found");

    auto later = decision("青县补报五月", kWest);
    const auto id = service_.decide(office_, june, 4, later)->decisions.back().decision.id;
    EXPECT_THAT(told("dispatch.decided"), ElementsAre(HasSubstr("4 ")));
    later.text = "青县补报五月数据";
    ASSERT_TRUE(service_.change(office_, id, 5, later));
    EXPECT_THAT(told("dispatch.decided"), IsEmpty()) << "once";
    later.due_on = day("2020-07-20");
    ASSERT_TRUE(service_.change(office_, id, 6, later));
    EXPECT_THAT(told("dispatch.decided"), ElementsAre(HasSubstr("2020-07-20前完成"))) << "another day is news";
    later.unit = kEast;
    ASSERT_TRUE(service_.change(office_, id, 7, later));
    EXPECT_THAT(told("dispatch.decided"), ElementsAre(HasSubstr("不再由贵单位落实"), HasSubstr("3 "))) << "who loses it and who gets it";
    EXPECT_EQ(service_.read(west_, june).error().code, "occasion.not_found") << "it concerns it no longer";
}

TEST_P(Dispatch, OwnDecisionsAreThoseOfHeldMeetingsWithoutAnOutcomeByDueDay) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    const auto may = id_of(kOffice, "city_month", "2020-05");
    auto late = decision("八月前完成", kEast);
    ASSERT_TRUE(service_.decide(office_, june, 1, late));
    auto soon = decision("尽快完成", kWest);
    soon.assisting = {kEast};
    soon.due_on = day("2020-07-10");
    const auto id = service_.decide(office_, june, 2, soon)->decisions.back().decision.id;
    ASSERT_TRUE(service_.decide(office_, june, 3, decision("别人的", kIndustry)));
    ASSERT_TRUE(service_.decide(office_, may, 1, decision("没有开成的会", kEast)));
    ASSERT_TRUE(service_.skip(office_, may, 2, "与六月合并召开"));
    ASSERT_TRUE(service_.hold(office_, june, 4, day("2020-07-03")));
    const auto texts = [&](const Actor& who) {
        std::vector<std::string> out;
        for (const auto& one : service_.own_decisions(who)) {
            out.push_back(one.occasion.title() + one.decision.text);
        }
        return out;
    };
    EXPECT_THAT(texts(east_), ElementsAre("2020年6月city_month尽快完成", "2020年6月city_month八月前完成"));
    ASSERT_TRUE(service_.settle(office_, id, 5, day("2020-07-03"), "已完成"));
    EXPECT_THAT(texts(east_), ElementsAre("2020年6月city_month八月前完成"));
    EXPECT_THAT(texts(actor(kEast, {kEast}, {})), IsEmpty()) << "the post may not see meetings";
    EXPECT_THAT(texts(leader_), IsEmpty()) << "not the decisions of the units below";
}

TEST_P(Dispatch, HowAnOrderStandsIsAskedForTheReaderAndInThePackForTheOrganiser) {
    open_by("2020-07-03");
    const auto may = id_of(kOffice, "city_month", "2020-05");
    Sources sources;
    sources.open_order = [](store::WriteTx&, const Actor&, const Occasion&, const Decision&) { return base::Result<std::int64_t>{500}; };
    sources.order = [](store::ReadTx&, const Actor& reader, std::int64_t) {
        return reader.is_of(kOffice) ? std::optional{Sources::Order{"拟办", "/orders/500"}} : std::nullopt;
    };
    Occasions with_orders{*db_, ids_, clock_, boards_, service_.rules(), sources};
    const auto id = with_orders.decide(office_, may, 1, decision("东光县出台措施", kEast))->decisions.front().decision.id;
    ASSERT_TRUE(with_orders.order(office_, id, 2));
    ASSERT_TRUE(with_orders.hold(office_, may, 3, day("2020-06-10")));
    EXPECT_TRUE(with_orders.read(office_, may)->decisions.front().order);
    EXPECT_FALSE(with_orders.read(leader_, may)->decisions.front().order);
    ASSERT_THAT(with_orders.own_decisions(east_), SizeIs(1));
    EXPECT_FALSE(with_orders.own_decisions(east_).front().order) << "a draft is not known to whom it will concern";
    EXPECT_THAT(with_orders.pack(leader_, id_of(kOffice, "city_month", "2020-06"))->content, HasSubstr("拟办"));
}

TEST_P(Dispatch, WhoOnlyReadsSeesNothingInternalAndMinutesWhenTheMeetingIsClosed) {
    rhythm_.push_back(rule("head_month", Kind::Dispatch, Owner::Internal, Rhythm::Month));
    open_by("2020-07-03");
    auto observer = actor(UnitId{9}, {}, {"dispatch.read"});
    observer.scope = identity::Scope::All;
    ASSERT_TRUE(observer.only_reads());
    const auto internal = id_of(kOffice, "head_month", "2020-06");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    for (const auto id : {internal, june}) {
        ASSERT_TRUE(service_.write_minutes(office_, id, 1, "会议纪要"));
        EXPECT_EQ(service_.read(observer, id).error().code, "occasion.not_found") << "not held yet";
        ASSERT_TRUE(service_.hold(office_, id, 2, day("2020-07-03")));
    }
    EXPECT_EQ(service_.read(observer, internal).error().code, "occasion.not_found");
    EXPECT_EQ(service_.pack(observer, internal).error().code, "occasion.not_found");
    EXPECT_THAT(*service_.list(observer, {.year = 2020}), SizeIs(1));
    EXPECT_EQ(read(observer, june).occasion.minutes, "") << "still being written";
    EXPECT_EQ(read(leader_, june).occasion.minutes, "会议纪要");
    ASSERT_TRUE(service_.close(office_, june, 3));
    EXPECT_EQ(read(observer, june).occasion.minutes, "会议纪要");
}

TEST_P(Dispatch, InvitedUnitsAreToldWhenItMovesIsNotHeldOrNeedsThemNoLonger) {
    open_by("2020-07-03");
    const auto june = id_of(kOffice, "city_month", "2020-06");
    ASSERT_TRUE(service_.call(office_, june, 1, call({kOffice, kEast, kWest})));
    told("dispatch.invited");
    auto moved = call({kOffice, kEast, kWest});
    moved.meets_on = day("2020-07-06");
    ASSERT_TRUE(service_.call(office_, june, 2, moved));
    EXPECT_THAT(told("dispatch.invited"), ElementsAre("3 市商务局的2020年6月city_month改为：2020-07-06，市政府三楼会议室",
                                                      "4 市商务局的2020年6月city_month改为：2020-07-06，市政府三楼会议室"));
    ASSERT_TRUE(service_.call(office_, june, 3, call({kOffice, kEast, kWest})));
    EXPECT_THAT(told("dispatch.invited"), SizeIs(2)) << "also back to the first day";
    auto chair = call({kOffice, kEast, kWest});
    chair.chair = "分管副市长";
    ASSERT_TRUE(service_.call(office_, june, 4, chair));
    EXPECT_THAT(told("dispatch.invited"), IsEmpty());
    ASSERT_TRUE(service_.call(office_, june, 5, call({kEast})));
    EXPECT_THAT(told("dispatch.cancelled"), ElementsAre("4 市商务局通知：2020年6月city_month不再需要贵单位参加"));
    ASSERT_TRUE(service_.skip(office_, june, 6, "与七月合并召开"));
    EXPECT_THAT(told("dispatch.cancelled"), ElementsAre("3 市商务局的2020年6月city_month不召开了：与七月合并召开"));
}

TEST_P(Dispatch, AMeetingIsConvenedAtAnyTimeAndIsThenLikeAnyOther) {
    const Convening floods{
        .kind = Kind::Dispatch, .name = "电商物流专题调度会", .due_on = day("2020-07-10"), .agenda = {Section::Late, Section::Figures}};
    EXPECT_EQ(service_.convene(leader_, floods).error().code, "occasion.not_yours");
    auto stranger = actor(UnitId{9}, {}, {"dispatch.read", "dispatch.manage"});
    EXPECT_EQ(service_.convene(stranger, floods).error().code, "occasion.no_plan");
    auto elsewhere = floods;
    elsewhere.plan = plan::PlanId{2};
    EXPECT_EQ(service_.convene(east_, elsewhere).error().code, "occasion.no_plan");
    auto past = floods;
    past.due_on = day("2020-07-02");
    EXPECT_EQ(service_.convene(east_, past).error().fields.front().code, "occasion.day_past");

    const auto convened = service_.convene(east_, floods);
    ASSERT_TRUE(convened) << convened.error().message;
    const auto& meeting = convened->occasion;
    EXPECT_EQ(meeting.title(), "2020年7月电商物流专题调度会");
    EXPECT_EQ(meeting.owner, Owner::County);
    EXPECT_EQ(meeting.opens_on, today_);
    EXPECT_TRUE(convened->may_manage);
    EXPECT_THAT(convened->proposed, SizeIs(1)) << "the units below it";
    ASSERT_TRUE(service_.convene(east_, floods)) << "twice a month, if need be";
    EXPECT_THAT(*service_.list(east_, {.year = 2020, .state = "open"}), SizeIs(2));
    EXPECT_EQ(open_by("2020-07-03"), 22 * 5 + 8 * 2) << "those of the rhythm open as before";

    const auto id = meeting.id;
    ASSERT_TRUE(service_.call(east_, id, 1, call({kTown})));
    EXPECT_THAT(service_.pack(east_, id)->content, HasSubstr("连镇镇政府"));
    ASSERT_TRUE(service_.decide(east_, id, 2, decision("连镇补报", kTown)));
    ASSERT_TRUE(service_.hold(east_, id, 3, day("2020-07-03")));
    EXPECT_THAT(service_.own_decisions(town_), SizeIs(1));
    ASSERT_TRUE(service_.close(east_, id, 4));
}

TEST_P(Dispatch, WhoRunsAMeetingIsRemindedUntilItIsHeldOrSkipped) {
    rhythm_.resize(1);
    open_by("2020-07-03");
    write([](store::WriteTx& tx) { load_past_meetings(tx, day("2020-07-03"), [](UnitId, Period) { return true; }); });
    const auto june = id_of(kOffice, "city_month", "2020-06");
    ASSERT_EQ(read(office_, june).occasion.due_on, day("2020-07-14"));
    EXPECT_THAT(service_.own_open(office_), SizeIs(1));
    EXPECT_THAT(service_.own_open(leader_), IsEmpty());
    EXPECT_THAT(service_.own_open(actor(kOffice, {kOffice}, {"dispatch.read"})), IsEmpty()) << "it is not his to hold";
    told("");
    const auto kinds = [&](const char* on) {
        remind_on(on);
        const auto before = told_;
        const auto soon = told("dispatch.due_soon");
        told_ = before;
        const auto late = told("dispatch.overdue");
        return std::pair{soon, late};
    };
    const std::vector<std::string> soon{"1 2020年6月city_month应在2020-07-14前召开"};
    const std::vector<std::string> late{"1 2020年6月city_month应在2020-07-14前召开，至今没有登记"};
    const std::vector<std::string> none;
    EXPECT_EQ(kinds("2020-07-08"), std::pair(none, none));
    EXPECT_EQ(kinds("2020-07-09"), std::pair(soon, none));
    EXPECT_EQ(kinds("2020-07-09"), std::pair(none, none)) << "once a day";
    EXPECT_EQ(kinds("2020-07-13"), std::pair(soon, none));
    EXPECT_EQ(kinds("2020-07-14"), std::pair(soon, none));
    EXPECT_EQ(kinds("2020-07-16"), std::pair(none, late));
    today_ = day("2020-07-22");
    EXPECT_EQ(kinds("2020-07-20"), std::pair(none, none)) << "caught up: a later one has come due";
    EXPECT_EQ(kinds("2020-07-22"), std::pair(none, late));
    ASSERT_TRUE(service_.hold(office_, june, 1, day("2020-07-22")));
    EXPECT_EQ(kinds("2020-07-24"), std::pair(none, none));
    EXPECT_THAT(service_.own_open(office_), IsEmpty());
}

TEST_P(Dispatch, TheUnitsOfADecisionAreRemindedUntilItIsDoneOrAnOrder) {
    open_by("2020-07-03");
    write([](store::WriteTx& tx) { load_past_meetings(tx, day("2021-01-01"), [](UnitId, Period) { return true; }); });
    today_ = day("2020-08-04");
    open_by("2020-08-04");
    const auto july = id_of(kOffice, "city_month", "2020-07");
    auto content = decision("东光县出台措施", kEast);
    content.due_on = day("2020-08-06");
    content.assisting = {kTown};
    const auto id = service_.decide(office_, july, 1, content)->decisions.front().decision.id;
    auto far = decision("远期", kWest);
    far.due_on = day("2035-08-06");
    ASSERT_TRUE(service_.decide(office_, july, 2, far));
    settings_.occasions = {.before = {}, .on_due_day = false, .after_every = 0};
    remind_on("2020-08-05");
    EXPECT_THAT(told("dispatch.due_soon"), IsEmpty()) << "nothing is decided before the meeting";
    ASSERT_TRUE(service_.hold(office_, july, 3, day("2020-08-05")));
    remind_on("2020-08-05");
    EXPECT_THAT(told("dispatch.due_soon"),
                ElementsAre("3 2020年7月city_month议定事项“东光县出台措施”应在2020-08-06前完成", HasSubstr("5 ")));
    remind_on("2020-08-10");
    EXPECT_THAT(told("dispatch.overdue"), ElementsAre(HasSubstr("至今没有登记办结"), HasSubstr("5 ")));
    ASSERT_TRUE(service_.settle(office_, id, 4, day("2020-08-10"), "已印发"));
    remind_on("2020-08-12");
    EXPECT_THAT(told("dispatch.overdue"), IsEmpty());
}

}  // namespace
}  // namespace luoshi::dispatch
