#pragma once
#include <map>
#include <set>

#include "handover/ownerless_service.hpp"

namespace luoshi::handover {

/// A unit with what nobody answers for on the day, and who is told where no superior can be found: the plan office, else who supervises.
struct OwnerlessRow {
    plan::UnitRef unit{UnitId{1}, {}};
    int count = 0;
    UnitId fallback{1};
    std::string post;  ///< of an empty post
};
/// Parts in force whose unit has nobody in office who fills reports.
std::vector<OwnerlessRow> ownerless_parts(store::ReadTx& tx, Date day);
/// Running orders, open decisions of meetings and rectifications whose unit has nobody in office who handles them.
std::vector<OwnerlessRow> ownerless_orders(store::ReadTx& tx, Date day);
/// Posts with assignments of parts in force that nobody in office holds.
std::vector<OwnerlessRow> empty_posts(store::ReadTx& tx, Date day);
/// Units with somebody in office who assigns duties.
std::set<UnitId> assigning_units(store::ReadTx& tx, Date day);
struct Place {
    std::string name;
    std::optional<UnitId> parent;
};
std::map<UnitId, Place> places(store::ReadTx& tx);

}  // namespace luoshi::handover
