#include "plan/duty_service.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/plan_service.hpp"
#include "plan/task_service.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::plan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class PlanConfirm : public PlanTest {
protected:
    /// "lead 2 reports" for each part of a task in force.
    std::vector<std::string> parts(TaskId of) {
        std::vector<std::string> out;
        for (const UnitPart& part : db_->read([&](store::ReadTx& tx) { return parts_of_task(tx, of); })) {
            out.push_back(std::string{word(part.role)} + " " + part.unit.id.text() + (part.reports ? " reports" : ""));
        }
        return out;
    }
    TaskView view(TaskId of) {
        auto result = read_task(env_, office(), of);
        EXPECT_TRUE(result);
        return *std::move(result);
    }
    DutyRow duty(TaskId of, std::size_t index) {
        return db_->read([&](store::ReadTx& tx) { return duties_of_task(tx, of); }).at(index);
    }
};

TEST_P(PlanConfirm, IsRefusedWithEveryDraftTaskAndOpenQuestion) {
    const PlanId plan = imported().plan;
    ASSERT_TRUE(accept_tasks(env_, office(), plan));  // T1, T2, T5 have nothing open
    const auto refused = confirm_plan(env_, office(), plan);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "plan.open_questions");
    std::vector<std::string> messages;
    for (const base::FieldError& field : refused.error().fields) {
        messages.push_back(field.message);
    }
    ASSERT_EQ(messages.size(), 4);
    EXPECT_THAT(messages[0], HasSubstr("T3"));
    EXPECT_THAT(messages[1], HasSubstr("T4"));
    EXPECT_THAT(messages[2], HasSubstr("没有写明由哪个单位承担"));
    EXPECT_THAT(messages[3], HasSubstr("谁牵头"));
    EXPECT_TRUE(parts(task(plan, "T1")).empty());
}

TEST_P(PlanConfirm, GivesEachNamedUnitItsPartAndTellsWhoReports) {
    const PlanId plan = confirmed();
    EXPECT_THAT(parts(task(plan, "T1")),
                ElementsAre("lead 2 reports", "responsible 4", "responsible 11 reports", "responsible 12 reports"));
    EXPECT_THAT(parts(task(plan, "T2")), ElementsAre("responsible 11 reports"));
    EXPECT_THAT(parts(task(plan, "T3")), ElementsAre("lead 2 reports"));
    const TaskId first = task(plan, "T1");
    const auto part = db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kCountyA); });
    EXPECT_EQ(part->valid_from, base::make_date(2018, 8, 17));  // counts from the day of the document
    const auto again = confirm_plan(env_, office(), plan);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "plan.already_confirmed");
}

TEST_P(PlanConfirm, RejectedTasksStayOutside) {
    const PlanId plan = imported().plan;
    for (const char* ref : {"T3", "T4"}) {
        const TaskView before = view(task(plan, ref));
        TaskEdit reject;
        reject.state = TaskState::Rejected;
        ASSERT_TRUE(edit_task(env_, office(), before.row.head.id, before.row.head.version, reject));
    }
    ASSERT_TRUE(accept_tasks(env_, office(), plan));
    const auto result = confirm_plan(env_, office(), plan);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->tasks, 3);
    EXPECT_TRUE(parts(task(plan, "T4")).empty());
}

TEST_P(PlanConfirm, PartsFollowACorrectedDutyAndTheEndedOneIsKept) {
    const PlanId plan = confirmed();
    const TaskId first = task(plan, "T1");
    const DutyRow counties = duty(first, 1);
    const UnitDutyId ended = unit_duty(first, kCountyB);
    const auto corrected =
        edit_duty(env_, office(), counties.id, counties.version,
                  {.role = std::nullopt, .units = std::vector{kCountyA, kIndustry}, .group_code = std::nullopt, .note = "乙市不参加"});
    ASSERT_TRUE(corrected);
    EXPECT_EQ(corrected->resolution, Resolution::Answer);
    EXPECT_THAT(parts(first), ElementsAre("lead 2 reports", "responsible 3", "responsible 4", "responsible 11 reports"));
    const auto kept = db_->read([&](store::ReadTx& tx) { return find_unit_duty(tx, ended); });
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->valid_to, today_);
    const auto back = edit_duty(env_, office(), counties.id, corrected->version,
                                {.role = std::nullopt, .units = std::nullopt, .group_code = "counties", .note = "乙市恢复"});
    ASSERT_TRUE(back);
    EXPECT_EQ(unit_duty(first, kCountyB), ended) << "the part is opened again, not made twice";
    EXPECT_THAT(parts(first), ElementsAre("lead 2 reports", "responsible 4", "responsible 11 reports", "responsible 12 reports"));
}

TEST_P(PlanConfirm, TheSecondOfTwoEditorsIsTold) {
    const PlanId plan = imported().plan;
    const TaskView before = view(task(plan, "T1"));
    TaskEdit mine;
    mine.title = "建设淘宝村和淘宝镇";
    ASSERT_TRUE(edit_task(env_, office(), before.row.head.id, before.row.head.version, mine));
    TaskEdit theirs;
    theirs.content = "另一种写法";
    const auto refused = edit_task(env_, office(), before.row.head.id, before.row.head.version, theirs);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().category, base::Category::VersionMismatch);
    EXPECT_EQ(view(before.row.head.id).row.content, before.row.content);
}

TEST_P(PlanConfirm, TheDeadlineOfTheDocumentIsKeptWhenTheDeadlineChanges) {
    static const store::Sql kFirst{"plan_test.first_deadline",
                                   "SELECT COUNT(*) FROM task WHERE task_id = $1 AND first_deadline = '2018-12-31' "
                                   "AND deadline = '2019-06-30'"};
    const PlanId plan = imported().plan;
    const TaskView before = view(task(plan, "T1"));
    TaskEdit later;
    later.deadline = base::make_date(2019, 6, 30);
    ASSERT_TRUE(edit_task(env_, office(), before.row.head.id, before.row.head.version, later));
    EXPECT_EQ(count(kFirst, before.row.head.id.value()), 1);
}

TEST_P(PlanConfirm, ATaskWithOpenQuestionsIsNotAcceptedAndOneInForceNotTakenBack) {
    TaskEdit accept;
    accept.state = TaskState::Accepted;
    const PlanId draft_plan = imported().plan;
    const auto refused = edit_task(env_, office(), task(draft_plan, "T3"), 1, accept);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "task.questions_open");
}

TEST_P(PlanConfirm, ACorrectedTargetKeepsItsLiteralUnitAndFollowsTheIndicator) {
    const PlanId plan = imported().plan;
    const TargetRow before = view(task(plan, "T1")).targets.at(0);
    EXPECT_EQ(before.effective_op, TargetOperator::AtLeast);
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    const auto edited = edit_target(env_, office(), before.id, before.version, more);
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->base, base::Decimal::parse("20000"));
    TargetEdit wrong;
    wrong.op = TargetOperator::Between;
    wrong.indicator = IndicatorId{77};
    const auto refused = edit_target(env_, office(), before.id, edited->version, wrong);
    ASSERT_FALSE(refused);
    std::vector<std::string> paths;
    for (const base::FieldError& field : refused.error().fields) {
        paths.push_back(field.path);
    }
    EXPECT_THAT(paths, ElementsAre("/value_max", "/indicator_id"));
}

TEST_P(PlanConfirm, ForeignUnitsChangeNothing) {
    const PlanId plan = imported().plan;
    TaskEdit mine;
    mine.title = "改名";
    const auto refused = edit_task(env_, actor(kCountyA, identity::Scope::Subtree), task(plan, "T1"), 1, mine);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "plan.foreign");
}

TEST_P(PlanConfirm, ChecksSayWhatATaskStillLacks) {
    const PlanId plan = confirmed();
    const auto missing = [&](std::string_view ref) {
        std::vector<std::string> out;
        for (const Check& check : view(task(plan, ref)).checks) {
            if (!check.ok()) {
                out.emplace_back(check.code);
            }
        }
        return out;
    };
    EXPECT_THAT(missing("T1"), ElementsAre("accountable"));
    EXPECT_THAT(missing("T5"), ElementsAre("carrier", "assessable", "accountable"));
    const auto list = list_plan_tasks(env_, plan, {});
    ASSERT_TRUE(list);
    for (const TaskSummary& task_summary : *list) {
        EXPECT_EQ(missing_checks(task_summary.head.facts), missing(task_summary.head.ref).size()) << task_summary.head.ref;
    }
}

TEST_P(PlanConfirm, TheListIsFilteredByWordsUnitStateAndLight) {
    const PlanId plan = confirmed();
    env_.hooks.task_lights = [&](store::ReadTx&, std::span<const TaskId> tasks) {
        std::vector<Light> lights(tasks.size());
        if (!lights.empty()) {
            lights.front().colour = "red";
        }
        return lights;
    };
    const auto refs = [&](const TaskListFilter& filter) {
        std::vector<std::string> out;
        const auto tasks = list_plan_tasks(env_, plan, filter);
        EXPECT_TRUE(tasks);
        for (const TaskSummary& found : *tasks) {
            out.push_back(found.head.ref);
        }
        return out;
    };
    EXPECT_THAT(refs({}), ElementsAre("T1", "T2", "T3", "T4", "T5"));
    EXPECT_THAT(refs({.stored = {.words = "t4", .unit = {}, .state = {}}, .light = ""}), ElementsAre("T4"));
    EXPECT_THAT(refs({.stored = {.words = "措施", .unit = {}, .state = {}}, .light = ""}), ElementsAre("T5"));
    EXPECT_THAT(refs({.stored = {.words = "%", .unit = {}, .state = {}}, .light = ""}), testing::IsEmpty());
    EXPECT_THAT(refs({.stored = {.words = "", .unit = kCountyB, .state = {}}, .light = ""}), ElementsAre("T1", "T5"));
    EXPECT_THAT(refs({.stored = {.words = "", .unit = {}, .state = TaskState::Draft}, .light = ""}), testing::IsEmpty());
    EXPECT_THAT(refs({.stored = {}, .light = "red"}), ElementsAre("T1"));
    EXPECT_EQ(list_plan_tasks(env_, PlanId{5}, {}).error().code, "plan.not_found");
}

INSTANTIATE_TEST_SUITE_P(Engines, PlanConfirm, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::plan
