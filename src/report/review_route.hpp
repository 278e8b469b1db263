#pragma once
#include <optional>
#include <string>
#include <vector>

#include "identity/ids.hpp"

namespace luoshi::report {

/// Whose desk a step of the review route lies on (design 3: who fills in, the head of the own unit, the lead unit, the plan office).
enum class Reviewer { OwnHead, LeadUnit, PlanOffice };

/// One step as the package defines it.
struct RouteStep {
    std::string code;  ///< "unit_head"
    std::string name;  ///< "本单位负责人审签"
    Reviewer reviewer = Reviewer::OwnHead;
    std::string handed_down_name = {};  ///< "交办单位审核": of the lead unit's step where a superior takes it; empty: the same
};
/// The step as the unit of a part handed down knows it: code "superior" and a name of its own where the superior takes it.
RouteStep named_for(RouteStep step, bool handed_down);

/// The facts a route depends on.
struct RouteFacts {
    identity::UnitId own;
    std::vector<identity::UnitId> leads;  ///< lead units of the task, first is the one that gathers
    identity::UnitId office;
    std::optional<identity::UnitId> superior = {};  ///< the unit that handed this part down; reviews in place of the lead unit
    bool submitter_is_head = false;                 ///< or the unit has no head post: the own step is passed with the submission
};

struct ResolvedStep {
    RouteStep step;
    identity::UnitId unit;
    bool skipped = false;  ///< shown on the route, but nobody has to act
};

/// The steps of one report. A step is skipped when the unit itself would review its own work again (report/INV-5): the own step of a
/// submitting head, the lead step of the lead unit itself, and a step on the same unit as the step before it. Where that would leave
/// no step but the own head's, the last step stays: the plan office's own figures, too, are settled by somebody else.
std::vector<ResolvedStep> resolve_route(const std::vector<RouteStep>& steps, const RouteFacts& facts);

/// 1-based place of the first step after `step` that somebody has to take; 0 when there is none (the report is approved).
int next_step(const std::vector<ResolvedStep>& route, int step);

}  // namespace luoshi::report
