#include "report/timeliness_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "blob/blob_store.hpp"
#include "report/period_exception_service.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;
using identity::UnitId;
using store::Sql;
using testing::ElementsAre;

const Sql kUnit{"test.timeliness.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, $3, 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kRole{"test.timeliness.role",
                "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('county', '县市区', 'own', 'business', 1)"};
const Sql kMayFill{"test.timeliness.may_fill", "INSERT INTO role_permission (role_code, permission) VALUES ('county', 'report.fill')"};
const Sql kPost{"test.timeliness.post",
                "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES (1, 3, '电商专干', 'county', 0)"};
const Sql kUser{"test.timeliness.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, $2, 'active', '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.timeliness.holds",
                 "INSERT INTO user_post (user_id, post_id, valid_from, valid_to) VALUES ($1, 1, '2018-01-01', $2)"};
const Sql kPlan{"test.timeliness.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 1, 1, '试点方案', 'confirmed', 0, '张三', 1)"};
const Sql kTask{"test.timeliness.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, "
                "start_line, end_line, version) VALUES (1, 1, 1, 'T3', '网店', '网店', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"test.timeliness.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, 1, 1, $1, $2, '', $3, '2018-08-17', 1)"};

const UnitId kBureau{1};
const UnitId kCounty{2};
const calendar::Period kJune = *calendar::Period::make(2020, 6);

struct StillClock final : base::Clock {
    base::Moment now() const override { return *base::parse_date("2026-01-01"); }  // years after the business date
};

Actor actor(std::int64_t user, UnitId unit, identity::Scope scope = identity::Scope::Own) {
    Actor out;
    out.user = identity::UserId{user};
    out.unit = unit;
    out.is_head = true;
    out.scope = scope;
    out.units = std::make_shared<const std::vector<UnitId>>(std::vector{unit});
    out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(
        std::set<std::string, std::less<>>{"report.read", "report.review", "report.fill"});
    return out;
}

/// A bureau leads a task that two counties and a town report. June opens on Wednesday 1 July 2020 and is due on Monday the 6th; the year
/// has its days, the one after it none. Nobody in office of one county but one, whose predecessor has left.
class Timekeeping : public testing::TestWithParam<store::Engine> {
protected:
    Timekeeping() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            tx.execute(kUnit, {1, "市商务局", "city_department"});
            tx.execute(kUnit, {2, "东光县政府", "county"});
            tx.execute(kUnit, {3, "青县政府", "county"});
            tx.execute(kUnit, {4, "连镇镇政府", "town"});
            for (const auto* sql : {&kRole, &kMayFill, &kPost, &kPlan, &kTask}) {
                tx.execute(*sql);
            }
            tx.execute(kUser, {1, "杨树林"});
            tx.execute(kUser, {2, "前任"});
            tx.execute(kHolds, {1, std::optional<base::Date>{}});
            tx.execute(kHolds, {2, base::parse_date("2020-01-01")});
            tx.execute(kDuty, {1, "lead", 0});
            for (const int unit : {2, 3, 4}) {
                tx.execute(kDuty, {unit, "responsible", 1});
            }
            return base::Done{};
        }));
    }

    void on(int day) { today_ = *base::parse_date("2020-07-01") + std::chrono::days{day - 1}; }
    View handed_in() {
        const auto opened = service_.open(county_, plan::UnitDutyId{2}, kJune);
        EXPECT_TRUE(opened) << opened.error().message;
        const auto saved = service_.save(county_, opened->row.id, opened->row.version,
                                         {.progress_pct = base::Decimal::parse("60"), .progress = "新增淘宝村", .values = {}});
        EXPECT_TRUE(saved) << saved.error().message;
        const auto out = service_.submit(county_, saved->row.id, saved->row.version);
        EXPECT_TRUE(out) << out.error().message;
        return *out;
    }
    Months june() const { return *months_of(service_.rules(), "2020-06", std::nullopt); }
    ReportingRates rates(const Actor& reader) { return *reporting_rates(*db_, service_.rules(), reader, june()); }
    std::vector<std::string> chased(const Actor& reader, const ChaseFilter& filter = {}) {
        std::vector<std::string> out;
        const auto lines = chase_list(*db_, service_.rules(), reader, june(), filter);
        for (const auto& line : *lines) {
            out.push_back(line.row.duty.unit_name + " " + std::to_string(line.days_overdue));
            for (const auto& person : line.people) {
                out.back() += " " + person.name + "（" + person.post + "）";
            }
        }
        return out;
    }

    base::Date today_ = *base::parse_date("2020-07-01");
    tests::TestDatabase db_{GetParam()};
    tests::TemporaryFolder folder_;
    StillClock clock_;
    base::IdSource ids_{clock_, 1};
    blob::BlobStore blobs_{(folder_.path() / "blobs").string()};
    ReportService service_{*db_,
                           ids_,
                           clock_,
                           blobs_,
                           {.today = [this] { return today_; },
                            .schedule = {.first = kJune,
                                         .last = kJune,
                                         .days = {{.opens = {1}, .due = {6}, .lock = {28}}},
                                         .calendar = calendar::WorkCalendar{{{.name = "2020", .year = 2020, .off = {}, .worked = {}}}}},
                            .route = {{"lead_unit", "牵头单位审核", Reviewer::LeadUnit}}}};
    const Actor county_ = actor(1, kCounty);
    const Actor bureau_ = actor(9, kBureau, identity::Scope::All);
};

INSTANTIATE_TEST_SUITE_P(Engines, Timekeeping, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Timekeeping, TheDayOfAHandingInIsTheBusinessDay) {
    on(3);
    handed_in();
    on(9);
    const auto seen = rates(bureau_);
    EXPECT_EQ(seen.total.owed, 3);
    EXPECT_EQ(seen.total.on_time, 1);
    EXPECT_THAT(seen.total.days_late, ElementsAre(3, 3)) << "two are missing, due on the 6th";
    ASSERT_EQ(seen.levels.size(), 2U);
    EXPECT_EQ(seen.levels[0].level, "county");
    EXPECT_EQ(seen.levels[0].rates.on_time_rate()->text(), "50");
    EXPECT_EQ(seen.levels[1].rates.reporting_rate()->text(), "0");
}

TEST_P(Timekeeping, AReaderSeesHisUnitsAndTheTotalsOfAllLevels) {
    const auto seen = rates(county_);
    EXPECT_EQ(seen.total.owed, 3);
    ASSERT_EQ(seen.units.size(), 1U);
    EXPECT_EQ(seen.units[0].name, "东光县政府");
    EXPECT_EQ(rates(bureau_).units.size(), 3U);
    on(9);
    EXPECT_THAT(chased(county_), ElementsAre("东光县政府 3"));
    EXPECT_TRUE(reviewer_times(*db_, service_.rules(), county_, june())->empty());
}

TEST_P(Timekeeping, AReviewersDaysAreWorkingDaysAndNotTheUnits) {
    on(3);  // a Friday
    auto view = handed_in();
    on(7);
    auto times = reviewer_times(*db_, service_.rules(), bureau_, june());
    ASSERT_EQ(times->size(), 1U);
    EXPECT_EQ(times->at(0).name, "市商务局");
    EXPECT_EQ(times->at(0).waiting, 1);
    EXPECT_EQ(times->at(0).waiting_since, base::parse_date("2020-07-03"));
    EXPECT_THAT(times->at(0).days, ElementsAre(2)) << "Monday and Tuesday";

    view = *service_.give_back(bureau_, view.row.id, view.row.version, "数据与统计口径不符");
    on(9);
    view = *service_.submit(county_, view.row.id, view.row.version);
    on(14);
    ASSERT_TRUE(service_.approve(bureau_, view.row.id, view.row.version, ""));
    times = reviewer_times(*db_, service_.rules(), bureau_, june());
    EXPECT_EQ(times->at(0).decided, 2);
    EXPECT_EQ(times->at(0).waiting, 0);
    EXPECT_THAT(times->at(0).days, ElementsAre(2, 3));
    EXPECT_THAT(rates(county_).units[0].rates.days_held, ElementsAre(4)) << "1 to 3 July and, returned, 7 to 9 July";
    EXPECT_EQ(rates(county_).units[0].rates.on_time, 1) << "the return came later";
}

TEST_P(Timekeeping, TheChaseListNamesWhoIsInOfficeAndWhatWasReturned) {
    on(3);
    auto view = handed_in();
    on(6);
    EXPECT_TRUE(chased(bureau_).empty()) << "the due day itself is on time";
    on(8);
    EXPECT_THAT(chased(bureau_), ElementsAre("青县政府 2 杨树林（电商专干）", "连镇镇政府 2"));
    EXPECT_THAT(chased(bureau_, {.level = "town", .text = ""}), ElementsAre("连镇镇政府 2"));
    EXPECT_THAT(chased(bureau_, {.level = "", .text = "青县"}), ElementsAre("青县政府 2 杨树林（电商专干）"));
    ASSERT_TRUE(service_.give_back(bureau_, view.row.id, view.row.version, "数据与统计口径不符"));
    EXPECT_EQ(chased(bureau_).size(), 3U);
}

TEST_P(Timekeeping, AUnitGrantedLaterDaysIsNeitherLateNorChasedBefore) {
    on(8);
    PeriodExceptions exceptions{*db_, ids_, clock_, service_.rules()};
    auto office = bureau_;
    office.permissions =
        std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"report.read", "report.settle"});
    ASSERT_TRUE(exceptions.grant(office, {.unit = kCounty,
                                          .period = kJune,
                                          .due_on = *base::parse_date("2020-07-20"),
                                          .lock_on = *base::parse_date("2020-07-28"),
                                          .reason = "防汛抢险，全员上堤"}));
    EXPECT_THAT(chased(bureau_), ElementsAre("青县政府 2 杨树林（电商专干）", "连镇镇政府 2"));
    on(20);
    handed_in();
    EXPECT_EQ(rates(county_).units[0].rates.on_time, 1);
}

TEST_P(Timekeeping, ADayBeyondTheCalendarIsAnError) {
    on(3);
    handed_in();
    today_ = *base::parse_date("2021-02-01");
    const auto times = reviewer_times(*db_, service_.rules(), bureau_, june());
    ASSERT_FALSE(times);
    EXPECT_EQ(times.error().code, "calendar.not_loaded");
}

TEST_P(Timekeeping, MonthsAreAskedByMonthOrYear) {
    EXPECT_EQ(months_of(service_.rules(), std::nullopt, std::nullopt)->name, "2020年6月");
    EXPECT_EQ(months_of(service_.rules(), std::nullopt, "2020")->list.size(), 1U);
    EXPECT_TRUE(months_of(service_.rules(), std::nullopt, "2019")->list.empty());
    EXPECT_EQ(months_of(service_.rules(), "2020-13", std::nullopt).error().code, "report.bad_period");
    EXPECT_EQ(months_of(service_.rules(), std::nullopt, "今年").error().code, "report.bad_period");
}

}  // namespace
}  // namespace luoshi::report
