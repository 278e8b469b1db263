#pragma once
#include "identity/actor.hpp"
#include "supervise/boards_service.hpp"
#include "supervise/gantt.hpp"

namespace luoshi::supervise {

struct GanttPage {
    BoardPtr board;
    std::vector<GanttTask> tasks;  ///< they point into the board
};

/// Tasks of a plan with milestones and orders, each with its first due day. Tasks are everybody's; milestones of the parts the reader may
/// see (plan::sees_part), orders in his sight. Errors: plan.not_found, calendar.not_loaded.
base::Result<GanttPage> gantt_page(store::Database& db, Boards& boards, order::Orders& orders, const identity::Actor& actor,
                                   plan::PlanId plan, const GanttFilter& filter);

}  // namespace luoshi::supervise
