#include "supervise/gantt_service.hpp"

#include <map>

#include "plan/plan_service.hpp"
#include "plan/unit_duty_service.hpp"

namespace luoshi::supervise {
namespace {

std::vector<GanttPart> parts_of(store::ReadTx& tx, const identity::Actor& actor, plan::PlanId plan) {
    const plan::UnitDutyFilter filter{.unit = std::nullopt, .plan = plan, .led_by = actor.unit};
    std::vector<GanttPart> parts;
    std::map<plan::UnitDutyId, std::size_t> place;
    for (auto& listed : plan::list_unit_duties(tx, filter)) {
        if (plan::sees_part(actor, listed.row, listed.led)) {
            place.emplace(listed.row.id, parts.size());
            const auto& row = listed.row;
            parts.push_back({row.id, row.task, row.unit, row.valid_from});
        }
    }
    for (const auto& one : plan::list_milestones(tx, filter)) {
        if (const auto found = place.find(one.unit_duty); found != place.end()) {
            parts[found->second].milestones.push_back({one.title, one.first_due_on, one.due_on, one.done_on});
        }
    }
    return parts;
}

}  // namespace

base::Result<GanttPage> gantt_page(store::Database& db, Boards& boards, order::Orders& orders, const identity::Actor& actor,
                                   plan::PlanId plan, const GanttFilter& filter) {
    return db.read([&](store::ReadTx& tx) -> base::Result<GanttPage> {
        LUOSHI_TRY(known, plan::plan_for(tx, actor, plan));
        LUOSHI_TRY(board, boards.get(tx, plan));
        if (!board) {
            return base::not_found("plan.not_found", "没有这个方案，请刷新后重新选择");
        }
        const auto parts = parts_of(tx, actor, plan);
        auto tasks = gantt(board->board(), parts, orders.of_plan(tx, actor, plan), orders.workflow(), filter);
        return GanttPage{std::move(board), std::move(tasks)};
    });
}

}  // namespace luoshi::supervise
