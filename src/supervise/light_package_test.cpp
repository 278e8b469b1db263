#include "supervise/light_package.hpp"

#include <gmock/gmock.h>

namespace luoshi::supervise {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

base::Decimal d(const char* text) { return *base::Decimal::parse(text); }

std::vector<std::string> problems_of(std::string_view yaml) {
    config::Problems problems;
    read_lights("lights.yaml", yaml, problems);
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(LightPackage, SaysFromWhichGapALightIsYellowOrRed) {
    config::Problems problems;
    const auto lights = read_lights("lights.yaml", "yellow_from: 5\nred_above: 12.5\n", problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(lights.yellow_from, d("5"));
    EXPECT_EQ(lights.red_above, d("12.5"));
}

TEST(LightPackage, NamesWhatIsWrongWithItsPlace) {
    EXPECT_THAT(problems_of("yellow_from: 10\n"), ElementsAre(StartsWith("lights.yaml:1:1 缺少“red_above”")));
    EXPECT_THAT(problems_of("yellow_from: 0\nred_above: 101\n"),
                ElementsAre(StartsWith("lights.yaml:1:14 应大于 0"), StartsWith("lights.yaml:2:12 应大于 0")));
    EXPECT_THAT(problems_of("yellow_from: 30\nred_above: 10\n"), ElementsAre(StartsWith("lights.yaml:2:12 red_above 小于")));
    EXPECT_THAT(problems_of("yellow_from: 10\nred_above: 30\nmiss_likely_pct: 20\n"),
                ElementsAre(StartsWith("lights.yaml:3:18 miss_likely_pct（很可能完不成）小于 miss_open_pct")));
    EXPECT_THAT(problems_of("yellow_from: 10\nred_above: 30\nred_from: 4\n"),
                ElementsAre(StartsWith("lights.yaml:3:1 这里没有“red_from”")));
}

}  // namespace
}  // namespace luoshi::supervise
