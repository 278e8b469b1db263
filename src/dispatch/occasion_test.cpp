#include "dispatch/occasion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::dispatch {
namespace {

using testing::ElementsAre;

base::Date july(unsigned day) { return *base::make_date(2020, 7, day); }
plan::UnitRef unit(int id) { return {UnitId{id}, "单位"}; }
const Occasion kJune{.name = "全市月调度", .period = *calendar::Period::make(2020, 6), .opens_on = july(1), .due_on = july(14)};

Occasion in(State state) {
    auto out = kJune;
    out.state = state;
    return out;
}
template <class T>
std::vector<std::string> faults(const base::Result<T>& said) {
    std::vector<std::string> codes;
    for (const auto& field : said ? std::vector<base::FieldError>{} : said.error().fields) {
        codes.push_back(field.path + " " + field.code);
    }
    return codes;
}

TEST(Occasion, IsNamedByItsSpan) {
    EXPECT_EQ(kJune.title(), "2020年6月全市月调度");
    EXPECT_FALSE(kJune.is_overdue(july(14)));
    EXPECT_TRUE(kJune.is_overdue(july(15)));
    EXPECT_FALSE(in(State::Skipped).is_overdue(july(15)));
}

TEST(Occasion, EachStateAllowsItsSteps) {
    using enum Step;
    const auto allowed = [](State state) {
        std::string out;
        for (const auto& [step, letter] : {std::pair{Call, 'c'}, {Record, 'r'}, {Hold, 'h'}, {Close, 'x'}, {Skip, 's'}, {Outcome, 'o'}}) {
            out += may_take(in(state), step) ? letter : '-';
        }
        return out;
    };
    EXPECT_EQ(allowed(State::Open), "crh-so");
    EXPECT_EQ(allowed(State::Held), "-r-x-o");
    EXPECT_EQ(allowed(State::Closed), "-----o");
    EXPECT_EQ(allowed(State::Skipped), "------");
    EXPECT_EQ(may_take(in(State::Closed), Hold).error().code, "occasion.wrong_state");
}

TEST(Occasion, IsHeldBetweenItsOpeningAndToday) {
    EXPECT_THAT(faults(holdable(kJune, july(3), july(3))), ElementsAre());
    EXPECT_THAT(faults(holdable(kJune, july(1), july(20))), ElementsAre());
    EXPECT_THAT(faults(holdable(kJune, july(4), july(3))), ElementsAre("/held_on occasion.in_future"));
    EXPECT_THAT(faults(holdable(kJune, july(1) - std::chrono::days{1}, july(3))), ElementsAre("/held_on occasion.before_opening"));
    EXPECT_THAT(faults(callable(kJune, {.meets_on = july(1) - std::chrono::days{1}}, july(3))),
                ElementsAre("/meets_on occasion.before_opening"));
    EXPECT_THAT(faults(callable(kJune, {.meets_on = july(20)}, july(3))), ElementsAre()) << "too late is still better than not at all";
    EXPECT_THAT(faults(callable(kJune, {.meets_on = *base::make_date(2021, 7, 5)}, july(3))), ElementsAre("/meets_on occasion.too_far"));
}

TEST(Occasion, IsConvenedForADayFromTodayToAYearAhead) {
    EXPECT_THAT(faults(convenable({.due_on = july(3)}, july(3))), ElementsAre());
    EXPECT_THAT(faults(convenable({.due_on = july(2)}, july(3))), ElementsAre("/due_on occasion.day_past"));
    EXPECT_THAT(faults(convenable({.due_on = *base::make_date(2021, 7, 4)}, july(3))), ElementsAre());
    EXPECT_THAT(faults(convenable({.due_on = *base::make_date(2021, 7, 5)}, july(3))), ElementsAre("/due_on occasion.too_far"));
}

TEST(Occasion, ADecisionIsDoneBetweenTheMeetingAndToday) {
    auto held = in(State::Held);
    held.held_on = july(10);
    EXPECT_THAT(faults(settleable(held, july(10), july(12))), ElementsAre());
    EXPECT_THAT(faults(settleable(held, std::nullopt, july(12))), ElementsAre());
    EXPECT_THAT(faults(settleable(held, july(9), july(12))), ElementsAre("/done_on decision.done_early"));
    EXPECT_THAT(faults(settleable(held, july(13), july(12))), ElementsAre("/done_on decision.done_in_future"));
}

TEST(Occasion, OnlyInvitedUnitsAttendAndOnlyThoseOnLeaveSendASubstitute) {
    const std::vector<Invited> invited{{unit(2)}, {unit(3)}};
    EXPECT_THAT(faults(recordable(invited, {{unit(2), Attendance::Leave, "副县长"}, {unit(3), Attendance::Present, ""}})), ElementsAre());
    EXPECT_THAT(faults(recordable(invited, {{unit(4), Attendance::Present, ""}, {unit(3), Attendance::Absent, "某某"}, {unit(3)}})),
                ElementsAre("/units/0/unit_id occasion.not_invited", "/units/1/substitute occasion.no_substitute",
                            "/units/2/unit_id occasion.unit_twice"));
}

TEST(Occasion, ADecisionIsDueAfterTheMeetingAndNobodyAssistsHimself) {
    Decision decision{.text = "出台实施细则", .unit = unit(2), .assisting = {unit(3)}, .due_on = july(31)};
    auto held = in(State::Held);
    held.held_on = july(10);
    EXPECT_THAT(faults(sound(decision, held)), ElementsAre());
    EXPECT_TRUE(decision.concerns(UnitId{3}));
    EXPECT_FALSE(decision.concerns(UnitId{4}));
    decision.due_on = july(9);
    decision.assisting.push_back(unit(2));
    EXPECT_THAT(faults(sound(decision, held)), ElementsAre("/due_on decision.due_early", "/assisting_ids decision.assists_itself"));
    EXPECT_THAT(faults(sound(decision, kJune)), ElementsAre("/assisting_ids decision.assists_itself")) << "not yet held: after its opening";
}

}  // namespace
}  // namespace luoshi::dispatch
