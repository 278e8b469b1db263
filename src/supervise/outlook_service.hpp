#pragma once
#include <map>
#include <optional>
#include <vector>

#include "identity/actor.hpp"
#include "report/timeliness_service.hpp"
#include "supervise/boards_service.hpp"
#include "supervise/outlook.hpp"

namespace luoshi::supervise {

/// What is to be expected of a plan's targets, as far as the reader may see the units, and whom to call about them.
struct OutlookPage {
    BoardPtr board;
    double call_effect = 0;
    Outlooks outlooks;  ///< at most ten calls, three of one indicator, none to the reader's own unit
    std::map<UnitId, std::vector<report::InOffice>> people = {};  ///< who fills in for the units to be called
};
/// Errors: plan.not_found.
base::Result<OutlookPage> outlook_page(store::Database& db, Boards& boards, const identity::Actor& actor, std::optional<plan::PlanId> plan);

}  // namespace luoshi::supervise
