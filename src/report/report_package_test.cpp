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

}  // namespace
}  // namespace luoshi::report
