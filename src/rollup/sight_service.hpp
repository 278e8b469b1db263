#pragma once
#include <optional>
#include <set>
#include <vector>

#include "identity/actor.hpp"
#include "rollup/figure.hpp"
#include "store/store.hpp"

namespace luoshi::rollup {

/// Units whose figures of an indicator a reader may see: the total of all; its own units; where its unit leads a task the
/// indicator belongs to, itself or beneath a formula, every unit but the other leads of that task and those below them.
class Sight {
public:
    /// Refers to the reader, who outlives it.
    Sight(store::ReadTx& tx, const identity::Actor& reader);
    /// `unit`: nothing for the total of all.
    bool covers(const std::optional<UnitId>& unit, IndicatorId indicator) const;
    bool covers_any(const std::optional<UnitId>& unit, const std::vector<IndicatorId>& indicators) const;

private:
    const identity::Actor& reader_;
    std::vector<IndicatorId> led_;
    std::set<std::pair<IndicatorId, UnitId>> apart_;
};

}  // namespace luoshi::rollup
