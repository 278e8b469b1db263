#include <gmock/gmock.h>

#include "identity/gate.hpp"
#include "rollup/figure_sheets.hpp"
#include "rollup/figures_api.hpp"
#include "rollup/figures_site_test.hpp"
#include "rollup/sight_service.hpp"

namespace luoshi::rollup {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

using FigureGrid = FiguresSite;
INSTANTIATE_TEST_SUITE_P(Engines, FigureGrid, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         [](const auto& chosen) { return testing::PrintToString(chosen.param); });

identity::Actor leader() {
    identity::Actor actor;
    actor.scope = identity::Scope::All;
    return actor;
}
identity::Actor of(UnitId unit) {
    identity::Actor actor;
    actor.unit = unit;
    actor.units = std::make_shared<const std::vector<UnitId>>(std::vector{unit});
    return actor;
}
GridQuery january() { return {.indicators = {kCount}, .units = {}, .under = {}, .from = kJanuary, .to = kJanuary}; }
std::vector<std::string> names(const Grid& grid) {
    std::vector<std::string> out;
    for (const auto& unit : grid.units) {
        out.push_back(unit.name);
    }
    return out;
}

TEST_P(FigureGrid, ShowsTheWholeAndTheUnitsThatReport) {
    approve(kEast, 1, 3);
    const auto grid = figure_grid(*db_, live_, leader(), january());
    ASSERT_TRUE(grid);
    EXPECT_THAT(names(*grid), ElementsAre("全市", "east", "west"));
    EXPECT_EQ(grid->at(0, 0, 0), (Sum{whole(3), {}, {}, {1, 2}}));
    EXPECT_EQ(grid->at(2, 0, 0), (Sum{{}, {}, {}, {0, 1}})) << "missing is not zero";
}

TEST_P(FigureGrid, ACountySeesTheWholeAndItselfAndTheLeadUnitOfTheTaskEverybody) {
    const auto county = figure_grid(*db_, live_, of(kEast), january());
    ASSERT_TRUE(county);
    EXPECT_THAT(names(*county), ElementsAre("全市", "east"));
    write([](store::WriteTx& tx) { tx.execute(sql::kTarget); });
    const auto lead = figure_grid(*db_, live_, of(kCity), january());
    ASSERT_TRUE(lead);
    EXPECT_THAT(names(*lead), ElementsAre("全市", "east", "west"));
}

TEST_P(FigureGrid, SaysWhatIsWrongWithTheQuestion) {
    auto query = january();
    query.indicators = {};
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query).error().code, "figures.no_indicator");
    query.indicators = {IndicatorId{99}};
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query).error().code, "figures.unknown_indicator");
    query = january();
    query.units = {UnitId{99}};
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query).error().code, "figures.unknown_unit");
    query.units = {kWest};
    EXPECT_EQ(figure_grid(*db_, live_, of(kEast), query).error().code, "figures.unknown_unit") << "out of sight";
    query = january();
    query.to = kJanuary.previous();
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query).error().code, "figures.period_order");
    query = january();
    query.from = *Period::make(1500, 1);
    query.indicators = std::vector<IndicatorId>(40, kCount);
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query).error().code, "figures.too_many");
}

TEST_P(FigureGrid, KnowsWhatWasKnownOnADayAndAtAMoment) {
    approve(kEast, 1, 3);
    auto query = january();
    query.as_of = end_of(*base::make_date(1969, 12, 30));
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query)->at(0, 0, 0)->value, std::nullopt);
    query.as_of = end_of(*base::make_date(1970, 1, 1));
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query)->at(0, 0, 0)->value, whole(3));
    write([](store::WriteTx& tx) { tx.execute(sql::kLaterFact, {kEast, 2, 4 * base::Decimal::kUnit, 60'000'000}); });
    query.as_of = base::Moment{std::chrono::seconds{59}};
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query)->at(0, 0, 0)->value, whole(3)) << "a minute before the correction";
    query.as_of = base::Moment{std::chrono::seconds{60}};
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query)->at(0, 0, 0)->value, whole(4));
}

TEST_P(FigureGrid, RanksUnitsWithTheirPlaceBeforeAndThoseWithoutAFigureLast) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    write([](store::WriteTx& tx) { tx.execute(sql::kDecemberFact, {kEast, 90'000}); });
    const auto ranking = figure_ranking(*db_, live_, leader(), january());
    ASSERT_TRUE(ranking);
    ASSERT_EQ(ranking->rows.size(), 2U);
    EXPECT_EQ(ranking->rows[0].unit.id, kWest);
    EXPECT_EQ(ranking->rows[0].place, 1);
    EXPECT_EQ(ranking->rows[0].place_before, std::nullopt);
    EXPECT_EQ(ranking->rows[1].place, 2);
    EXPECT_THAT(ranking->rows[1].place_before, Optional(1));
    const auto own = figure_ranking(*db_, live_, of(kEast), january());
    ASSERT_EQ(own->rows.size(), 1U);
    EXPECT_EQ(own->rows[0].place, 2) << "among all, though it sees only itself";
}

const store::Sql kTown{"test.rollup.town",
                       "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, "
                       "version) VALUES ($1, $2, $2, $2, 'town', 'government', 'administrative', 'local', $3, 1, 0, '', 1)"};

TEST_P(FigureGrid, SubtotalsTakeTheTownsOfACountyTogetherWithWhatItReportsItself) {
    write([](store::WriteTx& tx) {
        for (const auto& [id, name, above] : {std::tuple{UnitId{4}, "north", kEast}, {UnitId{5}, "south", kEast}}) {
            tx.execute(kTown, {id, name, above});
            tx.execute(sql::kReporter, {id});
        }
        tx.execute(sql::kDecemberFact, {UnitId{4}, 70'000});
    });
    approve(kEast, 1, 3);
    approve(UnitId{4}, 1, 10);
    approve(UnitId{5}, 1, 20);
    approve(kWest, 1, 100);
    auto query = january();
    query.from = kJanuary.previous();
    query.level = "town";
    query.subtotals = Subtotals::Shown;
    const auto grid = figure_grid(*db_, live_, leader(), query);
    ASSERT_TRUE(grid);
    EXPECT_THAT(names(*grid), ElementsAre("全市", "east", "east", "north", "south", "west"))
        << "west has no town, and its figure is not lost";
    std::vector<std::string> rows;
    for (std::size_t unit = 0; unit < grid->units.size(); ++unit) {
        rows.push_back(std::to_string(static_cast<int>(grid->units[unit].kind)) + std::to_string(grid->units[unit].depth) + " " +
                       (grid->at(unit, 0, 1)->value ? grid->at(unit, 0, 1)->value->text() : "-"));
    }
    EXPECT_THAT(rows, ElementsAre("00 133", "21 33", "32 3", "12 10", "12 20", "11 100"));
    query.under = kEast;
    const auto county = figure_grid(*db_, live_, leader(), query);
    EXPECT_THAT(names(*county), ElementsAre("east", "east", "north", "south"));
    EXPECT_THAT(names(*figure_grid(*db_, live_, of(UnitId{4}),
                                   [&] {
                                       auto all = query;
                                       all.under = {};
                                       return all;
                                   }())),
                ElementsAre("全市", "north"));
    EXPECT_THAT(
        sheet::csv({sheet_of(*grid, "透视", Rows::Times)}),
        HasSubstr(
            "时间,a（个）,a（个）,a（个）,a（个）,a（个）,a（个）\r\n,全市,　east合计,　　east（本级自报）,　　north,　　south,　west\r\n"
            "2018年12月,7,7,,7,,\r\n2019年1月,133,33,3,10,20,100\r\n"));
}

TEST_P(FigureGrid, WhatTownsWereAskedForIsAPieceOfTheCountysFigureAndNotAdded) {
    const UnitId north{4};
    const UnitId south{5};
    write([&](store::WriteTx& tx) {
        tx.execute(sql::kTarget);
        for (const auto& [id, name] : {std::pair{north, "north"}, {south, "south"}}) {
            tx.execute(kTown, {id, name, kEast});
            tx.execute(
                store::Sql{"test.rollup.part",
                           "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                           "VALUES ($1, 1, 1, $1, 'responsible', '', 1, '2018-07-01', 1)"},
                {id});
            tx.execute(store::Sql{"test.rollup.asked", "INSERT INTO unit_duty_figure (unit_duty_id, indicator_id) VALUES ($1, 7)"}, {id});
        }
    });
    approve(kEast, 1, 30);
    approve(kWest, 1, 100);
    approve(north, 1, 10);
    const auto city = figure_breakdown(*db_, live_, leader(), january());
    ASSERT_TRUE(city);
    EXPECT_EQ(city->sum, (Sum{whole(130), {}, {}, {2, 2}})) << "the towns are neither added nor missed";
    EXPECT_THAT(city->missing, IsEmpty());
    auto query = january();
    query.units = {kEast};
    const auto east = figure_breakdown(*db_, live_, leader(), query);
    ASSERT_EQ(east->parts.size(), 3U);
    EXPECT_EQ(east->parts[0].sum, (Sum{whole(30), {}, {}, {1, 1}}));
    EXPECT_EQ(east->parts[1].sum, (Sum{whole(10), {}, {}, {1, 1}, {}, 0, true}));
    EXPECT_EQ(east->parts[2].sum, (Sum{{}, {}, {}, {0, 1}, {}, 0, true}));
    query.to = query.from = *Period::make(2019, 2);
    const auto february = figure_breakdown(*db_, live_, leader(), query);
    ASSERT_EQ(february->missing.size(), 1U) << "the county itself";
    EXPECT_EQ(february->missing[0].unit.id, kEast);
    auto towns = january();
    towns.level = "town";
    towns.subtotals = Subtotals::Shown;
    const auto grid = figure_grid(*db_, live_, leader(), towns);
    EXPECT_THAT(names(*grid), ElementsAre("全市", "east", "east", "north", "south", "west"));
    EXPECT_EQ(grid->at(1, 0, 0)->value, whole(30));
    EXPECT_TRUE(grid->at(3, 0, 0)->piece);
    EXPECT_THAT(sheet::csv({sheet_of(*grid, "透视")}), HasSubstr("　east合计,30\r\n　　east（本级自报）,30\r\n　　north（其中）,10\r\n"));
    EXPECT_THAT(sheet_of(*grid, "透视").note, HasSubstr("标“其中”的已含在上级自报的数里，不另相加"));
    auto mixed = *grid;  // of one indicator a piece, of another not
    mixed.indicators.push_back(mixed.indicators.front());
    mixed.cells.clear();
    for (const auto& cell : grid->cells) {
        mixed.cells.push_back(cell);
        mixed.cells.push_back(cell);
        mixed.cells.back()->piece = false;
    }
    EXPECT_THAT(sheet::csv({sheet_of(mixed, "透视")}), HasSubstr("\r\n　　north,10,10\r\n"));
    EXPECT_THAT(sheet::csv({coverage_sheet_of(mixed)}), HasSubstr("north,其中；已报 1 / 应报 1 份,已报 1 / 应报 1 份\r\n"));
    const auto sheets = sheets_of(*east, Over::Span, Rhythm::Month);
    EXPECT_THAT(sheet::csv(sheets), HasSubstr("\r\nnorth（其中）,10,"));
    EXPECT_THAT(sheets.front().note, HasSubstr("标“其中”的已含在上级自报的数里，不另相加"));
    write([](store::WriteTx& tx) { tx.execute(store::Sql{"test.rollup.unasked", "DELETE FROM unit_duty_figure"}); });
    EXPECT_THAT(names(*figure_grid(*db_, live_, leader(), towns)), ElementsAre("全市")) << "no town reports any more";
}

TEST(GridTimes, TakeTheSpansOfAYearTogether) {
    const auto names = [](const std::vector<GridTime>& all) {
        std::vector<std::string> out;
        for (const auto& time : all) {
            out.push_back(time.name());
        }
        return out;
    };
    const auto period = [](std::string_view text) { return *Period::parse(text); };
    EXPECT_THAT(names(times(period("2018-11"), period("2019-01"), Rhythm::Month, true)),
                ElementsAre("2018年11月", "2018年12月", "2018年合计", "2019年1月"));
    EXPECT_THAT(names(times(period("2018-01"), period("2018-08"), Rhythm::Quarter, true)),
                ElementsAre("2018年第一季度", "2018年第二季度", "2018年7—8月", "2018年合计"));
    EXPECT_THAT(names(times(period("2018-01"), period("2019-08"), Rhythm::Year, true)), ElementsAre("2018年", "2019年1—8月"));
    const auto total = times(period("2018-02"), period("2018-05"), Rhythm::Month, true).back();
    EXPECT_EQ(total.span, (Span{period("2018-02"), period("2018-05")}));
}

TEST_P(FigureGrid, AFileSaysTheTimeThatItsFiguresAreOf) {
    auto query = january();
    query.from = *Period::make(2018, 10);
    query.to = *Period::make(2019, 2);
    query.step = Rhythm::Quarter;
    const auto breakdown = figure_breakdown(*db_, live_, leader(), query);
    EXPECT_EQ(sheets_of(*breakdown, Over::Span, query.step).front().title, "全市a的构成（2019年1—2月，本期）")
        << "the last span, as far as read";
    const auto ranking = figure_ranking(*db_, live_, leader(), query);
    EXPECT_EQ(sheet_of(*ranking, Over::YearToDate, query.step).title, "a排名（2019年1—2月，年初累计）");
    query.to = *Period::make(2018, 12);
    EXPECT_EQ(sheets_of(*figure_breakdown(*db_, live_, leader(), query), Over::Span, query.step).front().title,
              "全市a的构成（2018年第四季度，本期）");
}

TEST(Places, EqualValuesShareAPlaceAndTheNextIsPassedOver) {
    const auto d = [](int number) { return base::Decimal::from_integer(number); };
    EXPECT_THAT(places({d(5), d(9), std::nullopt, d(9), d(1)}, plan::Direction::Up),
                ElementsAre(Optional(3), Optional(1), std::nullopt, Optional(1), Optional(4)));
    EXPECT_THAT(places({d(5), d(9)}, plan::Direction::Down), ElementsAre(Optional(1), Optional(2)));
    EXPECT_THAT(places({d(5), d(9)}, plan::Direction::Interval), ElementsAre(std::nullopt, std::nullopt))
        << "neither more nor less is better";
}

TEST_P(FigureGrid, AFigureOpensToItsPartsItsReportsAndWhoIsMissing) {
    approve(kEast, 1, 3);
    const auto whole_city = figure_breakdown(*db_, live_, leader(), january());
    ASSERT_TRUE(whole_city);
    ASSERT_EQ(whole_city->parts.size(), 2U);
    EXPECT_EQ(whole_city->parts[0].unit.id, kEast);
    ASSERT_TRUE(whole_city->parts[0].report);
    EXPECT_EQ(whole_city->parts[0].report->id, report::ReportId{1});
    EXPECT_FALSE(whole_city->parts[1].report);
    ASSERT_EQ(whole_city->missing.size(), 1U);
    EXPECT_EQ(whole_city->missing[0].unit.id, kWest);
    EXPECT_EQ(whole_city->missing[0].coverage, (Coverage{0, 1}));
    auto west = january();
    west.units = {kWest};
    EXPECT_EQ(figure_breakdown(*db_, live_, of(kEast), west).error().code, "figures.unknown_unit");
}

TEST_P(FigureGrid, ALevelCarriedForwardSaysFromWhichMonthAndThatNobodyReported) {
    write([](store::WriteTx& tx) {
        tx.execute(store::Sql{"test.rollup.level", "UPDATE indicator SET kind = 'stock', carry_forward = 1, version = version + 1"});
        tx.execute(sql::kDecemberFact, {kWest, 20'000});
    });
    approve(kEast, 1, 3);
    const auto seen = figure_breakdown(*db_, live_, leader(), january());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->sum, (Sum{whole(5), {}, {}, {1, 2}, {}, 1}));
    EXPECT_EQ(seen->parts[0].carried_from, std::nullopt) << "East reported January";
    EXPECT_THAT(seen->parts[1].carried_from, Optional(kJanuary.previous()));
    ASSERT_EQ(seen->missing.size(), 1U);
    EXPECT_EQ(seen->missing[0].unit.id, kWest) << "its value is December's";
}

TEST_P(FigureGrid, OfSeveralMonthsEveryMissingReportIsMissing) {
    approve(kEast, 1, 3);
    approve(kWest, 1, 4);
    auto query = january();
    query.to = query.from = *Period::make(2019, 3);
    query.over = Over::YearToDate;
    const auto seen = figure_breakdown(*db_, live_, leader(), query);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->sum, (Sum{whole(7), {}, {}, {2, 6}}));
    ASSERT_EQ(seen->missing.size(), 2U);
    EXPECT_EQ(seen->missing[0].coverage, (Coverage{1, 3}));
}

const store::Sql kEvidence{"test.rollup.evidence",
                           "INSERT INTO evidence (evidence_id, report_id, sha256, file_name, size, media_type, uploaded_by, uploaded_at) "
                           "VALUES (1, 1, 'x', '名册.pdf', 1, 'application/pdf', '李四', 0)"};

TEST_P(FigureGrid, AFigureOpensToItsCorrectionsAndTheEvidenceBehindItAsFarAsTheReaderMayLook) {
    approve(kEast, 1, 3);
    approve(kEast, 2, 4);
    write([](store::WriteTx& tx) {
        tx.execute(kEvidence);
        tx.execute(sql::kDecemberFact, {kWest, 10'000});
    });
    const auto whole_city = figure_breakdown(*db_, live_, leader(), january());
    ASSERT_TRUE(whole_city);
    EXPECT_EQ(whole_city->parts[0].report->evidence, 1);
    ASSERT_EQ(whole_city->corrections.size(), 1U);
    EXPECT_EQ(whole_city->corrections[0].unit.id, kEast);
    EXPECT_EQ(whole_city->corrections[0].fact.before, whole(3));
    EXPECT_EQ(whole_city->corrections[0].fact.after, whole(4));
    EXPECT_THAT(figure_breakdown(*db_, live_, of(kWest), january())->corrections, IsEmpty()) << "the whole is for all, rows are not";
    auto west = january();
    west.units = {kWest};
    EXPECT_THAT(figure_breakdown(*db_, live_, leader(), west)->corrections, IsEmpty());
    auto before = january();
    before.as_of = end_of(*base::make_date(1969, 12, 30));
    EXPECT_THAT(figure_breakdown(*db_, live_, leader(), before)->corrections, IsEmpty()) << "as it was known then";
    EXPECT_EQ(figure_breakdown(*db_, live_, leader(), before)->sum.value, std::nullopt);
}

const store::Sql kPeople{"test.grid.people",
                         "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
                         "definition, version) VALUES (8, 'people', '人口', '人', 0, 'stock', 'up', 'sum', 1, '', 1)"};
const store::Sql kEach{
    "test.grid.each",
    "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
    "definition, formula, version) VALUES (9, 'each', '人均', '个/人', 2, 'ratio', 'up', 'sum', 0, '', 'a / people', 1)"};
const store::Sql kOperands{"test.grid.operands", "INSERT INTO indicator_operand (indicator_id, operand_id) VALUES (9, 7), (9, 8)"};
const store::Sql kPeopleReporters{"test.grid.people_reporters",
                                  "INSERT INTO indicator_reporter (indicator_id, unit_id) SELECT 8, unit_id FROM indicator_reporter"};
const store::Sql kPeopleFact{"test.grid.people_fact",
                             "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, report_id, author, reviewer, reason, "
                             "at) VALUES (8, '2018-12', $1, 1, $2, 1, '', '', '', 0)"};
const IndicatorId kEachId{9};

void add_formula(store::WriteTx& tx) {
    tx.execute(kPeople);
    tx.execute(kPeopleReporters);
    tx.execute(kEach);
    tx.execute(kOperands);
    tx.execute(kPeopleFact, {kEast, 20'000});
}

TEST_P(FigureGrid, AnIndicatorByFormulaStandsBesideThoseReported) {
    write([](store::WriteTx& tx) { add_formula(tx); });
    approve(kEast, 1, 3);
    approve(kWest, 1, 5);
    auto query = january();
    query.indicators = {kEachId};
    const auto grid = figure_grid(*db_, live_, leader(), query);
    ASSERT_TRUE(grid);
    EXPECT_THAT(names(*grid), ElementsAre("全市", "east", "west"));
    EXPECT_EQ(grid->at(1, 0, 0)->value, base::Decimal::parse("1.5"));
    EXPECT_EQ(grid->at(2, 0, 0)->value, std::nullopt);
    EXPECT_EQ(grid->at(2, 0, 0)->undefined->text, "没有“人口”的数据");
    EXPECT_EQ(figure_ranking(*db_, live_, leader(), query)->rows[0].unit.id, kEast);
    query.as_of = end_of(*base::make_date(1970, 1, 1));
    EXPECT_EQ(figure_grid(*db_, live_, leader(), query)->at(1, 0, 0)->value, base::Decimal::parse("1.5")) << "as of a day";
}

TEST_P(FigureGrid, AFigureByFormulaOpensToTheFormulaAndItsOperands) {
    write([](store::WriteTx& tx) { add_formula(tx); });
    approve(kEast, 1, 3);
    auto query = january();
    query.indicators = {kEachId};
    query.units = {kEast};
    const auto found = figure_breakdown(*db_, live_, leader(), query);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->formula, "a ÷ 人口");
    ASSERT_EQ(found->operands.size(), 2U);
    EXPECT_EQ(found->operands[0].sum.value, whole(3));
    EXPECT_EQ(found->operands[1].sum.value, whole(2));
}

TEST_P(FigureGrid, WhoLeadsATaskAimedAtAFormulaSeesWhatIsReportedBeneathIt) {
    write([](store::WriteTx& tx) {
        add_formula(tx);
        tx.execute(sql::kTarget);
        tx.execute(store::Sql{"test.grid.aim", "UPDATE target SET indicator_id = 9"});
    });
    const auto reader = of(kCity);
    const auto sight = db_->read([&](store::ReadTx& tx) { return Sight{tx, reader}; });
    for (const auto indicator : {kCount, IndicatorId{8}, kEachId}) {
        EXPECT_TRUE(sight.covers(kEast, indicator)) << indicator.text();
    }
    EXPECT_FALSE(sight.covers(kEast, IndicatorId{10})) << "belongs to no task it leads";
}

TEST_P(FigureGrid, UnitsThatLeadATaskTogetherSeeTheirOwnFiguresOnly) {
    write([](store::WriteTx& tx) {
        tx.execute(kTown, {UnitId{4}, "north", kEast});
        tx.execute(kTown, {UnitId{5}, "south", kWest});
        tx.execute(sql::kTarget);
        tx.execute(store::Sql{"test.grid.led_by_east", "UPDATE unit_duty SET unit_id = 2"});
    });
    auto reader = of(kEast);
    reader.units = std::make_shared<const std::vector<UnitId>>(std::vector{kEast, UnitId{4}});
    const auto seen = [&](UnitId unit) { return db_->read([&](store::ReadTx& tx) { return Sight{tx, reader}; }).covers(unit, kCount); };
    EXPECT_TRUE(seen(kWest)) << "shares in a task that east leads alone";
    write([](store::WriteTx& tx) {
        tx.execute(store::Sql{"test.grid.led_by_west",
                              "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                              "VALUES (2, 1, 1, 3, 'lead', '', 1, '2018-07-01', 1)"});
    });
    EXPECT_FALSE(seen(kWest));
    EXPECT_FALSE(seen(UnitId{5})) << "a town of the other lead";
    EXPECT_TRUE(seen(UnitId{4})) << "a town of its own";
}

TEST_P(FigureGrid, IsAnsweredAsJsonAsCsvAndAsAWorkbook) {
    approve(kEast, 1, 3);
    http::Router router;
    const base::SystemClock clock;
    add_figure_routes(router, *db_, live_, clock);
    const auto get = [&](const std::string& path) {
        http::Request request;
        request.path = path;
        identity::set_actor(request, leader());
        return router.handle(std::move(request));
    };
    EXPECT_THAT(get("/api/v1/figures?indicators=7&to=2019-01").body,
                HasSubstr(R"("cells":[{"value":"3","reported":1,"expected":2,"carried":0},)"));
    EXPECT_EQ(get("/api/v1/figures?indicators=7&to=2019-01&borders=then").status, 200);
    EXPECT_EQ(get("/api/v1/figures?indicators=7&to=2019-01&borders=later").status, 400);
    EXPECT_EQ(get("/api/v1/figures?indicators=7&to=2020-12").status, 200);
    EXPECT_THAT(get("/api/v1/figures?indicators=7&to=2021-01").body, HasSubstr("figures.beyond_schedule"))
        << "nobody knows what is owed then";
    const auto csv = get("/api/v1/figures?indicators=7&to=2019-01&format=csv");
    EXPECT_THAT(csv.body, HasSubstr("全市,3\r\neast,3\r\nwest,\r\n"));
    EXPECT_THAT(csv.body, HasSubstr("有的尚未报齐，见“填报情况”"));
    EXPECT_THAT(csv.body, HasSubstr("填报情况\r\n所列时间本期数；沿用"));
    EXPECT_THAT(csv.body, HasSubstr("全市,已报 1 / 应报 2 份\r\neast,已报 1 / 应报 1 份\r\nwest,已报 0 / 应报 1 份\r\n"));
    EXPECT_THAT(get("/api/v1/figures/ranking?indicators=7&to=2019-01&format=csv").body,
                HasSubstr("上期名次,已报,应报,沿用（个）\r\n1,east,3,,1,1,0\r\n,west,未报,,0,1,0\r\n"));
    EXPECT_THAT(get("/api/v1/figures?indicators=7&from=2018-01&to=2018-08&step=year&format=csv").body,
                HasSubstr("全市,\r\neast,\r\nwest,\r\n\r\n填报情况"))
        << "nothing was owed yet";
    write([](store::WriteTx& tx) { add_formula(tx); });
    EXPECT_THAT(get("/api/v1/figures?indicators=9&to=2019-01").body, HasSubstr(R"("undefined":{"code":"figures.operand_missing")"));
    EXPECT_THAT(get("/api/v1/figures?indicators=9&to=2019-01&format=csv").body, HasSubstr("west,无法计算"));
    EXPECT_THAT(get("/api/v1/figures/breakdown?indicators=9&to=2019-01").body, HasSubstr(R"("formula":"a ÷ 人口","operands":[{)"));
    EXPECT_EQ(get("/api/v1/figures?indicators=7&to=2019-01&format=xlsx").body.substr(0, 2), "PK");
    const auto parts = get("/api/v1/figures/breakdown?indicators=7&to=2019-01&format=csv").body;
    EXPECT_THAT(parts, HasSubstr("\r\neast,3,,1,1,"));
    EXPECT_THAT(parts, HasSubstr("未报齐的单位\r\n单位,已报,应报\r\nwest,0,1\r\n"));
    EXPECT_EQ(get("/api/v1/figures/ranking?indicators=7&to=2019-01&format=xlsx").body.substr(0, 2), "PK");
    EXPECT_THAT(get("/api/v1/figures?indicators=7&to=2019-01&as_of=1970-01-01T07:59").body, HasSubstr(R"("cells":[{"value":null)"));
    EXPECT_THAT(get("/api/v1/figures?indicators=7&to=2019-01&as_of=1970-01-01T08:00").body, HasSubstr(R"("cells":[{"value":"3")"));
    EXPECT_THAT(get("/api/v1/figures/breakdown?indicators=7&to=2019-01").body, HasSubstr(R"("missing":[{"id":"3","name":"west")"));
    for (const auto* route : {"", "/ranking", "/breakdown"}) {
        EXPECT_THAT(get(std::string{"/api/v1/figures"} + route + "?indicators=7&from=2019-02&to=2019-01").body,
                    HasSubstr("figures.period_order"))
            << route;
    }
    for (const auto* wrong :
         {"to=2019-13&indicators=7", "to=1000-01&indicators=7", "indicators=7", "indicators=x&to=2019-01",
          "indicators=7&to=2019-01&step=week", "indicators=7&to=2019-01&over=ever", "indicators=7&to=2019-01&as_of=tomorrow",
          "indicators=7&to=2019-01&as_of=2020-03-31T24:00", "indicators=7&to=2019-01&format=pdf", "indicators=7&to=2019-01&level=planet"}) {
        EXPECT_EQ(get(std::string{"/api/v1/figures?"} + wrong).status, 400) << wrong;
    }
}

}  // namespace
}  // namespace luoshi::rollup
