#include "order/plan_matter_service.hpp"

#include <fmt/format.h>

#include "order/plan_matter_store.hpp"
#include "plan/plan_store.hpp"
#include "plan/task_store.hpp"

namespace luoshi::order {
namespace {

using identity::Actor;

base::Error refused(std::size_t place, const char* code, std::string message) {
    return {base::Category::BadInput, code, message, {{fmt::format("/matters/{}", place), code, message}}, {}};
}

/// 沧政办字〔2018〕115号 《…方案》 三（一）1
std::string basis_of(store::ReadTx& tx, const plan::TaskRow& task) {
    const auto plan = plan::find_plan(tx, task.plan.id);
    std::string out = plan && plan->doc_number ? *plan->doc_number : "";
    out += "《" + task.plan.name + "》";
    return task.clause_ref.empty() ? out : out + " " + task.clause_ref;
}

}  // namespace

PlanMatterPage PlanMatters::list(const Actor& actor, const PlanMatterFilter& filter, const std::optional<PlanMatterKey>& after, int limit) {
    return db_.read([&](store::ReadTx& tx) {
        PlanMatterPage out{
            plan_matters(tx, actor, filter, orders_.today(), orders_.open_states(), after.value_or(PlanMatterKey{}), limit + 1), {}};
        if (out.items.size() > static_cast<std::size_t>(limit)) {
            out.items.pop_back();
            const auto& last = out.items.back();
            out.next = {last.task_place, last.part.value(), last.kind == PlanMatter::Kind::Milestone ? last.id : 0};
        }
        return out;
    });
}

Draft PlanMatters::draft_of(store::ReadTx& tx, const PlanMatter& matter, const PlanRegistration& registration) const {
    const auto today = orders_.today();
    const auto task = plan::find_task(tx, matter.task);
    Draft out;
    out.source = registration.source;
    out.urgency = registration.urgency;
    out.task = matter.task;
    out.main = matter.unit.id;
    out.due_on = registration.due_on;
    if (!out.due_on && matter.due_on && *matter.due_on >= today) {
        out.due_on = matter.due_on;
    }
    out.basis = basis_of(tx, *task);
    if (matter.kind == PlanMatter::Kind::Milestone) {
        out.title = matter.milestone;
        out.content = fmt::format("{} {}\n时间节点：{}，{} 前完成。", matter.task_ref, matter.task_title, matter.milestone,
                                  base::date_text(*matter.due_on));
        return out;
    }
    out.title = matter.task_title;
    out.content = task->content;
    const int year = static_cast<int>(std::chrono::year_month_day{today}.year());
    for (const auto& measure : plan::measures_of_task(tx, matter.task)) {
        if (measure.year_from <= year && year <= measure.year_to) {
            out.content += fmt::format("\n{} 年：{}", year, measure.text);
        }
    }
    return out;
}

base::Result<std::vector<OrderId>> PlanMatters::draft(const Actor& actor, const PlanRegistration& registration) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<std::vector<OrderId>> {
        std::vector<OrderId> out;
        for (std::size_t place = 0; place < registration.matters.size(); ++place) {
            const auto& ref = registration.matters[place];
            const auto origin = origin_of(ref.kind, ref.id);
            const auto matter = find_plan_matter(tx, actor, orders_.today(), orders_.open_states(), ref);
            if (!matter) {
                return refused(place, "order.no_plan_matter", "没有这项责任或时间节点，或它已经完成，或不归本单位督办；请刷新后重选");
            }
            if (matter->order) {
                return refused(place, "order.exists", "“" + matter->order_title + "”已经立项，一事一项；请刷新后重选");
            }
            const auto id = orders_.draft_from(tx, actor, draft_of(tx, *matter, registration), origin);
            if (!id) {
                const auto& error = id.error();
                const auto& said = error.fields.empty() ? error.message : error.fields.front().message;
                return refused(place, error.fields.empty() ? error.code.c_str() : error.fields.front().code.c_str(),
                               fmt::format("{} {}：{}", matter->task_ref, matter->unit.name, said));
            }
            if (const auto* step = orders_.workflow().submission(); registration.submit && step != nullptr) {
                Act submit;
                submit.action = step->code;
                LUOSHI_TRY(taken, orders_.act_in(tx, actor, *id, 1, submit, Deciders::NotTold));
            }
            out.push_back(*id);
        }
        if (const auto* step = orders_.workflow().submission(); registration.submit && step != nullptr) {
            orders_.tell_many_wait(tx, actor, *step, out.size());
        }
        return out;
    });
}

}  // namespace luoshi::order
