#include "indicator/indicator_service.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "support/test_database.hpp"

namespace luoshi::indicator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const store::Sql kUnit{"test.indicator.unit",
                       "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                       "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const store::Sql kVersion{"test.indicator.version", "SELECT SUM(version) FROM indicator"};
const store::Sql kReporters{"test.indicator.reporters", "SELECT COUNT(*) FROM indicator_reporter"};

const base::Date kToday = *base::make_date(2018, 9, 3);

std::string package_file() {
    std::ifstream in("packages/cangzhou-ecommerce-2018/indicators.yaml");
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<PackageIndicator> cangzhou() {
    config::Problems problems;
    auto package = read_package("indicators.yaml", package_file(), problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
    return package;
}

const store::Sql kOperands{"indicator_test.operands", "SELECT COUNT(*) FROM indicator_operand"};

class IndicatorService : public testing::TestWithParam<store::Engine> {
protected:
    IndicatorService() {
        auto done = db_->write([](store::WriteTx& tx) -> base::Status {
            tx.execute(kUnit, {1, "a"});
            tx.execute(kUnit, {2, "b"});
            return base::Done{};
        });
        EXPECT_TRUE(done);
    }

    base::Result<Loaded> load(const std::vector<PackageIndicator>& package, const ReporterLookup& lookup) {
        return db_->write([&](store::WriteTx& tx) { return load_package(tx, ids_, kToday, package, lookup); });
    }
    base::Result<Loaded> load(const std::vector<PackageIndicator>& package) {
        return load(package, [](const std::string&) { return std::vector{UnitId{1}, UnitId{2}}; });
    }
    std::int64_t number(const store::Sql& sql) {
        return db_->read([&](store::ReadTx& tx) { return tx.integer(sql).value_or(0); });
    }

    tests::TestDatabase db_{GetParam()};
    base::SystemClock clock_;
    base::IdSource ids_{clock_, 1};
};
INSTANTIATE_TEST_SUITE_P(Engines, IndicatorService, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(IndicatorService, LoadingTheSamePackageAgainChangesNothing) {
    const auto package = cangzhou();
    const auto first = load(package);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->changed, first->indicators);
    const auto versions = number(kVersion);
    const auto again = load(package);
    EXPECT_EQ(again->changed, 0);
    EXPECT_EQ(number(kVersion), versions);
    EXPECT_EQ(number(kReporters), 2 * first->indicators);
}

constexpr std::string_view kMean = R"(indicators:
  - {code: mean, name: 均值, unit: 分, kind: stock, across: weighted, weight: people, definition: 定义, reported_by: [各镇]}
  - {code: people, name: 人口, unit: 人, kind: stock, carry: true, definition: 定义, reported_by: [各县]}
)";

TEST_P(IndicatorService, WhoReportsAMeanReportsItsWeightToo) {
    config::Problems problems;
    const auto package = read_package("i.yaml", kMean, problems);
    ASSERT_TRUE(problems.empty());
    const auto refused = load(package, [](const std::string& name) {
        return name == "各县" ? std::vector{UnitId{1}} : std::vector{UnitId{1}, UnitId{2}};
    });
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 1U);
    EXPECT_EQ(refused.error().fields[0].path, "i.yaml:2:76");
    EXPECT_EQ(refused.error().fields[0].message,
              "“均值”的填报单位不都填报用来加权的“people”，没有权数的单位无法计入平均；请核对两者的 reported_by");
    ASSERT_TRUE(load(package));
    EXPECT_EQ(load(package)->changed, 0);
    EXPECT_EQ(number(kOperands), 1) << "so that the weight is asked for where the mean is wanted";
    EXPECT_EQ(db_->read([](store::ReadTx& tx) { return find(tx, all(tx).at(0).id); })->weight, "people");
}

TEST_P(IndicatorService, AChangedDefinitionKeepsItsIdAndADroppedOneEnds) {
    auto package = cangzhou();
    ASSERT_TRUE(load(package));
    const auto ask = [&](std::string_view name) {
        return db_->read([&](store::ReadTx& tx) {
            const plan::IndicatorQuery query{name, "个"};
            return match(tx, std::span{&query, 1}).at(0);
        });
    };
    const auto before = ask("淘宝村");
    ASSERT_TRUE(before);
    std::erase_if(package, [](const PackageIndicator& i) { return i.definition.code == "taobao_town"; });
    for (auto& indicator : package) {
        if (indicator.definition.code == "taobao_village") {
            indicator.definition.definition = "新口径";
        }
    }
    const auto loaded = load(package);
    EXPECT_EQ(loaded->changed, 1);
    EXPECT_EQ(loaded->retired, 1);
    EXPECT_EQ(ask("淘宝村")->id, before->id);
    EXPECT_FALSE(ask("淘宝镇"));
    EXPECT_EQ(db_->read([&](store::ReadTx& tx) { return find(tx, before->id); })->definition, "新口径");
}

const store::Sql kPlan{"test.indicator.plan",
                       "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                       "VALUES (1, 1, 1, '方案', 'confirmed', 0, '', 1)"};
const store::Sql kTask{"test.indicator.task",
                       "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, "
                       "end_cp, start_line, end_line, version) VALUES (1, 1, 1, 'T3', '', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const store::Sql kTarget{
    "test.indicator.target",
    "INSERT INTO target (target_id, task_id, ordinal, kind, name, op, effective_op, unit, scope, change, per_year, "
    "indicator_id, begin_cp, end_cp, start_line, end_line, first_name, first_op, first_unit, version) SELECT 1, 1, "
    "1, 'numeric', '', '=', '>=', '', '', '', 0, indicator_id, 0, 0, 1, 1, '', '', '', 1 FROM indicator WHERE code = $1"};

const store::Sql kTownBelow{
    "test.indicator.town",
    "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
    "VALUES (9, 'town', 'town', 'town', 'town', 'government', 'administrative', 'local', 1, 1, 0, '', 1)"};
const store::Sql kPart{"test.indicator.part",
                       "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                       "VALUES (5, 1, 1, $1, 'responsible', '', 1, '2018-09-01', 1)"};
const store::Sql kAsked{"test.indicator.asked",
                        "INSERT INTO unit_duty_figure (unit_duty_id, indicator_id) SELECT 5, indicator_id FROM indicator WHERE code = $1"};

TEST_P(IndicatorService, AUnitIsAskedForWhatWhoHandedThePartDownReportsUnlessUnitsBelowReportItAnyway) {
    config::Problems problems;
    ASSERT_TRUE(load(read_package("i.yaml", R"(indicators:
  - {code: village, name: 淘宝村, unit: 个, kind: stock, carry: true, definition: 定义, reported_by: [x]}
)",
                                  problems)));
    const UnitId county{1};
    const UnitId town{9};
    const plan::TaskId task{1};
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kTownBelow);
        tx.execute(kPlan);
        tx.execute(kTask);
        tx.execute(kTarget, {"village"});
        tx.execute(kPart, {town});
        return base::Done{};
    }));
    const auto month = *calendar::Period::make(2020, 6);
    const auto forms = [&](UnitId unit) {
        return db_->read([&](store::ReadTx& tx) {
            const auto all = all_owed(tx, unit, month);
            const auto one = owed_by(tx, unit, task, month);
            EXPECT_EQ(all.contains({unit, task}) ? all.at({unit, task}).size() : 0, one.size());
            return one.size();
        });
    };
    const auto askable_of = [&](UnitId unit) { return db_->read([&](store::ReadTx& tx) { return askable(tx, unit, task).size(); }); };
    EXPECT_EQ(forms(county), 1U);
    EXPECT_EQ(askable_of(county), 1U);
    EXPECT_EQ(forms(town), 0U);
    EXPECT_EQ(askable_of(town), 0U) << "it reports nothing it could ask for";
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kAsked, {"village"});
        return base::Done{};
    }));
    EXPECT_EQ(forms(town), 1U);
    EXPECT_EQ(askable_of(town), 1U);
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(store::Sql{"test.indicator.reports", "INSERT INTO indicator_reporter SELECT indicator_id, $1 FROM indicator"}, {town});
        return base::Done{};
    }));
    EXPECT_EQ(askable_of(county), 0U) << "the county's own figure is beside the town's, not above it";
}

TEST_P(IndicatorService, WhatIsBeneathTheFormulaOfATargetIsOwedAndTheFormulaItselfNever) {
    config::Problems problems;
    const auto package = read_package("i.yaml", R"(indicators:
  - {code: sales, name: 零售额, unit: 元, kind: flow, definition: 定义, reported_by: [x]}
  - {code: people, name: 人口, unit: 人, kind: stock, carry: true, definition: 定义, reported_by: [x]}
  - {code: each, name: 人均零售额, unit: 元/人, kind: ratio, definition: 定义, formula: sales / people}
  - {code: twice, name: 两倍, unit: 元/人, kind: ratio, definition: 定义, formula: each * 2}
  - {code: village, name: 淘宝村, unit: 个, kind: stock, carry: true, definition: 定义, reported_by: [x]}
)",
                                      problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_TRUE(load(package));
    EXPECT_EQ(load(package)->changed, 0);
    const auto done = db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kPlan);
        tx.execute(kTask);
        tx.execute(kTarget, {"twice"});
        return base::Done{};
    });
    ASSERT_TRUE(done);
    const auto codes = [](const std::vector<Definition>& definitions) {
        std::vector<std::string> out;
        std::ranges::transform(definitions, std::back_inserter(out), &Definition::code);
        return out;
    };
    db_->read([&](store::ReadTx& tx) {
        EXPECT_THAT(codes(owed_by(tx, UnitId{1}, plan::TaskId{1}, *calendar::Period::make(2020, 6))), ElementsAre("people", "sales"));
        EXPECT_THAT(codes(all_owed(tx, std::nullopt, *calendar::Period::make(2020, 6)).at({UnitId{2}, plan::TaskId{1}})),
                    ElementsAre("people", "sales"));
        EXPECT_THAT(codes(of_plan(tx, plan::PlanId{1})), ElementsAre("each", "people", "sales", "twice"));
        return 0;
    });
}

TEST_P(IndicatorService, AQualitativeIndicatorAsksNobodyForAFigure) {
    config::Problems problems;
    const auto package = read_package(
        "i.yaml", "indicators:\n  - {code: mood, name: 氛围, unit: 项, kind: qualitative, definition: 定义, reported_by: [x]}\n", problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_TRUE(load(package));
    ASSERT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kPlan);
        tx.execute(kTask);
        tx.execute(kTarget, {"mood"});
        return base::Done{};
    }));
    db_->read([&](store::ReadTx& tx) {
        EXPECT_THAT(owed_by(tx, UnitId{1}, plan::TaskId{1}, *calendar::Period::make(2020, 6)), IsEmpty());
        EXPECT_THAT(all_owed(tx, std::nullopt, *calendar::Period::make(2020, 6)), IsEmpty());
        return 0;
    });
}

TEST_P(IndicatorService, ADifferentReporterIsAChange) {
    const auto package = cangzhou();
    ASSERT_TRUE(load(package));
    const auto versions = number(kVersion);
    const auto loaded = load(package, [](const std::string& name) {
        return name == "市邮政管理局" ? std::vector{UnitId{2}} : std::vector{UnitId{1}, UnitId{2}};
    });
    EXPECT_EQ(loaded->changed, 1) << "what was computed from the reporters no longer holds";
    EXPECT_EQ(number(kVersion), versions + 1);
}

TEST_P(IndicatorService, AnUnknownReporterIsRefusedWithItsPlaceAndNothingIsStored) {
    const auto loaded =
        load(cangzhou(), [](const std::string& name) { return name == "市工信局" ? std::vector<UnitId>{} : std::vector{UnitId{1}}; });
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "indicator.unknown_reporter");
    ASSERT_EQ(loaded.error().fields.size(), 2U);
    EXPECT_THAT(loaded.error().fields[0].path, testing::StartsWith("indicators.yaml:"));
    EXPECT_EQ(number(kReporters), 0);
}

/// The 43 targets with a figure and the 3 without (domain 0.5), as the labels of the plan word them and as the importer draws them.
TEST_P(IndicatorService, EveryTargetOfTheCangzhouPlanMeansExactlyOneIndicator) {
    ASSERT_TRUE(load(cangzhou()));
    struct Wanted {
        std::string_view name, unit, code;
    };
    const std::vector<Wanted> wanted{
        {"省级及以上电子商务示范基地", "个", "demo_base"},
        {"省级及以上电子商务示范企业", "个", "demo_enterprise"},
        {"筛选规模较大运营质量高的电商平台", "个", "industry_platform"},
        {"培训各类电子商务人才", "人次", "talent_training"},
        {"参加国内外知名电商展会、论坛的企业", "家", "exhibition_enterprise"},
        {"企业对接活动", "场", "matching_event"},
        {"精选电商扶贫项目", "个", "poverty_project"},
        {"规模以上工业企业应用电子商务的比例", "%", "industrial_application"},
        {"淘宝村", "个", "taobao_village"},
        {"淘宝镇", "个", "taobao_town"},
        {"培育、销售名优特色产品", "种", "special_product"},
        {"主城区社区电商覆盖率", "%", "community_coverage"},
        {"公共海外仓", "个", "overseas_warehouse"},
        {"跨境电子商务示范企业", "家", "crossborder_enterprise"},
        {"跨境电商平台", "个", "crossborder_platform"},
        {"跨境电商企业占进出口企业总数比例", "%", "crossborder_enterprise_share"},
        {"跨境电商交易额占进出口总额比例", "%", "crossborder_trade_share"},
        {"跨境电子商务园区", "个", "crossborder_park"},
        {"跨境电子商务企业占进出口企业总数比例", "%", "crossborder_enterprise_share"},
        {"跨境电子商务交易额占进出口总额比例", "%", "crossborder_trade_share"},
        {"网络适销品牌", "个", "online_brand"},
        {"电子商务业务骨干", "个", "village_backbone"},
        {"电子商务业务骨干", "名", "village_backbone"},
        {"列为国家电子商务进农村综合示范县的国家级贫困县", "个", "demo_county"},
        {"特色产品上网销售的贫困县", "个", "online_product_county"},
        {"智能快递箱在主城区物业管理规范小区覆盖率", "%", "parcel_locker"},
        {"电子商务论坛、电商大讲堂等活动", "个", "forum"},
        {"固定宽带家庭普及率", "", "broadband"},
        {"国家电子商务进农村综合示范项目", "", "demo_county"},
        {"推进措施", "", "county_measures"},
        {"规模较大运营质量高的电商平台", "个", "industry_platform"},
        {"企业参加国内外知名电商展会、论坛", "家", "exhibition_enterprise"},
        {"组织企业对接活动", "场", "matching_event"},
        {"电商扶贫项目", "个", "poverty_project"},
        {"名优特色产品", "种", "special_product"},
        {"跨境电商企业占进出口企业总数", "%", "crossborder_enterprise_share"},
        {"跨境电子商务交易额占进出口总额", "%", "crossborder_trade_share"},
        {"园区", "个", "crossborder_park"},
        {"国家级贫困县全部列为国家电子商务进农村综合示范县", "个", "demo_county"},
        {"贫困县特色产品上网销售", "个", "online_product_county"},
        {"市主城区物业管理规范小区覆盖率", "%", "parcel_locker"},
        {"全部列入国家电子商务进农村综合示范项目", "", "demo_county"},
        {"制定出台操作性强的推进措施", "", "county_measures"},
    };
    std::vector<plan::IndicatorQuery> queries;
    for (const auto& target : wanted) {
        queries.push_back({target.name, target.unit});
    }
    db_->read([&](store::ReadTx& tx) {
        const auto matches = match(tx, queries);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            EXPECT_EQ(matches[i] ? find(tx, matches[i]->id)->code : "none", wanted[i].code) << wanted[i].name;
        }
        return 0;
    });
}

}  // namespace
}  // namespace luoshi::indicator
