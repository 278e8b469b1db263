#include "report/review_route.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using identity::UnitId;
using testing::ElementsAre;

const std::vector<RouteStep> kDefault{{"unit_head", "本单位负责人审签", Reviewer::OwnHead},
                                      {"lead_unit", "牵头单位审核", Reviewer::LeadUnit},
                                      {"plan_office", "方案办审定", Reviewer::PlanOffice}};
const UnitId kCounty{1}, kCommerce{2}, kIndustry{3}, kTown{4};

std::vector<int> desks(const RouteFacts& facts) {
    const auto route = resolve_route(kDefault, facts);
    std::vector<int> out;
    for (int step = next_step(route, 0); step != 0; step = next_step(route, step)) {
        out.push_back(static_cast<int>(route[static_cast<std::size_t>(step) - 1].unit.value()));
    }
    return out;
}

TEST(ReviewRoute, GoesFromOwnHeadToLeadUnitToPlanOffice) {
    EXPECT_THAT(desks({.own = kCounty, .leads = {kIndustry}, .office = kCommerce}), ElementsAre(1, 3, 2));
}

TEST(ReviewRoute, AHeadWhoSubmitsDoesNotSignTwice) {
    EXPECT_THAT(desks({.own = kCounty, .leads = {kIndustry}, .office = kCommerce, .submitter_is_head = true}), ElementsAre(3, 2));
}

TEST(ReviewRoute, OneUnitNeverReviewsTwiceInARow) {
    EXPECT_THAT(desks({.own = kCounty, .leads = {kCommerce}, .office = kCommerce, .submitter_is_head = true}), ElementsAre(2));
    EXPECT_THAT(desks({.own = kIndustry, .leads = {kIndustry}, .office = kCommerce}), ElementsAre(3, 2));
}

TEST(ReviewRoute, TheUnitOfThePlanOfficeDoesNotSettleItsOwnWorkUnseen) {
    EXPECT_THAT(desks({.own = kCommerce, .leads = {kCommerce}, .office = kCommerce, .submitter_is_head = true}), ElementsAre(2));
    EXPECT_THAT(desks({.own = kCommerce, .leads = {kCommerce}, .office = kCommerce}), ElementsAre(2, 2));
}

TEST(ReviewRoute, ATaskWithoutLeadUnitGoesToThePlanOffice) {
    EXPECT_THAT(desks({.own = kCounty, .leads = {}, .office = kCommerce}), ElementsAre(1, 2));
}

TEST(ReviewRoute, ACountyLedTaskIsReviewedByThePlanOfficeOnly) {
    EXPECT_THAT(desks({.own = kCounty, .leads = {UnitId{9}, kCounty}, .office = kCommerce, .submitter_is_head = true}), ElementsAre(2));
}

TEST(ReviewRoute, WhatWasHandedDownIsReviewedByWhoHandedItDown) {
    EXPECT_THAT(desks({.own = kTown, .leads = {kCommerce}, .office = kCommerce, .superior = kCounty, .submitter_is_head = true}),
                ElementsAre(1, 2));
}

TEST(ReviewRoute, TheStepOfASuperiorBearsItsOwnName) {
    const RouteStep step{"lead_unit", "牵头单位审核", Reviewer::LeadUnit, "交办单位审核"};
    EXPECT_EQ(named_for(step, true).name, "交办单位审核");
    EXPECT_EQ(named_for(step, true).code, "superior");
    EXPECT_EQ(named_for(step, false).name, "牵头单位审核");
    EXPECT_EQ(named_for({"office", "方案办审定", Reviewer::PlanOffice}, true).name, "方案办审定");
}

}  // namespace
}  // namespace luoshi::report
