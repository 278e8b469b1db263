#include "plan/target_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"
#include "plan/correction_service.hpp"
#include "plan/target_change_store.hpp"
#include "plan/unit_multiplier.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kEdit{"target.edit", "修改目标"};
const audit::Action kPropose{"target.propose_change", "申请调整目标"};
const audit::Action kApprove{"target.approve_change", "批准调整目标"};
const audit::Action kRefuse{"target.refuse_change", "不批准调整目标"};
const audit::Action kWithdraw{"target.withdraw_change", "撤回目标调整申请"};

base::Error unknown_target() { return base::not_found("target.not_found", "没有这个目标"); }

template <class T>
void put(T& field, const std::optional<T>& change) {
    if (change) {
        field = *change;
    }
}

Aim aim_of(const TargetRow& row) {
    return {.op = row.op, .value = row.value, .value_max = row.value_max, .unit = row.unit, .year = row.year, .scope = row.scope};
}

TargetEdit edit_to(const Aim& aim, std::string reason) {
    return {.op = aim.op,
            .value = aim.value,
            .value_max = aim.value_max,
            .unit = aim.unit,
            .year = aim.year,
            .scope = aim.scope,
            .reason = std::move(reason)};
}

std::vector<base::FieldError> wrong_fields(const TargetRow& target) {
    std::vector<base::FieldError> errors;
    if (target.kind == TargetKind::Numeric && !target.value) {
        errors.push_back({"/value", "target.value_missing", "数值目标要有目标值"});
    }
    if (target.op == TargetOperator::Between && (!target.value_max || !target.value || *target.value_max < *target.value)) {
        errors.push_back({"/value_max", "target.range_invalid", "区间目标要有上限，并且不小于下限"});
    }
    if (target.op != TargetOperator::Between && target.value_max) {
        errors.push_back({"/value_max", "target.not_a_range", "只有区间目标才有上限，请清空上限或把运算改为“区间”"});
    }
    if (target.value && !target.base) {
        errors.push_back({"/value", "target.value_too_large", "目标值折算成基本单位后超出范围"});
    }
    return errors;
}

/// What shares of a target are counted in, or the year they are for, changes.
bool counts_otherwise(const TargetRow& before, const TargetRow& after) {
    const auto counted = [](const TargetRow& row) {
        return std::tuple{row.unit, row.year, row.indicator ? std::optional{row.indicator->id} : std::nullopt};
    };
    return counted(before) != counted(after);
}

/// A target before and after an edit that may be stored.
struct Edited {
    TaskRow task;
    TargetRow before;
    TargetRow after;
    std::vector<audit::Change> changes;

    bool changes_aim() const { return aim_of(before) != aim_of(after); }
    std::string summary() const { return fmt::format("任务 {} 的目标“{}”", task.head.ref, after.name); }
    Edit record(const audit::Action& action, std::string reason) {
        return {.action = action,
                .task = task.head.id,
                .object_kind = "target",
                .object = before.id.value(),
                .label = before.name,
                .summary = std::string{action.name()} + "：" + summary(),
                .reason = std::move(reason),
                .changes = std::move(changes)};
    }
};

base::Result<Edited> edited(const Environment& env, store::ReadTx& tx, const identity::Actor& actor, std::string_view permission,
                            TargetId id, std::int64_t version, const TargetEdit& edit) {
    const std::optional<TargetRow> before = find_target(tx, id);
    if (!before) {
        return unknown_target();
    }
    Edited out{.task = *find_task(tx, before->task), .before = *before, .after = *before, .changes = {}};
    LUOSHI_TRY(allowed, may_change_plan(actor, permission, out.task.owner, out.task.office));
    TargetRow& after = out.after;
    put(after.name, edit.name);
    put(after.op, edit.op);
    put(after.value, edit.value);
    put(after.value_max, edit.value_max);
    put(after.unit, edit.unit);
    put(after.year, edit.year);
    put(after.scope, edit.scope);
    if (edit.indicator) {
        after.indicator = *edit.indicator ? std::optional{Named<IndicatorId>{**edit.indicator, {}}} : std::nullopt;
    }
    after.version = version;
    const auto in_base_unit = [&](const std::optional<base::Decimal>& value) {
        return value ? to_base_unit(*value, after.unit) : std::nullopt;
    };
    after.base = in_base_unit(after.value);
    after.base_max = in_base_unit(after.value_max);
    std::vector<base::FieldError> errors = wrong_fields(after);
    std::optional<Direction> direction;
    if (after.indicator) {
        const auto indicator = find_indicator(tx, after.indicator->id);
        if (!indicator) {
            errors.push_back({"/indicator_id", "indicator.not_found", "没有这个指标"});
        } else {
            direction = indicator->direction;
            after.indicator->name = indicator->name;
        }
    }
    const auto indicator_name = [](const TargetRow& row) { return row.indicator ? row.indicator->name : std::string{}; };
    out.changes = really_changed({{"name", "名称", before->name, after.name}});
    std::ranges::move(differences(aim_of(*before), aim_of(after)), std::back_inserter(out.changes));
    std::ranges::move(really_changed({{"indicator", "指标", indicator_name(*before), indicator_name(after)}}),
                      std::back_inserter(out.changes));
    if (auto reason = out.changes.empty() ? std::nullopt : missing_reason(out.task.plan_state, edit.reason)) {
        errors.push_back(*std::move(reason));
    }
    if (!errors.empty()) {
        return refused(std::move(errors));
    }
    if (counts_otherwise(*before, after) && env.hooks.has_issued_shares && env.hooks.has_issued_shares(tx, id)) {
        return base::conflict(
            "target.shares_issued",
            "这个目标已有下达给单位的份额，不能改它的指标、计量单位和年度；请先到“目标分解”调整份额（全部收回），再改目标");
    }
    after.effective_op = effective_operator(after.op, direction, after.change.empty() ? '\0' : after.change.front());
    return out;
}

/// Of the year a target is for, of the present one if it is for each, nothing has changed too late.
base::Status in_window(const Environment& env, const TargetRow& target) {
    const base::Date today = env.hooks.business_date();
    const auto year = target.year       ? target.year
                      : target.per_year ? std::optional{base::year_of(today)}
                      : target.due_on   ? std::optional{base::year_of(*target.due_on)}
                                        : std::nullopt;
    if (const auto last = year ? std::optional{env.hooks.last_change_day(*year)} : std::nullopt; last && *last < today) {
        return base::conflict(base::phrase("target.window_closed", "{year}年的目标只能在{last}以前调整，现在已经过期",
                                           {{"year", std::to_string(*year)}, {"last", base::date_text(*last)}}));
    }
    return base::Done{};
}

/// An open change with its target, for somebody who decides on the plan.
base::Result<TargetChange> open_change(store::WriteTx& tx, const identity::Actor& actor, TargetChangeId id) {
    const auto found = find_target_change(tx, id);
    if (!found) {
        return base::not_found("target.change_not_found", "没有这次目标调整申请");
    }
    const TaskRow task = *find_task(tx, found->task);
    tx.lock(task.plan.id.value());
    const bool own = found->proposed_user == actor.user;
    LUOSHI_TRY(allowed, may_change_plan(actor, own ? "plan.edit" : "plan.confirm", task.owner, task.office));
    return *found;
}

base::Error already_decided() { return base::conflict("target.change_decided", "这次目标调整已经批复或撤回，请刷新"); }

}  // namespace

base::Result<TargetRow> edit_target(Environment& env, const identity::Actor& actor, TargetId id, std::int64_t version,
                                    const TargetEdit& edit) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<TargetRow> {
        LUOSHI_TRY(made, edited(env, tx, actor, "plan.edit", id, version, edit));
        if (made.task.plan_state == PlanState::Confirmed && made.changes_aim()) {
            return base::conflict("target.needs_approval", "方案已经确认：目标的数值、年度、单位和范围须提出调整申请，由另一人批准");
        }
        if (!update_target(tx, made.after)) {
            return version_mismatch("目标");
        }
        record_edit(tx, env.ids, now, actor.origin(), made.task.plan_state, made.record(kEdit, edit.reason));
        made.after.version = version + 1;
        return made.after;
    });
}

base::Result<TargetChange> propose_target_change(Environment& env, const identity::Actor& actor, TargetId id, std::int64_t version,
                                                 const TargetEdit& edit) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<TargetChange> {
        LUOSHI_TRY(made, edited(env, tx, actor, "plan.edit", id, version, edit));
        tx.lock(made.task.plan.id.value());
        if (made.task.plan_state != PlanState::Confirmed) {
            return base::conflict("target.plan_draft", "方案还没有确认，目标可以直接修改");
        }
        if (made.before.version != version) {
            return version_mismatch("目标");
        }
        if (!made.changes_aim()) {
            return base::bad_input("target.no_change", "没有改动目标的数值、年度、单位或范围");
        }
        if (has_open_change(tx, id)) {
            return base::conflict("target.change_open", "上一次调整申请还没有批复；请等批复或先撤回");
        }
        LUOSHI_TRY(old_in_time, in_window(env, made.before));
        LUOSHI_TRY(new_in_time, in_window(env, made.after));
        const TargetChange change{{.reason = std::string{base::trim(edit.reason)},
                                   .proposed_on = env.hooks.business_date(),
                                   .proposed_at = now,
                                   .proposed_user = actor.user,
                                   .proposed_by = actor.signature()},
                                  env.ids.make<TargetChangeId>(),
                                  id,
                                  made.task.head.id,
                                  aim_of(made.before),
                                  aim_of(made.after)};
        insert_target_change(tx, change);
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kPropose,
                       .object_kind = "target",
                       .object_id = id.text(),
                       .summary = made.summary() + "；理由：" + change.reason,
                       .detail_json = audit::changes_json(made.changes)});
        return change;
    });
}

base::Result<TargetChange> approve_target_change(Environment& env, const identity::Actor& actor, TargetChangeId id) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<TargetChange> {
        LUOSHI_TRY(open, open_change(tx, actor, id));
        if (open.proposed_user == actor.user) {
            return base::forbidden("target.own_change", "自己申请的调整须由另一人批准");
        }
        const TargetRow target = *find_target(tx, open.target);
        LUOSHI_TRY(made, edited(env, tx, actor, "plan.confirm", open.target, target.version, edit_to(open.after, open.reason)));
        LUOSHI_TRY(old_in_time, in_window(env, made.before));
        LUOSHI_TRY(new_in_time, in_window(env, made.after));
        TargetChange change = open;
        change.decide(ChangeState::Approved, env.hooks.business_date(), now, actor.signature());
        if (!decide_target_change(tx, change)) {
            return already_decided();
        }
        if (!update_target(tx, made.after)) {
            return version_mismatch("目标");
        }
        record_edit(tx, env.ids, now, actor.origin(), made.task.plan_state,
                    made.record(kApprove, fmt::format("{}（{}申请）", open.reason, open.proposed_by)));
        return change;
    });
}

base::Result<TargetChange> refuse_target_change(Environment& env, const identity::Actor& actor, TargetChangeId id,
                                                const std::string& reason) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<TargetChange> {
        LUOSHI_TRY(open, open_change(tx, actor, id));
        const bool own = open.proposed_user == actor.user;
        if (!own && !is_reason(reason)) {
            return refused({reason_missing()});
        }
        TargetChange change = open;
        change.decide(own ? ChangeState::Withdrawn : ChangeState::Refused, env.hooks.business_date(), now, actor.signature());
        change.note = base::trim(reason);
        if (!decide_target_change(tx, change)) {
            return already_decided();
        }
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = own ? kWithdraw : kRefuse,
                       .object_kind = "target",
                       .object_id = open.target.text(),
                       .summary = find_target(tx, open.target)->name + (change.note.empty() ? "" : "；理由：" + change.note),
                       .detail_json = audit::changes_json(differences(open.before, open.after))});
        return change;
    });
}

std::vector<WaitingTargetChange> waiting_target_changes(store::ReadTx& tx, const identity::Actor& actor) {
    std::vector<WaitingTargetChange> out;
    if (!actor.may("plan.confirm")) {
        return out;
    }
    for (TargetChange& change : open_target_changes(tx)) {
        const TaskRow task = *find_task(tx, change.task);
        if (change.proposed_user != actor.user && may_change_plan(actor, "plan.confirm", task.owner, task.office)) {
            const std::string name = find_target(tx, change.target)->name;
            out.push_back({std::move(change), name, task.head.ref});
        }
    }
    return out;
}

}  // namespace luoshi::plan
