#pragma once
#include "order/plan_matter_service.hpp"

namespace luoshi::order {

/// Matters in the reader's reach, of units that exist on the day. `open` are the states in which an order is open, before it is given
/// included.
std::vector<PlanMatter> plan_matters(store::ReadTx& tx, const identity::Actor& actor, const PlanMatterFilter& filter, Date today,
                                     const std::vector<std::string>& open, const PlanMatterKey& after, int limit);
std::optional<PlanMatter> find_plan_matter(store::ReadTx& tx, const identity::Actor& actor, Date today,
                                           const std::vector<std::string>& open, const PlanMatterRef& matter);

/// What an order says of where it came from: "part:12", "milestone:7".
std::string origin_of(PlanMatter::Kind kind, std::int64_t id);

}  // namespace luoshi::order
