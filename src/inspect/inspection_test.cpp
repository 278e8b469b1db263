#include "inspect/inspection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "inspect/standing.hpp"

namespace luoshi::inspect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Date july(unsigned day) { return *base::make_date(2020, 7, day); }

Draft whole() {
    return {.methods = {Method::OnSite},
            .title = "电商扶贫专项督查",
            .basis = "市政府常务会议纪要〔2020〕9号",
            .objects = {UnitId{2}},
            .content = "淘宝村培育",
            .scope = "东光县",
            .from = july(6),
            .to = july(10),
            .leader = UserId{1}};
}
std::vector<std::string> codes(const Draft& draft) {
    std::vector<std::string> out;
    for (const auto& lack : lacks(draft)) {
        out.push_back(lack.code);
    }
    return out;
}

TEST(InspectionPlan, MustStateContentObjectAndScopeAndEachLackHasItsOwnCode) {
    EXPECT_THAT(codes(whole()), IsEmpty());
    EXPECT_THAT(codes(Draft{.title = "  "}),
                ElementsAre("inspect.title_missing", "inspect.methods_missing", "inspect.basis_missing", "inspect.objects_missing",
                            "inspect.content_missing", "inspect.scope_missing", "inspect.window_missing", "inspect.leader_missing"));
    auto by_task = whole();
    by_task.content.clear();
    by_task.tasks = {TaskId{1}};
    EXPECT_THAT(codes(by_task), IsEmpty()) << "tasks of the plan are content";
    auto backwards = whole();
    backwards.to = july(5);
    EXPECT_THAT(codes(backwards), ElementsAre("inspect.window_backwards"));
    auto twice = whole();
    twice.members = {UserId{1}};
    EXPECT_THAT(codes(twice), ElementsAre("inspect.leader_twice"));
}

TEST(InspectionPlan, OfADepartmentStatesItemScopeDutyAndPeriodOfItsAssignment) {
    auto draft = whole();
    draft.authority = Authority::Delegated;
    draft.delegation = {"电商扶贫", "各县", "督查", july(1), std::nullopt};
    EXPECT_THAT(codes(draft), ElementsAre("inspect.delegation_missing"));
    draft.delegation.to = july(31);
    EXPECT_THAT(codes(draft), IsEmpty());
    draft.delegation.duty.clear();
    EXPECT_THAT(codes(draft), ElementsAre("inspect.delegation_missing"));
}

TEST(InspectionState, EveryStepNotNamedHereIsRefused) {
    const std::map<std::pair<State, Act>, State> allowed{
        {{State::Draft, Act::Edit}, State::Draft},          {{State::Refused, Act::Edit}, State::Refused},
        {{State::Draft, Act::Submit}, State::Pending},      {{State::Refused, Act::Submit}, State::Pending},
        {{State::Pending, Act::Approve}, State::Approved},  {{State::Pending, Act::Refuse}, State::Refused},
        {{State::Draft, Act::Cancel}, State::Cancelled},    {{State::Refused, Act::Cancel}, State::Cancelled},
        {{State::Pending, Act::Cancel}, State::Cancelled},  {{State::Approved, Act::Cancel}, State::Cancelled},
        {{State::Approved, Act::Inspect}, State::Approved}, {{State::Approved, Act::Conclude}, State::Concluded}};
    for (const auto from : {State::Draft, State::Pending, State::Refused, State::Approved, State::Concluded, State::Cancelled}) {
        for (const auto act : {Act::Edit, Act::Submit, Act::Approve, Act::Refuse, Act::Cancel, Act::Inspect, Act::Conclude}) {
            const auto to = after(from, act);
            const auto wanted = allowed.find({from, act});
            ASSERT_EQ(to.has_value(), wanted != allowed.end()) << state_name(from) << static_cast<int>(act);
            if (to) {
                EXPECT_EQ(*to, wanted->second);
            } else {
                EXPECT_EQ(to.error().code, "inspect.bad_state");
            }
        }
    }
}

identity::Actor somebody(std::int64_t user, UnitId unit, identity::Scope scope, std::vector<UnitId> reach,
                         std::set<std::string, std::less<>> may) {
    identity::Actor out;
    out.user = UserId{user};
    out.unit = unit;
    out.scope = scope;
    out.units = std::make_shared<const std::vector<UnitId>>(std::move(reach));
    may.insert("inspect.read");
    out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(may));
    return out;
}

const UnitId kGovernment{1};
const UnitId kOrganiser{5};
const UnitId kCounty{2};
const UnitId kTown{3};
const auto kLeader = somebody(10, kGovernment, identity::Scope::All, {}, {"order.decide"});
const auto kOffice = somebody(11, kOrganiser, identity::Scope::Own, {kOrganiser}, {"inspect.manage"});
const auto kInspected = somebody(12, kCounty, identity::Scope::Subtree, {kCounty, kTown}, {"inspect.manage", "order.handle"});
const auto kOtherOffice = somebody(13, UnitId{6}, identity::Scope::All, {}, {"inspect.manage"});
const auto kNeighbour = somebody(14, UnitId{7}, identity::Scope::Subtree, {UnitId{7}}, {"inspect.manage"});

Inspection case_of(State state, ObjectState object, Method method = Method::OnSite) {
    Inspection out{.organiser = {kOrganiser, "市政府办公室"}, .draft = whole(), .state = state};
    out.draft.methods = {method};
    out.people = {{UserId{1}, "组长", "组长", {kOrganiser}}};
    out.objects = {{.id = ObjectId{1}, .unit = {kCounty, "东光县政府"}, .state = object}};
    return out;
}

TEST(Standing, TheObjectHearsOfAnAnnouncedPlanOnlyOnceItIsApproved) {
    EXPECT_FALSE(sees(kInspected, case_of(State::Draft, ObjectState::Open)));
    EXPECT_FALSE(sees(kInspected, case_of(State::Pending, ObjectState::Open)));
    EXPECT_TRUE(sees(kInspected, case_of(State::Approved, ObjectState::Open)));
    EXPECT_FALSE(standing_of(kInspected, case_of(State::Approved, ObjectState::Open)).sees_all);
}

TEST(Standing, OfASecretVisitTheObjectHearsWhenItsConclusionIsServed) {
    EXPECT_FALSE(sees(kInspected, case_of(State::Approved, ObjectState::Open, Method::SecretVisit)));
    EXPECT_TRUE(sees(kInspected, case_of(State::Approved, ObjectState::Served, Method::SecretVisit)));
    auto of_office = case_of(State::Approved, ObjectState::Open, Method::SecretVisit);
    of_office.objects[0].unit.id = UnitId{6};
    of_office.draft.objects = {UnitId{6}};
    EXPECT_FALSE(sees(kOtherOffice, of_office)) << "a reach over every unit shows nobody a secret visit to his own";
}

TEST(Standing, OrganiserTeamAndDecidingLeadersSeeAllAndNeighboursNothing) {
    const auto secret = case_of(State::Approved, ObjectState::Open, Method::SecretVisit);
    EXPECT_TRUE(standing_of(kOffice, case_of(State::Draft, ObjectState::Open)).sees_all);
    EXPECT_TRUE(standing_of(kLeader, secret).sees_all);
    EXPECT_FALSE(sees(kLeader, case_of(State::Draft, ObjectState::Open))) << "a draft is the organiser's own";
    EXPECT_TRUE(standing_of(somebody(1, UnitId{7}, identity::Scope::Own, {UnitId{7}}, {}), secret).sees_all) << "of the team";
    EXPECT_FALSE(sees(kNeighbour, case_of(State::Concluded, ObjectState::Served)));
    EXPECT_TRUE(sees(kOtherOffice, case_of(State::Approved, ObjectState::Open)));
    EXPECT_FALSE(sees(kOtherOffice, case_of(State::Pending, ObjectState::Open)));
}

}  // namespace
}  // namespace luoshi::inspect
