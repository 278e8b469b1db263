#include "plan/duty_service.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/plan_store.hpp"
#include "plan/question_service.hpp"

namespace luoshi::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const store::Sql kTrained{"plan_test.trained",
                          "SELECT base_e4 FROM target g JOIN task t ON t.task_id = g.task_id WHERE t.plan_id = $1 "
                          "AND g.name = '培训人次' AND g.effective_op = '>='"};
const store::Sql kPlans{"plan_test.plans", "SELECT COUNT(*) FROM plan WHERE plan_id <> $1"};
const store::Sql kAudit{"plan_test.audit", "SELECT COUNT(*) FROM audit_event WHERE action = 'plan.import' AND event_id <> $1"};

class PlanImport : public PlanTest {
protected:
    std::vector<QuestionRow> questions(PlanId plan) {
        return db_->read([&](store::ReadTx& tx) { return questions_of_plan(tx, plan); });
    }
    std::vector<DutyRow> duties(TaskId of) {
        return db_->read([&](store::ReadTx& tx) { return duties_of_task(tx, of); });
    }
    QuestionRow question(PlanId plan, std::string_view code) {
        for (QuestionRow& row : questions(plan)) {
            if (row.code == code) {
                return row;
            }
        }
        throw std::logic_error{"no such question"};
    }
};

TEST_P(PlanImport, StoresThePlanOwnedAndRunAsThePackageSays) {
    const Imported out = imported();
    EXPECT_EQ(out.tasks, 5);
    EXPECT_EQ(out.numeric_targets, 1);
    EXPECT_EQ(out.other_targets, 1);
    EXPECT_THAT(out.warnings, IsEmpty());
    const PlanRow plan = *db_->read([&](store::ReadTx& tx) { return find_plan(tx, out.plan); });
    EXPECT_EQ(plan.owner.id, kCity);
    EXPECT_EQ(plan.office, kCommerce);
    EXPECT_EQ(plan.state, PlanState::Draft);
    EXPECT_EQ(plan.tasks, 5);
    EXPECT_EQ(plan.targets, 2);
    EXPECT_EQ(count(kAudit, 0), 1);
}

TEST_P(PlanImport, FoldsTargetsIntoTheBaseUnitAndReadsPlainFiguresOfRisingIndicatorsAsAtLeast) {
    EXPECT_EQ(count(kTrained, imported().plan.value()), 150'000'000);  // 达到1.5万人次: at least 15000 人次, at scale 4
}

TEST_P(PlanImport, TheSameDocumentTwiceIsAConflictThatNamesThePlan) {
    const Imported first = imported();
    const auto second = import_draft(env_, office(), draft(), "另一个名字.txt");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "plan.already_imported");
    EXPECT_THAT(second.error().message, HasSubstr("某方案"));
    EXPECT_EQ(count(kPlans, first.plan.value()), 0);
}

TEST_P(PlanImport, OnlyWhoRunsTheOwnerMayImport) {
    const auto refused = import_draft(env_, actor(kCountyA, identity::Scope::Subtree), draft(), "方案.txt");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "plan.foreign");
}

TEST_P(PlanImport, AsksAboutOpenWordingsMissingUnitsAndUnclearCells) {
    const Imported out = imported();
    std::vector<std::string> asked;
    for (const QuestionRow& row : questions(out.plan)) {
        asked.push_back(row.task_ref + " " + row.code + (row.open ? "" : " answered"));
    }
    EXPECT_THAT(asked, ElementsAre("T2 unit.open_group answered", "T3 duty.none", "T4 duty.lead_cell_many"));
    EXPECT_EQ(out.open_questions, 2);
    EXPECT_EQ(out.answered_questions, 1);
}

TEST_P(PlanImport, AnswersOfThePackageAreShownAsSuchWithWhoAndWhen) {
    const Imported out = imported();
    const QuestionRow answered = question(out.plan, "unit.open_group");
    EXPECT_TRUE(answered.from_package);
    EXPECT_EQ(answered.answered_by, "某市商务局电商科");
    EXPECT_EQ(base::moment_text(*answered.answered_at), "2018-08-20T00:00:00Z");
    EXPECT_EQ(answered.answer, "甲县人民政府（示范县）");
    const DutyRow duty = duties(answered.task).front();
    EXPECT_EQ(duty.resolution, Resolution::Answer);
    EXPECT_EQ(duty.confirmed_by, "某市商务局电商科");
    ASSERT_EQ(duty.units.size(), 1);
    EXPECT_EQ(duty.units[0].id, kCountyA);
}

TEST_P(PlanImport, APersonGivesATaskToAUnitTheDocumentDoesNotName) {
    const Imported out = imported();
    const QuestionRow open = question(out.plan, "duty.none");
    const auto answered = answer_question(
        env_, office(), open.id,
        {.units = {kCommerce}, .roles = {}, .added = {}, .note = "由商务局承担", .by = {}, .at = {}, .from_package = false});
    ASSERT_TRUE(answered);
    EXPECT_FALSE(answered->open);
    const std::vector<DutyRow> rows = duties(open.task);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].role, DutyRole::Lead);
    EXPECT_EQ(rows[0].literal, "某市商务局");
    const auto again = answer_question(
        env_, office(), open.id, {.units = {kIndustry}, .roles = {}, .added = {}, .note = "", .by = {}, .at = {}, .from_package = false});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "plan.question_answered");
    EXPECT_EQ(duties(open.task).size(), 1) << "a refused answer must leave nothing behind";
}

TEST_P(PlanImport, APersonTellsLeadFromResponsibleInACrowdedCell) {
    const Imported out = imported();
    const QuestionRow open = question(out.plan, "duty.lead_cell_many");
    const std::vector<DutyRow> before = duties(open.task);
    ASSERT_TRUE(answer_question(env_, office(), open.id,
                                {.units = {},
                                 .roles = {{before[1].id, DutyRole::Responsible}},
                                 .added = {},
                                 .note = "首列单位牵头",
                                 .by = {},
                                 .at = {},
                                 .from_package = false}));
    const std::vector<DutyRow> after = duties(open.task);
    EXPECT_EQ(after[0].role, DutyRole::Lead);
    EXPECT_EQ(after[1].role, DutyRole::Responsible);
    EXPECT_EQ(after[1].version, 2);
}

TEST_P(PlanImport, AnAnswerNamesEveryWrongFieldAtOnce) {
    PlanDraft unanswered = draft();
    unanswered.meta.doc_number = "某政办字〔2018〕2号";
    const Imported out = imported(unanswered);
    const QuestionRow open = question(out.plan, "unit.open_group");
    const auto refused = answer_question(env_, office(), open.id,
                                         {.units = {UnitId{999}},
                                          .roles = {{DutyId{5}, DutyRole::Lead}},
                                          .added = {},
                                          .note = "",
                                          .by = {},
                                          .at = {},
                                          .from_package = false});
    ASSERT_FALSE(refused);
    std::vector<std::string> paths;
    for (const base::FieldError& field : refused.error().fields) {
        paths.push_back(field.path);
    }
    EXPECT_THAT(paths, ElementsAre("/unit_ids/0", "/roles/0/duty_id"));
    const auto empty = answer_question(
        env_, office(), open.id, {.units = {}, .roles = {}, .added = {}, .note = "不知道", .by = {}, .at = {}, .from_package = false});
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error().fields.at(0).message, HasSubstr("相关县市政府"));
}

INSTANTIATE_TEST_SUITE_P(Engines, PlanImport, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::plan
