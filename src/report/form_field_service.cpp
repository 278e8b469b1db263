#include "report/form_field_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "report/form_field_store.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;

const audit::Action kAdd{"form.add", "增加表样字段"};
const audit::Action kChange{"form.change", "修改表样字段"};
const audit::Action kArrange{"form.arrange", "调整表样顺序"};

base::Error no_plan() { return base::not_found("plan.not_found", "没有这个方案"); }

std::vector<audit::Change> differences(const FormField& before, const FormField& after) {
    std::vector<audit::Change> out;
    const auto note = [&](const char* field, const char* name, std::string from, std::string to) {
        if (from != to) {
            out.push_back({field, name, std::move(from), std::move(to)});
        }
    };
    const auto yes = [](bool flag) { return std::string{flag ? "是" : "否"}; };
    const auto list = [](const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, "、")); };
    const auto tasks = [&](const FormField& field) {
        std::vector<std::string> ids;
        std::ranges::transform(field.tasks, std::back_inserter(ids), &plan::TaskId::text);
        return list(ids);
    };
    note("name", "名称", before.name, after.name);
    note("decimals", "小数位数", std::to_string(before.decimals), std::to_string(after.decimals));
    note("choices", "选项", list(before.choices), list(after.choices));
    note("help", "填写说明", before.help, after.help);
    note("required", "必填", yes(before.required), yes(after.required));
    note("rarely_changes", "很少变动", yes(before.rarely_changes), yes(after.rarely_changes));
    note("levels", "层级", list(before.levels), list(after.levels));
    note("group", "单位组", before.group ? before.group->text() : "", after.group ? after.group->text() : "");
    note("tasks", "任务", tasks(before), tasks(after));
    note("from", "启用月份", before.from.text(), after.from.text());
    note("until", "停用月份", before.until ? before.until->text() : "", after.until ? after.until->text() : "");
    return out;
}

}  // namespace

FormFields::FormFields(store::Database& db, base::IdSource& ids, const base::Clock& clock, BurdenRules burden)
    : db_(db), ids_(ids), clock_(clock), burden_(std::move(burden)) {}

base::Status FormFields::within_caps(store::WriteTx& tx, const Actor& actor, const FormField& field, const std::string& reason,
                                     const std::function<base::Status()>& write) {
    const auto settings = burden_.settings();
    if (settings.caps.empty()) {
        return write();
    }
    const int year = std::max(field.from, calendar::Period::containing(burden_.today())).year();
    const auto before = by_unit(asked_parts(tx, burden_.schedule(), year), settings);
    LUOSHI_TRY(written, write());
    return hold_to_caps(tx, ids_, clock_.now(), burden_, year, before, actor, "表样字段“" + field.name + "”", reason);
}

base::Status FormFields::may_change(store::ReadTx& tx, const Actor& actor, plan::PlanId plan) const {
    const auto owners = plan_owners(tx, plan);
    if (!owners) {
        return no_plan();
    }
    return plan::may_change_plan(actor, "report.settle", owners->owner, owners->office);
}

base::Status FormFields::fits(store::ReadTx& tx, const Actor& actor, const FormField& field) const {
    LUOSHI_TRY(may, may_change(tx, actor, field.plan));
    LUOSHI_TRY(sound, valid(field));
    if (!scope_exists(tx, field)) {
        return base::bad_input("form.bad_scope", "所选的任务不在这个方案里，或单位组不存在；请重新选择");
    }
    if (name_taken(tx, field)) {
        return base::conflict(
            base::phrase("form.name_taken", "这个方案的表样中已有“{name}”；请换一个名称，或先停用原来的", {{"name", field.name}}));
    }
    return base::Done{};
}

base::Result<std::vector<FormField>> FormFields::list(const Actor& actor, std::optional<plan::PlanId> plan) {
    if (!actor.may("report.read")) {
        return base::forbidden("report.no_access", "您的岗位不能查看填报");
    }
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<FormField>> {
        if (plan && !plan_owners(tx, *plan)) {
            return no_plan();
        }
        return fields_of_plan(tx, plan);
    });
}

base::Result<FormField> FormFields::add(const Actor& actor, FormField field, const std::string& excess_reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<FormField> {
        tx.lock(field.plan.value());
        field.id = ids_.make<FormFieldId>();
        LUOSHI_TRY(fit, fits(tx, actor, field));
        LUOSHI_TRY(within, within_caps(tx, actor, field, excess_reason, [&]() -> base::Status {
                       insert_field(tx, field);
                       return base::Done{};
                   }));
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kAdd, .object_kind = "form_field", .object_id = field.id.text(), .summary = field.name});
        return *find_field(tx, field.id);
    });
}

base::Result<FormField> FormFields::change(const Actor& actor, FormField field, const std::string& excess_reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<FormField> {
        const auto before = find_field(tx, field.id);
        if (!before) {
            return base::not_found("form.not_found", "没有这个表样字段，请刷新后重新选择");
        }
        tx.lock(before->plan.value());
        field.plan = before->plan;
        LUOSHI_TRY(fit, fits(tx, actor, field));
        LUOSHI_TRY(same, may_become(*before, field));
        LUOSHI_TRY(
            within, within_caps(tx, actor, field, excess_reason, [&]() -> base::Status {
                if (update_field(tx, field)) {
                    return base::Done{};
                }
                return base::Error{
                    base::Category::VersionMismatch, "form.version_mismatch", "这个字段在您编辑期间已被他人修改，请刷新后对照再改", {}, {}};
            }));
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kChange,
                       .object_kind = "form_field",
                       .object_id = field.id.text(),
                       .summary = field.name,
                       .detail_json = audit::changes_json(differences(*before, field))});
        return *find_field(tx, field.id);
    });
}

base::Result<std::vector<FormField>> FormFields::arrange(const Actor& actor, plan::PlanId plan, const std::vector<FormFieldId>& order) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<std::vector<FormField>> {
        tx.lock(plan.value());
        LUOSHI_TRY(may, may_change(tx, actor, plan));
        auto fields = fields_of_plan(tx, plan);
        std::ranges::stable_sort(fields, {}, [&](const FormField& field) { return std::ranges::find(order, field.id) - order.begin(); });
        for (std::size_t i = 0; i < fields.size(); ++i) {
            place_field(tx, plan, fields[i].id, static_cast<int>(i) + 1);
        }
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kArrange, .object_kind = "plan", .object_id = plan.text(), .summary = "表样字段顺序"});
        return fields;
    });
}

}  // namespace luoshi::report
