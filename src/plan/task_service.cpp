#include "plan/task_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"
#include "plan/correction_service.hpp"
#include "plan/document_service.hpp"
#include "plan/duty_service.hpp"
#include "plan/plan_service.hpp"
#include "plan/target_change_store.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kEditTask{"task.edit", "修改任务"};

std::string date_or_none(const std::optional<base::Date>& date) { return date ? base::date_text(*date) : "未定"; }

/// Counts for the completeness check and the head of the page, from what was loaded.
void fill_head(TaskView& view, const std::vector<UnitPart>& parts) {
    TaskHead& head = view.row.head;
    TaskFacts& facts = head.facts;
    facts.targets = static_cast<int>(view.targets.size());
    facts.measures = static_cast<int>(view.measures.size());
    for (const TargetRow& target : view.targets) {
        facts.measured_targets += target.kind == TargetKind::Numeric && target.indicator ? 1 : 0;
        facts.dated_targets += target.year || target.due_on || target.per_year ? 1 : 0;
    }
    for (const DutyRow& duty : view.duties) {
        count_duty(facts, duty.role, duty.resolution);
        std::vector<std::string> decided;
        if (duty.resolution == Resolution::Answer) {
            std::ranges::transform(duty.units, std::back_inserter(decided), &UnitRef::name);
        }
        show_units(duty.role == DutyRole::Lead ? head.lead_units : head.responsible_units, duty.literal, decided);
    }
    for (const UnitPart& part : parts) {
        facts.milestones += part.milestones;
        facts.planned_milestones += part.planned_milestones;
        facts.reporting_units += part.reports ? 1 : 0;
        facts.unaccepted_units += part.reports && !part.accepted ? 1 : 0;
    }
    head.open_questions = static_cast<int>(std::ranges::count_if(view.questions, &QuestionRow::open));
    view.checks = check_completeness(facts);
}

base::Result<TaskView> load_task(store::ReadTx& tx, Environment& env, const identity::Actor& actor, TaskId id) {
    std::optional<TaskRow> row = find_task(tx, id);
    if (!row || !sees_plan(actor, row->plan_state)) {
        return base::not_found("task.not_found", "没有这项任务");
    }
    TaskView view{.row = *std::move(row),
                  .light = env.hooks.task_lights(tx, std::array{id}).at(0),
                  .measures = measures_of_task(tx, id),
                  .duties = duties_of_task(tx, id),
                  .targets = targets_of_task(tx, id),
                  .questions = questions_of_task(tx, id),
                  .checks = {},
                  .corrections = {},
                  .target_changes = {},
                  .parts = {},
                  .text = nullptr,
                  .commits = tx.commits()};
    view.text = text_of(tx, env, view.row.document);
    if (view.row.corrected) {
        view.corrections = corrections_of_task(tx, id);
    }
    if (view.row.change_asked) {
        view.target_changes = target_changes_of_task(tx, id);
    }
    const std::vector<UnitPart> parts = parts_of_task(tx, id);
    fill_head(view, parts);
    std::vector<UnitDutyId> seen;
    seen.reserve(parts.size());
    view.parts.reserve(parts.size());
    for (const UnitPart& part : parts) {
        if (sees_part(actor, parts, part)) {
            view.parts.push_back({part, {}});
            seen.push_back(part.id);
        }
    }
    std::vector<UnitDutyStatus> statuses = env.hooks.unit_duty_status(tx, seen);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        view.parts[i].status = std::move(statuses.at(i));
    }
    return view;
}

template <class T>
void put(T& field, const std::optional<T>& change) {
    if (change) {
        field = *change;
    }
}

/// Another lead than the reader holds the part or handed it down: leads of one task answer each for its own.
bool is_led_apart(const identity::Actor& actor, const std::vector<UnitPart>& parts, const UnitPart& part) {
    for (const UnitPart* at = &part; at != nullptr;) {
        if (at->role == DutyRole::Lead && !actor.is_of(at->unit.id)) {
            return true;
        }
        const auto above = std::ranges::find_if(parts, [&](const UnitPart& p) { return at->handed_from == p.unit.id; });
        at = above == parts.end() ? nullptr : &*above;
    }
    return false;
}

}  // namespace

bool sees_part(const identity::Actor& actor, const std::vector<UnitPart>& parts, const UnitPart& part) {
    if (!actor.may("duty.read")) {
        return false;
    }
    if (actor.covers(part.unit.id) || (actor.unit && part.handed_from == actor.unit)) {
        return true;
    }
    const auto holds = [&](const UnitPart& p) { return p.role == DutyRole::Lead && actor.is_of(p.unit.id); };
    return std::ranges::any_of(parts, holds) && !is_led_apart(actor, parts, part);
}

base::Result<TaskPage> list_plan_tasks(Environment& env, const identity::Actor& actor, PlanId plan, const TaskListFilter& filter) {
    return env.db.read([&](store::ReadTx& tx) -> base::Result<TaskPage> {
        LUOSHI_TRY(known, plan_for(tx, actor, plan));
        const auto limit = static_cast<std::size_t>(filter.stored.limit);
        TaskFilter stored = filter.stored;
        ++stored.limit;  // one more tells whether a page follows
        TaskPage page;
        for (bool more = true; more;) {
            std::vector<TaskHead> heads = list_tasks(tx, plan, stored);
            more = heads.size() > limit;
            std::vector<TaskId> ids;
            std::ranges::transform(heads, std::back_inserter(ids), &TaskHead::id);
            std::vector<Light> lights = env.hooks.task_lights(tx, ids);
            for (std::size_t i = 0; i < heads.size(); ++i) {
                stored.after = heads[i].ordinal;
                if (!filter.light.empty() && lights.at(i).colour != filter.light) {
                    continue;
                }
                if (page.items.size() == limit) {
                    page.next = page.items.back().head.ordinal;
                    return page;
                }
                page.items.push_back({std::move(heads[i]), std::move(lights[i])});
            }
        }
        return page;
    });
}

base::Result<TaskView> read_task(Environment& env, const identity::Actor& actor, TaskId id) {
    return env.db.read([&](store::ReadTx& tx) { return load_task(tx, env, actor, id); });
}

std::optional<std::int64_t> read_task_version(Environment& env, TaskId id) {
    return env.db.read([&](store::ReadTx& tx) { return find_task_version(tx, id); });
}

base::Result<TaskView> edit_task(Environment& env, const identity::Actor& actor, TaskId id, std::int64_t version, const TaskEdit& edit) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<TaskView> {
        std::optional<TaskRow> row = find_task(tx, id);
        if (!row) {
            return base::not_found("task.not_found", "没有这项任务");
        }
        tx.lock(row->plan.id.value());
        row = find_task(tx, id);
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.edit", row->owner, row->office));
        const TaskRow before = *row;
        put(row->head.title, edit.title);
        put(row->content, edit.content);
        put(row->head.deadline, edit.deadline);
        put(row->head.state, edit.state);
        row->head.version = version;
        std::vector<audit::Change> changes =
            really_changed({{"title", "标题", before.head.title, row->head.title},
                            {"content", "内容", before.content, row->content},
                            {"deadline", "完成时限", date_or_none(before.head.deadline), date_or_none(row->head.deadline)},
                            {"state", "状态", std::string{word(before.head.state)}, std::string{word(row->head.state)}}});
        if (before.plan_state == PlanState::Confirmed && row->head.state != before.head.state) {
            return base::conflict("task.in_force", "方案已经确认，任务正在执行，不能再改为草稿或不采用");
        }
        if (row->head.state == TaskState::Accepted && before.head.state != TaskState::Accepted) {
            const auto questions = questions_of_task(tx, id);
            if (const auto open = std::ranges::count_if(questions, &QuestionRow::open); open > 0) {
                return base::conflict(base::phrase("task.questions_open", "这项任务还有 {count} 处待确认，请先逐一明确再采用",
                                                   {{"count", std::to_string(open)}}));
            }
        }
        if (auto reason = changes.empty() ? std::nullopt : missing_reason(before.plan_state, edit.reason)) {
            return refused({*std::move(reason)});
        }
        if (!update_task(tx, *row)) {
            return version_mismatch("任务");
        }
        record_edit(tx, env.ids, now, actor.origin(), before.plan_state,
                    {.action = kEditTask,
                     .task = id,
                     .object_kind = "task",
                     .object = id.value(),
                     .label = before.head.title,
                     .summary = fmt::format("修改任务 {} {}", before.head.ref, row->head.title),
                     .reason = edit.reason,
                     .changes = std::move(changes)});
        return load_task(tx, env, actor, id);
    });
}

}  // namespace luoshi::plan
