#include "report/report_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <future>
#include <thread>

#include "audit/audit.hpp"
#include "report/form_field_service.hpp"
#include "report/form_field_store.hpp"
#include "report/period_exception_service.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;
using identity::UnitId;
using store::Sql;
using testing::ElementsAre;

const Sql kUnit{"test.report.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kRole{"test.report.role",
                "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('county', '县市区', 'own', 'business', 1)"};
const Sql kMayReview{"test.report.may_review", "INSERT INTO role_permission (role_code, permission) VALUES ('county', 'report.review')"};
const Sql kHeadPost{"test.report.post", "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES (1, 2, '县长', 'county', 1)"};
const Sql kUser{"test.report.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES (1, 'head', '县长', 'active', '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.report.holds", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES (1, 1, '2018-01-01')"};
const Sql kPlan{"test.report.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 4, 4, '试点方案', 'confirmed', 0, '张三', 1)"};
const Sql kTask{
    "test.report.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES (1, 1, 1, 'T3', '发展特色网店', '发展特色网店', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kIndicator{"test.report.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
                     "definition, version) VALUES (7, 'taobao_village', '淘宝村', '个', 0, 'stock', 'up', 'sum', 1, '口径', 1)"};
const Sql kReporter{"test.report.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, 2)"};
const Sql kTarget{"test.report.target",
                  "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, value_e4, unit, year, scope, change, "
                  "per_year, indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) "
                  "VALUES (1, 1, 1, 'numeric', '淘宝村', '=', '>=', 200000, '个', 2020, '', '', 0, 7, 0, 0, 1, 1, '淘宝村', '=', '个', 1)"};
const Sql kDuty{"test.report.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, 1, $1, $2, '', 1, '2018-08-17', 1)"};
const Sql kMayReport{"test.report.may_report",
                     "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                     "next_steps, opened_at, version) VALUES (90, 2, 2, 1, 1, '2020-05', 'approved', 0, '', '', '', 0, 1)"};
const Sql kMayFact{"test.report.may_fact",
                   "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, at) "
                   "VALUES (7, '2020-05', 2, 1, $1, 90, '', '', '', 0)"};
const Sql kQuarterly{"test.report.quarterly", "UPDATE unit_duty SET every = 'quarter' WHERE unit_duty_id = 2"};
const Sql kYearly{"test.report.yearly", "UPDATE indicator SET every = 'year'"};
const Sql kReasons{"test.report.reasons", "SELECT reason FROM fact ORDER BY position"};
const Sql kFacts{"test.report.facts", "SELECT version, value_e4 FROM fact ORDER BY position"};

const UnitId kBureau{1};
const UnitId kCounty{2};
const UnitId kNeighbour{3};
const UnitId kOffice{4};
const plan::UnitDutyId kBureauDuty{1};
const plan::UnitDutyId kCountyDuty{2};
const plan::IndicatorId kVillages{7};
const calendar::Period kJune = *calendar::Period::make(2020, 6);

struct StillClock final : base::Clock {
    base::Moment now() const override { return *base::parse_date("2020-07-03"); }
};

Actor actor(std::int64_t user, UnitId unit, bool head, std::string_view more = "report.fill") {
    Actor out;
    out.user = identity::UserId{user};
    out.user_name = "用户" + std::to_string(user);
    out.unit = unit;
    out.unit_name = "单位" + unit.text();
    out.is_head = head;
    out.scope = identity::Scope::Own;
    out.units = std::make_shared<const std::vector<UnitId>>(std::vector{unit});
    out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(
        std::set<std::string, std::less<>>{"report.read", "report.review", std::string{more}});
    return out;
}

/// A county reports a task that a bureau leads; a third unit is the plan office. The business date is 3 July 2020, June is open.
class Reporting : public testing::TestWithParam<store::Engine> {
protected:
    Reporting() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            for (const auto& [id, name] : {std::pair{1, "市商务局"}, {2, "东光县政府"}, {3, "青县政府"}, {4, "市政府办公室"}}) {
                tx.execute(kUnit, {id, name});
            }
            for (const auto* sql : {&kRole, &kMayReview, &kHeadPost, &kUser, &kHolds, &kPlan, &kTask, &kIndicator, &kReporter, &kTarget}) {
                tx.execute(*sql);
            }
            tx.execute(kDuty, {1, "lead"});
            tx.execute(kDuty, {2, "responsible"});
            return base::Done{};
        }));
    }

    void reported_in_may(int villages) {
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(kMayReport);
            tx.execute(kMayFact, {villages * base::Decimal::kUnit});
            return base::Done{};
        }));
    }
    View drafted(const Actor& who, const char* villages) {
        auto opened = service_.open(who, kCountyDuty, kJune);
        EXPECT_TRUE(opened) << opened.error().message;
        return saved(who, *opened, villages);
    }
    View saved(const Actor& who, const View& view, const char* villages) {
        auto out = service_.save(who, view.row.id, view.row.version,
                                 {.progress_pct = base::Decimal::parse("60"),
                                  .progress = "新增淘宝村",
                                  .values = {{.indicator = kVillages, .value = base::Decimal::parse(villages)}}});
        EXPECT_TRUE(out) << out.error().message;
        return *std::move(out);
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> facts() {
        return db_->read([](store::ReadTx& tx) {
            return tx.all(kFacts, {}, [](const store::Row& row) { return std::pair{row.integer(0), row.integer(1) / 10'000}; });
        });
    }
    std::size_t audited(const char* action) {
        const auto page = audit::list(*db_, {.action = action});
        return page.items.size();
    }

    tests::TestDatabase db_{GetParam()};
    tests::TemporaryFolder folder_;
    StillClock clock_;
    base::Date today_ = *base::parse_date("2020-07-03");
    base::IdSource ids_{clock_, 1};
    blob::BlobStore blobs_{(folder_.path() / "blobs").string()};
    ReportService service_{*db_,
                           ids_,
                           clock_,
                           blobs_,
                           {.today = [this] { return today_; },
                            .schedule = {.first = kJune.previous(),
                                         .last = kJune,
                                         .days = {{.opens = {1}, .due = {6}, .lock = {15}}},
                                         .calendar = calendar::WorkCalendar{{{.name = "2020", .year = 2020, .off = {}, .worked = {}}}}},
                            .route = {{"unit_head", "本单位负责人审签", Reviewer::OwnHead},
                                      {"lead_unit", "牵头单位审核", Reviewer::LeadUnit},
                                      {"plan_office", "方案办审定", Reviewer::PlanOffice}}}};

    FormFields form_{*db_, ids_, clock_};
    PeriodExceptions exceptions_{*db_, ids_, clock_, service_.rules()};
    PeriodException until(const char* due_on, const char* lock_on) const {
        return {.unit = kCounty,
                .period = kJune,
                .due_on = *base::parse_date(due_on),
                .lock_on = *base::parse_date(lock_on),
                .reason = "防汛抢险，全员上堤"};
    }
    const Actor clerk_ = actor(11, kCounty, false);
    const Actor head_ = actor(1, kCounty, true);
    const Actor lead_ = actor(21, kBureau, true);
    const Actor office_ = actor(41, kOffice, false, "report.settle");
    const Actor neighbour_ = actor(31, kNeighbour, true);
};

INSTANTIATE_TEST_SUITE_P(Engines, Reporting, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Reporting, APartReportedByQuarterIsOwedOnlyInTheMonthThatEndsIt) {
    EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kQuarterly);
        return base::Done{};
    }));
    EXPECT_EQ(service_.open(head_, kCountyDuty, kJune.previous()).error().code, "report.not_owed");
    EXPECT_TRUE(service_.owed(head_, {.period = kJune.previous(), .unit = {}, .task = {}})->empty());
    const auto owed = service_.owed(head_, {.period = kJune, .unit = {}, .task = {}});
    ASSERT_EQ(owed->size(), 1U);
    EXPECT_EQ(owed->at(0).every, calendar::Rhythm::Quarter);
    EXPECT_EQ(service_.desk(head_)->to_fill.size(), 1U);
    const auto slots = db_->read([&](store::ReadTx& tx) { return service_.slots(tx, std::array{kCountyDuty}); });
    ASSERT_EQ(slots[0].size(), 1U);
    EXPECT_EQ(slots[0][0].every, "quarter");
    EXPECT_EQ(service_.open(head_, kCountyDuty, kJune)->every, calendar::Rhythm::Quarter);
}

TEST_P(Reporting, AYearlyIndicatorIsNotOnTheFormInJune) {
    EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kYearly);
        return base::Done{};
    }));
    EXPECT_TRUE(service_.open(head_, kCountyDuty, kJune)->owed.empty());
}

TEST_P(Reporting, AFigureThatFellIsHandedInOnlyWithAnAnswerThatTheReviewerReads) {
    reported_in_may(16);
    auto view = drafted(head_, "3");
    const auto refused = service_.submit(head_, view.row.id, view.row.version);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "report.questions_open");
    ASSERT_EQ(refused.error().fields.size(), 1U);
    const auto key = "falling:" + kVillages.text();
    EXPECT_EQ(refused.error().fields[0].path, "/answers/" + key);
    EXPECT_EQ(service_.answer(neighbour_, view.row.id, {{key, "不是我的"}}).error().category, base::Category::NotFound);
    const auto answered = service_.answer(head_, view.row.id, {{key, "六个村被取消资格"}, {"jump:1", "没有这样的疑问"}});
    ASSERT_TRUE(answered);
    ASSERT_EQ(answered->size(), 1U);
    EXPECT_EQ(answered->at(0).answer, "六个村被取消资格");
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(view.row.progress.state, State::Submitted);
    const auto read = service_.questions(lead_, view.row.id);
    ASSERT_EQ(read->size(), 1U);
    EXPECT_THAT(read->at(0).question.text.text, testing::HasSubstr("由16个降到3个"));
    EXPECT_EQ(read->at(0).answer, "六个村被取消资格");
    EXPECT_FALSE(service_.answer(head_, view.row.id, {{key, "改了"}})) << "it is under review";
}

TEST_P(Reporting, ACorrectedFigureTakesTheQuestionBackAndAnAnswerStays) {
    reported_in_may(16);
    auto view = drafted(head_, "3");
    EXPECT_TRUE(service_.answer(head_, view.row.id, {{"falling:" + kVillages.text(), "确实减少了"}}));
    view = saved(head_, view, "18");
    EXPECT_TRUE(service_.submit(head_, view.row.id, view.row.version));
    const auto read = service_.questions(lead_, view.row.id);
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ(read->at(0).question.text.code, "quality.answered");
}

TEST_P(Reporting, ACountysFigureIsHeldAgainstThePiecesItsTownsOweForTheSamePeriod) {
    const auto change = [&](const char* sql, store::Params params = {}) {
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(Sql{"test.report.change", sql}, params);
            return base::Done{};
        })) << sql;
    };
    const auto town = [&](int id, const char* name) {
        change(
            "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
            "VALUES ($1, $2, $2, $2, 'town', 'government', 'administrative', 'local', 2, 1, 0, '', 1)",
            {id, name});
        change(
            "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, parent_id, note, reports, valid_from, version) "
            "VALUES ($1, 1, 1, $1, 'responsible', 2, '', 1, '2019-01-01', 1)",
            {id});
        change("INSERT INTO unit_duty_figure (unit_duty_id, indicator_id) VALUES ($1, 7)", {id});
        change(
            "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
            "next_steps, opened_at, version) VALUES ($1, $1, $1, 1, 1, '2020-06', 'submitted', 2, '', '', '', 0, 1)",
            {id});
        change("INSERT INTO report_value (report_id, indicator_id, value_e4, explanation, origin) VALUES ($1, 7, 50000, '', '')", {id});
    };
    town(21, "东光镇");
    town(22, "连镇镇");
    const auto view = drafted(head_, "3");
    const auto differs = [&] {
        const auto asked = service_.questions(head_, view.row.id);
        return std::ranges::any_of(*asked, [](const auto& one) { return one.question.text.code == "quality.below_differs"; });
    };
    EXPECT_FALSE(differs()) << "its own county has not agreed to what the towns say";
    change("UPDATE report SET step = 3 WHERE report_id = 21");
    EXPECT_TRUE(differs()) << "one town alone has five: more than three, and the county let it pass";
    change("UPDATE report_value SET value_e4 = 10000 WHERE report_id = 21");
    EXPECT_FALSE(differs()) << "the other may bring the rest";
    change("UPDATE report_value SET value_e4 = 10000 WHERE report_id = 22");
    change("UPDATE report SET step = 3 WHERE report_id = 22");
    EXPECT_TRUE(differs()) << "all are in and come to two";
    town(23, "找王镇");
    change("DELETE FROM unit_duty_figure WHERE unit_duty_id = 23");
    EXPECT_FALSE(differs()) << "a town that was not asked may have the third";
    change("UPDATE report_value SET value_e4 = 90000 WHERE report_id = 22");
    EXPECT_TRUE(differs());
    change("UPDATE unit_duty SET valid_to = '2020-05-20' WHERE unit_duty_id = 22");
    EXPECT_FALSE(differs()) << "its part had ended";
    change("UPDATE unit_duty SET valid_to = NULL, every = 'quarter' WHERE unit_duty_id = 22");
    EXPECT_TRUE(differs()) << "a level is the same at the month's end however often it is reported";
    change("UPDATE indicator SET kind = 'flow', carry_forward = 0");
    EXPECT_FALSE(differs()) << "a quarter's sum says nothing about a month";
    change("UPDATE unit_duty SET every = NULL WHERE unit_duty_id = 22");
    EXPECT_TRUE(differs());
    change("UPDATE report SET state = 'returned', step = 0 WHERE report_id = 22");
    EXPECT_FALSE(differs()) << "given back";
    change("UPDATE report SET state = 'submitted', step = 3 WHERE report_id = 22");
    change("INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, 22)");
    EXPECT_FALSE(differs()) << "a unit the package names reports beside the county";
}

TEST_P(Reporting, AReportSaysWhatWhoHandedThePartDownWantsOfIt) {
    EXPECT_EQ(service_.open(head_, kCountyDuty, kJune)->note, "");
    EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(Sql{"test.report.handed", "UPDATE unit_duty SET parent_id = 1, note = '逐村登记造册' WHERE unit_duty_id = 2"});
        return base::Done{};
    }));
    const auto view = service_.open(head_, kCountyDuty, kJune);
    EXPECT_EQ(view->note, "逐村登记造册");
    EXPECT_EQ(view->superior_name, "市商务局");
}

TEST_P(Reporting, ThereIsOneReportOfAPartAndPeriod) {  // INV-1
    const auto first = service_.open(clerk_, kCountyDuty, kJune);
    const auto second = service_.open(head_, kCountyDuty, kJune);
    EXPECT_EQ(first->row.id, second->row.id);
    EXPECT_EQ(audited("report.open"), 1U);
}

TEST_P(Reporting, AFigureExistsOnlyWhenTheLastStepHasAgreed) {  // INV-5, INV-6
    auto view = drafted(clerk_, "3");
    view = *service_.submit(clerk_, view.row.id, view.row.version);
    for (const auto* reviewer : {&head_, &lead_}) {
        view = *service_.approve(*reviewer, view.row.id, view.row.version, "");
        EXPECT_EQ(view.row.progress.state, State::Submitted);
        EXPECT_TRUE(facts().empty());
    }
    view = *service_.approve(office_, view.row.id, view.row.version, "");
    EXPECT_EQ(view.row.progress.state, State::Approved);
    EXPECT_FALSE(view.route.front().skipped) << "the head did sign";
    EXPECT_THAT(facts(), ElementsAre(std::pair<std::int64_t, std::int64_t>(1, 3)));
}

TEST_P(Reporting, TwoTasksOfAUnitWithOneIndicatorApprovedAtTheSameInstantBothBecomeVersions) {  // INV-6
    auto view = drafted(head_, "3");
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    std::promise<void> appended;
    std::jthread other_task{[&] {
        EXPECT_TRUE(db_->write([&, told = false](store::WriteTx& tx) mutable -> base::Status {
            lock_facts(tx, kCounty, "2020-06");
            append_fact(
                tx, "2020-06", kCounty, view.row.id,
                {.value = {.indicator = kVillages, .value = base::Decimal::parse("2")}, .author = "甲", .reviewer = "乙", .reason = ""},
                clock_.now());
            if (!std::exchange(told, true)) {
                appended.set_value();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{300});  // the approval below comes meanwhile
            return base::Done{};
        }));
    }};
    appended.get_future().wait();
    const auto approved = service_.approve(office_, view.row.id, view.row.version, "");
    other_task.join();
    ASSERT_TRUE(approved);
    using Fact = std::pair<std::int64_t, std::int64_t>;
    EXPECT_THAT(facts(), ElementsAre(Fact(1, 2), Fact(2, 3)));
}

TEST_P(Reporting, AValueOfAWrongFormHidesNoBrokenRuleOfAnotherField) {
    const auto view = *service_.open(clerk_, kCountyDuty, kJune);
    const auto refused = service_.save(
        clerk_, view.row.id, view.row.version,
        {.progress_pct = base::Decimal::parse("101"), .values = {{.indicator = kVillages, .value = base::Decimal::parse("1.5")}}},
        {{"/next_steps", "request.too_long", "太长"}, {"/progress_pct", "request.not_a_decimal", "不是数"}});
    ASSERT_FALSE(refused);
    std::vector<std::string> wrong;
    for (const auto& field : refused.error().fields) {
        wrong.push_back(field.path + " " + field.code.substr(0, 7));
    }
    EXPECT_THAT(wrong, ElementsAre("/next_steps request", "/progress_pct request", testing::StartsWith("/values/0/value")));
}

TEST_P(Reporting, NobodyDecidesOnWhatHeSubmittedHimselfNorOutOfTurn) {  // INV-2
    auto view = drafted(clerk_, "3");
    view = *service_.submit(clerk_, view.row.id, view.row.version);
    EXPECT_EQ(service_.approve(clerk_, view.row.id, view.row.version, "").error().code, "report.not_your_step");
    EXPECT_EQ(service_.approve(lead_, view.row.id, view.row.version, "").error().code, "report.not_here_yet");
    EXPECT_EQ(audited("report.approve"), 0U);
}

TEST_P(Reporting, OfSeveralReportsEachIsAgreedToByItselfAndOneRefusedHoldsNoOtherBack) {
    auto mine = drafted(head_, "3");
    mine = *service_.submit(head_, mine.row.id, mine.row.version);
    auto led = *service_.open(lead_, kBureauDuty, kJune);
    led = *service_.save(lead_, led.row.id, led.row.version, {.progress_pct = base::Decimal::parse("60"), .progress = "已开展"});
    led = *service_.submit(lead_, led.row.id, led.row.version);
    const std::vector chosen{Chosen{led.row.id, led.row.version}, Chosen{mine.row.id, mine.row.version - 1},
                             Chosen{mine.row.id, mine.row.version}, Chosen{mine.row.id, mine.row.version}};
    const auto decided = service_.approve_all(lead_, chosen, "");
    ASSERT_EQ(decided.size(), 4U);
    EXPECT_EQ(decided[0].error().code, "report.not_your_step") << "his own";
    EXPECT_EQ(decided[1].error().code, "report.version_mismatch");
    EXPECT_TRUE(decided[2]);
    EXPECT_EQ(decided[3].error().code, "report.not_your_step") << "the same report twice";
    EXPECT_EQ(audited("report.approve"), 1U);
}

TEST_P(Reporting, WhatAReviewerShouldSeeFirstIsMarked) {
    reported_in_may(16);
    auto view = drafted(head_, "3");
    EXPECT_TRUE(service_.answer(head_, view.row.id, {{"falling:" + kVillages.text(), "六个村被取消资格"}}));
    const auto upload = blobs_.incoming_folder() + "/upload";
    std::ofstream{upload} << "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    const auto evidence = *service_.add_evidence(head_, view.row.id, "名单.pdf", upload);
    view = *service_.get(head_, view.row.id);
    view = *service_.submit(head_, view.row.id, view.row.version);
    const auto marks = [&] {
        const auto waiting = *service_.waiting(lead_);
        std::vector<std::string> out;
        const auto look = service_.to_look_at(lead_, waiting);
        for (const auto& reason : look.at(0)) {
            out.push_back(reason.text);
        }
        return out;
    };
    EXPECT_THAT(marks(), ElementsAre("数据核对1处", "佐证材料1份未看"));
    EXPECT_TRUE(service_.evidence_file(head_, evidence.id));
    EXPECT_EQ(marks().size(), 2U) << "somebody else opened it";
    EXPECT_TRUE(service_.evidence_file(lead_, evidence.id));
    EXPECT_TRUE(service_.evidence_file(lead_, evidence.id));
    EXPECT_THAT(marks(), ElementsAre("数据核对1处"));
}

TEST_P(Reporting, AFieldIsAskedOfTheLevelTheTasksAndTheMonthsItIsMeantFor) {
    const auto asked = [&](const FormField& field) {
        EXPECT_TRUE(form_.add(office_, field));
        const auto view = *service_.open(head_, kCountyDuty, kJune);
        return std::ranges::find(view.asked, field.name, &FormField::name) != view.asked.end();
    };
    const auto field = [](const char* name) { return FormField{.plan = plan::PlanId{1}, .name = name, .from = kJune.previous()}; };
    auto towns = field("乡镇");
    towns.levels = {"town", "village"};
    auto counties = field("县");
    counties.levels = {"town", "county"};
    counties.tasks = {plan::TaskId{1}};
    auto later = field("下月起");
    later.from = kJune.next();
    auto over = field("到上月止");
    over.until = kJune.previous();
    EXPECT_FALSE(asked(towns));
    EXPECT_TRUE(asked(counties));
    EXPECT_FALSE(asked(later));
    EXPECT_FALSE(asked(over));
    EXPECT_EQ(form_.add(office_, counties).error().code, "form.name_taken");
    counties.tasks = {plan::TaskId{77}};
    EXPECT_EQ(form_.add(office_, counties).error().code, "form.bad_scope");
    EXPECT_EQ(form_.add(head_, field("县里自加")).error().code, "plan.foreign");
}

TEST_P(Reporting, ARequiredFieldIsGivenOrExplainedAndStaysWhenTheFieldEnds) {
    FormField area{.plan = plan::PlanId{1}, .name = "仓储面积", .kind = FieldKind::Number, .measure = "平方米", .from = kJune};
    area.required = true;
    area = *form_.add(office_, area);
    auto view = drafted(head_, "3");
    EXPECT_EQ(service_.submit(head_, view.row.id, view.row.version).error().fields.at(0).code, "field.unexplained");
    Content content{.progress_pct = base::Decimal::parse("60"), .progress = "新增淘宝村", .fields = {{area.id, "12.5"}}};
    EXPECT_EQ(service_.save(head_, view.row.id, view.row.version, content).error().fields.at(0).path, "/fields/0/value");
    content.values = {{.indicator = kVillages, .value = base::Decimal::parse("3")}};
    content.fields = {{area.id, "1200"}};
    view = *service_.save(head_, view.row.id, view.row.version, content);
    EXPECT_THAT(view.events.back().changes, testing::HasSubstr("仓储面积"));
    area.until = kJune;
    area.tasks = {};
    area.levels = {"town"};
    ASSERT_TRUE(form_.change(office_, area));
    EXPECT_EQ(form_.change(office_, area).error().category, base::Category::VersionMismatch);
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(service_.get(lead_, view.row.id)->content.fields.at(0).value, "1200");
    EXPECT_EQ(service_.get(lead_, view.row.id)->asked.size(), 1U) << "what was answered is shown";
    EXPECT_EQ(audited("form.change"), 1U);
}

TEST_P(Reporting, AKnownLevelIsOfferedAndCountsOnlyOnceConfirmed) {
    reported_in_may(16);
    auto view = *service_.open(head_, kCountyDuty, kJune);
    const auto offer = view.known.figures.at(kVillages);
    EXPECT_EQ(offer.source.text, "据2020年5月经审定数");
    EXPECT_EQ(offer.value.value, base::Decimal::parse("16"));
    Content content{.progress_pct = base::Decimal::parse("60"), .progress = "新增淘宝村"};
    view = *service_.save(head_, view.row.id, view.row.version, content);
    EXPECT_EQ(service_.submit(head_, view.row.id, view.row.version).error().fields.at(0).code, "value.unexplained")
        << "what is shown is not given: missing is not zero";
    content.values = {{.indicator = kVillages, .value = base::Decimal::parse("17"), .origin = offer.source.text}};
    const auto other = service_.save(head_, view.row.id, view.row.version, content);
    EXPECT_EQ(other.error().fields.at(0).code, "value.not_known") << "another figure is not the known one";
    content.values.front().value = base::Decimal::parse("16");
    view = *service_.save(head_, view.row.id, view.row.version, content);
    EXPECT_THAT(view.events.back().changes, testing::HasSubstr("16（据2020年5月经审定数）"));
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(service_.get(lead_, view.row.id)->content.values.at(0).origin, "据2020年5月经审定数");
}

TEST_P(Reporting, TheLastAnswerToAFieldThatRarelyChangesIsOffered) {
    FormField site{.plan = plan::PlanId{1}, .name = "办公地址", .from = kJune.previous()};
    site.rarely_changes = true;
    site = *form_.add(office_, site);
    reported_in_may(16);
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        put_field_values(tx, ReportId{90}, {{site.id, "东光镇"}});
        return base::Done{};
    }));
    const auto view = *service_.open(head_, kCountyDuty, kJune);
    EXPECT_EQ(view.known.fields.at(site.id).value, "东光镇");
    EXPECT_EQ(view.known.fields.at(site.id).source.text, "据2020年5月所填");
    EXPECT_TRUE(view.content.fields.empty());
}

TEST_P(Reporting, AFieldThatExceedsTheCapOfALevelIsAddedOnlyWithASignedReason) {
    BurdenSettings settings;
    settings.caps = {{"county", 12 * (4 + 1) + 12 * 4}};  // what the county is asked now, with its one indicator, and the bureau
    const BurdenRules rules{.today = [] { return *base::parse_date("2020-07-03"); }, .settings = [&] { return settings; }};
    FormFields form{*db_, ids_, clock_, rules};
    const FormField area{.plan = plan::PlanId{1}, .name = "仓储面积", .kind = FieldKind::Number, .from = kJune};
    EXPECT_TRUE(form.add(office_, area)) << "below the cap";
    settings.caps = {{"county", 72}};
    auto more = area;
    more.name = "仓储间数";
    const auto refused = form.add(office_, more);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "burden.over_cap");
    EXPECT_THAT(refused.error().message, testing::HasSubstr("东光县政府一年要填84项"));
    EXPECT_EQ(form.list(office_, plan::PlanId{1})->size(), 1U) << "nothing is written";
    ASSERT_TRUE(form.add(office_, more, "省里要求一次性摸底"));
    auto view = read_burden_view(*db_, rules, office_);
    ASSERT_EQ(view.exceeded.size(), 1U);
    EXPECT_EQ(view.exceeded[0].reason, "省里要求一次性摸底");
    EXPECT_EQ(view.exceeded[0].signed_by, office_.user_name);
    EXPECT_EQ(view.exceeded[0].fields, 84);
    EXPECT_EQ(audited("burden.exceed"), 1U);
    more = form.list(office_, plan::PlanId{1})->at(1);
    more.help = "按栋计";
    EXPECT_TRUE(form.change(office_, more)) << "asks no more than before";
    EXPECT_TRUE(view.units.empty()) << "the totals are for everybody, the units of one's own scope";
    EXPECT_EQ(read_burden_view(*db_, rules, head_).units.size(), 1U);
    EXPECT_EQ(view.levels.at(0).units, 2);
}

TEST_P(Reporting, APartHandedDownAboveTheCapNeedsTheSignatureOfThePlanOffice) {
    BurdenSettings settings;
    settings.caps = {{"county", 40}};
    const BurdenRules rules{.today = [] { return *base::parse_date("2020-07-03"); }, .settings = [&] { return settings; }};
    const auto hand_down = [&](const Actor& who, const char* reason) {
        return db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(kDuty, {3, "responsible"});
            const std::vector units{kNeighbour};
            return hold_handed_down(tx, ids_, clock_.now(), rules, who, units, "T3 发展特色网店", reason);
        });
    };
    const auto refused = hand_down(head_, "");
    EXPECT_EQ(refused.error().code, "burden.over_cap");
    EXPECT_THAT(refused.error().message, testing::HasSubstr("1个单位的填报将超过上限：青县政府一年要填48项（约7小时），上限40项"));
    EXPECT_EQ(hand_down(head_, "县里需要掌握").error().code, "burden.not_signer");
    EXPECT_TRUE(hand_down(office_, "省里统一部署"));
    EXPECT_EQ(read_burden_view(*db_, rules, office_).exceeded.at(0).subject, "交下的任务“T3 发展特色网店”");
}

TEST_P(Reporting, ThePlanOfficesStepIsTakenByItsRoleNotByEverybodyOfItsUnit) {
    auto view = drafted(head_, "3");
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    const auto colleague = actor(42, kOffice, true);
    EXPECT_EQ(service_.approve(colleague, view.row.id, view.row.version, "").error().code, "report.not_your_step");
    EXPECT_TRUE(service_.desk(colleague)->to_review.empty());
    EXPECT_EQ(service_.approve(office_, view.row.id, view.row.version, "")->row.progress.state, State::Approved);
    EXPECT_EQ(service_.get(colleague, view.row.id).error().code, "report.not_found");
}

TEST_P(Reporting, ASuperiorReadsWhatIsApprovedAndNeitherWritesNorSettlesWithItsOwnHand) {  // INV-2
    auto superior = actor(51, kNeighbour, true);
    superior.units = std::make_shared<const std::vector<UnitId>>(std::vector{kCounty, kNeighbour});
    auto view = drafted(head_, "3");
    EXPECT_EQ(service_.get(superior, view.row.id).error().code, "report.not_here_yet");
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(service_.get(office_, view.row.id).error().code, "report.not_here_yet") << "the lead unit has it";
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    EXPECT_EQ(service_.get(superior, view.row.id).error().code, "report.not_here_yet");
    view = *service_.approve(office_, view.row.id, view.row.version, "");
    EXPECT_TRUE(service_.get(superior, view.row.id));
    EXPECT_EQ(service_.save(superior, view.row.id, view.row.version, {.progress = "代填"}).error().code, "report.not_yours");
    EXPECT_EQ(service_.submit(superior, view.row.id, view.row.version).error().code, "report.not_yours");
}

TEST_P(Reporting, AReturnedReportIsCorrectedAndACorrectedFigureIsANewVersion) {
    auto view = drafted(head_, "9");
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    view = *service_.approve(office_, view.row.id, view.row.version, "");
    EXPECT_EQ(service_.give_back(office_, view.row.id, view.row.version, "  ").error().code, "report.reason_missing");
    view = *service_.give_back(office_, view.row.id, view.row.version, "与名单不符，请核对");
    EXPECT_THAT(facts(), ElementsAre(std::pair<std::int64_t, std::int64_t>(1, 9)));
    view = saved(head_, *service_.get(head_, view.row.id), "3");
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    view = *service_.approve(office_, view.row.id, view.row.version, "");
    EXPECT_THAT(facts(), ElementsAre(std::pair<std::int64_t, std::int64_t>(1, 9), std::pair<std::int64_t, std::int64_t>(2, 3)));
    const auto reasons =
        db_->read([](store::ReadTx& tx) { return tx.all(kReasons, {}, [](const store::Row& row) { return row.text(0); }); });
    EXPECT_THAT(reasons, ElementsAre("", "与名单不符，请核对")) << "the first stands by itself, the correction by what it was returned for";
}

TEST_P(Reporting, AStaleVersionIsRefusedAndNothingIsWritten) {  // INV-8
    const auto first = drafted(clerk_, "3");
    saved(head_, first, "4");
    const auto lost = service_.save(clerk_, first.row.id, first.row.version, {.progress = "覆盖"});
    EXPECT_EQ(lost.error().category, base::Category::VersionMismatch);
    EXPECT_EQ(service_.get(clerk_, first.row.id)->content.progress, "新增淘宝村");
    EXPECT_EQ(audited("report.save"), 2U);
}

TEST_P(Reporting, WhoReviewsDecidesOnWhatHeSaw) {  // INV-8
    auto view = drafted(head_, "3");
    const auto seen = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.withdraw(head_, seen.row.id, seen.row.version);
    view = saved(head_, view, "9");
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(service_.approve(lead_, seen.row.id, seen.row.version, "").error().category, base::Category::VersionMismatch);
    EXPECT_EQ(service_.give_back(lead_, seen.row.id, seen.row.version, "请核对名单").error().category, base::Category::VersionMismatch);
    EXPECT_EQ(audited("report.approve"), 0U);
}

TEST_P(Reporting, AValueTakenOutOfTheFormIsGone) {
    auto view = drafted(head_, "5");
    view = *service_.save(head_, view.row.id, view.row.version, {.progress_pct = base::Decimal::parse("60"), .progress = "无数据"});
    EXPECT_TRUE(view.content.values.empty());
    EXPECT_EQ(service_.submit(head_, view.row.id, view.row.version).error().code, "report.incomplete");
}

TEST_P(Reporting, ASubmissionCanBeTakenBackUntilTheNextHasAgreed) {
    auto view = drafted(head_, "3");
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.withdraw(head_, view.row.id, view.row.version);
    EXPECT_EQ(view.row.progress.state, State::Draft);
    view = *service_.submit(head_, view.row.id, view.row.version);
    view = *service_.approve(lead_, view.row.id, view.row.version, "");
    EXPECT_EQ(service_.withdraw(head_, view.row.id, view.row.version).error().code, "report.withdraw_too_late");
}

TEST_P(Reporting, AForeignUnitNeitherSeesNorOpensIt) {
    const auto view = drafted(head_, "3");
    EXPECT_EQ(service_.get(neighbour_, view.row.id).error().code, "report.not_found");
    EXPECT_EQ(service_.save(neighbour_, view.row.id, view.row.version, {}).error().code, "report.not_found");
    EXPECT_EQ(service_.open(neighbour_, kCountyDuty, kJune.previous()).error().code, "report.not_yours");
    EXPECT_TRUE(service_.owed(neighbour_, {.period = kJune, .unit = std::nullopt, .task = std::nullopt})->empty());
}

TEST_P(Reporting, AnIncompleteReportIsNotHandedIn) {
    auto opened = *service_.open(head_, kCountyDuty, kJune);
    EXPECT_EQ(service_.submit(head_, opened.row.id, opened.row.version).error().fields.size(), 3U);
    EXPECT_EQ(service_.get(head_, opened.row.id)->row.progress.state, State::Draft);
}

TEST_P(Reporting, TheDeskHoldsWhatIsToFillToReviewAndGivenBack) {
    EXPECT_EQ(service_.desk(head_)->to_fill.size(), 1U);  // May is locked
    auto view = drafted(head_, "3");
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_TRUE(service_.desk(head_)->to_fill.empty());
    EXPECT_EQ(service_.desk(lead_)->to_review.size(), 1U);
    view = *service_.give_back(lead_, view.row.id, view.row.version, "请补充佐证材料");
    EXPECT_EQ(service_.desk(head_)->returned.size(), 1U);
}

// INV-10
TEST_P(Reporting, ADutyWithoutALivingOwnerIsAnAlarmToItsSuperiorAndThePlanOffice) {
    auto office = actor(9, kOffice, true, "report.settle");
    office.scope = identity::Scope::All;
    const auto names = [&](const Actor& who) {
        std::vector<std::string> out;
        const auto desk = service_.desk(who);
        for (const auto& unit : desk->unmanned) {
            out.push_back(unit.name + " " + std::to_string(unit.duties));
        }
        return out;
    };
    const auto change = [&](const Sql& sql) {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            tx.execute(sql);
            return base::Done{};
        }));
    };
    EXPECT_THAT(names(office), ElementsAre("东光县政府 1", "市商务局 1")) << "a head who only reviews cannot fill in";
    change({"test.report.may_fill", "INSERT INTO role_permission (role_code, permission) VALUES ('county', 'report.fill')"});
    EXPECT_THAT(names(office), ElementsAre("市商务局 1"));
    EXPECT_THAT(names(actor(8, kCounty, false)), ElementsAre()) << "outside the own scope";
    change({"test.report.disable", "UPDATE user_account SET state = 'disabled' WHERE user_id = 1"});
    EXPECT_THAT(names(actor(8, kCounty, false)), ElementsAre("东光县政府 1"));
    change({"test.report.enable", "UPDATE user_account SET state = 'active' WHERE user_id = 1"});
    EXPECT_THAT(names(office), ElementsAre("市商务局 1"));
    change({"test.report.left", "UPDATE user_post SET valid_to = '2020-07-03' WHERE user_id = 1"});
    EXPECT_THAT(names(office), ElementsAre("东光县政府 1", "市商务局 1"));
}

TEST_P(Reporting, EvidenceBelongsToAReportThatMayBeEditedAndIsReachedThroughIt) {
    auto view = drafted(head_, "3");
    const auto upload = blobs_.incoming_folder() + "/upload";
    const auto write = [&](const char* title) {
        std::ofstream{upload} << "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%" << title << "\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    };
    write("一");
    const auto evidence = service_.add_evidence(head_, view.row.id, "名单.pdf", upload);
    ASSERT_TRUE(evidence) << evidence.error().message;
    EXPECT_EQ(service_.evidence_file(neighbour_, evidence->id).error().code, "report.not_found");
    write("一");
    const auto again = service_.add_evidence(head_, view.row.id, "名单（副本）.pdf", upload);
    ASSERT_FALSE(again) << "the same content under another name";
    EXPECT_EQ(again.error().code, "evidence.duplicate");
    EXPECT_THAT(again.error().message, testing::HasSubstr("“名单（副本）.pdf”的内容与已有的“名单.pdf”完全相同"));
    write("二");
    const auto other = service_.add_evidence(head_, view.row.id, "名单.pdf", upload);
    ASSERT_TRUE(other) << "other content under the same name";
    ASSERT_TRUE(service_.remove_evidence(head_, other->id));
    write("二");
    EXPECT_TRUE(service_.add_evidence(head_, view.row.id, "名单.pdf", upload)) << "what was removed may come back";
    view = *service_.get(head_, view.row.id);
    view = *service_.submit(head_, view.row.id, view.row.version);
    EXPECT_EQ(service_.remove_evidence(head_, evidence->id).error().code, "report.not_editable");
    EXPECT_TRUE(service_.evidence_file(lead_, evidence->id));
}

TEST_P(Reporting, AUnitGrantedLaterDaysReportsWhenTheMonthIsClosedForOthers) {
    today_ = *base::parse_date("2020-07-16");
    EXPECT_EQ(service_.open(head_, kCountyDuty, kJune).error().code, "report.period_closed");
    EXPECT_TRUE(service_.desk(clerk_)->to_fill.empty());
    const auto granted = exceptions_.grant(office_, until("2020-07-20", "2020-07-25"));
    ASSERT_TRUE(granted) << granted.error().message;
    EXPECT_TRUE(granted->exception.is_late(granted->ordinary_due));
    EXPECT_EQ(granted->exception.granted_by, "单位4 用户41");
    const auto desk = *service_.desk(clerk_);
    ASSERT_EQ(desk.to_fill.size(), 1U);
    EXPECT_EQ(desk.to_fill.at(0).days.due_on, granted->exception.due_on);
    EXPECT_EQ(desk.to_fill.at(0).days.moved_from, base::parse_date("2020-07-06"));
    EXPECT_EQ(service_.periods(clerk_)->at(0).days.due_on, granted->exception.due_on);
    EXPECT_EQ(service_.periods(lead_)->at(0).days.due_on, base::parse_date("2020-07-06")) << "of that unit only";
    auto view = drafted(clerk_, "3");
    EXPECT_EQ(view.exception->reason, "防汛抢险，全员上堤");
    view = *service_.submit(clerk_, view.row.id, view.row.version);
    EXPECT_TRUE(view.may.withdraw);
    EXPECT_EQ(service_.open(lead_, kBureauDuty, kJune).error().code, "report.period_closed");
    EXPECT_EQ(exceptions_.revoke(office_, granted->exception.id, "误准，应予撤销").error().code, "exception.due_passed");
    today_ = *base::parse_date("2020-07-25");
    EXPECT_FALSE(service_.get(clerk_, view.row.id)->may.withdraw) << "locked";
    EXPECT_EQ(audited("report.exception_grant"), 1U);
}

TEST_P(Reporting, LaterDaysAreGrantedByThePlanOfficeOnceAndTakenBackWhileNobodyReliesOnThem) {
    const auto asked = until("2020-07-20", "2020-07-25");
    EXPECT_EQ(exceptions_.grant(head_, asked).error().code, "exception.foreign") << "not for itself";
    EXPECT_EQ(exceptions_.grant(actor(31, kNeighbour, true, "report.settle"), asked).error().code, "exception.foreign");
    auto no_reason = asked;
    no_reason.reason = "急";
    EXPECT_EQ(exceptions_.grant(office_, no_reason).error().fields.at(0).code, "reason.missing");
    auto too_late = asked;
    too_late.period = kJune.next();
    EXPECT_EQ(exceptions_.grant(office_, too_late).error().code, "exception.nothing_owed");
    const auto first = *exceptions_.grant(office_, asked);
    EXPECT_EQ(exceptions_.grant(office_, asked).error().code, "exception.exists");
    EXPECT_FALSE(exceptions_.list(clerk_, kJune, {})->at(0).may_revoke);
    EXPECT_TRUE(exceptions_.list(neighbour_, kJune, {})->empty());
    EXPECT_EQ(exceptions_.revoke(office_, first.exception.id, " ").error().code, "exception.invalid");
    EXPECT_EQ(exceptions_.revoke(head_, first.exception.id, "不需要了").error().code, "exception.foreign");
    EXPECT_TRUE(exceptions_.revoke(office_, first.exception.id, "汛情解除，恢复原定日期"));
    EXPECT_EQ(exceptions_.revoke(office_, first.exception.id, "汛情解除").error().code, "exception.revoked");
    const auto again = exceptions_.grant(office_, asked);
    ASSERT_TRUE(again) << again.error().message;
    const auto view = drafted(head_, "3");
    ASSERT_TRUE(service_.submit(head_, view.row.id, view.row.version));
    EXPECT_EQ(exceptions_.revoke(office_, again->exception.id, "汛情解除").error().code, "exception.in_use");
    EXPECT_EQ(exceptions_.list(clerk_, {}, kCounty)->size(), 2U);
    EXPECT_EQ(audited("report.exception_revoke"), 1U);
}

}  // namespace
}  // namespace luoshi::report
