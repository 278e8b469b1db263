#include "report/workbook_service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "audit/audit.hpp"
#include "report/form_field_service.hpp"
#include "sheet/xlsx_file_test.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;
using identity::UnitId;
using sheet::KeptFile;
using store::Sql;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const Sql kUnit{"test.workbook.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kPlan{"test.workbook.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES ($1, 4, 4, '试点方案', 'confirmed', 0, '张三', 1)"};
const Sql kTask{
    "test.workbook.task",
    "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, start_line, "
    "end_line, version) VALUES ($1, $2, $4, $3, '发展特色网店', '发展特色网店', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kIndicator{"test.workbook.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, max_e4, "
                     "numerator_name, denominator_name, definition, version) "
                     "VALUES ($1, $2, $3, $4, $5, $6, 'up', 'sum', 1, $7, $8, $9, '口径', 1)"};
const Sql kReporter{"test.workbook.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES ($1, $2)"};
const Sql kTarget{
    "test.workbook.target",
    "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, value_e4, unit, year, scope, change, "
    "per_year, indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) "
    "VALUES ($1, $2, 1, 'numeric', '淘宝村', '=', '>=', 200000, '个', 2020, '', '', 0, $3, 0, 0, 1, 1, '淘宝村', '=', '个', 1)"};
const Sql kDuty{"test.workbook.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES ($1, $2, $3, $4, $5, '', 1, '2018-08-17', 1)"};
const Sql kCounts{"test.workbook.counts",
                  "SELECT (SELECT COUNT(*) FROM report), (SELECT COUNT(*) FROM report_event), (SELECT COUNT(*) FROM report_value)"};

const UnitId kBureau{1};
const UnitId kCounty{2};
const UnitId kNeighbour{3};
const UnitId kOffice{4};
const plan::PlanId kPlanOne{1};
const plan::IndicatorId kVillages{7};
const plan::IndicatorId kShare{8};
const plan::IndicatorId kSales{9};
const calendar::Period kJune = *calendar::Period::make(2020, 6);

struct StillClock final : base::Clock {
    base::Moment now() const override { return *base::parse_date("2020-07-03"); }
};

Actor actor(std::int64_t user, UnitId unit, std::vector<UnitId> reach, std::string_view more = "report.fill") {
    Actor out;
    out.user = identity::UserId{user};
    out.user_name = "用户" + std::to_string(user);
    out.unit = unit;
    out.unit_name = "单位" + unit.text();
    out.scope = reach.empty() ? identity::Scope::Own : identity::Scope::Subtree;
    reach.push_back(unit);
    std::sort(reach.begin(), reach.end());
    out.units = std::make_shared<const std::vector<UnitId>>(std::move(reach));
    out.permissions =
        std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"report.read", std::string{more}});
    return out;
}

/// A workbook that somebody fills in: cells are changed in the form, as the spreadsheet would, and written again.
class FilledIn {
public:
    explicit FilledIn(const std::string& bytes) : book_(*sheet::read_xlsx(KeptFile{bytes}.path())) {
        auto record = *read_record(book_);
        form_ = marked_form(book_, record, {}, {});
    }
    /// A1-like address of a cell below the head: row 0 is the first row of data.
    FilledIn& set(std::size_t row, Column column, sheet::Cell value) {
        form_.rows.at(row).at(static_cast<std::size_t>(column)).value = std::move(value);
        return *this;
    }
    FilledIn& number(std::size_t row, Column column, const char* text) { return set(row, column, *base::Decimal::parse(text)); }
    std::string text(std::size_t row, Column column) const {
        const auto* text = std::get_if<std::string>(&form_.rows.at(row).at(static_cast<std::size_t>(column)).value);
        return text == nullptr ? "" : *text;
    }
    sheet::Form& form() { return form_; }
    std::string bytes() const { return sheet::xlsx(form_); }

private:
    sheet::ReadBook book_;
    sheet::Form form_;
};

/// Two counties report a task with a count, a share and an amount; a bureau leads it. The business date is 3 July 2020, June is open.
class Workbooks : public testing::TestWithParam<store::Engine> {
protected:
    Workbooks() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            for (const auto& [id, name] : {std::pair{1, "市商务局"}, {2, "东光县政府"}, {3, "青县政府"}, {4, "市政府办公室"}}) {
                tx.execute(kUnit, {id, name});
            }
            tx.execute(kPlan, {1});
            tx.execute(kTask, {1, 1, "T3", 1});
            const auto none = std::optional<base::Decimal>{};
            tx.execute(kIndicator, {7, "a_village", "淘宝村", "个", 0, "stock", none, "", ""});
            tx.execute(kIndicator, {8, "b_share", "普及率", "%", 2, "ratio", base::Decimal::from_integer(100), "已普及村", "全部村"});
            tx.execute(kIndicator, {9, "c_sales", "交易额", "元", 2, "flow", none, "", ""});
            for (const int indicator : {7, 8, 9}) {
                tx.execute(kReporter, {indicator, 2});
                tx.execute(kReporter, {indicator, 3});
                tx.execute(kTarget, {indicator, 1, indicator});
            }
            tx.execute(kDuty, {1, 1, 1, 1, "lead"});
            tx.execute(kDuty, {2, 1, 1, 2, "responsible"});
            tx.execute(kDuty, {3, 1, 1, 3, "responsible"});
            return base::Done{};
        }));
    }

    std::string made(const Actor& who) {
        const auto file = service_.make(who, kJune, std::nullopt, std::nullopt);
        EXPECT_TRUE(file) << file.error().message;
        return file->bytes;
    }
    base::Result<WorkbookOutcome> taken(const Actor& who, const std::string& bytes, Submit submit = Submit::No) {
        return service_.take(who, KeptFile{bytes}.path(), {.period = kJune}, submit);
    }
    /// "G5 code" of each fault.
    std::vector<std::string> faults(const Actor& who, const std::string& bytes, Submit submit = Submit::No) {
        const auto outcome = taken(who, bytes, submit);
        if (!outcome) {
            return {outcome.error().code};
        }
        std::vector<std::string> out;
        for (const auto& fault : outcome->faults) {
            EXPECT_FALSE(fault.said.text.empty());
            out.push_back((fault.place ? fault.cell() + " " : "") + fault.said.code);
        }
        return out;
    }
    Content stored(plan::UnitDutyId duty) {
        return db_->read([&](store::ReadTx& tx) {
            const auto report = find_report_of(tx, duty, "2020-06");
            return report ? load_content(tx, *report) : Content{};
        });
    }
    std::vector<std::int64_t> counts() {
        return *db_->read([](store::ReadTx& tx) {
            return tx.one(kCounts, {}, [](const store::Row& row) { return std::vector{row.integer(0), row.integer(1), row.integer(2)}; });
        });
    }
    /// A county's workbook with its three rows filled in: row 0 the count, 1 the share, 2 the amount.
    FilledIn filled() {
        FilledIn book{made(clerk_)};
        book.number(0, Column::Value, "12").number(0, Column::ProgressPct, "60").set(0, Column::Progress, "新增淘宝村");
        book.number(1, Column::Numerator, "30").number(1, Column::Denominator, "40").number(2, Column::Value, "1234.5");
        return book;
    }

    tests::TestDatabase db_{GetParam()};
    tests::TemporaryFolder folder_;
    StillClock clock_;
    base::IdSource ids_{clock_, 1};
    blob::BlobStore blobs_{(folder_.path() / "blobs").string()};
    const Rules rules_{.today = [] { return *base::parse_date("2020-07-03"); },
                       .schedule = {.first = kJune.previous(), .last = kJune, .days = {{.opens = {1}, .due = {6}, .lock = {15}}}},
                       .route = {{"lead_unit", "牵头单位审核", Reviewer::LeadUnit}, {"plan_office", "方案办审定", Reviewer::PlanOffice}}};
    ReportService reports_{*db_, ids_, clock_, blobs_, rules_};
    WorkbookService service_{*db_, ids_, clock_, rules_, "沧州市"};

    const Actor clerk_ = actor(11, kCounty, {});
    const Actor neighbour_ = actor(31, kNeighbour, {});
    const Actor lead_ = actor(21, kBureau, {});
    const Actor superior_ = actor(12, kCounty, {kNeighbour});  // a county, and a unit below it
};

INSTANTIATE_TEST_SUITE_P(Engines, Workbooks, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(Workbooks, FilledInOffLineBecomesTheDraft) {
    const auto outcome = taken(clerk_, filled().bytes());
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_THAT(outcome->faults, IsEmpty());
    EXPECT_EQ(outcome->saved, 1);
    const auto content = stored(plan::UnitDutyId{2});
    EXPECT_EQ(content.progress_pct, base::Decimal::parse("60"));
    EXPECT_EQ(content.progress, "新增淘宝村");
    ASSERT_THAT(content.values, SizeIs(3));
    EXPECT_EQ(content.values[0].value, base::Decimal::parse("12"));
    EXPECT_EQ(content.values[1].value, base::Decimal::parse("75")) << "a ratio is divided here (INV-3)";
    EXPECT_EQ(content.values[2].value, base::Decimal::parse("1234.5"));
    const auto page = audit::list(*db_, {.action = "report.save"});
    EXPECT_EQ(page.items.size(), 1U) << "INV-7";
}

TEST_P(Workbooks, WhatIsAlreadyKnownStandsBesideItsCellAndIsConfirmedByFillingInTheSame) {
    ASSERT_TRUE(taken(clerk_, filled().bytes()));
    EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kTask, {2, 1, "T8", 2});
        tx.execute(kTarget, {17, 2, 7});
        tx.execute(kDuty, {12, 1, 2, 2, "responsible"});
        tx.execute(store::Sql{"workbook_test.hand_in", "UPDATE report SET state = 'submitted', step = 1"});
        return base::Done{};
    }));
    FilledIn book{made(clerk_)};
    EXPECT_EQ(book.text(3, Column::Previous), "已知12（据本单位本期“T3”所报），相同请照填");
    book.number(3, Column::Value, "12");
    ASSERT_TRUE(taken(clerk_, book.bytes()));
    EXPECT_EQ(stored(plan::UnitDutyId{12}).values.at(0).origin, "据本单位本期“T3”所报");
    EXPECT_EQ(stored(plan::UnitDutyId{2}).values.at(0).origin, "") << "found out by itself";
}

TEST_P(Workbooks, AFieldThatThePlanOfficeAddedIsARowOfItsOwnAndHeldToTheSameRules) {
    FormFields form{*db_, ids_, clock_};
    const auto office = actor(41, UnitId{4}, {}, "report.settle");
    FormField area{.plan = plan::PlanId{1}, .name = "仓储面积", .kind = FieldKind::Number, .measure = "平方米", .from = kJune};
    area.required = true;
    ASSERT_TRUE(form.add(office, area));
    ASSERT_TRUE(form.add(
        office, {.plan = plan::PlanId{1}, .name = "建设方式", .kind = FieldKind::Choice, .choices = {"自建", "租用"}, .from = kJune}));
    auto book = filled();
    EXPECT_THAT(faults(clerk_, book.bytes(), Submit::Yes), ElementsAre("G8 field.unexplained"));
    book.set(3, Column::Value, "1.2万").set(4, Column::Value, "借用");
    EXPECT_THAT(faults(clerk_, book.bytes()), ElementsAre("G9 field.not_a_choice")) << "and nothing is written";
    EXPECT_TRUE(stored(plan::UnitDutyId{2}).fields.empty());
    book.set(4, Column::Value, "租用");
    ASSERT_EQ(taken(clerk_, book.bytes())->saved, 1);
    EXPECT_EQ(taken(clerk_, book.bytes())->unchanged, 1);
    const auto fields = stored(plan::UnitDutyId{2}).fields;
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields[0].value, "12000");
    EXPECT_EQ(fields[1].value, "租用");
    EXPECT_EQ(taken(clerk_, made(clerk_))->unchanged, 1) << "it goes out as it came in";
    ASSERT_TRUE(form.add(office, {.plan = plan::PlanId{1}, .name = "开业日期", .kind = FieldKind::Date, .from = kJune}));
    EXPECT_THAT(faults(clerk_, book.bytes()), ElementsAre("D5 workbook.indicators_changed"));
}

TEST_P(Workbooks, GoesOutForOneUnitOrForAllThatTheReaderSees) {
    const auto units = [&](const Actor& who, std::optional<UnitId> unit) {
        std::set<std::string> out;
        if (const auto file = service_.make(who, kJune, unit, std::nullopt)) {
            const auto book = *sheet::read_xlsx(KeptFile{file->bytes}.path());
            for (std::size_t row = workbook_head_row() + 1; row < book.find(kWorkbookSheet)->rows.size(); ++row) {
                out.insert(book.find(kWorkbookSheet)->at(row, 0).text);
            }
        }
        return out;
    };
    EXPECT_THAT(units(clerk_, std::nullopt), ElementsAre("东光县政府"));
    EXPECT_THAT(units(superior_, std::nullopt), ElementsAre("东光县政府", "青县政府"));
    EXPECT_THAT(units(superior_, kNeighbour), ElementsAre("青县政府"));
    EXPECT_THAT(units(lead_, std::nullopt), ElementsAre("东光县政府", "市商务局", "青县政府")) << "the lead unit sees all of its task";
    EXPECT_THAT(units(clerk_, kNeighbour), IsEmpty());
}

TEST_P(Workbooks, TheSameUploadedTwiceSaysThatNothingChanged) {
    const auto bytes = filled().bytes();
    ASSERT_EQ(taken(clerk_, bytes)->saved, 1);
    const auto before = counts();
    const auto again = taken(clerk_, bytes);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_THAT(again->faults, IsEmpty());
    EXPECT_EQ(again->saved, 0);
    EXPECT_EQ(again->unchanged, 1);
    EXPECT_EQ(counts(), before);
    EXPECT_EQ(taken(clerk_, made(clerk_))->unchanged, 1) << "nor does one that was only downloaded";
}

TEST_P(Workbooks, NumbersAreUnderstoodAsPeopleWriteThem) {
    auto book = filled();
    book.set(0, Column::Value, "１２")
        .set(1, Column::Numerator, "1,200")
        .set(1, Column::Denominator, "0.15万")
        .set(2, Column::Value, "3.5亿元");
    const auto outcome = taken(clerk_, book.bytes());
    ASSERT_TRUE(outcome) << outcome.error().message;
    ASSERT_THAT(outcome->faults, IsEmpty());
    EXPECT_THAT(outcome->read_differently, SizeIs(4));
    EXPECT_EQ(outcome->read_differently.front().cell, "G5");
    EXPECT_EQ(outcome->read_differently.front().typed, "１２");
    EXPECT_EQ(outcome->read_differently.front().read, "12");
    const auto content = stored(plan::UnitDutyId{2});
    EXPECT_EQ(content.values[1].value, base::Decimal::parse("80"));
    EXPECT_EQ(content.values[2].value, base::Decimal::parse("350000000"));
}

TEST_P(Workbooks, EachWrongCellHasItsOwnAnswerAndNothingIsWritten) {
    auto book = filled();
    book.set(0, Column::Value, "约十个").set(0, Column::ProgressPct, "101").number(2, Column::Value, "-1");
    book.number(1, Column::Numerator, "50").set(1, Column::Progress, "写错了行");
    EXPECT_THAT(faults(clerk_, book.bytes()), ElementsAre("G5 cell.not_a_number", "K5 progress.range", "H6 value.over_maximum",
                                                          "L6 cell.first_row_only", "G7 value.negative"));
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
    EXPECT_THAT(faults(clerk_, filled().number(0, Column::Value, "1.5").bytes()), ElementsAre("G5 value.not_whole"));
    EXPECT_THAT(faults(clerk_, filled().number(2, Column::Value, "1.555").bytes()), ElementsAre("G7 value.too_many_decimals"));
    EXPECT_THAT(faults(clerk_, filled().set(2, Column::Value, "1.23456").bytes()), ElementsAre("G7 cell.too_many_decimals"));
    EXPECT_THAT(faults(clerk_, filled().number(1, Column::Value, "75").bytes()), ElementsAre("G6 cell.computed"));
    EXPECT_THAT(faults(clerk_, filled().number(0, Column::Numerator, "1").bytes()), ElementsAre("H5 cell.no_parts"));
    EXPECT_THAT(faults(clerk_, filled().set(0, Column::Unit, "青县政府").bytes()), ElementsAre("A5 cell.locked"));
}

TEST_P(Workbooks, AFormulaIsNotAFigure) {
    const auto outcome = [&](const char* cell) {
        const auto bytes = filled().bytes();
        // as a spreadsheet would save it
        const KeptFile kept{bytes};
        auto book = *sheet::read_xlsx(kept.path());
        auto& row = book.sheets.front().rows[workbook_head_row() + 1];
        for (auto& [column, value] : row) {
            value.formula = sheet::cell_name(workbook_head_row() + 1, column) == cell || value.formula;
        }
        const auto record = *read_record(book);
        std::vector<WorkbookReport> reports{
            {.duty = plan::UnitDutyId{2},
             .unit = kCounty,
             .unit_name = "东光县政府",
             .task_ref = "T3",
             .task_title = "发展特色网店",
             .owed = db_->read([](store::ReadTx& tx) { return indicator::owed_by(tx, kCounty, plan::TaskId{1}, kJune); })}};
        std::vector<std::string> out;
        for (const auto& fault : check_workbook(book, record, reports, kCounty, Submit::No).faults) {
            out.push_back(fault.cell() + " " + fault.said.code);
        }
        return out;
    };
    EXPECT_THAT(outcome("G5"), ElementsAre("G5 cell.formula"));
    EXPECT_THAT(outcome("A5"), ElementsAre("A5 cell.formula"));
    EXPECT_THAT(outcome("L5"), ElementsAre("L5 cell.formula"));
}

TEST_P(Workbooks, AWorkbookOfSomethingElseIsRefused) {
    const auto bytes = filled().bytes();
    const auto as = [&](std::size_t row, const char* value) {
        FilledIn book{bytes};
        book.form().record.at(row).at(1) = value;
        return faults(clerk_, book.bytes());
    };
    EXPECT_THAT(as(0, "0"), ElementsAre("workbook.other_version"));
    EXPECT_THAT(as(1, "衡水市"), ElementsAre("workbook.other_tenant"));
    EXPECT_THAT(as(2, "2020-05"), ElementsAre("workbook.other_period"));
    EXPECT_THAT(as(2, "六月"), ElementsAre("workbook.damaged_record"));
    EXPECT_THAT(as(5, "99"), ElementsAre("workbook.other_plan"));
    EXPECT_THAT(faults(clerk_, sheet::xlsx({{.name = "填报", .head = {{"单位"}}, .rows = {}}})), ElementsAre("workbook.not_ours"));
    EXPECT_THAT(faults(clerk_, "甲,乙"), ElementsAre("sheet.not_xlsx"));
    EXPECT_THAT(faults(neighbour_, bytes), ElementsAre("workbook.not_yours"));
    FilledIn stolen{bytes};
    stolen.form().record.at(5).at(2) = kNeighbour.text();
    EXPECT_THAT(faults(neighbour_, stolen.bytes()), ElementsAre("A5 workbook.row_gone")) << "a duty does not change its unit";
    FilledIn swapped{made(superior_)};
    std::swap(swapped.form().record.at(5).at(2), swapped.form().record.at(6).at(2));
    EXPECT_THAT(faults(neighbour_, swapped.bytes()), ElementsAre("workbook.damaged_record"));
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
}

TEST_P(Workbooks, RowsAndColumnsStayAsTheyWere) {
    auto changed = filled();
    changed.form().columns[3].head = "目标";
    EXPECT_THAT(faults(clerk_, changed.bytes()), ElementsAre("D4 workbook.head_changed"));
    auto added = filled();
    added.form().columns.push_back({.head = "备注"});
    EXPECT_THAT(faults(clerk_, added.bytes()), ElementsAre("Q4 workbook.column_added"));
    auto missing = filled();
    missing.form().columns.erase(missing.form().columns.begin() + 5);
    for (auto& row : missing.form().rows) {
        row.erase(row.begin() + 5);
    }
    EXPECT_THAT(faults(clerk_, missing.bytes()), ElementsAre("workbook.column_missing"));
    auto moved = filled();
    moved.form().notes.emplace_back("本县填报");
    EXPECT_THAT(faults(clerk_, moved.bytes()), ElementsAre("A5 workbook.head_moved"));
    auto shorter = filled();
    shorter.form().rows.pop_back();
    EXPECT_THAT(faults(clerk_, shorter.bytes()), ElementsAre("A5 workbook.row_missing"));
    auto twice = filled();
    twice.form().rows.push_back(twice.form().rows.back());
    EXPECT_THAT(faults(clerk_, twice.bytes()), ElementsAre("A8 workbook.row_twice"));
    auto longer = filled();
    longer.form().rows.push_back({{.value = "合计"}});
    EXPECT_THAT(faults(clerk_, longer.bytes()), ElementsAre("A8 workbook.row_added"));
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
}

TEST_P(Workbooks, WhatSomebodyChangedMeanwhileIsNotOverwritten) {  // INV-8
    const auto bytes = filled().bytes();
    const auto opened = *reports_.open(clerk_, plan::UnitDutyId{2}, kJune);
    ASSERT_TRUE(reports_.save(clerk_, opened.row.id, opened.row.version,
                              {.progress_pct = base::Decimal::parse("60"),
                               .progress = "新增淘宝村",
                               .values = {{.indicator = kVillages, .value = base::Decimal::parse("9")}}}));
    const auto outcome = taken(clerk_, bytes);
    ASSERT_TRUE(outcome);
    std::vector<std::string> out;
    for (const auto& fault : outcome->faults) {
        out.push_back(fault.cell() + " " + fault.stored + "/" + fault.typed);
        EXPECT_EQ(fault.said.code, "workbook.row_outdated_value");
    }
    EXPECT_THAT(out, ElementsAre("G5 9/12", "H6 /30", "I6 /40", "G7 /1234.5")) << "both sides, only where they differ";
    EXPECT_EQ(stored(plan::UnitDutyId{2}).values.front().value, base::Decimal::parse("9"));
}

TEST_P(Workbooks, OfTwoUploadsAtTheSameInstantOneIsWrittenAndTheOtherToldWhatDiffers) {  // INV-8
    const auto one = filled().number(0, Column::Value, "1").bytes();
    const auto two = filled().number(0, Column::Value, "2").bytes();
    std::optional<base::Result<WorkbookOutcome>> other;
    std::jthread thread{[&] { other = taken(clerk_, two); }};
    const auto mine = taken(clerk_, one);
    thread.join();
    ASSERT_TRUE(mine && *other);
    EXPECT_EQ(mine->saved + (*other)->saved, 1);
    const auto& loser = mine->saved == 1 ? **other : *mine;
    ASSERT_THAT(loser.faults, SizeIs(1));
    EXPECT_EQ(loser.faults.front().said.code, "workbook.row_outdated_value");
    EXPECT_EQ(loser.faults.front().cell(), "G5");
    EXPECT_EQ(counts().front(), 1);
}

TEST_P(Workbooks, AReportThatWasOnlyOpenedMeanwhileIsStillFilledIn) {
    const auto bytes = filled().bytes();
    ASSERT_TRUE(reports_.open(clerk_, plan::UnitDutyId{2}, kJune));
    EXPECT_EQ(taken(clerk_, bytes)->saved, 1);
}

TEST_P(Workbooks, OnlyTheOwnUnitsRowsAreWritten) {  // INV-2
    FilledIn book{made(superior_)};
    book.number(0, Column::ProgressPct, "60");
    ASSERT_EQ(taken(superior_, book.bytes())->saved, 1) << "the county's own";
    EXPECT_EQ(taken(superior_, book.bytes())->others, 1);
    book.number(3, Column::Value, "5").number(5, Column::Value, "6");
    EXPECT_THAT(faults(superior_, book.bytes()), ElementsAre("G8 report.not_yours", "G10 report.not_yours"));
    EXPECT_EQ(taken(neighbour_, FilledIn{made(superior_)}.number(3, Column::Value, "5").bytes())->saved, 1)
        << "the unit below fills its rows in the county's workbook";
    EXPECT_THAT(faults(superior_, FilledIn{book}.number(3, Column::Value, "7").bytes()), ElementsAre("A8 report.not_yours"))
        << "what is stored by now is not told";
}

TEST_P(Workbooks, AReportOnItsWayIsNotChanged) {
    const auto bytes = filled().bytes();
    ASSERT_EQ(taken(clerk_, bytes, Submit::No)->saved, 1);
    auto submitted = taken(clerk_, FilledIn{made(clerk_)}.bytes(), Submit::Yes);
    ASSERT_TRUE(submitted);
    EXPECT_EQ(submitted->submitted, 1);
    EXPECT_THAT(faults(clerk_, filled().number(0, Column::Value, "13").bytes()), ElementsAre("G5 report.not_editable"));
    const auto again = taken(clerk_, FilledIn{made(clerk_)}.bytes(), Submit::Yes);
    EXPECT_EQ(again->submitted, 0);
    EXPECT_EQ(again->unchanged, 1);
}

TEST_P(Workbooks, WhatIsHandedInIsComplete) {  // INV-3
    EXPECT_THAT(faults(clerk_, made(clerk_), Submit::Yes), ElementsAre("G5 value.unexplained", "K5 progress.missing", "L5 progress.empty",
                                                                       "H6 value.unexplained", "G7 value.unexplained"));
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
    const auto outcome = taken(clerk_, filled().bytes(), Submit::Yes);
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->submitted, 1);
    const auto waiting = reports_.waiting(actor(22, kBureau, {}, "report.review"));
    ASSERT_THAT(*waiting, SizeIs(1)) << "on the desk of the lead unit";
}

TEST_P(Workbooks, TheMarkedWorkbookShowsWhereAndCanBeCorrected) {
    auto wrong = filled();
    wrong.set(0, Column::Value, "约十个").number(2, Column::Value, "-1");
    const auto marked = service_.marked(clerk_, KeptFile{wrong.bytes()}.path(), {.period = kJune}, Submit::No);
    ASSERT_TRUE(marked) << marked.error().message;
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
    const auto book = *sheet::read_xlsx(KeptFile{marked->bytes}.path());
    EXPECT_EQ(book.find(kWorkbookSheet)->at(4, static_cast<std::size_t>(Column::Value)).text, "约十个") << "what was typed stands";
    EXPECT_EQ(taken(clerk_, FilledIn{marked->bytes}.number(0, Column::Value, "10").number(2, Column::Value, "1").bytes())->saved, 1);
    const auto foreign =
        service_.marked(clerk_, KeptFile{sheet::xlsx({{.name = "表", .head = {{"单位"}}, .rows = {}}})}.path(), {}, Submit::No);
    EXPECT_TRUE(foreign) << "says so in its title";
}

/// A unit with so many tasks of one indicator.
class ManyRows : public Workbooks {
protected:
    void tasks(int count) {
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
            for (int i = 0; i < count; ++i) {
                const int id = 1000 + i;
                tx.execute(kTask, {id, 1, "M" + std::to_string(i), id});
                tx.execute(kTarget, {id, id, 7});
                tx.execute(kDuty, {id, 1, id, 2, "responsible"});
            }
            return base::Done{};
        }));
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, ManyRows, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(ManyRows, OneBadCellInFiveHundredRowsChangesNothing) {
    tasks(497);
    FilledIn book{made(clerk_)};
    ASSERT_THAT(book.form().rows, SizeIs(500));
    for (std::size_t row = 0; row < 500; ++row) {
        row == 1 || row == 2 ? book : book.number(row, Column::Value, "3").set(row, Column::Progress, "按计划推进");
    }
    EXPECT_THAT(faults(clerk_, FilledIn{book}.set(417, Column::Value, "三").bytes()), ElementsAre("G422 cell.not_a_number"));
    EXPECT_THAT(counts(), ElementsAre(0, 0, 0));
    EXPECT_EQ(taken(clerk_, book.bytes())->saved, 498);
}

TEST_P(ManyRows, FiveThousandRowsAreABlinkOfWork) {
    tasks(4'997);
    const auto time = [](auto&& work) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    };
    std::string bytes;
    const double making = time([&] { bytes = made(clerk_); });
    FilledIn book{bytes};
    for (std::size_t row = 3; row < 5'000; ++row) {
        book.number(row, Column::Value, "3").set(row, Column::Progress, "按计划推进，新增" + std::to_string(row % 17) + "个");
    }
    const KeptFile file{book.bytes()};
    const double unpacking = time([&] {
        int fault = 0;
        zip_t* archive = zip_open(file.path().c_str(), ZIP_RDONLY, &fault);
        std::string buffer(1 << 16, '\0');
        for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
            zip_file_t* part = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
            while (zip_fread(part, buffer.data(), buffer.size()) > 0) {
            }
            zip_fclose(part);
        }
        zip_discard(archive);
    });
    const double reading = time([&] { EXPECT_TRUE(sheet::read_xlsx(file.path())); });
    const double taking = time([&] {
        const auto outcome = service_.take(clerk_, file.path(), {.period = kJune}, Submit::No);
        ASSERT_TRUE(outcome) << outcome.error().message;
        EXPECT_EQ(outcome->saved, 4'997);
    });
    const double again = time([&] { EXPECT_EQ(service_.take(clerk_, file.path(), {.period = kJune}, Submit::No)->saved, 0); });
    std::printf(
        "5,000 rows: download %.0f ms; unpacking %.1f ms, reading %.0f ms; upload that begins and saves 4,997 reports %.0f ms "
        "(%.0f times unpacking), the same again %.0f ms\n",
        making, unpacking, reading, taking, taking / unpacking, again);
}

}  // namespace
}  // namespace luoshi::report
