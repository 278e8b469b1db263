#include "report/report_sight.hpp"

#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using identity::Actor;
using identity::UnitId;

const UnitId kDongguang{1}, kLianzhen{2}, kBureau{3}, kOffice{4}, kHuanghua{5};

Actor reader(UnitId unit, std::vector<UnitId> units) {
    Actor actor;
    actor.unit = unit;
    actor.scope = identity::Scope::Subtree;
    actor.units = std::make_shared<const std::vector<UnitId>>(std::move(units));
    actor.permissions =
        std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"report.read", "report.settle"});
    return actor;
}
const Actor kCounty = reader(kDongguang, {kDongguang, kLianzhen});
const Actor kTown = reader(kLianzhen, {kLianzhen});
const Actor kLead = reader(kBureau, {kBureau});
const Actor kPlanOffice = reader(kOffice, {kOffice});
const Actor kNeighbour = reader(kHuanghua, {kHuanghua});
Actor mayor() {
    auto actor = reader(UnitId{9}, {});
    actor.scope = identity::Scope::All;
    return actor;
}

/// A report of 东光县 on a task that the bureau leads.
Way way(State state, int step = 0, int returned_from = 0) {
    return {.unit = kDongguang,
            .office = kOffice,
            .progress = {.state = state, .step = step},
            .route = {{{"unit_head", ""}, kDongguang}, {{"lead", ""}, kBureau}, {{"office", ""}, kOffice}},
            .returned_from = returned_from};
}
const Led kLeads{.leads = true, .apart = {}};

TEST(ReportSight, ADraftIsTheUnitsOwn) {
    EXPECT_EQ(sight_of(kCounty, way(State::Draft), {}), Sight::Content);
    EXPECT_EQ(sight_of(kLead, way(State::Draft), kLeads), Sight::Line);
    EXPECT_EQ(sight_of(kPlanOffice, way(State::Draft), {}), Sight::Line);
    EXPECT_EQ(sight_of(mayor(), way(State::Draft), {}), Sight::Line);
    EXPECT_EQ(sight_of(kNeighbour, way(State::Draft), {}), Sight::None);
}

TEST(ReportSight, WhatIsUnderReviewIsSeenAsFarAsItHasCome) {
    EXPECT_EQ(sight_of(kLead, way(State::Submitted, 1), kLeads), Sight::Line) << "the own head has not signed";
    EXPECT_EQ(sight_of(kLead, way(State::Submitted, 2), kLeads), Sight::Content);
    EXPECT_EQ(sight_of(kPlanOffice, way(State::Submitted, 2), {}), Sight::Line);
    EXPECT_EQ(sight_of(kPlanOffice, way(State::Submitted, 3), {}), Sight::Content);
    EXPECT_EQ(sight_of(kLead, way(State::Submitted, 3), kLeads), Sight::Content) << "it passed here";
    EXPECT_EQ(sight_of(mayor(), way(State::Submitted, 3), {}), Sight::Line);
}

TEST(ReportSight, WhoGaveItBackMayStillLook) {
    EXPECT_EQ(sight_of(kLead, way(State::Returned, 0, 2), kLeads), Sight::Content);
    EXPECT_EQ(sight_of(kPlanOffice, way(State::Returned, 0, 2), {}), Sight::Line);
    EXPECT_EQ(sight_of(kPlanOffice, way(State::Returned), {}), Sight::Content) << "opened again after all had approved";
    EXPECT_EQ(sight_of(mayor(), way(State::Returned), {}), Sight::Line);
}

TEST(ReportSight, WhatIsApprovedIsSeenByEverybodyConcerned) {
    for (const auto& actor : {kCounty, kPlanOffice, mayor()}) {
        EXPECT_EQ(sight_of(actor, way(State::Approved), {}), Sight::Content);
    }
    EXPECT_EQ(sight_of(kLead, way(State::Approved), kLeads), Sight::Content);
    EXPECT_EQ(sight_of(kNeighbour, way(State::Approved), {}), Sight::None);
}

TEST(ReportSight, AUnitAboveSeesWhatIsBelowItOnlyOnceItWasHandedIn) {
    auto towns = way(State::Draft);
    towns.unit = kLianzhen;
    towns.superior = kDongguang;
    towns.route = {{{"unit_head", ""}, kLianzhen}, {{"lead", ""}, kDongguang}};
    EXPECT_EQ(sight_of(kTown, towns, {}), Sight::Content);
    EXPECT_EQ(sight_of(kCounty, towns, {}), Sight::Line);
    towns.progress = {.state = State::Submitted, .step = 2};
    EXPECT_EQ(sight_of(kCounty, towns, {}), Sight::Content);
}

TEST(ReportSight, UnitsThatLeadATaskTogetherSeeTheirOwnReportsOnly) {
    const Led together{.leads = true, .apart = {kDongguang, kLianzhen}};
    EXPECT_EQ(sight_of(kNeighbour, way(State::Approved), together), Sight::None);
    EXPECT_EQ(sight_of(kNeighbour, way(State::Draft), together), Sight::None);
    auto others = way(State::Approved);
    others.unit = UnitId{77};
    EXPECT_EQ(sight_of(kNeighbour, others, together), Sight::Content) << "of a unit that only shares in the task";
}

}  // namespace
}  // namespace luoshi::report
