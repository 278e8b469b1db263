#include "plan/duty_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"
#include "plan/correction_service.hpp"
#include "plan/plan_store.hpp"
#include "plan/unit_wording.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kEditDuty{"duty.edit", "更正责任单位"};

/// Puts the units of an edit into the duty; says what is wrong with them.
std::vector<base::FieldError> decide_units(store::ReadTx& tx, base::Date on, const DutyEdit& edit, DutyRow& duty) {
    std::vector<base::FieldError> errors;
    if (edit.units && edit.group_code) {
        errors.push_back({"/group_code", "duty.units_or_group", "单位和单位组只能选一种"});
    } else if (edit.units) {
        duty.units = find_units(tx, *edit.units);
        errors = unknown_units(*edit.units, duty.units, "/unit_ids");
        duty.resolution = duty.units.empty() ? Resolution::Open : Resolution::Answer;
        duty.group_code = std::nullopt;
    } else if (edit.group_code) {
        duty.units = members_of_group(tx, *edit.group_code, on);
        duty.resolution = Resolution::Group;
        duty.group_code = edit.group_code;
        if (duty.units.empty()) {
            errors.push_back(
                {"/group_code", "group.not_found", fmt::format("没有代码为 {} 的单位组，或者它当时没有成员", *edit.group_code)});
        }
    }
    return errors;
}

}  // namespace

std::string joined_names(const std::vector<UnitRef>& units) {
    std::string out;
    for (const UnitRef& unit : units) {
        out += (out.empty() ? "" : "、") + unit.name;
    }
    return out;
}

std::vector<base::FieldError> unknown_units(const std::vector<UnitId>& asked, const std::vector<UnitRef>& found, std::string_view path) {
    std::vector<base::FieldError> errors;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (std::ranges::find(found, asked[i], &UnitRef::id) == found.end()) {
            errors.push_back({fmt::format("{}/{}", path, i), "unit.not_found", fmt::format("没有编号为 {} 的单位", asked[i].value())});
        }
    }
    return errors;
}

void follow_duties_of_task(store::WriteTx& tx, Environment& env, PlanId plan, TaskId task, base::Date from) {
    const auto changes = follow_duties(merge_members(members_of_task(tx, task)), unit_duties_of_task(tx, task));
    apply_changes(tx, env.ids, plan, task, changes, from, env.hooks.business_date());
}

base::Result<DutyRow> edit_duty(Environment& env, const identity::Actor& actor, DutyId id, std::int64_t version, const DutyEdit& edit) {
    if (!edit.role && !edit.units && !edit.group_code) {
        return base::bad_input("request.nothing", "没有要修改的内容：请给出新的角色或单位");
    }
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<DutyRow> {
        const std::optional<DutyRow> before = find_duty(tx, id);
        if (!before) {
            return base::not_found("duty.not_found", "没有这条责任分工");
        }
        tx.lock(before->plan.value());
        const PlanRow plan = *find_plan(tx, before->plan);
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.edit", plan.owner.id, plan.office));
        DutyRow after = *before;
        after.version = version;
        after.role = edit.role.value_or(before->role);
        after.note = edit.note;
        after.confirmed_by = actor.user_name;
        after.confirmed_at = now;
        std::vector<base::FieldError> errors = decide_units(tx, plan.issued_on.value_or(env.hooks.business_date()), edit, after);
        std::vector<audit::Change> changes =
            really_changed({{"role", "角色", std::string{role_name(before->role)}, std::string{role_name(after.role)}},
                            {"units", "单位", joined_names(before->units), joined_names(after.units)}});
        if (auto reason = changes.empty() ? std::nullopt : missing_reason(plan.state, edit.reason)) {
            errors.push_back(*std::move(reason));
        }
        if (!errors.empty()) {
            return refused(std::move(errors));
        }
        if (!update_duty(tx, after)) {
            return version_mismatch("责任分工");
        }
        replace_members(tx, id, after.units);
        if (plan.state == PlanState::Confirmed) {
            follow_duties_of_task(tx, env, plan.id, before->task, env.hooks.business_date());
        }
        record_edit(tx, env.ids, now, actor.origin(), plan.state,
                    {.action = kEditDuty,
                     .task = before->task,
                     .object_kind = "duty",
                     .object = id.value(),
                     .label = fmt::format("{}：{}", role_name(before->role), before->literal),
                     .summary = fmt::format("更正“{}”：{}", before->literal, edit.note),
                     .reason = edit.reason,
                     .changes = std::move(changes)});
        after.version = version + 1;
        return after;
    });
}

}  // namespace luoshi::plan
