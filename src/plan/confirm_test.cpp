#include "plan/document_service.hpp"
#include "plan/duty_service.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/plan_service.hpp"
#include "plan/search_service.hpp"
#include "plan/target_service.hpp"
#include "plan/task_service.hpp"
#include "plan/unit_duty_service.hpp"
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
    const auto corrected = edit_duty(env_, office(), counties.id, counties.version,
                                     {.role = std::nullopt,
                                      .units = std::vector{kCountyA, kIndustry},
                                      .group_code = std::nullopt,
                                      .note = "乙市不参加",
                                      .reason = "市政府专题会议纪要第三号"});
    ASSERT_TRUE(corrected);
    EXPECT_EQ(corrected->resolution, Resolution::Answer);
    EXPECT_THAT(parts(first), ElementsAre("lead 2 reports", "responsible 3", "responsible 4", "responsible 11 reports"));
    const auto kept = db_->read([&](store::ReadTx& tx) { return find_unit_duty(tx, ended); });
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->valid_to, today_);
    const auto back = edit_duty(
        env_, office(), counties.id, corrected->version,
        {.role = std::nullopt, .units = std::nullopt, .group_code = "counties", .note = "乙市恢复", .reason = "市政府专题会议纪要第五号"});
    ASSERT_TRUE(back);
    EXPECT_EQ(unit_duty(first, kCountyB), ended) << "the part is opened again, not made twice";
    EXPECT_THAT(parts(first), ElementsAre("lead 2 reports", "responsible 4", "responsible 11 reports", "responsible 12 reports"));
}

TEST_P(PlanConfirm, APartPutBackWithinTheMonthStillOwesItsReportAndALaterOneCountsFromItsReturn) {
    const PlanId plan = confirmed();
    const TaskId first = task(plan, "T1");
    DutyRow counties = duty(first, 1);
    const auto only = [&](std::vector<UnitId> units) {
        const auto edited = edit_duty(
            env_, office(), counties.id, counties.version,
            {.role = std::nullopt, .units = std::move(units), .group_code = std::nullopt, .note = "调整", .reason = "按会议纪要调整"});
        ASSERT_TRUE(edited);
        counties = *edited;
    };
    const auto begins = [&] { return db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kCountyB); })->valid_from; };
    const base::Date confirmed_from = *base::make_date(2018, 8, 17);
    today_ = *base::make_date(2018, 10, 10);
    only({kCountyA});
    today_ = *base::make_date(2018, 10, 25);
    only({kCountyA, kCountyB});
    EXPECT_EQ(begins(), confirmed_from);
    only({kCountyA});
    today_ = *base::make_date(2018, 11, 2);
    only({kCountyA, kCountyB});
    EXPECT_EQ(begins(), today_);
}

TEST_P(PlanConfirm, APartHandedDownEndedAndOpenedByItsOwnDutyHasNoSuperiorAnyMore) {
    const PlanId plan = confirmed();
    const TaskId first = task(plan, "T1");
    const auto town = [&] { return *db_->read([&](store::ReadTx& tx) { return find_part(tx, first, kTownA1); }); };
    ASSERT_TRUE(hand_down(env_, actor(kCountyA, identity::Scope::Subtree), unit_duty(first, kCountyA), {kTownA1}, {}));
    DutyRow counties = duty(first, 1);
    const auto only = [&](std::vector<UnitId> units) {
        const auto edited = edit_duty(
            env_, office(), counties.id, counties.version,
            {.role = std::nullopt, .units = std::move(units), .group_code = std::nullopt, .note = "调整", .reason = "按会议纪要调整"});
        ASSERT_TRUE(edited);
        counties = *edited;
    };
    only({kCountyA, kCountyB, kTownA1});
    EXPECT_EQ(town().handed_from->id, kCountyA) << "named by a duty besides, it stays below the county";
    only({kCountyA, kCountyB});
    only({kCountyB});
    EXPECT_EQ(town().valid_to, today_);
    only({kCountyB, kTownA1});
    EXPECT_FALSE(town().valid_to);
    EXPECT_FALSE(town().handed_from);
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

TEST_P(PlanConfirm, ADraftIsCorrectedWithoutAReasonAndWhatWasDrawnStays) {
    const PlanId plan = imported().plan;
    const TaskView before = view(task(plan, "T1"));
    TaskEdit rename;
    rename.title = "建设淘宝村镇";
    ASSERT_TRUE(edit_task(env_, office(), before.row.head.id, before.row.head.version, rename));
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    ASSERT_TRUE(edit_target(env_, office(), before.targets.at(0).id, before.targets.at(0).version, more));
    const TaskView after = view(before.row.head.id);
    EXPECT_EQ(after.row.first_title, "建设淘宝村");
    EXPECT_EQ(after.targets.at(0).first.value, base::Decimal::parse("1.5"));
    EXPECT_TRUE(after.corrections.empty()) << "nothing was in force yet";
}

TEST_P(PlanConfirm, ATaskInForceIsCorrectedOnlyWithAReasonAndTheCorrectionIsKept) {
    const PlanId plan = confirmed();
    const TaskView before = view(task(plan, "T1"));
    const TaskId id = before.row.head.id;
    TaskEdit edit;
    edit.title = "建设淘宝村镇";
    edit.deadline = base::make_date(2019, 6, 30);
    edit.reason = " 延期 ";
    const auto silent = edit_task(env_, office(), id, before.row.head.version, edit);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().fields.at(0).path, "/reason");
    EXPECT_THAT(silent.error().message, HasSubstr("必须说明理由（至少 4 个字）"));
    EXPECT_EQ(view(id).row.head.title, before.row.head.title);

    edit.reason = " 市政府同意延期 ";
    ASSERT_TRUE(edit_task(env_, office(), id, before.row.head.version, edit));
    const TaskView after = view(id);
    EXPECT_EQ(after.row.head.title, "建设淘宝村镇");
    EXPECT_EQ(after.row.first_title, "建设淘宝村");
    EXPECT_EQ(after.row.first_deadline, base::make_date(2018, 12, 31));
    ASSERT_EQ(after.corrections.size(), 1);
    const Correction& kept = after.corrections.front();
    EXPECT_EQ(kept.reason, "市政府同意延期");
    EXPECT_EQ(kept.by, office().user_name);
    EXPECT_EQ(kept.label, "建设淘宝村");
    EXPECT_THAT(kept.changes_json, HasSubstr(R"("before":"2018-12-31","after":"2019-06-30")"));

    TaskEdit nothing;
    nothing.title = "建设淘宝村镇";
    ASSERT_TRUE(edit_task(env_, office(), id, after.row.head.version, nothing)) << "what changes nothing needs no reason";
    EXPECT_EQ(view(id).corrections.size(), 1);
}

TEST_P(PlanConfirm, ATargetAndADutyInForceAreCorrectedOnlyWithAReason) {
    const PlanId plan = confirmed();
    const TaskId id = task(plan, "T1");
    const TargetRow target = view(id).targets.at(0);
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    more.op = TargetOperator::Between;
    const auto refused_target = edit_target(env_, office(), target.id, target.version, more);
    ASSERT_FALSE(refused_target);
    std::vector<std::string> paths;
    for (const base::FieldError& field : refused_target.error().fields) {
        paths.push_back(field.path);
    }
    EXPECT_THAT(paths, ElementsAre("/value_max", "/reason")) << "every wrong field at once";
    TargetEdit renamed;
    renamed.name = "淘宝村个数";
    renamed.reason = "按上级文件统一名称";
    ASSERT_TRUE(edit_target(env_, office(), target.id, target.version, renamed));

    const DutyRow lead = duty(id, 0);
    DutyEdit edit{.role = DutyRole::Responsible, .units = std::nullopt, .group_code = std::nullopt, .note = "会议纪要"};
    const auto refused_duty = edit_duty(env_, office(), lead.id, lead.version, edit);
    ASSERT_FALSE(refused_duty);
    EXPECT_EQ(refused_duty.error().fields.at(0).code, "plan.reason_missing");
    edit.reason = "机构改革职能划转";
    ASSERT_TRUE(edit_duty(env_, office(), lead.id, lead.version, edit));

    const TaskView after = view(id);
    EXPECT_EQ(after.targets.at(0).first.name, target.name);
    EXPECT_EQ(duty(id, 0).first_role, DutyRole::Lead);
    ASSERT_EQ(after.corrections.size(), 2);
    EXPECT_EQ(after.corrections[0].object_kind, "duty") << "newest first";
    EXPECT_EQ(after.corrections[0].label, "牵头：市商务局");
    EXPECT_EQ(after.corrections[1].object_kind, "target");
    EXPECT_EQ(after.corrections[1].reason, "按上级文件统一名称");
}

TEST_P(PlanConfirm, ATargetInForceIsChangedByTwoPeopleAndTheOldAimStays) {
    const TaskId id = task(confirmed(), "T1");
    const TargetRow target = view(id).targets.at(0);
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    more.reason = "按上级下达的数调整";
    const auto alone = edit_target(env_, office(), target.id, target.version, more);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, "target.needs_approval");

    const auto asked = propose_target_change(env_, office(), target.id, target.version, more);
    ASSERT_TRUE(asked);
    EXPECT_EQ(view(id).targets.at(0).value, target.value) << "nothing changes before the decision";
    EXPECT_EQ(propose_target_change(env_, office(), target.id, target.version, more).error().code, "target.change_open");
    EXPECT_EQ(approve_target_change(env_, office(), asked->id).error().code, "target.own_change");
    EXPECT_EQ(approve_target_change(env_, actor(kCountyA, identity::Scope::Subtree), asked->id).error().code, "plan.foreign");
    EXPECT_THAT(db_->read([&](store::ReadTx& tx) { return waiting_target_changes(tx, office()); }), testing::IsEmpty());

    const identity::Actor second = actor(kCommerce, identity::Scope::All, 2);
    ASSERT_EQ(db_->read([&](store::ReadTx& tx) { return waiting_target_changes(tx, second); }).size(), 1);
    ASSERT_TRUE(approve_target_change(env_, second, asked->id));
    const TaskView after = view(id);
    EXPECT_EQ(after.targets.at(0).base, base::Decimal::parse("20000"));
    EXPECT_EQ(after.targets.at(0).first.value, base::Decimal::parse("1.5"));
    ASSERT_EQ(after.target_changes.size(), 1);
    EXPECT_EQ(after.target_changes[0].state, ChangeState::Approved);
    EXPECT_EQ(after.target_changes[0].before.value, base::Decimal::parse("1.5"));
    EXPECT_EQ(after.target_changes[0].decided_by, second.signature());
    ASSERT_EQ(after.corrections.size(), 1);
    EXPECT_EQ(after.corrections[0].by, second.user_name);
    EXPECT_THAT(after.corrections[0].reason, HasSubstr(office().signature()));
    EXPECT_EQ(refuse_target_change(env_, second, asked->id, "已经晚了一步").error().code, "target.change_decided");
}

TEST_P(PlanConfirm, AnAskedChangeOfATargetIsRefusedWithAReasonOrWithdrawn) {
    const TaskId id = task(confirmed(), "T1");
    const TargetRow target = view(id).targets.at(0);
    const identity::Actor second = actor(kCommerce, identity::Scope::All, 2);
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    more.reason = "按上级下达的数调整";
    const auto ask = [&] { return propose_target_change(env_, office(), target.id, target.version, more)->id; };
    const TargetChangeId first = ask();
    EXPECT_EQ(refuse_target_change(env_, second, first, "不").error().fields.at(0).code, "reason.missing");
    EXPECT_EQ(refuse_target_change(env_, second, first, "没有上级文件")->state, ChangeState::Refused);
    EXPECT_EQ(refuse_target_change(env_, office(), ask(), "")->state, ChangeState::Withdrawn);
    EXPECT_EQ(view(id).targets.at(0).value, target.value);
    EXPECT_TRUE(view(id).corrections.empty());
}

TEST_P(PlanConfirm, ATargetIsChangedOnlyWithinTheWindowOfItsYear) {
    const TaskId id = task(confirmed(), "T1");
    const TargetRow target = view(id).targets.at(0);
    ASSERT_EQ(target.year, 2018);
    TargetEdit more;
    more.value = base::Decimal::parse("2");
    more.reason = "按上级下达的数调整";
    const auto asked = propose_target_change(env_, office(), target.id, target.version, more);
    ASSERT_TRUE(asked);
    today_ = *base::make_date(2018, 11, 1);
    EXPECT_EQ(approve_target_change(env_, actor(kCommerce, identity::Scope::All, 2), asked->id).error().code, "target.window_closed");
    ASSERT_TRUE(refuse_target_change(env_, office(), asked->id, ""));
    EXPECT_EQ(propose_target_change(env_, office(), target.id, target.version, more).error().code, "target.window_closed");
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
    const auto list = list_plan_tasks(env_, office(), plan, {});
    ASSERT_TRUE(list);
    for (const TaskSummary& task_summary : list->items) {
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
        const auto tasks = list_plan_tasks(env_, office(), plan, filter);
        EXPECT_TRUE(tasks);
        for (const TaskSummary& found : tasks->items) {
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
    EXPECT_EQ(list_plan_tasks(env_, office(), PlanId{5}, {}).error().code, "plan.not_found");
}

TEST_P(PlanConfirm, WhoOnlyReadsSeesAPlanOnceItIsConfirmed) {
    const PlanId draft = imported().plan;
    const TaskId task_of_draft = task(draft, "T1");
    auto observer = office();
    observer.permissions = std::make_shared<const std::set<std::string, std::less<>>>(
        std::set<std::string, std::less<>>{"plan.read", "duty.read", "indicator.read"});
    const auto shown = [&](const identity::Actor& who) {
        return db_->read([&](store::ReadTx& tx) {
            const auto title = task_texts(tx).front().title;
            const base::SearchWords of_task{title};
            return std::vector{plans_for(tx, who).size(), search_tasks(tx, who, of_task, 9).size(),
                               search_clauses(tx, env_, who, of_task, 9).empty() ? std::size_t{0} : std::size_t{1}};
        });
    };
    EXPECT_THAT(shown(observer), ElementsAre(0, 0, 0));
    EXPECT_EQ(list_plan_tasks(env_, observer, draft, {}).error().code, "plan.not_found");
    EXPECT_EQ(read_document(env_, observer, draft).error().code, "plan.not_found");
    EXPECT_EQ(read_task(env_, observer, task_of_draft).error().code, "task.not_found");
    const auto before = shown(office());
    EXPECT_GT(before[0] * before[1], 0U);
    EXPECT_TRUE(read_task(env_, office(), task_of_draft));
    confirm(draft);
    EXPECT_EQ(shown(observer), shown(office()));
    EXPECT_TRUE(list_plan_tasks(env_, observer, draft, {}));
    EXPECT_TRUE(read_document(env_, observer, draft));
    EXPECT_TRUE(read_task(env_, observer, task_of_draft));
}

TEST_P(PlanConfirm, TheListComesInPagesInTheOrderOfTheDocument) {
    const PlanId plan = confirmed();
    env_.hooks.task_lights = [&](store::ReadTx& tx, std::span<const TaskId> tasks) {
        std::vector<Light> lights(tasks.size());
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const std::string ref = find_task(tx, tasks[i])->head.ref;
            lights[i].colour = ref == "T1" || ref == "T4" || ref == "T5" ? "red" : "green";
        }
        return lights;
    };
    const auto pages = [&](int limit, const std::string& light) {
        std::vector<std::string> out;
        TaskListFilter filter{.stored = {.words = "", .unit = {}, .state = {}, .after = {}, .limit = limit}, .light = light};
        do {
            const auto page = list_plan_tasks(env_, office(), plan, filter);
            EXPECT_TRUE(page);
            std::string refs;
            for (const TaskSummary& found : page->items) {
                refs += found.head.ref + (found.head.lead_units.empty() ? "" : "*");
            }
            out.push_back(refs);
            filter.stored.after = page->next;
        } while (filter.stored.after);
        return out;
    };
    EXPECT_THAT(pages(2, ""), ElementsAre("T1*T2", "T3*T4*", "T5"));
    EXPECT_THAT(pages(5, ""), ElementsAre("T1*T2T3*T4*T5"));
    EXPECT_THAT(pages(1, "red"), ElementsAre("T1*", "T4*", "T5")) << "a page is full also where the light leaves most out";
    EXPECT_THAT(pages(3, "red"), ElementsAre("T1*T4*T5"));
}

INSTANTIATE_TEST_SUITE_P(Engines, PlanConfirm, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::plan
