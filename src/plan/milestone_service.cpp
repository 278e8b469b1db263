#include "plan/milestone_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"
#include "plan/plan_store.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kAdd{"milestone.add", "设定时间节点"};
const audit::Action kEdit{"milestone.edit", "修改时间节点"};
const audit::Action kDrop{"milestone.remove", "删除时间节点"};

MilestoneView viewed(MilestoneRow row, base::Date today) {
    const bool overdue = !row.done_on && row.due_on < today;
    return {std::move(row), overdue};
}

/// A year after the plan ends, of one that goes on after its time a year from now; ten years where it does not say when it ends.
base::Date last_day(store::ReadTx& tx, PlanId id, base::Date today) {
    const auto plan = find_plan(tx, id);
    const auto years_from_now = [&](int years) { return base::last_day_of_month(base::year_of(today) + years, base::month_of(today)); };
    const auto last = plan && plan->period_to ? base::make_date(*plan->period_to + 1, 12, 31) : std::nullopt;
    return last ? std::max(*last, years_from_now(1)) : years_from_now(10);
}

std::vector<base::FieldError> wrong_fields(const MilestoneRow& row, base::Date part_begins, base::Date last, base::Date today) {
    std::vector<base::FieldError> errors;
    if (row.planned_pct < base::Decimal{} || row.planned_pct > base::Decimal::from_e4(100 * base::Decimal::kUnit)) {
        errors.push_back({"/planned_pct", "milestone.pct_range", "计划完成比例应在 0 到 100 之间"});
    }
    if (row.due_on < part_begins) {
        errors.push_back(base::field_error("/due_on", base::phrase("milestone.too_early", "时间节点不能早于责任开始的日期 {date}",
                                                                   {{"date", base::date_text(part_begins)}})));
    }
    if (row.due_on > last) {
        errors.push_back(base::field_error(
            "/due_on", base::phrase("milestone.too_late", "时间节点不能晚于 {date}（方案结束后一年；方案已到期的，从现在起一年）",
                                    {{"date", base::date_text(last)}})));
    }
    if (row.done_on && *row.done_on > today) {
        errors.push_back({"/done_on", "milestone.done_in_future", "完成日期不能晚于今天"});
    }
    return errors;
}

base::Error invalid(std::vector<base::FieldError> errors) {
    return {base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
}

}  // namespace

base::Result<MilestoneView> add_milestone(Environment& env, const identity::Actor& actor, UnitDutyId part, const NewMilestone& milestone) {
    const base::Moment now = env.clock.now();
    const base::Date today = env.hooks.business_date();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<MilestoneView> {
        LUOSHI_TRY(own, own_part(tx, actor, part));
        const MilestoneRow row{.id = env.ids.make<MilestoneId>(),
                               .unit_duty = part,
                               .title = milestone.title,
                               .due_on = milestone.due_on,
                               .first_due_on = milestone.due_on,
                               .planned_pct = milestone.planned_pct,
                               .done_on = std::nullopt,
                               .version = 1};
        if (auto errors = base::all_errors(milestone.unread, wrong_fields(row, own.valid_from, last_day(tx, own.plan, today), today));
            !errors.empty()) {
            return invalid(std::move(errors));
        }
        insert_milestone(tx, row);
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kAdd,
                       .object_kind = "milestone",
                       .object_id = row.id.text(),
                       .summary = fmt::format("任务 {}：{}（{} 前，计划 {}%）", own.task_ref, row.title, base::date_text(row.due_on),
                                              row.planned_pct.text())});
        return viewed(row, today);
    });
}

base::Result<MilestoneView> edit_milestone(Environment& env, const identity::Actor& actor, MilestoneId id, std::int64_t version,
                                           const MilestoneEdit& edit) {
    const base::Moment now = env.clock.now();
    const base::Date today = env.hooks.business_date();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<MilestoneView> {
        const std::optional<MilestoneRow> before = find_milestone(tx, id);
        if (!before) {
            return base::not_found("milestone.not_found", "没有这个时间节点");
        }
        LUOSHI_TRY(own, own_part(tx, actor, before->unit_duty));
        MilestoneRow after = *before;
        after.title = edit.title.value_or(before->title);
        after.due_on = edit.due_on.value_or(before->due_on);
        after.planned_pct = edit.planned_pct.value_or(before->planned_pct);
        after.done_on = edit.done_on.value_or(before->done_on);
        after.version = version;
        std::vector<base::FieldError> errors = wrong_fields(after, own.valid_from, last_day(tx, own.plan, today), today);
        const bool read = std::ranges::find(edit.unread, "/due_on", &base::FieldError::path) == edit.unread.end();
        if (read && after.due_on != before->due_on && !is_reason(edit.reason)) {
            errors.push_back(reason_missing());
        }
        if (errors = base::all_errors(edit.unread, std::move(errors)); !errors.empty()) {
            return invalid(std::move(errors));
        }
        if (!update_milestone(tx, after)) {
            return version_mismatch("时间节点");
        }
        const auto date_or_none = [](const std::optional<base::Date>& date) {
            return date ? base::date_text(*date) : std::string{"未完成"};
        };
        audit::record(
            tx, env.ids, now, actor.origin(),
            {.action = kEdit,
             .object_kind = "milestone",
             .object_id = id.text(),
             .summary = fmt::format("任务 {}：{}{}{}", own.task_ref, after.title, edit.reason.empty() ? "" : "；理由：", edit.reason),
             .detail_json = changed_fields({{"title", "名称", before->title, after.title},
                                            {"due_on", "期限", base::date_text(before->due_on), base::date_text(after.due_on)},
                                            {"planned_pct", "计划完成比例", before->planned_pct.text(), after.planned_pct.text()},
                                            {"done_on", "完成日期", date_or_none(before->done_on), date_or_none(after.done_on)}})});
        after.version = version + 1;
        return viewed(after, today);
    });
}

base::Status drop_milestone(Environment& env, const identity::Actor& actor, MilestoneId id, std::int64_t version) {
    const base::Moment now = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Status {
        const std::optional<MilestoneRow> row = find_milestone(tx, id);
        if (!row) {
            return base::not_found("milestone.not_found", "没有这个时间节点");
        }
        LUOSHI_TRY(own, own_part(tx, actor, row->unit_duty));
        if (row->done_on) {
            return base::conflict("milestone.done", "已经完成的时间节点不能删除");
        }
        if (!remove_milestone(tx, id, version)) {
            return version_mismatch("时间节点");
        }
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = kDrop,
                       .object_kind = "milestone",
                       .object_id = id.text(),
                       .summary = fmt::format("任务 {}：{}（{} 前）", own.task_ref, row->title, base::date_text(row->due_on))});
        return base::Done{};
    });
}

}  // namespace luoshi::plan
