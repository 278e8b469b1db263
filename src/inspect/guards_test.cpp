#include "inspect/guards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace luoshi::inspect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const UnitId kCounty{2};
const UnitId kNeighbour{3};
const TaskId kShops{1};
const TaskId kVillages{2};
base::Date day(int year, unsigned month, unsigned number) { return *base::make_date(year, month, number); }

Draft planned() {
    return {.type = Type::Comprehensive,
            .objects = {kCounty},
            .tasks = {kShops},
            .from = day(2020, 7, 6),
            .to = day(2020, 7, 10),
            .leader = UserId{1}};
}
Other other(base::Date from, base::Date to, std::vector<TaskId> tasks = {kShops}, std::vector<UnitId> objects = {kCounty}) {
    return {"电商大检查", "市政府办公室", Type::Comprehensive, from, to, std::move(objects), std::move(tasks)};
}
Surroundings around(std::vector<Other> others = {}) {
    Surroundings out;
    out.today = day(2020, 7, 6);
    out.others = std::move(others);
    out.organiser_is_government = true;
    out.reach = {kCounty, kNeighbour};
    out.unit_names = {{kCounty, "东光县政府"}, {kNeighbour, "青县政府"}};
    out.task_names = {{kShops, "T3 发展特色网店"}};
    out.plan_from = 2018;
    out.plan_to = 2020;
    out.people = {{UserId{1}, "李四", "李四", {UnitId{5}}}};
    return out;
}
template <class T>
bool has(const std::vector<T>& list, T wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}
std::vector<std::string> broken(const Draft& draft, const Surroundings& surroundings, const Settings& settings = {}) {
    std::vector<std::string> out;
    for (const auto& breach : breaches(draft, surroundings, settings)) {
        out.push_back(breach.said.code);
    }
    return out;
}

TEST(InspectionGuard, ASoundPlanBreaksNoRule) { EXPECT_THAT(broken(planned(), around()), IsEmpty()); }

TEST(InspectionGuard, TheSameObjectAndTopicWithinAnOverlappingWindowIsARepeatedInspection) {
    const auto by = [](const Other& there) { return broken(planned(), around({there})); };
    EXPECT_THAT(by(other(day(2020, 7, 10), day(2020, 7, 20))), ElementsAre("inspect.overlap")) << "the last day is shared";
    EXPECT_THAT(by(other(day(2020, 7, 11), day(2020, 7, 20))), IsEmpty());
    EXPECT_THAT(by(other(day(2020, 7, 1), day(2020, 7, 5))), IsEmpty());
    EXPECT_THAT(by(other(day(2020, 7, 1), day(2020, 7, 6))), ElementsAre("inspect.overlap"));
    EXPECT_THAT(by(other(day(2020, 7, 1), day(2020, 7, 31), {kVillages})), IsEmpty()) << "another topic";
    EXPECT_THAT(by(other(day(2020, 7, 1), day(2020, 7, 31), {kShops}, {kNeighbour})), IsEmpty()) << "another object";
}

TEST(InspectionGuard, SaysWhoseInspectionStandsInTheWay) {
    const auto said = breaches(planned(), around({other(day(2020, 7, 8), day(2020, 7, 20))}), {}).front().said.text;
    EXPECT_EQ(
        said,
        "重复督查：市政府办公室的“电商大检查”在2020-07-08至2020-07-20也就“T3 发展特色网店”督查东光县政府；请合并、错开时间或改换内容");
}

TEST(InspectionGuard, WhoChoosesNoTaskLooksAtEverythingOfTheObject) {
    const auto window = std::pair{day(2020, 7, 8), day(2020, 7, 20)};
    auto whole = planned();
    whole.tasks.clear();
    EXPECT_THAT(broken(whole, around({other(window.first, window.second, {kVillages})})), ElementsAre("inspect.overlap_whole"));
    EXPECT_THAT(broken(planned(), around({other(window.first, window.second, {})})), ElementsAre("inspect.overlap_whole"));
    EXPECT_THAT(broken(whole, around({other(window.first, window.second, {}, {kNeighbour})})), IsEmpty()) << "another object";
    EXPECT_THAT(broken(whole, around({other(day(2020, 7, 11), day(2020, 7, 20), {})})), IsEmpty()) << "another window";
}

TEST(InspectionGuard, TheSameContentIsTheSameTopicWhateverTheTasks) {
    auto there = other(day(2020, 7, 8), day(2020, 7, 20), {kVillages});
    auto draft = planned();
    EXPECT_THAT(broken(draft, around({there})), IsEmpty()) << "content that neither wrote is not the same";
    there.content = draft.content = "年度举措落实情况";
    EXPECT_THAT(broken(draft, around({there})), ElementsAre("inspect.overlap_content"));
    there.content = "资金使用情况";
    EXPECT_THAT(broken(draft, around({there})), IsEmpty());
}

TEST(InspectionGuard, AnInspectionIsApprovedBeforeItIsOver) {
    auto surroundings = around();
    surroundings.today = day(2020, 7, 10);
    EXPECT_THAT(broken(planned(), surroundings), IsEmpty()) << "its last day";
    surroundings.today = day(2020, 7, 11);
    EXPECT_THAT(broken(planned(), surroundings), ElementsAre("inspect.window_past"));
    EXPECT_FALSE(breaches(planned(), surroundings, {.may_override = {Rule::Period}}).front().may_override);
}

TEST(InspectionGuard, WhoMayOnlyReadIsNeitherLeaderNorMember) {
    auto surroundings = around();
    surroundings.people.push_back({UserId{2}, "王五", "王五", {UnitId{5}}, false});
    EXPECT_THAT(broken(planned(), surroundings), ElementsAre("inspect.member_only_reads"));
    auto led = planned();
    led.leader = UserId{2};
    EXPECT_THAT(broken(led, surroundings), ElementsAre("inspect.leader_only_reads"));
    surroundings.people.erase(surroundings.people.begin());
    EXPECT_THAT(broken(led, surroundings), ElementsAre("inspect.leader_only_reads", "inspect.team_empty"));
}

/// Two plans hinder each other exactly when some day, object and topic are in both: asked day by day.
TEST(InspectionGuard, OverlapIsExactlyASharedDayObjectAndTopic) {
    std::mt19937 random{7};
    const auto pick = [&](int most) { return std::uniform_int_distribution<int>{0, most}(random); };
    const auto some = [&](auto make) {
        std::vector<decltype(make(1))> out;
        for (int i = 1; i <= 3; ++i) {
            if (pick(1) == 1) {
                out.push_back(make(i));
            }
        }
        return out;
    };
    for (int round = 0; round < 2000; ++round) {
        auto draft = planned();
        draft.from = day(2020, 7, 1) + std::chrono::days{pick(20)};
        draft.to = *draft.from + std::chrono::days{pick(10)};
        draft.objects = some([](int i) { return UnitId{i}; });
        draft.tasks = some([](int i) { return TaskId{i}; });
        auto there = other(day(2020, 7, 1) + std::chrono::days{pick(20)}, {}, some([](int i) { return TaskId{i}; }),
                           some([](int i) { return UnitId{i}; }));
        there.to = there.from + std::chrono::days{pick(10)};
        int shared = 0;
        for (const auto object : draft.objects) {
            bool meets = false;
            for (auto at = *draft.from; at <= *draft.to; at += std::chrono::days{1}) {
                const bool both = there.from <= at && at <= there.to && has(there.objects, object);
                const bool everything = draft.tasks.empty() || there.tasks.empty();
                meets = meets || (both && (everything || std::any_of(draft.tasks.begin(), draft.tasks.end(),
                                                                     [&](TaskId task) { return has(there.tasks, task); })));
            }
            shared += meets ? 1 : 0;
        }
        const auto found = broken(draft, around({there}));
        ASSERT_EQ(std::count_if(found.begin(), found.end(), [](const auto& code) { return code.starts_with("inspect.overlap"); }), shared);
    }
}

TEST(InspectionGuard, AnObjectIsInspectedNoMoreOftenThanTheCityAllows) {
    const Settings twice_a_year{.caps = {{Type::Comprehensive, Cap::Per::Year, 2}}};
    const auto march = other(day(2020, 3, 1), day(2020, 3, 5), {kVillages});
    const auto december = other(day(2020, 12, 1), day(2020, 12, 5), {kVillages});
    const auto last_year = other(day(2019, 12, 1), day(2019, 12, 5), {kVillages});
    auto special = march;
    special.type = Type::Special;
    EXPECT_THAT(broken(planned(), around({march, last_year, special}), twice_a_year), IsEmpty());
    EXPECT_THAT(broken(planned(), around({march, december}), twice_a_year), ElementsAre("inspect.over_cap"));
    EXPECT_THAT(broken(planned(), around({march, december})), IsEmpty()) << "without the file there is no cap";
    const Settings once_a_quarter{.caps = {{std::nullopt, Cap::Per::Quarter, 1}}};
    auto august = special;
    august.from = day(2020, 8, 1);
    august.to = day(2020, 8, 2);
    EXPECT_THAT(broken(planned(), around({march}), once_a_quarter), IsEmpty());
    EXPECT_THAT(broken(planned(), around({august}), once_a_quarter), ElementsAre("inspect.over_cap")) << "of all types together";
}

TEST(InspectionGuard, LiesWithinTheYearsOfThePlanAndTheAssignedPeriod) {
    auto late = planned();
    late.to = day(2021, 1, 4);
    EXPECT_THAT(broken(late, around()), ElementsAre("inspect.out_of_plan"));
    auto assigned = planned();
    assigned.authority = Authority::Delegated;
    assigned.delegation = {"电商", "各县", "督查", day(2020, 7, 1), day(2020, 7, 9)};
    EXPECT_THAT(broken(assigned, around()), ElementsAre("inspect.out_of_assignment"));
    assigned.delegation.to = day(2020, 7, 10);
    EXPECT_THAT(broken(assigned, around()), IsEmpty());
}

TEST(InspectionGuard, ADepartmentInspectsOnlyByAssignmentAndNobodyBeyondItsGovernment) {
    auto surroundings = around();
    surroundings.organiser_is_government = false;
    EXPECT_THAT(broken(planned(), surroundings), ElementsAre("inspect.not_assigned"));
    auto far = planned();
    far.objects = {kCounty, UnitId{99}};
    EXPECT_THAT(broken(far, around()), ElementsAre("inspect.beyond_authority"));
}

TEST(InspectionGuard, IsOverriddenOnlyWhereTheCitySaysSo) {
    const auto there = around({other(day(2020, 7, 8), day(2020, 7, 20))});
    EXPECT_FALSE(breaches(planned(), there, {}).front().may_override);
    EXPECT_TRUE(breaches(planned(), there, {.may_override = {Rule::Overlap}}).front().may_override);
    EXPECT_FALSE(breaches(planned(), there, {.may_override = {Rule::Frequency}}).front().may_override);
}

TEST(Recusal, WhoBelongsToAnObjectOrAUnitBelowItKeepsAwayFromIt) {
    const std::map<UnitId, std::set<UnitId>> below{{kCounty, {kCounty, UnitId{21}}}, {kNeighbour, {kNeighbour}}};
    const std::vector<Person> people{{UserId{1}, "甲", "甲", {UnitId{21}}}, {UserId{2}, "乙", "乙", {UnitId{5}}}};
    const auto away = recusals_of(people, below, {{UserId{2}, kNeighbour, "配偶在该县任职"}});
    EXPECT_TRUE(keeps_away(away, UserId{1}, kCounty));
    EXPECT_FALSE(keeps_away(away, UserId{1}, kNeighbour));
    EXPECT_TRUE(keeps_away(away, UserId{2}, kNeighbour));
    EXPECT_FALSE(keeps_away(away, UserId{2}, kCounty));
}

TEST(Recusal, LeavesATeamForEachObjectAndALeaderWhoNeedNotKeepAway) {
    auto surroundings = around();
    surroundings.recusals = {{UserId{1}, kCounty, "任职"}};
    EXPECT_THAT(broken(planned(), surroundings), ElementsAre("inspect.leader_recused", "inspect.team_empty"));
    surroundings.people.push_back({UserId{2}, "王五", "王五", {UnitId{5}}});
    EXPECT_THAT(broken(planned(), surroundings), ElementsAre("inspect.leader_recused"));
    auto led = planned();
    led.leader = UserId{2};
    EXPECT_THAT(broken(led, surroundings), IsEmpty());
}

}  // namespace
}  // namespace luoshi::inspect
