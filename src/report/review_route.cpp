#include "report/review_route.hpp"

#include <algorithm>

namespace luoshi::report {
namespace {

identity::UnitId reviewer_of(Reviewer reviewer, const RouteFacts& facts) {
    switch (reviewer) {
        case Reviewer::OwnHead:
            return facts.own;
        case Reviewer::LeadUnit:
            break;
        case Reviewer::PlanOffice:
            return facts.office;
    }
    if (facts.superior) {
        return *facts.superior;
    }
    const bool own_leads = std::find(facts.leads.begin(), facts.leads.end(), facts.own) != facts.leads.end();
    return own_leads ? facts.own : facts.leads.empty() ? facts.office : facts.leads.front();
}

}  // namespace

RouteStep named_for(RouteStep step, bool handed_down) {
    if (handed_down && step.reviewer == Reviewer::LeadUnit && !step.handed_down_name.empty()) {
        step.code = "superior";
        step.name = step.handed_down_name;
    }
    return step;
}

std::vector<ResolvedStep> resolve_route(const std::vector<RouteStep>& steps, const RouteFacts& facts) {
    std::vector<ResolvedStep> route;
    std::optional<identity::UnitId> before = facts.own;  // who has already looked at it
    for (const auto& step : steps) {
        const auto unit = reviewer_of(step.reviewer, facts);
        const bool skipped = step.reviewer == Reviewer::OwnHead ? facts.submitter_is_head : before == unit;
        route.push_back({named_for(step, facts.superior.has_value()), unit, skipped});
        before = unit;
    }
    const bool outside =
        std::any_of(route.begin(), route.end(), [](const ResolvedStep& s) { return !s.skipped && s.step.reviewer != Reviewer::OwnHead; });
    if (!outside && !route.empty()) {
        route.back().skipped = false;
    }
    return route;
}

int next_step(const std::vector<ResolvedStep>& route, int step) {
    for (auto i = static_cast<std::size_t>(step); i < route.size(); ++i) {
        if (!route[i].skipped) {
            return static_cast<int>(i) + 1;
        }
    }
    return 0;
}

}  // namespace luoshi::report
