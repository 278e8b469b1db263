#include "plan/plan_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/duty_service.hpp"
#include "plan/question.hpp"
#include "plan/question_store.hpp"
#include "plan/task_store.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kAccept{"plan.accept", "采用草稿任务"};
const audit::Action kConfirm{"plan.confirm", "确认方案"};

/// The plan, held against other writers, if the actor may do this to it and it is still a draft.
base::Result<PlanRow> draft_of(store::WriteTx& tx, const identity::Actor& actor, std::string_view permission, PlanId id) {
    tx.lock(id.value());
    const std::optional<PlanRow> plan = find_plan(tx, id);
    if (!plan) {
        return base::not_found("plan.not_found", "没有这个方案");
    }
    LUOSHI_TRY(allowed, may_change_plan(actor, permission, plan->owner.id, plan->office));
    if (plan->state == PlanState::Confirmed) {
        return base::conflict("plan.already_confirmed", fmt::format("方案“{}”已经确认，正在执行", plan->title));
    }
    return *plan;
}

std::vector<base::FieldError> still_open(store::ReadTx& tx, PlanId id, const std::vector<TaskHead>& tasks) {
    std::vector<base::FieldError> errors;
    for (const TaskHead& task : tasks) {
        if (task.state == TaskState::Draft) {
            errors.push_back(
                {"/tasks/" + task.id.text(), "task.draft", fmt::format("任务 {} {} 还没有决定是否采用", task.ref, task.title)});
        }
    }
    for (const QuestionRow& question : questions_of_plan(tx, id)) {
        if (question.open) {
            errors.push_back({"/questions/" + question.id.text(), "question.open",
                              fmt::format("任务 {}：{}", question.task_ref, question_text(question.code, question.subject))});
        }
    }
    return errors;
}

}  // namespace

std::vector<PlanRow> plans_for(store::ReadTx& tx, const identity::Actor& actor) {
    auto plans = list_plans(tx);
    std::erase_if(plans, [&](const PlanRow& plan) { return !sees_plan(actor, plan.state); });
    return plans;
}

base::Result<PlanRow> plan_for(store::ReadTx& tx, const identity::Actor& actor, PlanId id) {
    auto plan = find_plan(tx, id);
    if (!plan || !sees_plan(actor, plan->state)) {
        return base::not_found("plan.not_found", "没有这个方案");
    }
    return *std::move(plan);
}

base::Result<PlanRow> accept_tasks(Environment& env, const identity::Actor& actor, PlanId id) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<PlanRow> {
        LUOSHI_TRY(plan, draft_of(tx, actor, "plan.edit", id));
        const int accepted = accept_clear_tasks(tx, id);
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kAccept,
                       .object_kind = "plan",
                       .object_id = id.text(),
                       .summary = fmt::format("采用没有疑问的任务 {} 项", accepted)});
        return *find_plan(tx, id);
    });
}

base::Result<PlanRow> confirm_plan(Environment& env, const identity::Actor& actor, PlanId id) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<PlanRow> {
        LUOSHI_TRY(plan, draft_of(tx, actor, "plan.confirm", id));
        const std::vector<TaskHead> tasks = list_tasks(tx, id, {});
        if (std::vector<base::FieldError> errors = still_open(tx, id, tasks); !errors.empty()) {
            return base::Error{base::Category::Conflict,
                               "plan.open_questions",
                               fmt::format("方案还有 {} 处没有确认，逐一处理后再确认", errors.size()),
                               std::move(errors),
                               {}};
        }
        const base::Date from = plan.issued_on.value_or(env.hooks.business_date());
        int accepted = 0;
        for (const TaskHead& task : tasks) {
            if (task.state == TaskState::Accepted) {
                follow_duties_of_task(tx, env, id, task.id, from);
                ++accepted;
            }
        }
        if (accepted == 0) {
            return base::conflict("plan.no_tasks", "没有采用任何任务，方案无从执行");
        }
        set_confirmed(tx, id, actor.user_name, now);
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kConfirm,
                       .object_kind = "plan",
                       .object_id = id.text(),
                       .summary = fmt::format("确认方案“{}”，{} 项任务开始执行", plan.title, accepted)});
        return *find_plan(tx, id);
    });
}

}  // namespace luoshi::plan
