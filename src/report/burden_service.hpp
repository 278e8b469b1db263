#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "report/burden_store.hpp"

namespace luoshi::report {

/// What the outside decides: the tenant's business date and the package's estimates and caps.
struct BurdenRules {
    std::function<base::Date()> today = {};
    std::function<calendar::Schedule()> schedule = [] { return calendar::Schedule{}; };
    std::function<BurdenSettings()> settings = [] { return BurdenSettings{}; };
};

/// What reporting costs in this year, by the forms in force at its end, and what it cost in the year before.
struct BurdenView {
    int year = 0;
    BurdenSettings settings = {};
    std::vector<LevelBurden> levels = {};
    std::vector<LevelBurden> last_year = {};
    std::vector<UnitBurden> units = {};  ///< of the reader's scope
    std::vector<Excess> exceeded = {};
};

/// The meter; everybody who is logged in reads the levels.
BurdenView read_burden_view(store::Database& db, const BurdenRules& rules, const identity::Actor& actor);

/// Holds what was just written to the cap of each level. Where units are asked more than `before` and more than the cap, the actor signs
/// with a reason: kept, shown, audited. Errors: burden.over_cap with the numbers, burden.not_signer.
base::Status hold_to_caps(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const BurdenRules& rules, int year,
                          const std::map<identity::UnitId, Burden>& before, const identity::Actor& actor, const std::string& subject,
                          const std::string& reason);

/// plan::Hooks::within_caps: the units were handed a part.
base::Status hold_handed_down(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const BurdenRules& rules,
                              const identity::Actor& actor, std::span<const identity::UnitId> units, const std::string& part,
                              const std::string& reason);

}  // namespace luoshi::report
