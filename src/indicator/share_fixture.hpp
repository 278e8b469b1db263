#pragma once
#include <map>
#include <string>

#include "indicator/share_service.hpp"
#include "plan/plan_fixture.hpp"

namespace luoshi::indicator {

/// The small city of plan's tests with its plan confirmed: 15,000 trained in 2018, reported by both counties; the first county has
/// handed its part down to its two towns.
class ShareTest : public plan::PlanTest {
protected:
    ShareTest();

    identity::Actor deputy() const { return actor(kCommerce, identity::Scope::All, 2); }
    identity::Actor county() const { return actor(kCountyA, identity::Scope::Subtree); }
    identity::Actor other_county() const { return actor(kCountyB, identity::Scope::Own); }
    identity::Actor town() const { return actor(kTownA1, identity::Scope::Own); }

    /// The plan office's division by hand, issued: 9000 and 6000 unless said otherwise.
    SplitView issued(const char* first = "9000", const char* second = "6000", const std::string& reason = "");
    /// Changes the database past every rule.
    void run(const store::Sql& sql, const store::Params& values = {});
    static base::Decimal number(std::string_view text) { return *base::Decimal::parse(text); }

    Shares shares_;
    std::map<UnitId, base::Decimal> last_year_;
    plan::TargetId target_{1};
    plan::TaskId task_{1};
};

}  // namespace luoshi::indicator
