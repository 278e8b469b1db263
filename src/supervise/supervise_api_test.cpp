#include "supervise/supervise_api.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "identity/gate.hpp"
#include "migrations.hpp"
#include "order/order_case_test.hpp"
#include "report/period_exception_store.hpp"
#include "supervise/caution_service.hpp"
#include "supervise/ladder_package.hpp"
#include "supervise/plan_facts_store.hpp"
#include "supervise/talk_service.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::supervise {
namespace {

using store::Sql;
using testing::HasSubstr;
using testing::Not;

const Sql kUnit{"test.supervise.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kPlan{"test.supervise.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, issued_on, period_from, period_to, state, imported_at, "
                "imported_by, version) VALUES (1, 1, 1, '试点方案', '2018-07-01', 2018, 2020, 'confirmed', 0, '张三', 1)"};
const Sql kDocument{"test.supervise.document",
                    "INSERT INTO document (document_id, plan_id, version_no, file_name, sha256, text, stored_at) "
                    "VALUES (1, 1, 1, 'a.txt', 'x', '到2019年，淘宝村达到20个。', 0)"};
const Sql kTask{
    "test.supervise.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES (1, 1, 1, 'T3', '发展特色网店', '发展特色网店', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kIndicator{"test.supervise.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
                     "definition, version) VALUES (7, 'taobao_village', '淘宝村', '个', 0, 'stock', 'up', 'sum', 1, '口径', 1)"};
const Sql kReporter{"test.supervise.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, $1)"};
const Sql kTarget{
    "test.supervise.target",
    "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, value_e4, unit, base_e4, year, scope, "
    "change, per_year, indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) "
    "VALUES (1, 1, 1, 'numeric', '淘宝村', '=', '>=', 200000, '个', 200000, 2019, '', '', 0, 7, 7, 15, 1, 1, '淘宝村', '=', '个', 1)"};
const Sql kAsked{"test.supervise.asked", "INSERT INTO unit_duty_figure (unit_duty_id, indicator_id) VALUES (4, 7)"};
const Sql kQuarterly{"test.supervise.quarterly", "UPDATE unit_duty SET every = 'quarter' WHERE unit_id = $1"};
const Sql kDuty{"test.supervise.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, 1, $1, $2, '', 1, '2018-07-01', 1)"};
const Sql kReport{"test.supervise.report",
                  "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                  "next_steps, opened_at, version) VALUES ($1, $2, $2, 1, 1, $3, $4, 0, '', '', '', 0, 1)"};
const Sql kApprove{"test.supervise.approve", "UPDATE report SET state = 'approved', version = version + 1 WHERE report_id = $1"};
const Sql kFact{"test.supervise.fact",
                "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, at) "
                "VALUES (7, $1, $2, $3, $4, $5, '李四', '王五', '', 0)"};

const Sql kSplit{"test.supervise.split",
                 "INSERT INTO target_split (split_id, target_id, unit_id, top, method, basis, state, reason, issued_at, version, year, "
                 "indicator_id, measure) SELECT 1, 1, 1, 1, 'hand', '', 'issued', '', 1, 1, 2019, indicator_id, unit FROM indicator "
                 "WHERE indicator_id = 7"};
const Sql kShare{"test.supervise.share", "INSERT INTO share (split_id, unit_id, value_e4) VALUES (1, 2, 120000)"};
const Sql kShareVersion{"test.supervise.share_version",
                        "INSERT INTO share_version (split_id, unit_id, version_no, value_e4, from_on, reason, asked_by, at) "
                        "VALUES (1, 2, 1, 120000, '2019-01-01', '', '', 1)"};

const UnitId kBureau{1};
const UnitId kHuanghua{2};
const UnitId kNanpi{3};

class StillClock final : public base::Clock {
public:
    base::Moment now() const override { return now_; }
    void pass(std::chrono::milliseconds time) { now_ += time; }

private:
    base::Moment now_{std::chrono::hours{24 * 365 * 50}};
};

/// Two counties report a task of one bureau; the business date is 2 July 2019: June is open, May was the last due month.
class SuperviseApi : public testing::TestWithParam<store::Engine> {
protected:
    SuperviseApi() {
        add_routes(router_, *db_, boards_);
        write([](store::WriteTx& tx) {
            tx.execute(kUnit, {1, "市商务局"});
            tx.execute(kUnit, {2, "黄骅市政府"});
            tx.execute(kUnit, {3, "南皮县政府"});
            for (const auto* sql : {&kPlan, &kDocument, &kTask, &kIndicator, &kTarget}) {
                tx.execute(*sql);
            }
            tx.execute(kReporter, {2});
            tx.execute(kReporter, {3});
            tx.execute(kDuty, {1, "lead"});
            tx.execute(kDuty, {2, "responsible"});
            tx.execute(kDuty, {3, "responsible"});
            tx.execute(kReport, {21, 2, "2019-05", "approved"});
            tx.execute(kReport, {22, 2, "2019-06", "submitted"});
            tx.execute(kFact, {"2019-05", 2, 1, 40'000, 21});
            tx.execute(kFact, {"2019-05", 2, 2, 50'000, 21});
        });
    }

    template <class Fn>
    void write(Fn fn) {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            fn(tx);
            return base::Done{};
        }));
    }
    void approve_june(std::int64_t value_e4) {
        write([&](store::WriteTx& tx) {
            tx.execute(kApprove, {22});
            tx.execute(kFact, {"2019-06", 2, 1, value_e4, 22});
        });
    }

    identity::Actor everybody() const {
        identity::Actor actor;
        actor.scope = identity::Scope::All;
        return actor;
    }
    identity::Actor of(UnitId unit) const {
        identity::Actor actor;
        actor.scope = identity::Scope::Own;
        actor.unit = unit;
        actor.units = std::make_shared<const std::vector<UnitId>>(std::vector{unit});
        return actor;
    }
    http::Request request(const identity::Actor& actor, std::string path) const {
        http::Request request;
        request.path = std::move(path);
        identity::set_actor(request, actor);
        return request;
    }
    http::Response get(const identity::Actor& actor, const std::string& path) const { return router_.handle(request(actor, path)); }
    std::string body(const identity::Actor& actor, const std::string& path) const {
        const auto response = get(actor, path);
        EXPECT_EQ(response.status, 200) << response.body;
        return response.shared_body ? *response.shared_body : response.body;
    }
    /// What the I/O thread could answer by itself.
    std::optional<http::Response> cached(const identity::Actor& actor) const {
        const auto route =
            std::find_if(router_.routes().begin(), router_.routes().end(), [](const auto& r) { return r.cached != nullptr; });
        return route->cached(request(actor, "/api/v1/cockpit"));
    }

    tests::TestDatabase db_{GetParam()};
    StillClock clock_;
    base::Date today_ = *base::make_date(2019, 7, 2);
    calendar::Schedule schedule_{
        .first = *Period::parse("2018-09"), .last = *Period::parse("2020-12"), .days = {{.opens = {1}, .due = {5}, .lock = {15}}}};
    rollup::LiveFigures figures_{[this] { return today_; }, [this] { return schedule_; }};
    Boards boards_{
        *db_,
        clock_,
        figures_,
        {.today = [this] { return today_; },
         .schedule = schedule_,
         .work_days = [](base::Date from, base::Date to) -> base::Result<int> { return static_cast<int>((to - from).count()); }}};
    http::Router router_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SuperviseApi, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(SuperviseApi, TheCockpitShowsLightsFiguresAndWhatIsOverdue) {
    const auto text = body(everybody(), "/api/v1/cockpit");
    EXPECT_THAT(text, HasSubstr(R"("watermark":"2","business_date":"2019-07-02","plan":{"id":"1","name":"试点方案"},"period":"2019-06")"));
    EXPECT_THAT(text, HasSubstr(R"("lights":{"grey":0,"green":0,"yellow":0,"red":1,"done":0})"));
    EXPECT_THAT(text, HasSubstr(R"("ref":"T3","title":"发展特色网店","light":{"colour":"red","word":"严重滞后")"));
    EXPECT_THAT(text, HasSubstr(R"("lead_units":["市商务局"],"missing_reports":2)"));
    EXPECT_THAT(text, HasSubstr(R"("year":2019,"target":"20","target_max":null,"target_op":">=","actual":"5","completion_pct":"25")"));
    EXPECT_THAT(text, HasSubstr(R"("coverage":{"reported":1,"expected":12})")) << "reports of six months";
    EXPECT_THAT(text, HasSubstr("2个应报单位中已有1个的数据")) << "a light speaks of units";
    EXPECT_THAT(text,
                HasSubstr(R"("reporting":{"period":"2019-06","expected":3,"approved":0,"submitted":1,"returned":0,"draft":0,"missing":2,)"
                          R"("due_on":"2019-07-05"})"));
    EXPECT_THAT(text, HasSubstr(R"({"kind":"report","id":null,"unit":{"id":"3","name":"南皮县政府"})"));
    EXPECT_THAT(text, HasSubstr(R"("title":"2018年9月填报","period":"2018-09","due_on":"2018-10-05","days_late":270})"));
}

// 2018-09 to 2019-05 are due: nine months of the bureau and of Nanpi, eight of Huanghua, which reported May.
TEST_P(SuperviseApi, TheListOfWhatIsOverdueIsReadPageByPageWithinTheScope) {
    const auto cockpit = body(everybody(), "/api/v1/cockpit");
    EXPECT_THAT(cockpit, HasSubstr(R"("overdue_total":26,"due_period":"2019-05")"));
    EXPECT_THAT(body(of(kHuanghua), "/api/v1/cockpit"), HasSubstr(R"("overdue_total":8)"));
    const auto own = body(of(kHuanghua), "/api/v1/cockpit/overdue");
    EXPECT_THAT(own, testing::StartsWith(R"({"items":[{"kind":"report","id":null,"unit":{"id":"2","name":"黄骅市政府"})"));
    EXPECT_THAT(own, testing::AllOf(HasSubstr(R"("period":"2018-09","due_on":"2018-10-05")"), Not(HasSubstr("南皮县政府")),
                                    HasSubstr(R"("next":null)")));
    write([](store::WriteTx& tx) {
        for (std::int64_t unit = 4; unit <= 7; ++unit) {
            tx.execute(kUnit, {unit, "单位" + std::to_string(unit)});
            tx.execute(kDuty, {unit, "responsible"});
        }
    });
    const auto first = body(everybody(), "/api/v1/cockpit/overdue");
    const auto next = first.substr(first.rfind(R"("next":")") + 8);
    const auto second = body(everybody(), "/api/v1/cockpit/overdue?after=" + next.substr(0, next.find('"')));
    const auto count = [](std::string_view text) {
        int lines = 0;
        for (auto at = text.find("days_late"); at != std::string_view::npos; at = text.find("days_late", at + 1)) {
            ++lines;
        }
        return lines;
    };
    EXPECT_EQ(count(first), 50);
    EXPECT_EQ(count(second), 26 + 4 * 9 - 50);
    EXPECT_THAT(second, HasSubstr(R"("next":null)"));
}

TEST_P(SuperviseApi, AUnitGrantedLaterDaysIsNotOverdueUntilTheyHavePassed) {
    const auto overdue = [&](UnitId unit) {
        const auto text = body(of(unit), "/api/v1/cockpit");
        return text.substr(text.find("overdue_total") + 15, 1);
    };
    EXPECT_EQ(overdue(kNanpi), "9");
    write([](store::WriteTx& tx) {
        report::insert_exception(tx, {.unit = kNanpi,
                                      .period = *Period::parse("2019-05"),
                                      .due_on = *base::make_date(2019, 7, 2),
                                      .lock_on = *base::make_date(2019, 7, 9),
                                      .reason = "防汛抢险"});
    });
    EXPECT_EQ(overdue(kNanpi), "8") << "May is due today";
    EXPECT_EQ(overdue(kHuanghua), "8");
    EXPECT_EQ(overdue(kBureau), "9");
    today_ += std::chrono::days{1};
    EXPECT_EQ(overdue(kNanpi), "9");
    EXPECT_THAT(body(of(kNanpi), "/api/v1/cockpit/overdue"), HasSubstr(R"("period":"2019-05","due_on":"2019-07-02","days_late":1)"));
    clock_.pass(std::chrono::seconds{1});
    write([](store::WriteTx& tx) {
        report::revoke_exception(tx, report::open_exceptions(tx).begin()->second.id, {base::Moment{}, "方案办", "误准"});
    });
    EXPECT_THAT(body(of(kNanpi), "/api/v1/cockpit/overdue"), HasSubstr(R"("period":"2019-05","due_on":"2019-06-05")"));
}

TEST_P(SuperviseApi, ACountySeesTheCitysLightsButOnlyItsOwnRows) {
    const auto text = body(of(kHuanghua), "/api/v1/cockpit");
    EXPECT_THAT(text, HasSubstr(R"("red":1)"));
    EXPECT_THAT(text, HasSubstr("黄骅市政府"));
    EXPECT_THAT(text, Not(HasSubstr("南皮县政府")));
    EXPECT_THAT(text, HasSubstr(R"("expected":1,"approved":0,"submitted":1)"));
    EXPECT_THAT(text, Not(testing::Eq(body(everybody(), "/api/v1/cockpit"))));
}

TEST_P(SuperviseApi, ARepeatedCockpitIsTheSameBytesWithoutTheDatabase) {
    EXPECT_FALSE(cached(everybody())) << "nothing was asked yet";
    const auto first = get(everybody(), "/api/v1/cockpit");
    const auto hit = cached(everybody());
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->shared_body, first.shared_body);
    EXPECT_FALSE(cached(of(kHuanghua))) << "another reader, other rows";
}

TEST_P(SuperviseApi, AnApprovalShowsAtOnce) {
    EXPECT_THAT(body(everybody(), "/api/v1/cockpit"), HasSubstr(R"("actual":"5")"));
    approve_june(200'000);
    EXPECT_FALSE(cached(everybody()));
    const auto after = body(everybody(), "/api/v1/cockpit");
    EXPECT_THAT(after, HasSubstr(R"("actual":"20")"));
    EXPECT_THAT(after, HasSubstr(R"("done":1)"));
}

TEST_P(SuperviseApi, WhatAnotherServerCommittedShowsWithinFiftyMilliseconds) {
    body(everybody(), "/api/v1/cockpit");
    const auto other = store::Database::open(db_.options(), embedded::migrations());
    ASSERT_TRUE(other->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kApprove, {22});
        tx.execute(kFact, {"2019-06", 2, 1, 200'000, 22});
        return base::Done{};
    }));
    EXPECT_TRUE(cached(everybody())) << "this server cannot know yet";
    clock_.pass(std::chrono::milliseconds{11});
    EXPECT_FALSE(cached(everybody()));
    EXPECT_THAT(body(everybody(), "/api/v1/cockpit"), HasSubstr(R"("actual":"20")"));
}

TEST_P(SuperviseApi, ABoardThatStillHoldsIsNotMadeAgain) {
    const auto first = get(everybody(), "/api/v1/cockpit");
    clock_.pass(std::chrono::seconds{2});
    EXPECT_FALSE(cached(everybody()));
    EXPECT_EQ(get(everybody(), "/api/v1/cockpit").shared_body, first.shared_body);
    EXPECT_TRUE(cached(everybody())) << "known to hold again";
    today_ += std::chrono::days{1};
    EXPECT_FALSE(cached(everybody())) << "another business date";
}

TEST_P(SuperviseApi, ChangedReportsAreTakenIntoWhatIsKnownAsIfAllWereReadAnew) {
    const calendar::Schedule schedule{
        .first = *Period::parse("2018-09"), .last = *Period::parse("2020-12"), .days = {{.opens = {1}, .due = {5}, .lock = {15}}}};
    const auto load = [&] {
        return *db_->read([&](store::ReadTx& tx) { return load_plan_facts(tx, schedule, figures_, plan::PlanId{1}); });
    };
    const auto seen = [](const PlanFacts& facts) {
        std::vector<std::string> out;
        for (const auto& report : facts.reports) {
            out.push_back(report.id.text() + " " + std::string{report::code(report.state)});
        }
        return out;
    };
    const auto before = load();
    write([&](store::WriteTx& tx) {
        tx.execute(kReport, {20, 1, "2019-05", "draft"});
        tx.execute(kReport, {31, 3, "2019-05", "draft"});
        tx.execute(kApprove, {22});
    });
    const std::vector changed{report::ReportId{22}, report::ReportId{20}, report::ReportId{31}, report::ReportId{4711}};
    const auto after = db_->read([&](store::ReadTx& tx) { return with_reports(tx, before, figures_, changed); });
    EXPECT_THAT(seen(after), testing::IsSupersetOf({"20 draft", "22 approved", "31 draft"}));
    EXPECT_EQ(seen(after), seen(load()));
}

TEST_P(SuperviseApi, LightsWithinAWriteAreOfWhatItSeesAndAreNotKept) {
    const auto colour = [&](store::ReadTx& tx) { return boards_.task_lights(tx, std::vector{plan::TaskId{1}}).at(0).colour; };
    EXPECT_EQ(db_->read([&](store::ReadTx& tx) { return colour(tx); }), "red");
    const auto undone = db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kFact, {"2019-06", 2, 1, 200'000, 22});
        EXPECT_EQ(colour(tx), "done");
        return base::conflict("test.undo", "撤销");
    });
    EXPECT_FALSE(undone);
    EXPECT_EQ(db_->read([&](store::ReadTx& tx) { return colour(tx); }), "red");
}

TEST_P(SuperviseApi, HooksAnswerInTheOrderAskedAndGreyForTheUnknown) {
    db_->read([&](store::ReadTx& tx) {
        const auto lights = boards_.task_lights(tx, std::vector{plan::TaskId{99}, plan::TaskId{1}});
        EXPECT_EQ(lights.at(0).colour, "grey");
        EXPECT_EQ(lights.at(1).colour, "red");
        const auto parts = boards_.unit_duty_status(tx, std::vector{plan::UnitDutyId{2}, plan::UnitDutyId{3}});
        EXPECT_EQ(parts.at(0).report_state, "submitted");
        EXPECT_EQ(parts.at(1).report_state, "missing");
    });
}

TEST_P(SuperviseApi, WithoutAPlanTheCockpitIsEmpty) {
    tests::TestDatabase empty{GetParam()};
    rollup::LiveFigures figures{[this] { return today_; }, [this] { return schedule_; }};
    Boards boards{*empty,
                  clock_,
                  figures,
                  {.today = [this] { return today_; },
                   .schedule = {.first = *Period::parse("2020-09"), .last = *Period::parse("2020-12"), .days = {{}}},
                   .work_days = [](base::Date, base::Date) -> base::Result<int> { return 0; }}};
    http::Router router;
    add_routes(router, *empty, boards);
    const auto response = router.handle(request(everybody(), "/api/v1/cockpit"));
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, HasSubstr(R"("plan":null,"period":"")"));
    EXPECT_EQ(router.handle(request(everybody(), "/api/v1/indicators")).body, R"({"items":[],"next":null})");
}

TEST_P(SuperviseApi, TheListOfIndicatorsIsSearchedByName) {
    EXPECT_THAT(body(everybody(), "/api/v1/indicators?q=淘宝"), HasSubstr(R"("code":"taobao_village")"));
    EXPECT_EQ(body(everybody(), "/api/v1/indicators?q=海外仓"), R"({"items":[],"next":null})");
    EXPECT_EQ(get(everybody(), "/api/v1/indicators?plan=x").status, 400);
}

TEST_P(SuperviseApi, AnIndicatorIsShownByYearMonthAndUnitWithTheWayBackToTheClause) {
    const auto text = body(everybody(), "/api/v1/indicators/7");
    EXPECT_THAT(text, HasSubstr(R"("definition":"口径","direction":"up","across":"sum","decimals":0)"));
    EXPECT_THAT(text, HasSubstr(R"({"year":2018,"target":null,"target_max":null,"op":null,"literal_op":null,"actual":null)"));
    EXPECT_THAT(text,
                HasSubstr(R"("year":2019,"target":"20","target_max":null,"op":">=","literal_op":"=","actual":"5","completion_pct":"25")"));
    EXPECT_THAT(text, HasSubstr(R"("quote":"淘宝村达到20个")"));
    EXPECT_THAT(text, HasSubstr(R"({"period":"2019-05","value":"5","carried":0,"cumulative":"5","planned":)"));
    EXPECT_THAT(text, HasSubstr(R"({"period":"2019-06","value":"5","carried":1,"cumulative":"5","planned":)"));
    EXPECT_THAT(text, HasSubstr(R"("coverage":{"reported":0,"expected":2}}],"units")")) << "nobody reported June";
    EXPECT_THAT(text, HasSubstr(R"({"unit":{"id":"2","name":"黄骅市政府"},"piece":false,"values":[{"year":2018,"value":null)"));
    EXPECT_THAT(text,
                HasSubstr(R"("latest_period":"2019-05","latest_value":"5","missing_periods":["2018-09","2018-10","2018-11","2018-12",)"
                          R"("2019-01","2019-02","2019-03","2019-04"])"));
    EXPECT_EQ(get(everybody(), "/api/v1/indicators/99").status, 404);
    write([](store::WriteTx& tx) { tx.execute(kQuarterly, {2}); });
    EXPECT_THAT(body(everybody(), "/api/v1/indicators/7"),
                HasSubstr(R"("latest_period":"2019-05","latest_value":"5","missing_periods":["2018-09","2018-12","2019-03"])"))
        << "a quarterly part lacks nothing between its quarters";
}

TEST_P(SuperviseApi, AnIndicatorMarksWhoseFiguresArePiecesOfWhatAUnitAboveReports) {
    write([](store::WriteTx& tx) {
        tx.execute(kUnit, {4, "吕桥镇政府"});
        tx.execute(kDuty, {4, "responsible"});
        tx.execute(kAsked);
    });
    const auto text = body(everybody(), "/api/v1/indicators/7");
    EXPECT_THAT(text, HasSubstr(R"("name":"黄骅市政府"},"piece":false,)"));
    EXPECT_THAT(text, HasSubstr(R"("name":"吕桥镇政府"},"piece":true,)"));
}

TEST_P(SuperviseApi, ACountySeesItsOwnFiguresAndTheLeadUnitThoseOfAll) {
    EXPECT_THAT(body(of(kNanpi), "/api/v1/indicators/7"), testing::AllOf(HasSubstr(R"("actual":"5")"), Not(HasSubstr("黄骅市政府"))));
    EXPECT_EQ(body(of(kNanpi), "/api/v1/indicators/7/facts"), R"({"items":[],"next":null})");
    EXPECT_THAT(body(of(kBureau), "/api/v1/indicators/7"), HasSubstr("黄骅市政府"));
    EXPECT_THAT(body(of(kBureau), "/api/v1/indicators/7/facts"), HasSubstr("黄骅市政府"));
}

TEST_P(SuperviseApi, FactsAreListedInAllVersionsNewestFirst) {
    const auto text = body(everybody(), "/api/v1/indicators/7/facts?unit=2&year=2019");
    EXPECT_THAT(text, HasSubstr(R"({"items":[{"period":"2019-05","unit":{"id":"2","name":"黄骅市政府"},"value":"5","numerator":null,)"
                                R"("denominator":null,"version":2,"current":true,"report_id":"21","author":"李四","reviewer":"王五")"));
    EXPECT_THAT(text, HasSubstr(R"("value":"4","numerator":null,"denominator":null,"version":1,"current":false)"));
    EXPECT_EQ(body(everybody(), "/api/v1/indicators/7/facts?year=2018"), R"({"items":[],"next":null})");
    EXPECT_EQ(get(everybody(), "/api/v1/indicators/7/facts?year=now").status, 400);
}

TEST_P(SuperviseApi, EveryStatementPreparesOnBothEngines) { EXPECT_THAT(db_->prepare_all(), testing::IsEmpty()); }

TEST_P(SuperviseApi, TheCourseOfAnIndicatorHasItsPathAndForecastAndOfAUnitThoseOfItsShare) {
    write([](store::WriteTx& tx) { tx.execute(kFact, {"2019-04", 2, 1, 30'000, 21}); });
    const auto whole = body(everybody(), "/api/v1/indicators/7/course");
    EXPECT_THAT(whole, HasSubstr(R"("period":"2019-05","actual":"5","goal":{"of":"plan","op":">=","value":"20","value_max":null})"));
    EXPECT_THAT(whole, HasSubstr(R"("planned":[{"period":)"));
    EXPECT_THAT(whole, HasSubstr(R"("pace_needed":"2.1")")) << "fifteen in seven months";
    const auto without_share = body(of(kHuanghua), "/api/v1/indicators/7/course?unit=2");
    EXPECT_THAT(without_share, HasSubstr(R"("actual":"5","goal":null,"planned":[],"forecast":null)"));
    write([](store::WriteTx& tx) {
        tx.execute(kSplit);
        tx.execute(kShare);
        tx.execute(kShareVersion);
    });
    EXPECT_THAT(body(of(kHuanghua), "/api/v1/indicators/7/course?unit=2"), HasSubstr(R"("goal":{"of":"share","op":">=","value":"12")"));
    EXPECT_EQ(get(of(kHuanghua), "/api/v1/indicators/7/course?unit=3").status, 404) << "a neighbour's";
    EXPECT_EQ(get(everybody(), "/api/v1/indicators/99/course").status, 404);
}

TEST_P(SuperviseApi, TheIndicatorsAreAlsoATableToKeep) {
    const auto csv = body(everybody(), "/api/v1/indicators?format=csv");
    EXPECT_THAT(csv, HasSubstr("指标,代码,计量单位,年度,目标,"));
    EXPECT_THAT(csv, HasSubstr("\r\n淘宝村,"));
    EXPECT_EQ(body(everybody(), "/api/v1/indicators?format=xlsx").substr(0, 2), "PK");
    EXPECT_THAT(body(everybody(), "/api/v1/indicators?format=csv&q=%E6%B2%A1%E6%9C%89"), Not(HasSubstr("淘宝村")));
}

TEST_P(SuperviseApi, TheOutlookIsAlsoATableToKeep) {
    write([](store::WriteTx& tx) { tx.execute(kFact, {"2019-04", 2, 1, 30'000, 21}); });
    const auto csv = body(everybody(), "/api/v1/outlook?format=csv");
    EXPECT_THAT(csv, HasSubstr("年度目标预测（截至2019年5月）"));
    EXPECT_THAT(csv, HasSubstr("\r\n淘宝村,个,全市,20,5,"));
    EXPECT_THAT(csv, HasSubstr("\r\n\r\n最值得打的电话\r\n单位,填报人,指标,"));
    EXPECT_EQ(body(everybody(), "/api/v1/outlook?format=xlsx").substr(0, 2), "PK");
    EXPECT_EQ(get(everybody(), "/api/v1/outlook?format=pdf").status, 400);
}

TEST_P(SuperviseApi, AnIndicatorSaysTheLightOfEachUnitsPart) {
    EXPECT_THAT(body(everybody(), "/api/v1/indicators/7"), HasSubstr(R"("light":{"colour":)"));
}

/// The same city with the ladder of its package. Nobody has reported but Huanghua.
class Escalation : public SuperviseApi {
protected:
    Escalation() {
        std::ifstream in("packages/cangzhou-ecommerce-2018/ladder.yaml");
        std::ostringstream text;
        text << in.rdbuf();
        config::Problems problems;
        rules_.ladder = read_ladder("ladder.yaml", text.str(), problems);
        EXPECT_TRUE(problems.empty());
    }
    void escalate(const char* day) {
        today_ = *base::parse_date(day);
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) { return cautions().escalate(tx, today_); }));
    }
    /// Nanpi's order has been overdue since 2 July 2019.
    void give_late_order() {
        write([](store::WriteTx& tx) {
            tx.execute(Sql{
                "test.supervise.late_order",
                "INSERT INTO supervision_order (order_id, number, owner_id, source, urgency, title, content, basis, instructed_by, "
                "feedback, contact, task_id, origin, main_id, limit_days, limit_working, state, state_before, given_on, due_on, "
                "unit_days, superior_days, late, returned, chased, drafter_id, running, version) VALUES (1, '', 1, 'plan', 'ordinary', '', '', "
                "'', '', '', '', 1, '', 3, 30, 0, 'handling', '', '2019-06-01', '2019-07-01', 0, 0, 0, 0, 0, 0, 1, 1)"});
        });
    }
    /// Huanghua's part is well.
    void make_huanghua_well() {
        approve_june(200'000);
        write([](store::WriteTx& tx) {
            tx.execute(Sql{"test.supervise.done",
                           "UPDATE report SET progress_pct_e4 = 1000000, state = 'approved', version = version + 1 WHERE unit_id = 2"});
        });
    }
    Cautions cautions() { return {*db_, ids_, clock_, boards_, rules_}; }
    identity::Actor who(UnitId unit, int user, bool head, std::set<std::string, std::less<>> may) const {
        auto out = of(unit);
        out.user = identity::UserId{user};
        out.is_head = head;
        out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(may));
        out.scope = unit == kBureau ? identity::Scope::All : identity::Scope::Own;
        return out;
    }
    identity::Actor clerk() const { return who(kBureau, 11, false, {"order.read", "order.manage"}); }
    identity::Actor head() const { return who(kBureau, 12, true, {"order.read", "order.manage"}); }
    identity::Actor nanpi() const { return who(kNanpi, 31, true, {"order.read", "order.handle"}); }
    std::vector<std::string> seen(const identity::Actor& actor, UnitId unit) {
        std::vector<std::string> out;
        for (const auto& view : cautions().list(actor, {.unit = unit})) {
            out.push_back(view.row.rung + " " + view.row.state);
        }
        return out;
    }
    CautionView newest(const identity::Actor& actor, UnitId unit) { return cautions().list(actor, {.unit = unit}).at(0); }

    base::IdSource ids_{clock_, 1};
    static calendar::Notice year(int number) { return {std::to_string(number), {}, number, {}, {}}; }
    calendar::WorkCalendar calendar_{{year(2018), year(2019), year(2020)}};
    tests::TemporaryFolder folder_;
    blob::BlobStore blobs_{folder_.path()};
    order::Orders orders_{*db_, ids_, clock_, blobs_,
                          order::Rules{.today = [this] { return today_; },
                                       .calendar = [this]() -> const calendar::WorkCalendar& { return calendar_; },
                                       .workflow = order::workflow()}};
    CautionRules rules_{
        .today = [this] { return today_; }, .calendar = [this]() -> const calendar::WorkCalendar& { return calendar_; }, .ladder = {}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Escalation, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Escalation, RemindsByItselfAndAsksAPersonForWhatHasConsequences) {
    escalate("2019-07-02");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::ElementsAre("reminder in_force"));
    escalate("2019-07-02");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::SizeIs(1)) << "once, however often it is asked";
    EXPECT_THAT(newest(clerk(), kNanpi).row.basis, HasSubstr("灯"));
    give_late_order();
    EXPECT_THAT(body(everybody(), "/api/v1/cockpit"), HasSubstr("督办单超过期限未反馈")) << "the light of the task says so";
    escalate("2019-07-06");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::ElementsAre("yellow_card proposed", "reminder in_force"));
    EXPECT_THAT(newest(clerk(), kNanpi).row.basis, HasSubstr("督办单逾期 5 天"));
    EXPECT_THAT(seen(nanpi(), kNanpi), testing::ElementsAre("reminder in_force")) << "a proposal is not the unit's yet";
    auto card = newest(clerk(), kNanpi);
    EXPECT_EQ(cautions().confirm(nanpi(), card.row.id, 1, true, "").error().code, "caution.not_found");
    EXPECT_EQ(cautions().confirm(clerk(), card.row.id, 1, false, "").error().fields.at(0).code, "caution.reason");
    card = *cautions().confirm(clerk(), card.row.id, 1, true, "");
    EXPECT_EQ(card.row.object_until, base::make_date(2019, 7, 12)) << "five working days";
    escalate("2019-07-08");
    EXPECT_THAT(seen(nanpi(), kNanpi), testing::ElementsAre("yellow_card in_force", "reminder in_force"));
}

TEST_P(Escalation, TheUnitObjectsInTimeAndSomebodyElseThanWhoConfirmedAnswers) {
    ASSERT_TRUE(cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "弄虚作假"));
    auto card = newest(clerk(), kNanpi);
    EXPECT_EQ(cautions().confirm(clerk(), card.row.id, 1, true, "").error().code, "caution.not_yours")
        << "a red card is decided by the head";
    card = *cautions().confirm(head(), card.row.id, 1, true, "");
    EXPECT_EQ(cautions().object(nanpi(), card.row.id, 2, "").error().fields.at(0).path, "/reason");
    today_ = *base::make_date(2019, 7, 10);
    EXPECT_EQ(cautions().object(nanpi(), card.row.id, 2, "数据系误报，已更正").error().code, "caution.objection_late");
    today_ = *base::make_date(2019, 7, 9);
    card = *cautions().object(nanpi(), card.row.id, 2, "数据系误报，已更正");
    EXPECT_EQ(cautions().answer(head(), card.row.id, 3, true, "属实").error().code, "caution.same_person");
    auto leader = head();
    leader.user = identity::UserId{13};
    EXPECT_EQ(cautions().answer(leader, card.row.id, 2, true, "属实").error().code, "caution.version_mismatch");
    card = *cautions().answer(leader, card.row.id, 3, true, "属实");
    EXPECT_EQ(card.row.state, "withdrawn");
    EXPECT_EQ(cautions().answer(leader, card.row.id, 4, true, "属实").error().code, "caution.decided");
    EXPECT_EQ(cautions().raise(clerk(), plan::UnitDutyId{3}, "fly", "x").error().code, "caution.unknown_rung");
    EXPECT_EQ(cautions().raise(nanpi(), plan::UnitDutyId{3}, "red_card", "x").error().code, "caution.not_yours");
}

TEST_P(Escalation, IsLiftedWhenThePartIsWellAgain) {
    escalate("2019-07-02");
    escalate("2019-07-09");
    ASSERT_EQ(newest(clerk(), kHuanghua).row.state, "in_force");
    const auto before = seen(clerk(), kHuanghua);
    make_huanghua_well();
    escalate("2019-07-10");
    EXPECT_THAT(seen(clerk(), kHuanghua).front(), HasSubstr("lifted"));
}

TEST_P(Escalation, AProposalFallsAwayWithItsReasonAndNothingIsMadeOfItBefore) {
    escalate("2019-07-02");
    escalate("2019-07-09");
    make_huanghua_well();
    auto row = newest(clerk(), kHuanghua).row;
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        row.id = ids_.make<CautionId>();
        row.rung = "yellow_card";
        row.state = "proposed";
        row.confirmed_on.reset();
        row.object_until.reset();
        insert_caution(tx, row);
        return base::Done{};
    }));
    EXPECT_FALSE(newest(clerk(), kHuanghua).may_order) << "nobody has confirmed it";
    escalate("2019-07-10");
    EXPECT_THAT(seen(clerk(), kHuanghua), testing::Contains("yellow_card dismissed"));
    EXPECT_EQ(cautions().confirm(clerk(), row.id, 2, true, "").error().code, "caution.decided");
}

TEST_P(Escalation, WhatWasDismissedIsProposedAnewOnlyAfterItsWorkingDaysAndHoldsNoGraverRungBack) {
    give_late_order();
    escalate("2019-07-06");
    auto card = newest(clerk(), kNanpi);
    ASSERT_EQ(card.row.rung, "yellow_card");
    ASSERT_TRUE(cautions().confirm(clerk(), card.row.id, 1, false, "已约定月底前补报"));
    escalate("2019-07-10");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::ElementsAre("reminder in_force", "yellow_card dismissed")) << "a milder one may come";
    escalate("2019-07-31");
    EXPECT_EQ(seen(clerk(), kNanpi).front(), "red_card proposed") << "thirty days overdue";
    ASSERT_TRUE(cautions().confirm(head(), newest(clerk(), kNanpi).row.id, 1, false, "先发黄牌"));
    escalate("2019-08-01");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::Not(testing::Contains("yellow_card proposed"))) << "nineteen working days";
    escalate("2019-08-02");
    EXPECT_EQ(newest(clerk(), kNanpi).row.rung, "yellow_card");
    EXPECT_EQ(newest(clerk(), kNanpi).row.state, "proposed");
}

TEST_P(Escalation, AnObjectionThatWasRightIsNotUndoneTheNextDay) {
    give_late_order();
    escalate("2019-07-08");
    auto card = *cautions().confirm(clerk(), newest(clerk(), kNanpi).row.id, 1, true, "");
    card = *cautions().object(nanpi(), card.row.id, card.row.version, "督办单所附指标有误");
    card = *cautions().answer(head(), card.row.id, card.row.version, true, "属实");
    ASSERT_EQ(card.row.state, "withdrawn");
    escalate("2019-07-09");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::ElementsAre("reminder in_force", "yellow_card withdrawn"));
}

TEST_P(Escalation, WhatAPersonHasRaisedAPersonLifts) {
    auto card = *cautions().raise(clerk(), plan::UnitDutyId{2}, "red_card", "弄虚作假");
    card = *cautions().confirm(head(), card.row.id, card.row.version, true, "");
    make_huanghua_well();
    escalate("2019-07-03");
    ASSERT_EQ(newest(clerk(), kHuanghua).row.state, "in_force") << "the figures are well, what was done is not forgotten";
    EXPECT_EQ(cautions().lift(clerk(), card.row.id, card.row.version, "已查清").error().code, "caution.not_yours");
    EXPECT_EQ(cautions().lift(head(), card.row.id, card.row.version, "").error().fields.at(0).code, "caution.reason");
    EXPECT_TRUE(card.may_lift);
    card = *cautions().lift(head(), card.row.id, card.row.version, "已查清并整改");
    EXPECT_EQ(card.row.state, "lifted");
    EXPECT_EQ(card.row.lifted_for, "已查清并整改");
    EXPECT_EQ(cautions().lift(head(), card.row.id, card.row.version, "再次").error().code, "caution.decided");
    escalate("2019-07-04");
    escalate("2019-07-05");
    give_late_order();
    escalate("2019-07-08");
    ASSERT_EQ(newest(clerk(), kNanpi).row.rung, "yellow_card");
    const auto by_program = *cautions().confirm(clerk(), newest(clerk(), kNanpi).row.id, 1, true, "");
    EXPECT_FALSE(by_program.may_lift);
    EXPECT_EQ(cautions().lift(head(), by_program.row.id, by_program.row.version, "算了").error().code, "caution.lifted_by_program");
}

TEST_P(Escalation, TheUnitMayStillObjectWhenItWasLiftedMeanwhile) {
    auto card = *cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "弄虚作假");
    const auto dispute = [&](bool withdraw) {
        auto one = *cautions().confirm(head(), card.row.id, card.row.version, true, "");
        one = *cautions().lift(head(), one.row.id, one.row.version, "已整改");
        EXPECT_TRUE(cautions().list(nanpi(), {.unit = kNanpi}).at(0).may_object);
        one = *cautions().object(nanpi(), one.row.id, one.row.version, "本来就没有弄虚作假");
        EXPECT_EQ(one.row.state, "objected");
        auto leader = head();
        leader.user = identity::UserId{13};
        return cautions().answer(leader, one.row.id, one.row.version, withdraw, "经核实")->row.state;
    };
    EXPECT_EQ(dispute(false), "lifted") << "upheld: it stays lifted";
    card = *cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "又一次");
    EXPECT_EQ(dispute(true), "withdrawn");
}

TEST_P(Escalation, ADayCaughtUpIsNotJudgedByTheFactsOfToday) {
    today_ = *base::make_date(2019, 7, 5);
    for (const char* day : {"2019-07-03", "2019-07-04"}) {
        ASSERT_TRUE(db_->write([&](store::WriteTx& tx) { return cautions().escalate(tx, *base::parse_date(day)); }));
        EXPECT_THAT(seen(clerk(), kNanpi), testing::IsEmpty()) << day;
    }
    escalate("2019-07-05");
    EXPECT_THAT(seen(clerk(), kNanpi), testing::ElementsAre("reminder in_force"));
    EXPECT_EQ(newest(clerk(), kNanpi).row.proposed_on, today_);
}

TEST_P(Escalation, TheSameRungIsNotRaisedTwiceForAPart) {
    auto card = *cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "弄虚作假");
    const auto again = [&] {
        const auto raised = cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "弄虚作假");
        return raised ? std::string{} : raised.error().code;
    };
    EXPECT_EQ(again(), "caution.exists") << "proposed";
    card = *cautions().confirm(head(), card.row.id, card.row.version, true, "");
    EXPECT_EQ(again(), "caution.exists") << "in force";
    card = *cautions().object(nanpi(), card.row.id, card.row.version, "误报");
    EXPECT_EQ(again(), "caution.exists") << "objected to";
    EXPECT_TRUE(cautions().raise(clerk(), plan::UnitDutyId{3}, "summons", "另一级")) << "another rung";
    EXPECT_TRUE(cautions().raise(clerk(), plan::UnitDutyId{2}, "red_card", "另一个单位"));
    auto leader = head();
    leader.user = identity::UserId{13};
    ASSERT_TRUE(cautions().answer(leader, card.row.id, card.row.version, true, "属实"));
    EXPECT_EQ(again(), "");
}

TEST_P(Escalation, OneOrderIsOpenedOfACautionAndShownToWhoMaySeeIt) {
    auto card = *cautions().raise(clerk(), plan::UnitDutyId{3}, "red_card", "弄虚作假");
    card = *cautions().confirm(head(), card.row.id, card.row.version, true, "");
    EXPECT_TRUE(card.may_order);
    EXPECT_EQ(cautions().open_order(nanpi(), card.row.id, card.row.version, orders_).error().code, "caution.not_yours");
    EXPECT_EQ(cautions().open_order(clerk(), card.row.id, 1, orders_).error().code, "caution.version_mismatch");
    const auto opened = cautions().open_order(clerk(), card.row.id, card.row.version, orders_);
    ASSERT_TRUE(opened) << opened.error().message;
    const auto order = orders_.read(clerk(), *opened)->row.order;
    EXPECT_EQ(order.title, "发展特色网店");
    EXPECT_EQ(order.content, "由人提出：弄虚作假");
    EXPECT_EQ(order.basis, "红牌警告（2019-07-02）");
    EXPECT_EQ(order.source, "plan");
    EXPECT_EQ(order.main, kNanpi);
    EXPECT_EQ(order.origin, "caution:" + card.row.id.text());
    const auto seen_by_clerk = newest(clerk(), kNanpi);
    EXPECT_EQ(seen_by_clerk.row.order, *opened);
    EXPECT_FALSE(seen_by_clerk.may_order);
    EXPECT_EQ(newest(nanpi(), kNanpi).row.order, std::nullopt) << "a draft is not the unit's yet";
    EXPECT_EQ(cautions().open_order(clerk(), card.row.id, card.row.version + 1, orders_).error().code, "order.exists");
}

/// Nanpi's summons is in force.
class Summons : public Escalation {
protected:
    Summons() {
        auto raised = *cautions().raise(clerk(), plan::UnitDutyId{3}, "summons", "工作滞后");
        raised = *cautions().confirm(head(), raised.row.id, raised.row.version, true, "");
        id_ = raised.row.id;
    }
    TalkView seen_by(const identity::Actor& actor) { return *talks_.read(actor, id_); }
    std::int64_t version() { return newest(clerk(), kNanpi).row.version; }
    TalkNotice announcement() const {
        return {.number = "沧约〔2019〕1号",
                .on_day = *base::make_date(2019, 7, 4),
                .at_time = "09:30",
                .place = "市商务局三楼会议室",
                .level = "head",
                .form = "individual",
                .presider = "分管副市长 张书远",
                .attendee = "李明",
                .post = "县长"};
    }
    static TalkMinutes minutes() {
        return {.problem = "特色网店没有进展",
                .explanation = "资金没有到位",
                .demands = "月底前落实资金",
                .commitments = {{"落实资金", *base::make_date(2019, 7, 31)}, {"新开网店五家", *base::make_date(2019, 9, 30)}},
                .rectify_by = *base::make_date(2019, 9, 30)};
    }
    template <class T>
    static std::string code(const base::Result<T>& result) {
        return result ? "" : result.error().fields.empty() ? result.error().code : result.error().fields.at(0).code;
    }
    void hold() {
        ASSERT_TRUE(talks_.notify(clerk(), id_, version(), announcement()));
        today_ = announcement().on_day;
        ASSERT_TRUE(talks_.record(clerk(), id_, version(), minutes()));
    }
    identity::Actor observer() const {
        auto out = who(kBureau, 41, false, {"order.read"});
        out.unit = UnitId{9};
        return out;
    }

    Cautions cautions_{cautions()};
    Talks talks_{*db_, ids_, clock_, cautions_, [this] { return today_; }};
    CautionId id_{1};
};
INSTANTIATE_TEST_SUITE_P(Engines, Summons, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Summons, IsAnnouncedRecordedSignedByBothSidesAndChecked) {
    EXPECT_TRUE(seen_by(clerk()).may_notify);
    EXPECT_EQ(seen_by(clerk()).talk, std::nullopt);
    auto late = announcement();
    late.on_day = *base::make_date(2019, 7, 1);
    EXPECT_EQ(code(talks_.notify(clerk(), id_, version(), late)), "talk.day_past") << "told in advance";
    auto view = *talks_.notify(clerk(), id_, version(), announcement());
    EXPECT_EQ(seen_by(nanpi()).talk->notice.place, "市商务局三楼会议室");
    EXPECT_EQ(newest(clerk(), kNanpi).row.talk, "notified");
    EXPECT_EQ(code(talks_.record(clerk(), id_, version(), minutes())), "talk.not_yet");
    today_ = announcement().on_day;
    view = *talks_.record(clerk(), id_, version(), minutes());
    EXPECT_EQ(view.talk->recorded_on, today_);
    EXPECT_FALSE(view.may_notify) << "it has been held";
    EXPECT_FALSE(view.may_check) << "not signed";
    ASSERT_TRUE(seen_by(nanpi()).may_sign);
    view = *talks_.sign(nanpi(), id_, version());
    EXPECT_EQ(view.talk->signed_on, today_);
    ASSERT_EQ(view.talk->minutes->commitments.size(), 2u);
    EXPECT_EQ(view.talk->minutes->commitments[1].what, "新开网店五家");
    EXPECT_EQ(code(talks_.record(clerk(), id_, version(), minutes())), "talk.wrong_step") << "signed minutes stay";
    view = *talks_.check(clerk(), id_, version(), false, "资金到位一半");
    EXPECT_TRUE(view.may_check) << "until it is met";
    view = *talks_.check(clerk(), id_, version(), true, "已落实");
    EXPECT_EQ(view.talk->met, true);
    EXPECT_FALSE(view.may_check);
    EXPECT_EQ(newest(clerk(), kNanpi).row.talk, "checked");
}

TEST_P(Summons, EachSideTakesItsOwnStepsAndTheUnitsHeadSigns) {
    EXPECT_EQ(code(talks_.notify(nanpi(), id_, version(), announcement())), "talk.not_yours");
    EXPECT_EQ(code(talks_.notify(clerk(), id_, 1, announcement())), "caution.version_mismatch");
    EXPECT_EQ(code(talks_.sign(nanpi(), id_, version())), "talk.wrong_step") << "nothing was held yet";
    hold();
    EXPECT_EQ(code(talks_.sign(clerk(), id_, version())), "talk.not_yours");
    auto deputy = nanpi();
    deputy.is_head = false;
    EXPECT_EQ(code(talks_.sign(deputy, id_, version())), "talk.not_yours") << "the head of the unit signs";
    EXPECT_EQ(code(talks_.check(clerk(), id_, version(), true, "已落实")), "talk.wrong_step") << "the unit has not signed";
    const auto neighbour = who(kHuanghua, 21, true, {"order.read", "order.handle"});
    EXPECT_EQ(code(talks_.read(neighbour, id_)), "caution.not_found");
    EXPECT_EQ(code(talks_.sign(neighbour, id_, version())), "caution.not_found");
}

TEST_P(Summons, MinutesNameCommitmentsWithDaysAfterTheTalk) {
    ASSERT_TRUE(talks_.notify(clerk(), id_, version(), announcement()));
    today_ = *base::make_date(2019, 7, 8);
    auto wrong = minutes();
    wrong.commitments.clear();
    EXPECT_EQ(code(talks_.record(clerk(), id_, version(), wrong)), "talk.commitments");
    wrong = minutes();
    wrong.commitments[1].due_on = *base::make_date(2019, 7, 3);
    EXPECT_EQ(code(talks_.record(clerk(), id_, version(), wrong)), "talk.due_early");
    ASSERT_TRUE(talks_.record(clerk(), id_, version(), minutes()));
    wrong = minutes();
    wrong.demands = "下周落实资金";
    EXPECT_EQ(talks_.record(clerk(), id_, version(), wrong)->talk->minutes->demands, "下周落实资金") << "until the unit has signed";
}

TEST_P(Summons, IsSeenByWhoOnlyReadsOnceItWasHeld) {
    ASSERT_TRUE(talks_.notify(clerk(), id_, version(), announcement()));
    EXPECT_EQ(seen_by(observer()).talk, std::nullopt);
    EXPECT_EQ(seen_by(observer()).caution.row.talk, "");
    today_ = announcement().on_day;
    ASSERT_TRUE(talks_.record(clerk(), id_, version(), minutes()));
    EXPECT_TRUE(seen_by(observer()).talk);
    EXPECT_FALSE(seen_by(observer()).may_check);
}

TEST_P(Summons, OfARungWithoutATalkOrOfOneWithdrawnIsNotHeld) {
    auto card = *cautions().raise(clerk(), plan::UnitDutyId{2}, "red_card", "弄虚作假");
    card = *cautions().confirm(head(), card.row.id, card.row.version, true, "");
    EXPECT_EQ(code(talks_.notify(clerk(), card.row.id, card.row.version, announcement())), "talk.none");
    ASSERT_TRUE(talks_.notify(clerk(), id_, version(), announcement()));
    ASSERT_TRUE(cautions().object(nanpi(), id_, version(), "误报"));
    auto leader = head();
    leader.user = identity::UserId{13};
    ASSERT_TRUE(cautions().answer(leader, id_, version(), true, "属实"));
    today_ = announcement().on_day;
    EXPECT_EQ(code(talks_.record(clerk(), id_, version(), minutes())), "talk.wrong_step");
}

}  // namespace
}  // namespace luoshi::supervise
