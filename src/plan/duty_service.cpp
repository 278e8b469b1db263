#include "plan/duty_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/plan_store.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kEditDuty{"duty.edit", "更正责任单位"};

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
    if (!edit.role && !edit.units) {
        return base::bad_input("request.nothing", "没有要修改的内容：请给出新的角色或单位");
    }
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<DutyRow> {
        const std::optional<DutyRow> before = find_duty(tx, id);
        if (!before) {
            return base::not_found("duty.not_found", "没有这条责任分工");
        }
        const PlanRow plan = *find_plan(tx, before->plan);
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.edit", plan.owner.id, plan.office));
        DutyRow after = *before;
        after.version = version;
        after.role = edit.role.value_or(before->role);
        after.note = edit.note;
        after.confirmed_by = actor.user_name;
        after.confirmed_at = now;
        if (edit.units) {
            after.units = find_units(tx, *edit.units);
            if (auto errors = unknown_units(*edit.units, after.units, "/unit_ids"); !errors.empty()) {
                return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
            }
            after.resolution = after.units.empty() ? Resolution::Open : Resolution::Answer;
            after.group_code = std::nullopt;
        }
        if (!update_duty(tx, after)) {
            return version_mismatch("责任分工");
        }
        if (edit.units) {
            replace_members(tx, id, *edit.units);
        }
        if (plan.state == PlanState::Confirmed) {
            follow_duties_of_task(tx, env, plan.id, before->task, env.hooks.business_date());
        }
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kEditDuty,
                       .object_kind = "duty",
                       .object_id = id.text(),
                       .summary = fmt::format("更正“{}”：{}", before->literal, edit.note),
                       .detail_json = audit::changes({{"role", "角色", role_name(before->role), role_name(after.role)},
                                                      {"units", "单位", joined_names(before->units), joined_names(after.units)}})});
        after.version = version + 1;
        return after;
    });
}

}  // namespace luoshi::plan
