#include "report/report_package.hpp"

#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

TEST(ReviewFile, NamesThePlaceOfEachSlip) {
    config::Problems problems;
    read_route("review.yaml", "report:\n  - {step: a, name: 甲, by: leader}\n  - {step: a, name: 乙, by: plan_office}\n", problems);
    ASSERT_EQ(problems.list().size(), 2U);
    EXPECT_EQ(problems.list()[0].place.text(), "review.yaml:2:28");
    EXPECT_EQ(problems.list()[1].place.text(), "review.yaml:3:12");
}

TEST(ReviewFile, KeepsTheOrderOfItsSteps) {
    config::Problems problems;
    const auto route = read_route(
        "review.yaml", "report:\n  - {step: head, name: 甲, by: own_head}\n  - {step: office, name: 乙, by: plan_office}\n", problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_EQ(route.size(), 2U);
    EXPECT_EQ(route[0].reviewer, Reviewer::OwnHead);
    EXPECT_EQ(route[1].code, "office");
}

TEST(QualityFile, ThresholdsAreDataAndWithoutAnyTheDefaultsHold) {
    config::Problems problems;
    const auto some = read_quality("quality.yaml", "jump_z: 5\ndecember_pct: 50\n", problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(some.jump_z, base::Decimal::parse("5"));
    EXPECT_EQ(some.spike_pct, 50);
    EXPECT_EQ(some.copied_pct, QualitySettings{}.copied_pct);
}

TEST(QualityFile, EveryWrongThresholdIsToldWithItsLine) {
    config::Problems problems;
    read_quality("quality.yaml", "jump_z: 0\nstep: 5\ncopied_pct: 101\ntext_lest: 20\n", problems);
    ASSERT_EQ(problems.list().size(), 3U);
    EXPECT_EQ(problems.list()[0].place.text(), "quality.yaml:1:9");
    EXPECT_EQ(problems.list()[1].place.text(), "quality.yaml:3:13");
    EXPECT_EQ(problems.list()[2].place.text(), "quality.yaml:4:1");
}

}  // namespace
}  // namespace luoshi::report
