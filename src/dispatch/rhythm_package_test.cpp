#include "dispatch/rhythm_package.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace luoshi::dispatch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string faults(std::string_view yaml) {
    config::Problems problems;
    read_rhythm("rhythm.yaml", yaml, problems);
    if (problems.empty()) {
        return "";
    }
    std::string out;
    for (const auto& field : problems.error("package.invalid", "").fields) {
        out += field.path + " " + field.message + "\n";
    }
    return out;
}

TEST(RhythmPackage, SaysWhatThePlanAsks) {
    std::ifstream file{"packages/cangzhou-ecommerce-2018/rhythm.yaml"};
    std::stringstream text;
    text << file.rdbuf();
    config::Problems problems;
    const auto rules = read_rhythm("rhythm.yaml", text.str(), problems);
    ASSERT_TRUE(problems.empty());
    // 五（二）: 每月有调度、每季作小结、半年大检查、年底考核通报; of the city, of lead departments, of counties
    using enum calendar::Rhythm;
    for (const auto owner : {Owner::PlanOffice, Owner::LeadDepartment, Owner::County}) {
        std::vector<std::pair<Kind, calendar::Rhythm>> kinds;
        for (const auto& rule : rules) {
            if (rule.owner == owner) {
                kinds.emplace_back(rule.kind, rule.every);
            }
        }
        EXPECT_THAT(kinds, ElementsAre(std::pair{Kind::Dispatch, Month}, std::pair{Kind::Summary, Quarter},
                                       std::pair{Kind::Inspection, HalfYear}, std::pair{Kind::Assessment, Year}));
    }
    // 一（一）: 分管负责同志每月调度，主要负责同志每季度调度，半年分析形势，年终总结考评
    EXPECT_EQ(std::ranges::count(rules, Owner::Internal, &OccasionRule::owner), 4);
}

TEST(RhythmPackage, ReadsARule) {
    config::Problems problems;
    const auto rules =
        read_rhythm("rhythm.yaml",
                    "occasions:\n  - {code: a, kind: summary, name: 季度小结, owner: internal, units: [\"1\"], every: quarter, "
                    "opens: 2, due: 15, chair: 局长, agenda: [figures, late]}\n",
                    problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].kind, Kind::Summary);
    EXPECT_EQ(rules[0].opens, 2);
    EXPECT_EQ(rules[0].due, 15);
    EXPECT_EQ(rules[0].chair, "局长");
    EXPECT_THAT(rules[0].agenda, ElementsAre(Section::Figures, Section::Late));
    EXPECT_THAT(rules[0].units, ElementsAre("1"));
}

TEST(RhythmPackage, SaysWhatIsWrong) {
    constexpr auto kRule =
        "  - {code: a, kind: dispatch, name: 月调度, owner: county, every: month, opens: 3, due: 2, agenda: [late, late]}\n";
    const auto said = faults(std::string{"occasions:\n"} + kRule + kRule);
    EXPECT_THAT(said, HasSubstr("截止不能早于开启"));
    EXPECT_THAT(said, HasSubstr("写了两次"));
    EXPECT_THAT(said, HasSubstr("节奏"));
    EXPECT_THAT(faults("occasions:\n  - {code: a, kind: party, name: 月调度, owner: county, every: month, opens: 1, due: 2, agenda: []}\n"),
                HasSubstr("party"));
}

}  // namespace
}  // namespace luoshi::dispatch
