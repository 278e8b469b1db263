#pragma once
#include <optional>
#include <string>
#include <vector>

#include "order/order_service.hpp"
#include "supervise/board.hpp"

namespace luoshi::supervise {

enum class GanttKind { Milestone, Order };

/// A milestone of a unit's part, or an order on the task. The first due day is the baseline: it is never overwritten.
struct GanttRow {
    GanttKind kind = GanttKind::Milestone;
    std::int64_t id = 0;  ///< of the part a milestone belongs to, or of the order
    plan::UnitRef unit{UnitId{1}, {}};
    std::string title;
    base::Date from{};
    base::Date first_due_on{};
    base::Date due_on{};
    std::optional<base::Date> done_on = {};  ///< of an order: when the unit reported what was then closed
    bool overdue = false;
    Light light = {};

    /// By how many calendar days it was put off; negative: brought forward.
    int moved_days() const { return static_cast<int>((due_on - first_due_on).count()); }
};

/// A task: from the first year of its measures to its deadline, else to the end of their last year.
struct GanttTask {
    const TaskLine* line = nullptr;
    base::Date from{};
    base::Date to{};
    base::Date first_to{};  ///< by the deadline the document has
    bool overdue = false;
    std::vector<GanttRow> rows = {};  ///< by due day

    int moved_days() const { return static_cast<int>((to - first_to).count()); }
};

/// What part of it is wanted.
struct GanttFilter {
    std::optional<UnitId> unit = {};
    std::string light = {};  ///< of the task; empty: any
    bool overdue = false;    ///< only what is overdue, with its task
};

/// One part of the plan that may be seen, with its milestones.
struct GanttPart {
    struct Milestone {
        std::string title;
        base::Date first_due_on{};
        base::Date due_on{};
        std::optional<base::Date> done_on = {};
    };
    plan::UnitDutyId id{1};
    plan::TaskId task{1};
    plan::UnitRef unit{UnitId{1}, {}};
    base::Date valid_from{};
    std::vector<Milestone> milestones = {};
};

/// Tasks in the order of the document. `parts` and `orders` are those the reader may see; orders that were given and not dropped count.
std::vector<GanttTask> gantt(const Board& board, const std::vector<GanttPart>& parts, const std::vector<order::Listed>& orders,
                             const order::Workflow& workflow, const GanttFilter& filter);

}  // namespace luoshi::supervise
