#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/answers.hpp"
#include "plan/answers_package.hpp"
#include "plan/completeness.hpp"
#include "plan/effective_operator.hpp"
#include "plan/question.hpp"
#include "plan/quote.hpp"
#include "plan/unit_duty.hpp"
#include "plan/unit_multiplier.hpp"

namespace luoshi::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(EffectiveOperator, PlainFigureOfARisingIndicatorMeansAtLeast) {
    EXPECT_EQ(effective_operator(TargetOperator::Equal, Direction::Up, 0), TargetOperator::AtLeast);
    EXPECT_EQ(effective_operator(TargetOperator::Equal, Direction::Up, '+'), TargetOperator::AtLeast);
    EXPECT_EQ(effective_operator(TargetOperator::Equal, Direction::Down, 0), TargetOperator::AtMost);
}

TEST(EffectiveOperator, AFallWrittenAsADifferenceMeansAtLeastSoMuchOfIt) {
    EXPECT_EQ(effective_operator(TargetOperator::Equal, Direction::Down, '-'), TargetOperator::AtLeast);
}

TEST(EffectiveOperator, PresumesNothingWithoutAnIndicatorOrForAnInterval) {
    EXPECT_EQ(effective_operator(TargetOperator::Equal, std::nullopt, 0), TargetOperator::Equal);
    EXPECT_EQ(effective_operator(TargetOperator::Equal, Direction::Interval, 0), TargetOperator::Equal);
}

TEST(EffectiveOperator, KeepsWhatTheDocumentSpellsOut) {
    for (const TargetOperator op : {TargetOperator::AtLeast, TargetOperator::MoreThan, TargetOperator::AtMost, TargetOperator::LessThan,
                                    TargetOperator::About, TargetOperator::Between}) {
        EXPECT_EQ(effective_operator(op, Direction::Up, 0), op);
    }
}

TEST(MeasureWord, FoldsMultipliersIntoTheBaseUnit) {
    EXPECT_EQ(to_base_unit(*base::Decimal::parse("1.5"), "万人次"), base::Decimal::parse("15000"));
    EXPECT_EQ(to_base_unit(*base::Decimal::parse("2.25"), "亿元"), base::Decimal::parse("225000000"));
    EXPECT_EQ(to_base_unit(*base::Decimal::parse("3"), "百万元"), base::Decimal::parse("3000000"));
    EXPECT_EQ(to_base_unit(*base::Decimal::parse("50"), "%"), base::Decimal::parse("50"));
    EXPECT_EQ(split_measure_word("万人次").base, "人次");
    EXPECT_EQ(split_measure_word("亿").base, "");
}

TEST(MeasureWord, LeavesWordsThatOnlyBeginLikeAMultiplier) {
    EXPECT_EQ(split_measure_word("百分点").base, "百分点");
    EXPECT_EQ(split_measure_word("千米").multiplier, 1);
    EXPECT_EQ(split_measure_word("万千瓦").multiplier, 10'000);
    EXPECT_EQ(split_measure_word("万千瓦").base, "千瓦");
}

TEST(MeasureWord, SaysWhenAValueLeavesTheRange) { EXPECT_EQ(to_base_unit(*base::Decimal::parse("10000000"), "万亿元"), std::nullopt); }

TEST(QuotableText, CutsByCharactersWhereverTheyStand) {
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += "沧a𠮷";
    }
    const QuotableText quotable{text};
    EXPECT_EQ(quotable.length(), 300);
    EXPECT_EQ(quotable.cut(0, 3), "沧a𠮷");
    EXPECT_EQ(quotable.cut(64, 67), "a𠮷沧");
    EXPECT_EQ(quotable.cut(298, 300), "a𠮷");
    EXPECT_EQ(quotable.cut(299, 999), "𠮷");
    EXPECT_EQ(quotable.cut(5, 2), "");
}

TEST(Completeness, ABareTaskFailsAllSevenAndSaysWhatToDo) {
    const auto checks = check_completeness({});
    EXPECT_EQ(missing_checks({}), 7);
    for (const Check& check : checks) {
        EXPECT_FALSE(check.ok()) << check.code;
        EXPECT_THAT(check.missing->text, HasSubstr("请")) << check.code;
    }
}

TEST(Completeness, AWellFormedTaskPassesAllSeven) {
    EXPECT_EQ(
        missing_checks({.targets = 3, .measured_targets = 3, .measures = 3, .dated_targets = 3, .acting_duties = 2, .reporting_units = 20}),
        0);
}

TEST(Completeness, AnOpenDutyMeansNoKnownSubject) {
    const auto checks = check_completeness({.acting_duties = 2, .open_duties = 1});
    const Check& subject = checks[2];
    EXPECT_EQ(subject.key, CheckKey::Subject);
    EXPECT_FALSE(subject.ok());
    EXPECT_THAT(subject.missing->text, HasSubstr("1 处"));
}

TEST(Completeness, AQualitativeTaskIsAssessableByPlannedMilestones) {
    EXPECT_FALSE(check_completeness({.milestones = 2})[5].ok());
    EXPECT_TRUE(check_completeness({.milestones = 2, .planned_milestones = 1})[5].ok());
}

TEST(Completeness, AccountableOnlyWhenEveryReportingUnitHasSomebodyWhoAccepted) {
    const auto checks = check_completeness({.reporting_units = 20, .unaccepted_units = 4});
    EXPECT_FALSE(checks[6].ok());
    EXPECT_THAT(checks[6].missing->text, HasSubstr("4 个"));
    EXPECT_TRUE(check_completeness({.reporting_units = 20})[6].ok());
}

DutyMember member(int duty, DutyRole role, int unit, std::string level = "city_department") {
    return {DutyId{duty}, role, UnitId{unit}, std::move(level)};
}

TEST(UnitDuty, LeadUnitsAndEverybodyBelowTheCityReportMonthly) {
    EXPECT_TRUE(reports_monthly(DutyRole::Lead, "city_department"));
    EXPECT_TRUE(reports_monthly(DutyRole::Responsible, "county"));
    EXPECT_TRUE(reports_monthly(DutyRole::Supporting, "town"));
    EXPECT_FALSE(reports_monthly(DutyRole::Responsible, "city_department"));
    EXPECT_FALSE(reports_monthly(DutyRole::Responsible, "other"));
}

TEST(UnitDuty, AUnitNamedTwiceHoldsTheStrongerRoleOnce) {
    const auto merged = merge_members({member(1, DutyRole::Responsible, 7), member(2, DutyRole::Lead, 7), member(2, DutyRole::Lead, 8)});
    ASSERT_EQ(merged.size(), 2);
    EXPECT_EQ(merged[0].unit, UnitId{7});
    EXPECT_EQ(merged[0].role, DutyRole::Lead);
    EXPECT_EQ(merged[0].duty, DutyId{2});
    EXPECT_TRUE(merged[0].reports);
}

TEST(UnitDuty, WhereNobodyLeadsTheUnitNamedFirstAndAloneReports) {
    const auto named = merge_members({member(1, DutyRole::Responsible, 7), member(2, DutyRole::Responsible, 8)});
    EXPECT_TRUE(named[0].reports);
    EXPECT_FALSE(named[1].reports);
    const auto group = merge_members({member(1, DutyRole::Responsible, 7), member(1, DutyRole::Responsible, 8)});
    EXPECT_FALSE(group[0].reports);
    const auto led = merge_members({member(1, DutyRole::Lead, 6), member(2, DutyRole::Responsible, 7)});
    EXPECT_FALSE(led[1].reports);
}

TEST(UnitDuty, PartsFollowTheDutiesAndEndInsteadOfVanishing) {
    const std::vector<HeldUnitDuty> held{
        {UnitDutyId{1}, UnitId{7}, DutyRole::Lead, DutyId{1}, std::nullopt, true, true},              // stays
        {UnitDutyId{2}, UnitId{8}, DutyRole::Responsible, DutyId{2}, std::nullopt, false, true},      // becomes lead
        {UnitDutyId{3}, UnitId{9}, DutyRole::Responsible, DutyId{2}, std::nullopt, false, true},      // no longer named
        {UnitDutyId{4}, UnitId{10}, DutyRole::Responsible, DutyId{2}, UnitDutyId{1}, true, true},     // no longer named, but handed down
        {UnitDutyId{5}, UnitId{11}, DutyRole::Responsible, std::nullopt, UnitDutyId{1}, true, true},  // only handed down
        {UnitDutyId{6}, UnitId{12}, DutyRole::Responsible, DutyId{2}, std::nullopt, false, false},    // ended, named again
    };
    const auto wanted = merge_members({member(1, DutyRole::Lead, 7), member(1, DutyRole::Lead, 8), member(2, DutyRole::Responsible, 12),
                                       member(2, DutyRole::Responsible, 13, "county")});
    const UnitDutyChanges changes = follow_duties(wanted, held);
    ASSERT_EQ(changes.make.size(), 1);
    EXPECT_EQ(changes.make[0].unit, UnitId{13});
    EXPECT_TRUE(changes.make[0].reports);
    ASSERT_EQ(changes.set.size(), 2);
    EXPECT_EQ(changes.set[0].first, UnitDutyId{2});
    EXPECT_EQ(changes.set[1].first, UnitDutyId{6});
    EXPECT_THAT(changes.end, ElementsAre(UnitDutyId{3}));
    EXPECT_THAT(changes.release, ElementsAre(UnitDutyId{4}));
}

TEST(Answers, WordingIgnoresBlanksAndWidth) {
    EXPECT_TRUE(same_wording("各县（市、区）政府", "各县(市、区) 政府"));
    EXPECT_FALSE(same_wording("各县政府", "各市政府"));
}

constexpr std::string_view kAnswersYaml = R"(document: 某政办字〔2018〕1号
answers:
  - task: T11
    code: duty.lead_cell_many
    lead: [市工信局]
    responsible: [市智慧办, 市商务局]
    note: 首列单位牵头
    by: 某科
    on: 2018-08-20
    verify: true
  - task: T4
    subject: 相关县市区政府
    units: [甲县, 乙市]
    note: 示范县
    by: 某科
    on: 2018-08-20
)";

TEST(AnswersFile, ReadsUnitsRolesAndWhoDecided) {
    config::Problems problems;
    const PackagedAnswers answers = read_answers("answers.yaml", kAnswersYaml, problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(answers.answers.size(), 2);
    ASSERT_EQ(answers.answers[0].roles.size(), 3);
    EXPECT_EQ(answers.answers[0].roles[2].words, "市商务局");
    EXPECT_EQ(answers.answers[0].roles[2].role, DutyRole::Responsible);
    EXPECT_THAT(answers.answers[1].units, ElementsAre("甲县", "乙市"));
    EXPECT_EQ(answers.answers[1].on, base::make_date(2018, 8, 20));
    EXPECT_TRUE(answers_question(answers.answers[0], "T11", "duty.lead_cell_many", "随便"));
    EXPECT_FALSE(answers_question(answers.answers[0], "T11", "unit.unresolved", "随便"));
    EXPECT_TRUE(answers_question(answers.answers[1], "T4", "unit.unresolved", "相关县市区政府"));
    EXPECT_FALSE(answers_question(answers.answers[1], "T5", "unit.unresolved", "相关县市区政府"));
}

TEST(AnswersFile, SaysWhatIsMissingAndWhere) {
    config::Problems problems;
    read_answers("answers.yaml", "document: 某号\nanswers:\n  - task: T4\n    unit: [甲县]\n    note: x\n    on: 2018-08-20\n", problems);
    std::vector<std::string> lines;
    for (const config::Problem& problem : problems.list()) {
        lines.push_back(problem.place.text() + " " + problem.message);
    }
    EXPECT_THAT(lines, testing::Contains(HasSubstr("by")));       // who decided is missing
    EXPECT_THAT(lines, testing::Contains(HasSubstr("subject")));  // which question is meant
    EXPECT_THAT(lines, testing::Contains(HasSubstr("unit")));     // a slip of the pen
}

TEST(Question, IsASentenceAboutTheWordsInQuestion) {
    EXPECT_EQ(question_text("unit.open_group", "相关县市区政府"), "“相关县市区政府”指哪些单位，文件没有写明，请选定");
    EXPECT_TRUE(asks_for_units("unit.unresolved"));
    EXPECT_FALSE(asks_for_units(kNoDuty));
}

}  // namespace
}  // namespace luoshi::plan
