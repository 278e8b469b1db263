#pragma once
#include <optional>
#include <string>
#include <vector>

#include "order/order_service.hpp"

namespace luoshi::order {

/// What of the plan an item may be made of: one unit's part of a task, or a milestone of that part. One matter, one item.
struct PlanMatter {
    enum class Kind { Part, Milestone };
    Kind kind = Kind::Part;
    std::int64_t id = 0;  ///< of the part or of the milestone
    TaskId task{1};
    int task_place = 0;  ///< in the document
    std::string task_ref;
    std::string task_title;
    plan::UnitDutyId part{1};
    plan::UnitRef unit{UnitId{1}, {}};
    std::string milestone;  ///< its title
    std::optional<Date> due_on = {};
    std::optional<OrderId> order = {};  ///< made of it; of a part also an open one on the same task with the same unit
    std::string order_title;            ///< with its number
    std::string order_state;
};

struct PlanMatterFilter {
    std::optional<UnitId> unit = {};
    std::optional<TaskId> task = {};
    std::optional<PlanMatter::Kind> kind = {};
    bool without_order = false;
    bool overdue = false;  ///< due before today
};
/// Where a page of matters begins: behind this one.
struct PlanMatterKey {
    int task_place = 0;
    std::int64_t part = 0;
    std::int64_t milestone = 0;
};
struct PlanMatterPage {
    std::vector<PlanMatter> items;
    std::optional<PlanMatterKey> next;
};

struct PlanMatterRef {
    PlanMatter::Kind kind = PlanMatter::Kind::Part;
    std::int64_t id = 0;
};
/// What the items made at once have in common.
struct PlanRegistration {
    std::string source;
    std::string urgency;
    std::optional<Date> due_on = {};  ///< nothing: the day of the milestone or the task if it is still ahead, else the limit of the source
    bool submit = false;              ///< at once for approval
    std::vector<PlanMatterRef> matters = {};
};

/// Registers items from the clauses and milestones of confirmed plans (domain 1.2: annual plan breakdown).
class PlanMatters {
public:
    PlanMatters(store::Database& db, Orders& orders) : db_(db), orders_(orders) {}

    const Workflow& workflow() const { return orders_.workflow(); }

    /// In the order of the document, of what the reader's unit may supervise: parts of units in its scope and of tasks it leads, in force
    /// and not its own; milestones that are not done.
    PlanMatterPage list(const identity::Actor& actor, const PlanMatterFilter& filter, const std::optional<PlanMatterKey>& after, int limit);

    /// Drafts an item of each matter, all or none, and submits them where that is asked. Errors: order.no_plan_matter, order.exists (each
    /// with its place in the list), those of Orders::draft and of the step.
    base::Result<std::vector<OrderId>> draft(const identity::Actor& actor, const PlanRegistration& registration);

private:
    Draft draft_of(store::ReadTx& tx, const PlanMatter& matter, const PlanRegistration& registration) const;

    store::Database& db_;
    Orders& orders_;
};

}  // namespace luoshi::order
