#pragma once
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "handover/handover.hpp"
#include "store/store.hpp"

namespace luoshi::handover {

/// A unit with duties that have no living owner.
struct Ownerless {
    plan::UnitRef unit{UnitId{1}, {}};
    int parts = 0;                   ///< in force, and nobody in office fills reports
    int orders = 0;                  ///< running orders, decisions and rectifications, and nobody in office handles them
    std::vector<std::string> posts;  ///< with assignments, and nobody in office holds them
    /// Who is told: the unit itself where only posts are empty and somebody there assigns; else the next superior where somebody does, else
    /// the plan office (for orders alone: who supervises).
    plan::UnitRef told{UnitId{1}, {}};
};

/// Every such unit on the day, by id.
std::vector<Ownerless> without_owner(store::ReadTx& tx, Date day);
/// Those the actor may know of: in his scope, or told to his unit.
std::vector<Ownerless> without_owner_for(store::ReadTx& tx, const identity::Actor& actor, Date day);
/// Tells who should act, in one notice for all his units: once a month, and again when other units are among them. For the daily job.
base::Status tell_without_owner(store::WriteTx& tx, base::IdSource& ids, base::Moment now, Date day);

}  // namespace luoshi::handover
