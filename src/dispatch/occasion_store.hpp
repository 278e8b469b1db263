#pragma once
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "dispatch/occasion.hpp"
#include "store/store.hpp"

namespace luoshi::dispatch {

/// Confirmed plans, each with the parts that tell who runs occasions.
std::vector<PlanRhythm> confirmed_plans(store::ReadTx& tx);

/// What tells occasions of a plan apart: owner, code of the rule, last month of the span.
using OccasionKey = std::tuple<UnitId, std::string, calendar::Period>;
std::set<OccasionKey> known_occasions(store::ReadTx& tx, plan::PlanId plan);
/// False when there is one of the same plan, owner, rule and period.
bool insert_occasion(store::WriteTx& tx, const Occasion& occasion, base::Moment opened_at);

struct ListedOccasion {
    Occasion occasion;
    bool is_concerned = false;  ///< the unit asked for: invited, or concerned by a decision once the meeting was held
};
/// Occasions whose span ends in the year, by period and owner.
std::vector<ListedOccasion> list_occasions(store::ReadTx& tx, int year, std::optional<UnitId> unit);
/// Likewise for one.
bool is_concerned(store::ReadTx& tx, OccasionId id, UnitId unit);
std::optional<Occasion> find_occasion(store::ReadTx& tx, OccasionId id);
/// Stores all but what the opening fixed, and raises the version; false when `occasion.version` is no longer the stored one.
bool update_occasion(store::WriteTx& tx, const Occasion& occasion);
/// Those still open, of a unit or of all, by their last day.
std::vector<Occasion> open_occasions(store::ReadTx& tx, std::optional<UnitId> unit = std::nullopt);
/// The last one before it of the same plan, owner and rule that was held.
std::optional<OccasionId> held_before(store::ReadTx& tx, const Occasion& occasion);

std::vector<Invited> invited_of(store::ReadTx& tx, OccasionId id);
/// Makes these the invited units.
void put_invited(store::WriteTx& tx, OccasionId id, const std::vector<Invited>& invited);

std::vector<Decision> decisions_of(store::ReadTx& tx, OccasionId id);
/// Those of meetings that were held, whose outcome is not recorded, by due day; of a unit, those that concern it. Without their assisting
/// units.
std::vector<Decision> open_decisions(store::ReadTx& tx, std::optional<UnitId> unit);
std::optional<Decision> find_decision(store::ReadTx& tx, DecisionId id);
void insert_decision(store::WriteTx& tx, const Decision& decision);
void update_decision(store::WriteTx& tx, const Decision& decision);
void delete_decision(store::WriteTx& tx, DecisionId id);
/// Number and title of a task of the plan.
std::optional<plan::Named<plan::TaskId>> find_task(store::ReadTx& tx, plan::PlanId plan, plan::TaskId task);

/// A pack as it was on the day of the meeting.
struct KeptPack {
    base::Date as_of{};
    std::int64_t watermark = 0;
    std::string content = {};
    base::Moment frozen_at{};
};
std::optional<KeptPack> find_pack(store::ReadTx& tx, OccasionId id);
void insert_pack(store::WriteTx& tx, OccasionId id, const KeptPack& pack);

}  // namespace luoshi::dispatch
