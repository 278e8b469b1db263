#include <thread>

#include "indicator/share_fixture.hpp"
#include "plan/target_service.hpp"

namespace luoshi::indicator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

INSTANTIATE_TEST_SUITE_P(Engines, ShareTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

/// "甲县人民政府 9000" of every line with a share.
std::vector<std::string> told(const SplitView& view) {
    std::vector<std::string> out;
    for (const SplitLine& line : view.lines) {
        if (line.value) {
            out.push_back(line.unit.name + " " + line.value->text());
        }
    }
    return out;
}

TEST_P(ShareTest, ThePlanOfficeDividesAmongThoseWhoReport) {
    const auto none = shares_.read(office(), {target_});
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_FALSE(none->row);
    EXPECT_TRUE(none->may.divide);
    EXPECT_EQ(none->total, number("15000"));
    EXPECT_EQ(none->lines.size(), 4U);  // both counties report, two departments hold a part of the task
    const auto drafted = shares_.begin(office(), {target_}, {.method = SplitMethod::Equal});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(told(*drafted), ElementsAre("甲县人民政府 7500", "乙市人民政府 7500"));
    EXPECT_EQ(drafted->sum->verdict, SumVerdict::Exact);
    EXPECT_EQ(shares_.begin(deputy(), {target_}, {.method = SplitMethod::Equal}).error().code, "share.exists");
    const auto wider = shares_.redo(office(), drafted->row->id, drafted->row->version,
                                    {.method = SplitMethod::Equal, .units = {kCommerce, kCountyA, kCountyB, kFinance}});
    EXPECT_THAT(told(*wider), ElementsAre("某市商务局 3750", "某市财政局 3750", "甲县人民政府 3750", "乙市人民政府 3750"));
}

TEST_P(ShareTest, ProportionFollowsLastYearsFigureAndNamesWhoHasNone) {
    last_year_ = {{kCountyA, number("200")}};
    const SplitWish wish{.method = SplitMethod::Proportional, .basis_indicator = IndicatorId{1}};
    const auto refused = shares_.begin(office(), {target_}, wish);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.front().code, "share.no_figure");
    EXPECT_THAT(refused.error().fields.front().message, HasSubstr("乙市人民政府"));
    EXPECT_FALSE(shares_.read(office(), {target_})->row) << "nothing half written";
    last_year_[kCountyB] = number("100");
    const auto drafted = shares_.begin(office(), {target_}, wish);
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(told(*drafted), ElementsAre("甲县人民政府 10000", "乙市人民政府 5000"));
    EXPECT_EQ(drafted->row->basis, "2017年培训人次");
    const auto typed = shares_.redo(
        office(), drafted->row->id, drafted->row->version,
        {.method = SplitMethod::Proportional, .figures = {{kCountyA, number("1")}, {kCountyB, number("2")}}, .basis_name = "户数"});
    EXPECT_THAT(told(*typed), ElementsAre("甲县人民政府 5000", "乙市人民政府 10000"));
    EXPECT_EQ(typed->lines.at(2).figure, number("1"));
}

TEST_P(ShareTest, ATableNamesUnitsByAnyOfTheirNames) {
    const auto refused =
        shares_.begin(office(), {target_},
                      {.method = SplitMethod::Table, .table_name = "a.csv", .table_text = "单位,数值\n甲县,1\n市工信局,2\n丙县,3\n"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 2U);
    EXPECT_EQ(refused.error().fields[0].path, "a.csv:3:1");
    EXPECT_EQ(refused.error().fields[0].code, "share.table_not_below");
    EXPECT_EQ(refused.error().fields[1].code, "share.table_unknown_unit");
    const auto drafted =
        shares_.begin(office(), {target_},
                      {.method = SplitMethod::Table, .table_name = "a.csv", .table_text = "单位,数值\n甲县,9000\n乙市人民政府,0.6万\n"});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(told(*drafted), ElementsAre("甲县人民政府 9000", "乙市人民政府 6000"));
}

TEST_P(ShareTest, LessThanTheTargetIsIssuedOnlyWithARecordedReason) {
    const auto drafted = shares_.begin(office(), {target_}, {.values = {{kCountyA, number("8000")}, {kCountyB, number("6000")}}});
    EXPECT_EQ(drafted->sum->difference, number("-1000"));
    EXPECT_TRUE(drafted->sum->loose);
    const auto refused = shares_.issue(office(), drafted->row->id, drafted->row->version, "  短 ");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.front().code, "share.less_reason");
    const auto done = shares_.issue(office(), drafted->row->id, drafted->row->version, "余下由市里直接培训");
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->row->reason, "余下由市里直接培训");
    EXPECT_EQ(done->row->state, SplitState::Issued);
    EXPECT_EQ(done->lines.at(2).versions.size(), 1U);
    EXPECT_EQ(shares_.redo(office(), done->row->id, done->row->version, {.method = SplitMethod::Equal}).error().code, "share.issued");
}

TEST_P(ShareTest, ACountyDividesWhatItHoldsAmongItsTownsAndEveryLevelShowsItsSum) {
    const auto early = shares_.begin(county(), {target_, kCountyA}, {.method = SplitMethod::Equal});
    EXPECT_EQ(early.error().code, "share.nothing_held");
    issued();
    const auto drafted = shares_.begin(county(), {target_, kCountyA}, {.method = SplitMethod::PerUnit, .each = number("6000")});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(told(*drafted), ElementsAre("甲县一镇 6000", "甲县二镇 6000"));
    EXPECT_EQ(drafted->sum->padding, number("33.3"));
    EXPECT_TRUE(drafted->sum->padded);
    ASSERT_TRUE(shares_.issue(county(), drafted->row->id, drafted->row->version, ""));
    const auto top = shares_.read(office(), {target_});
    const auto line = top->lines.at(2);
    EXPECT_EQ(line.unit.id, kCountyA);
    ASSERT_TRUE(line.below);
    EXPECT_EQ(line.below->sum->verdict, SumVerdict::Over);
    const auto own = shares_.issued(town(), std::nullopt, std::nullopt);
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own.front().value, number("6000"));
    EXPECT_EQ(own.front().from.id, kCountyA);
    EXPECT_EQ(db_->read([&](store::ReadTx& tx) { return shares_for(tx, kTownA2, task_, 2018); }).at(IndicatorId{1}).value, number("6000"));
    EXPECT_TRUE(db_->read([&](store::ReadTx& tx) { return shares_for(tx, kTownA2, task_, 2019); }).empty());
}

TEST_P(ShareTest, AForeignUnitNeitherDividesNorSees) {
    const auto top = issued();
    EXPECT_EQ(shares_.read(other_county(), {target_, kCountyA}).error().code, "share.foreign");
    EXPECT_EQ(shares_.read(other_county(), top.row->id).error().code, "share.foreign");
    EXPECT_EQ(shares_.begin(other_county(), {target_, kCountyA}, {.method = SplitMethod::Equal}).error().code, "share.foreign");
    EXPECT_EQ(shares_.begin(county(), {target_}, {.method = SplitMethod::Equal}).error().code, "share.foreign");
    EXPECT_EQ(shares_.begin(office(), {target_, kCountyA}, {.method = SplitMethod::Equal}).error().code, "share.foreign")
        << "not its share";
    EXPECT_TRUE(shares_.issued(other_county(), kCountyA, std::nullopt).empty());
    EXPECT_EQ(shares_.issued(office(), kCountyA, std::nullopt).size(), 1U);
    const auto own = shares_.read(other_county(), {target_});
    ASSERT_TRUE(own) << "without a unit: what is there for it to see";
    EXPECT_EQ(own->level, Level::Unit);
    EXPECT_EQ(own->held->value, number("6000"));
    EXPECT_FALSE(own->top_visible);
    EXPECT_TRUE(shares_.read(office(), {target_, kCountyA}));
}

TEST_P(ShareTest, ADraftIsSeenByThoseWhoDivideOnly) {
    ASSERT_TRUE(shares_.begin(office(), {target_}, {.method = SplitMethod::Equal}));
    EXPECT_TRUE(shares_.issued(county(), std::nullopt, std::nullopt).empty());
    EXPECT_FALSE(shares_.read(county(), {target_, kCountyA})->held);
}

TEST_P(ShareTest, AnIssuedShareChangesWithReasonAndAnotherPersonsApprovalAndKeepsItsPast) {
    const auto top = issued();
    const std::vector<ShareWish> wishes{{kCountyA, number("8000")}, {kCountyB, number("7000")}, {kFinance, {}}};
    EXPECT_EQ(shares_.propose(office(), top.row->id, top.row->version, "短", wishes).error().fields.front().code, "reason.missing");
    const auto asked = shares_.propose(office(), top.row->id, top.row->version, "甲县受灾，由乙市承担", wishes);
    ASSERT_TRUE(asked) << asked.error().message;
    const auto change = asked->changes.front();
    EXPECT_EQ(change.items.size(), 2U);
    EXPECT_EQ(asked->sum_after->verdict, SumVerdict::Exact);
    EXPECT_THAT(told(*asked), ElementsAre("甲县人民政府 9000", "乙市人民政府 6000")) << "not before it is approved";
    EXPECT_EQ(shares_.propose(deputy(), top.row->id, asked->row->version, "再改一次看看", wishes).error().code, "share.change_open");
    EXPECT_EQ(shares_.approve(office(), change.id).error().code, "share.own_change");
    EXPECT_EQ(shares_.approve(county(), change.id).error().code, "share.foreign");
    today_ = *base::make_date(2018, 10, 8);
    const auto done = shares_.approve(deputy(), change.id);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_THAT(told(*done), ElementsAre("甲县人民政府 8000", "乙市人民政府 7000"));
    const auto& versions = done->lines.at(2).versions;
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].value, number("9000"));
    EXPECT_EQ(versions[0].from, *base::make_date(2018, 9, 3));
    EXPECT_EQ(versions[1].value, number("8000"));
    EXPECT_EQ(versions[1].from, today_);
    EXPECT_EQ(versions[1].reason, "甲县受灾，由乙市承担");
    EXPECT_THAT(*versions[1].granted_by, HasSubstr(deputy().user_name));
    EXPECT_EQ(shares_.approve(deputy(), change.id).error().code, "share.change_decided");
    EXPECT_EQ(shares_.read(county(), {target_, kCountyA})->held_versions.size(), 2U);
}

TEST_P(ShareTest, TheUnitAboveDecidesOnAChangeBelow) {
    issued();
    const auto drafted = shares_.begin(county(), {target_, kCountyA}, {.method = SplitMethod::Equal});
    ASSERT_TRUE(drafted) << drafted.error().message;
    const auto done = shares_.issue(county(), drafted->row->id, drafted->row->version, "");
    ASSERT_TRUE(done) << done.error().message;
    const auto asked = shares_.propose(county(), done->row->id, done->row->version, "二镇合并了村庄", {{kTownA2, number("5000")}});
    ASSERT_TRUE(asked) << asked.error().message;
    EXPECT_TRUE(asked->may.withdraw);
    EXPECT_FALSE(asked->may.decide);
    const auto change = asked->changes.front().id;
    EXPECT_EQ(shares_.approve(other_county(), change).error().code, "share.foreign");
    EXPECT_TRUE(shares_.read(office(), {target_, kCountyA})->may.decide);
    ASSERT_EQ(shares_.waiting(office()).size(), 1U);
    EXPECT_EQ(shares_.waiting(office()).front().unit.id, kCountyA);
    EXPECT_TRUE(shares_.waiting(county()).empty()) << "not for who asked";
    EXPECT_TRUE(shares_.waiting(other_county()).empty());
    EXPECT_EQ(shares_.refuse(office(), change, "").error().fields.front().code, "reason.missing");
    const auto refused = shares_.refuse(office(), change, "数字没有依据");
    ASSERT_TRUE(refused) << refused.error().message;
    EXPECT_EQ(refused->changes.front().state, ChangeState::Refused);
    EXPECT_TRUE(shares_.waiting(office()).empty());
    const auto again = shares_.propose(county(), done->row->id, refused->row->version, "二镇合并了村庄", {{kTownA2, number("5000")}});
    ASSERT_TRUE(again) << again.error().message;
    const auto withdrawn = shares_.refuse(county(), again->changes.front().id, "先收回核对");
    EXPECT_EQ(withdrawn->changes.front().state, ChangeState::Withdrawn);
    const auto third = shares_.propose(county(), done->row->id, withdrawn->row->version, "二镇合并了村庄", {{kTownA2, number("5000")}});
    const auto approved = shares_.approve(office(), third->changes.front().id);
    ASSERT_TRUE(approved) << approved.error().message;
    EXPECT_EQ(approved->sum->verdict, SumVerdict::Over);
}

TEST_P(ShareTest, AfterTheWindowNothingIssuedChanges) {
    const auto top = issued();
    const auto asked = shares_.propose(office(), top.row->id, top.row->version, "甲县受灾，减少任务", {{kCountyA, number("8000")}});
    ASSERT_TRUE(asked) << asked.error().message;
    shares_.set({});
    EXPECT_EQ(shares_.approve(deputy(), asked->changes.front().id).error().code, "share.window_closed");
    EXPECT_EQ(shares_.propose(office(), top.row->id, asked->row->version, "再减少一些", {{kCountyB, number("1")}}).error().code,
              "share.window_closed");
    EXPECT_FALSE(shares_.read(deputy(), {target_})->may.decide);
}

TEST_P(ShareTest, OfTwoWhoDivideAtOnceTheSecondIsTold) {
    const auto drafted = shares_.begin(office(), {target_}, {.method = SplitMethod::Equal});
    ASSERT_TRUE(shares_.redo(deputy(), drafted->row->id, drafted->row->version, {.method = SplitMethod::PerUnit}));
    EXPECT_EQ(shares_.redo(office(), drafted->row->id, drafted->row->version, {.method = SplitMethod::Equal}).error().category,
              base::Category::VersionMismatch);
    EXPECT_EQ(shares_.issue(office(), drafted->row->id, drafted->row->version, "").error().category, base::Category::VersionMismatch);
    // and at the very same time: exactly one draft is made of the other target
    const auto split = shares_.read(office(), {target_})->row;
    int won = 0;
    std::vector<std::thread> threads;
    std::mutex mutex;
    for (const auto& who : {office(), deputy()}) {
        threads.emplace_back([&, who] {
            const auto done = shares_.issue(who, split->id, split->version, "");
            const std::scoped_lock lock{mutex};
            won += done ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(won, 1);
}

const store::Sql kAcross{"share_test.across", "UPDATE indicator SET across = 'minimum' WHERE indicator_id = 1"};
const store::Sql kDifference{"share_test.difference", "UPDATE target SET change = '+' WHERE target_id = $1"};

TEST_P(ShareTest, WhereEachCountyMustReachTheFigureEverybodyHoldsItAndNothingIsAdded) {
    run(kAcross);
    EXPECT_EQ(shares_.begin(office(), {target_}, {.method = SplitMethod::Equal}).error().fields.front().code, "share.method_of_each");
    const auto drafted = shares_.begin(office(), {target_}, {.method = SplitMethod::PerUnit});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(told(*drafted), ElementsAre("甲县人民政府 15000", "乙市人民政府 15000"));
    EXPECT_EQ(drafted->sum->verdict, SumVerdict::NotApplicable);
    EXPECT_TRUE(shares_.issue(office(), drafted->row->id, drafted->row->version, ""));
}

const store::Sql kRange{"share_test.range",
                        "UPDATE target SET effective_op = 'between', value_max_e4 = $2, base_max_e4 = $2 WHERE target_id = $1"};

/// "甲县人民政府 9000～12000" of every line with a share.
std::vector<std::string> ranges(const SplitView& view) {
    std::vector<std::string> out;
    for (const SplitLine& line : view.lines) {
        if (line.value) {
            out.push_back(line.unit.name + " " + line.value->text() + (line.value_max ? "～" + line.value_max->text() : ""));
        }
    }
    return out;
}

TEST_P(ShareTest, OfARangeBothEndsAreDividedAndBothAddUp) {
    run(kRange, {target_, number("20000")});
    const auto drafted = shares_.begin(office(), {target_}, {.values = {{kCountyA, number("5000")}, {kCountyB, number("10000")}}});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_EQ(drafted->total_max, number("20000"));
    EXPECT_THAT(ranges(*drafted), ElementsAre("甲县人民政府 5000～6667", "乙市人民政府 10000～13333"));
    ASSERT_TRUE(shares_.issue(office(), drafted->row->id, drafted->row->version, ""));
    const auto below = shares_.begin(county(), {target_, kCountyA}, {.method = SplitMethod::Equal});
    ASSERT_TRUE(below) << below.error().message;
    EXPECT_EQ(below->held->value_max, number("6667"));
    EXPECT_THAT(ranges(*below), testing::Contains(testing::EndsWith(" 2500～3334")));
    EXPECT_EQ(shares_.issued(county(), kCountyA, std::nullopt).at(0).value_max, number("6667"));
}

TEST_P(ShareTest, WhenSharesOfARangeChangeTheUpperEndIsDividedAnewAndTheOldEndsAreKept) {
    run(kRange, {target_, number("20000")});
    const auto top = issued("5000", "10000");
    const auto asked = shares_.propose(office(), top.row->id, top.row->version, "乙市任务较重，调给甲县",
                                       {{kCountyA, number("10000")}, {kCountyB, number("5000")}});
    ASSERT_TRUE(asked) << asked.error().message;
    const auto approved = shares_.approve(deputy(), asked->changes.front().id);
    ASSERT_TRUE(approved) << approved.error().message;
    EXPECT_THAT(ranges(*approved), ElementsAre("甲县人民政府 10000～13333", "乙市人民政府 5000～6667"));
    const auto line = std::ranges::find(approved->lines, kCountyA, [](const SplitLine& l) { return l.unit.id; });
    ASSERT_EQ(line->versions.size(), 2U);
    EXPECT_EQ(line->versions[0].value_max, number("6667"));
    EXPECT_EQ(line->versions[1].value_max, number("13333"));
}

TEST_P(ShareTest, OfARangeThatEachMustReachEachHoldsBothEnds) {
    run(kAcross);
    run(kRange, {target_, number("20000")});
    const auto drafted = shares_.begin(office(), {target_}, {.method = SplitMethod::PerUnit});
    ASSERT_TRUE(drafted) << drafted.error().message;
    EXPECT_THAT(ranges(*drafted), ElementsAre("甲县人民政府 15000～20000", "乙市人民政府 15000～20000"));
}

TEST_P(ShareTest, ADifferenceIsNotDivided) {
    run(kDifference, {target_});
    EXPECT_EQ(shares_.begin(office(), {target_}, {.method = SplitMethod::Equal}).error().code, "share.difference");
    EXPECT_EQ(shares_.read(office(), {target_})->why_not->code, "share.difference");
}

const store::Sql kYearly{"share_test.yearly", "UPDATE target SET per_year = 1, year = NULL WHERE target_id = $1"};
const store::Sql kFormula{"share_test.formula", "UPDATE indicator SET formula = 'a + b' WHERE indicator_id = 1"};
const store::Sql kUnit{"share_test.unit", "UPDATE indicator SET unit = $1 WHERE indicator_id = 1"};

TEST_P(ShareTest, AYearlyTargetIsDividedOnceForEachOfItsYears) {
    run(kYearly, {target_});
    const SplitWish equal{.method = SplitMethod::Equal};
    const auto first = shares_.begin(office(), {target_}, equal);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->year, 2018) << "the present year when none is named";
    EXPECT_EQ(first->target.years->last, 2020);
    ASSERT_TRUE(shares_.issue(office(), first->row->id, first->row->version, ""));
    EXPECT_FALSE(shares_.read(office(), {target_, {}, 2019})->row) << "another year is not divided yet";
    EXPECT_EQ(shares_.begin(county(), {target_, kCountyA, 2019}, equal).error().code, "share.nothing_held");
    const auto second = shares_.begin(office(), {target_, {}, 2019}, {.values = {{kCountyA, number("9000")}, {kCountyB, number("6000")}}});
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(shares_.begin(deputy(), {target_, {}, 2019}, equal).error().code, "share.exists");
    const auto issued = shares_.issue(office(), second->row->id, second->row->version, "");
    ASSERT_TRUE(issued) << issued.error().message;
    EXPECT_EQ(issued->sum->verdict, SumVerdict::Exact) << "the sum of its year only";
    const auto held = [this](int year) { return db_->read([&](store::ReadTx& tx) { return shares_for(tx, kCountyA, task_, year); }); };
    EXPECT_EQ(held(2018).at(IndicatorId{1}).value, number("7500"));
    EXPECT_EQ(held(2019).at(IndicatorId{1}).value, number("9000"));
    EXPECT_TRUE(held(2020).empty());
    EXPECT_EQ(shares_.read(county(), {target_, kCountyA, 2019})->held->value, number("9000"));
    EXPECT_EQ(shares_.issued(county(), std::nullopt, std::nullopt).size(), 2U);
    const auto wrong = shares_.read(office(), {target_, {}, 2021});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.front().code, "share.not_its_year");
    today_ = *base::make_date(2019, 3, 1);  // 2018 has closed, 2019 has not
    EXPECT_FALSE(shares_.read(office(), {target_, {}, 2018})->may.change);
    EXPECT_TRUE(shares_.read(office(), {target_, {}, 2019})->may.change);
}

TEST_P(ShareTest, WhatIsComputedOrCountedInAnotherUnitIsNotDivided) {
    const SplitWish equal{.method = SplitMethod::Equal};
    run(kUnit, {"场次"});
    EXPECT_EQ(shares_.begin(office(), {target_}, equal).error().code, "share.unit_misfit");
    run(kUnit, {"人次"});
    run(kFormula);
    EXPECT_EQ(shares_.begin(office(), {target_}, equal).error().code, "share.formula");
    EXPECT_EQ(shares_.read(office(), {target_})->why_not->code, "share.formula");
}

TEST_P(ShareTest, SharesIssuedInAnotherUnitAreOnlyTakenBack) {
    const auto top = issued();
    run(kUnit, {"万人次"});
    const auto seen = shares_.read(office(), {target_});
    EXPECT_EQ(seen->why_not->code, "share.outdated");
    EXPECT_EQ(shares_.begin(county(), {target_, kCountyA}, {.method = SplitMethod::Equal}).error().code, "share.outdated");
    EXPECT_TRUE(shares_.issued(county(), std::nullopt, std::nullopt).empty()) << "no light and no form compares 9000人次 with 万人次";
    const auto version = top.row->version;
    EXPECT_EQ(shares_.propose(office(), top.row->id, version, "改按万人次下达", {{kCountyA, number("1")}}).error().code, "share.outdated");
    const auto back = shares_.propose(office(), top.row->id, version, "计量单位已改，收回", {{kCountyA, {}}, {kCountyB, {}}});
    ASSERT_TRUE(back) << back.error().message;
    const auto empty = shares_.approve(deputy(), back->changes.front().id);
    ASSERT_TRUE(empty) << empty.error().message;
    EXPECT_FALSE(empty->why_not) << "nothing is held any more: it may be given anew";
    const auto anew = shares_.propose(office(), top.row->id, empty->row->version, "改按万人次下达", {{kCountyA, number("1")}});
    ASSERT_TRUE(anew) << anew.error().message;
    ASSERT_TRUE(shares_.approve(deputy(), anew->changes.front().id));
    EXPECT_EQ(shares_.issued(county(), std::nullopt, std::nullopt).front().measure, "万人次");
}

TEST_P(ShareTest, ADraftMadeInAnotherUnitIsMadeAnewBeforeItIsIssued) {
    const auto drafted = shares_.begin(office(), {target_}, {.method = SplitMethod::Equal});
    run(kUnit, {"万人次"});
    EXPECT_EQ(shares_.issue(office(), drafted->row->id, drafted->row->version, "").error().code, "share.draft_outdated");
    const auto again =
        shares_.redo(office(), drafted->row->id, drafted->row->version, {.method = SplitMethod::PerUnit, .each = number("8000")});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(shares_.issue(office(), again->row->id, again->row->version, ""));
}

TEST_P(ShareTest, WhatIssuedSharesCountIsNotCorrectedBeforeTheyAreTakenBack) {
    const auto version = [this] { return db_->read([this](store::ReadTx& tx) { return plan::find_target(tx, target_)->version; }); };
    const auto rename = [&] {
        return plan::edit_target(env_, office(), target_, version(), {.indicator = std::optional<IndicatorId>{}, .reason = "指标选错了"});
    };
    const auto recount = [&] {
        return plan::propose_target_change(env_, office(), target_, version(), {.unit = "场", .reason = "应按场次计"});
    };
    const auto top = issued();
    EXPECT_EQ(rename().error().code, "target.shares_issued");
    EXPECT_EQ(recount().error().code, "target.shares_issued");
    EXPECT_TRUE(plan::edit_target(env_, office(), target_, version(), {.name = "培训人次（线下）", .reason = "名称写全"}));
    const auto back = shares_.propose(office(), top.row->id, top.row->version, "指标选错，收回", {{kCountyA, {}}, {kCountyB, {}}});
    ASSERT_TRUE(shares_.approve(deputy(), back->changes.front().id));
    const auto renamed = rename();
    EXPECT_TRUE(renamed) << renamed.error().message;
}

}  // namespace
}  // namespace luoshi::indicator
