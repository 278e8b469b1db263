#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "identity/actor.hpp"
#include "plan/environment.hpp"
#include "plan/import_service.hpp"
#include "support/test_database.hpp"

namespace luoshi::plan {

/// A clock that stands still until told otherwise.
class StillClock final : public base::Clock {
public:
    base::Moment now() const override { return base::Moment{*base::make_date(2018, 9, 3)} + std::chrono::hours{2}; }
};

/// A small city: government, three departments, two counties, two towns of the first county, each with posts; on both engines.
class PlanTest : public testing::TestWithParam<store::Engine> {
protected:
    static constexpr UnitId kCity{1}, kCommerce{2}, kIndustry{3}, kFinance{4}, kCountyA{11}, kCountyB{12}, kTownA1{21}, kTownA2{22};

    PlanTest();

    /// Somebody on a post of a unit; the ids of posts are 100 x unit + 1 (head), + 2 (clerk of the section 10 x unit).
    identity::Actor actor(UnitId unit, identity::Scope scope, int post = 1) const;
    identity::Actor office() const { return actor(kCommerce, identity::Scope::All); }

    /// A plan of five tasks: T1 with a lead and a group, T2 with an open wording, T3 with nobody, T4 with several units in the lead
    /// cell, T5 with a result by a date.
    static PlanDraft draft();
    Imported imported(const PlanDraft& what = draft());
    /// Imported, answered, accepted and confirmed: T2 is the first county's, T3 the commerce bureau's, T4 is led by industry.
    PlanId confirmed();
    /// Answers, accepts and confirms an imported plan.
    void confirm(PlanId plan);
    TaskId task(PlanId plan, std::string_view ref);
    UnitDutyId unit_duty(TaskId task, UnitId unit);
    std::int64_t count(const store::Sql& sql, std::int64_t key);

    tests::TestDatabase db_{GetParam()};
    StillClock clock_;
    base::IdSource ids_{clock_, 1};
    base::Date today_ = *base::make_date(2018, 9, 3);
    Environment env_;
};

}  // namespace luoshi::plan
