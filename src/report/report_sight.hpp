#pragma once
#include <set>
#include <vector>

#include "identity/actor.hpp"
#include "report/report.hpp"
#include "report/review_route.hpp"

namespace luoshi::report {

/// A task as far as a reader's unit leads it.
struct Led {
    bool leads = false;
    std::set<identity::UnitId> apart = {};  ///< the other leads and everything below them: each answers for its own
    bool covers(identity::UnitId unit) const { return leads && !apart.contains(unit); }
};

/// What a reader may see of a report: nothing; that it is owed and where it stands; what is in it.
enum class Sight { None, Line, Content };

/// A report on its way.
struct Way {
    identity::UnitId unit;  ///< whose report it is
    std::optional<identity::UnitId> superior = {};
    identity::UnitId office;
    Progress progress = {};
    std::vector<ResolvedStep> route = {};
    int returned_from = 0;  ///< the step that gave back a returned report; 0: it had been approved by all
};

/// The unit itself sees all of it. Whoever is on its route sees what is in it once it has come to him, and may still while he has given it
/// back; everybody else concerned (units above, the lead, the plan office) once it is approved: until then only how it stands. Figures
/// that are not approved are invisible further up.
Sight sight_of(const identity::Actor& reader, const Way& way, const Led& led);

}  // namespace luoshi::report
