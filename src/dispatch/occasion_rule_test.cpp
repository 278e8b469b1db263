#include "dispatch/occasion_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

namespace luoshi::dispatch {
namespace {

using calendar::Period;
using calendar::Rhythm;
using testing::ElementsAre;
using testing::IsEmpty;

base::Date day(const char* text) { return *base::parse_date(text); }
Period p(const char* text) { return *Period::parse(text); }

calendar::WorkCalendar calendar_of(int first, int last) {
    std::vector<calendar::Notice> notices;
    for (int year = first; year <= last; ++year) {
        notices.push_back({.name = std::to_string(year), .year = year, .off = {*base::make_date(year, 1, 1)}, .worked = {}});
    }
    return calendar::WorkCalendar{notices};
}

const UnitId kOffice{1};
const UnitId kIndustry{2};
const UnitId kEast{3};
const UnitId kWest{4};
const UnitId kTown{5};

Part part(int task, UnitId unit, const char* level, plan::DutyRole role, const char* from, std::optional<base::Date> to = {}) {
    return {plan::TaskId{task}, unit, "单位" + unit.text(), "u" + unit.text(), level, role, day(from), to};
}

PlanRhythm plan_of_2018() {
    using enum plan::DutyRole;
    return {.id = plan::PlanId{1},
            .office = {kOffice, "市商务局"},
            .office_code = "u1",
            .start = day("2018-08-17"),
            .last_year = 2020,
            .parts = {part(1, kOffice, "city_department", Lead, "2018-08-17"), part(2, kIndustry, "city_department", Lead, "2018-08-17"),
                      part(1, kIndustry, "city_department", Responsible, "2018-08-17"), part(9, kEast, "county", Lead, "2018-08-17"),
                      part(1, kEast, "county", Responsible, "2018-08-17"), part(1, kTown, "town", Responsible, "2018-08-17"),
                      part(1, kWest, "county", Responsible, "2019-01-01", day("2019-07-01"))}};
}

OccasionRule rule(const char* code, Owner owner, Rhythm every, int opens = 1, int due = 10) {
    return {.code = code, .name = code, .owner = owner, .every = every, .opens = opens, .due = due};
}

const calendar::Schedule kOrder{.first = p("2018-09"), .last = p("2020-12"), .calendar = calendar_of(2018, 2021)};

std::vector<UnitId> ids(const std::vector<plan::UnitRef>& units) {
    std::vector<UnitId> out;
    std::ranges::transform(units, std::back_inserter(out), &plan::UnitRef::id);
    return out;
}

TEST(OccasionRule, ThePlanOfficeLeadDepartmentsAndCountiesRunTheirOwn) {
    const auto plan = plan_of_2018();
    const auto who = [&](Owner owner, const char* on) { return ids(owners_on(plan, rule("r", owner, Rhythm::Month), day(on))); };
    EXPECT_THAT(who(Owner::PlanOffice, "2018-10-08"), ElementsAre(kOffice));
    EXPECT_THAT(who(Owner::LeadDepartment, "2018-10-08"), ElementsAre(kOffice, kIndustry))
        << "a county that leads runs a county's occasions";
    EXPECT_THAT(who(Owner::County, "2018-10-08"), ElementsAre(kEast)) << "neither towns nor those whose part begins later";
    EXPECT_THAT(who(Owner::County, "2019-06-30"), ElementsAre(kEast, kWest));
    EXPECT_THAT(who(Owner::County, "2019-07-01"), ElementsAre(kEast)) << "its part ended";
    auto inner = rule("deputy", Owner::Internal, Rhythm::Month);
    inner.units = {"u1"};
    EXPECT_THAT(ids(owners_on(plan, inner, day("2018-10-08"))), ElementsAre(kOffice));
}

TEST(OccasionRule, OpensAndIsDueOnWorkingDaysAfterTheSpan) {
    const std::array rules{rule("month", Owner::PlanOffice, Rhythm::Month), rule("quarter", Owner::PlanOffice, Rhythm::Quarter, 3, 15)};
    const auto july = openings(plan_of_2018(), rules, kOrder, day("2020-07-01"), day("2020-07-31"));
    ASSERT_TRUE(july);
    ASSERT_EQ(july->size(), 2U);
    EXPECT_EQ(july->at(0).period, p("2020-06"));
    EXPECT_EQ(july->at(0).opens_on, day("2020-07-01"));
    EXPECT_EQ(july->at(0).due_on, day("2020-07-14"));
    EXPECT_EQ(july->at(1).rule->code, "quarter");
    EXPECT_EQ(july->at(1).opens_on, day("2020-07-03"));
    EXPECT_EQ(openings(plan_of_2018(), rules, kOrder, day("2020-07-01"), day("2020-07-02"))->size(), 1U)
        << "the quarter's not before the third day";
}

TEST(OccasionRule, NothingOpensOutsideThePlansYearsAndTheOrderOfReporting) {
    const std::array rules{rule("month", Owner::PlanOffice, Rhythm::Month)};
    const auto all = openings(plan_of_2018(), rules, kOrder, day("2000-01-01"), day("2021-12-31"));
    ASSERT_TRUE(all);
    EXPECT_EQ(all->size(), 28U);
    EXPECT_EQ(all->front().period, p("2018-09")) << "reporting begins in September";
    EXPECT_EQ(all->back().period, p("2020-12"));
    auto later = plan_of_2018();
    later.start = day("2020-03-01");
    EXPECT_EQ(openings(later, rules, kOrder, day("2000-01-01"), day("2021-12-31"))->front().period, p("2020-03"));
}

TEST(OccasionRule, AYearWithoutAHolidayNoticeIsAnErrorNotAGuess) {
    const std::array rules{rule("month", Owner::PlanOffice, Rhythm::Month)};
    auto order = kOrder;
    order.calendar = calendar_of(2018, 2019);
    EXPECT_EQ(openings(plan_of_2018(), rules, order, day("2018-09-01"), day("2020-01-03")).error().code, "calendar.not_loaded");
    EXPECT_TRUE(openings(plan_of_2018(), rules, order, day("2018-09-01"), day("2019-12-03")));
}

TEST(OccasionRule, AUnitConvenesAsWhatItIsInThePlan) {
    const auto plan = plan_of_2018();
    EXPECT_EQ(owner_as(plan, kOffice, day("2019-02-01")), Owner::PlanOffice);
    EXPECT_EQ(owner_as(plan, kIndustry, day("2019-02-01")), Owner::LeadDepartment) << "whatever else it carries out";
    EXPECT_EQ(owner_as(plan, kEast, day("2019-02-01")), Owner::County);
    EXPECT_EQ(owner_as(plan, kTown, day("2019-02-01")), Owner::Internal);
    EXPECT_EQ(owner_as(plan, kWest, day("2019-02-01")), Owner::County);
    EXPECT_EQ(owner_as(plan, kWest, day("2019-07-01")), std::nullopt) << "its part has ended";
    EXPECT_EQ(owner_as(plan, UnitId{9}, day("2019-02-01")), std::nullopt);
}

// Property: what opens from one day to another is the same in one piece and in any pieces, over ten years.
TEST(OccasionRule, TenYearsInPiecesAreTenYearsInOne) {
    std::mt19937 random{20180817};
    auto plan = plan_of_2018();
    plan.last_year = 2027;
    const calendar::Schedule order{.first = p("2018-09"), .last = p("2027-12"), .calendar = calendar_of(2018, 2028)};
    const std::array rules{rule("m", Owner::County, Rhythm::Month), rule("q", Owner::LeadDepartment, Rhythm::Quarter, 2, 15),
                           rule("h", Owner::PlanOffice, Rhythm::HalfYear, 5, 20), rule("y", Owner::Internal, Rhythm::Year, 1, 30)};
    using Key = std::tuple<std::string, UnitId, Period, base::Date>;
    const auto keys = [](const std::vector<Opening>& list) {
        std::multiset<Key> out;
        for (const auto& one : list) {
            out.emplace(one.rule->code, one.unit.id, one.period, one.opens_on);
        }
        return out;
    };
    const auto whole = keys(*openings(plan, rules, order, day("2018-08-17"), day("2028-03-31")));
    EXPECT_EQ(std::set<Key>(whole.begin(), whole.end()).size(), whole.size()) << "each once";
    for (int round = 0; round < 20; ++round) {
        std::multiset<Key> pieces;
        for (auto from = day("2018-08-17"); from <= day("2028-03-31");) {
            const auto to = std::min(from + std::chrono::days{random() % 90}, day("2028-03-31"));
            pieces.merge(keys(*openings(plan, rules, order, from, to)));
            from = to + std::chrono::days{1};
        }
        ASSERT_EQ(pieces, whole) << "round " << round;
    }
}

}  // namespace
}  // namespace luoshi::dispatch
