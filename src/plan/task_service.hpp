#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/correction.hpp"
#include "plan/duty_store.hpp"
#include "plan/environment.hpp"
#include "plan/question_store.hpp"
#include "plan/target_change.hpp"
#include "plan/task_store.hpp"

namespace luoshi::plan {

struct TaskSummary {
    TaskHead head;
    Light light;
};

struct TaskListFilter {
    TaskFilter stored;
    std::string light;  ///< colour; empty: any
};
struct TaskPage {
    std::vector<TaskSummary> items;
    std::optional<int> next;  ///< `after` of the page that follows
};
/// A page of a plan's tasks in the order of the document. Everybody with plan.read reads every plan: it is a public document inside the
/// government. Error: plan.not_found.
base::Result<TaskPage> list_plan_tasks(Environment& env, const identity::Actor& actor, PlanId plan, const TaskListFilter& filter);

/// A unit's part with how far it is.
struct PartView {
    UnitPart part;
    UnitDutyStatus status;
};

/// Everything the page of a task shows.
struct TaskView {
    TaskRow row;
    Light light;
    std::vector<MeasureRow> measures;
    std::vector<DutyRow> duties;
    std::vector<TargetRow> targets;
    std::vector<QuestionRow> questions;
    std::array<Check, 7> checks;
    std::vector<Correction> corrections;
    std::vector<TargetChange> target_changes;  ///< of its targets, newest first
    std::vector<PartView> parts;               ///< only those the reader may see
    std::shared_ptr<const QuotableText> text;
    std::optional<std::uint64_t> commits;  ///< ReadTx::commits() of the view it was read from
};
/// Error: task.not_found.
base::Result<TaskView> read_task(Environment& env, const identity::Actor& actor, TaskId id);
/// The version of a task, if there is one of this id: the cheapest look at it.
std::optional<std::int64_t> read_task_version(Environment& env, TaskId id);

/// Which parts of a task a reader sees: those of units in reach, those handed down by the own unit, and all where the own unit leads.
bool sees_part(const identity::Actor& actor, const std::vector<UnitPart>& parts, const UnitPart& part);

/// What a person changes of a task; nothing stays as it is.
struct TaskEdit {
    std::optional<std::string> title;
    std::optional<std::string> content;
    std::optional<std::optional<base::Date>> deadline;
    std::optional<TaskState> state;
    std::string reason;  ///< of a change in a confirmed plan
};
/// Corrects, accepts or rejects a task. Errors: task.not_found, plan.foreign, plan.version_mismatch, task.in_force (a confirmed plan's
/// task cannot become a draft again or be rejected), task.questions_open (it is accepted only when nothing is open), request.invalid
/// (a confirmed plan's task is corrected only with a reason; the correction is kept).
base::Result<TaskView> edit_task(Environment& env, const identity::Actor& actor, TaskId id, std::int64_t version, const TaskEdit& edit);

}  // namespace luoshi::plan
