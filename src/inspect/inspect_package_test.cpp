#include "inspect/inspect_package.hpp"

#include <gtest/gtest.h>

namespace luoshi::inspect {
namespace {

TEST(InspectFile, CapsAndWhatMayBeOverriddenAreData) {
    config::Problems problems;
    const auto settings = read_settings("inspect.yaml",
                                        "caps:\n  - {type: comprehensive, per: year, most: 2}\n  - {per: quarter, most: 1}\n"
                                        "may_override: [frequency, overlap]\n",
                                        problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(settings.caps.size(), 2U);
    EXPECT_EQ(settings.caps[0].type, Type::Comprehensive);
    EXPECT_EQ(settings.caps[0].per, Cap::Per::Year);
    EXPECT_EQ(settings.caps[0].most, 2);
    EXPECT_FALSE(settings.caps[1].type);
    EXPECT_EQ(settings.caps[1].per, Cap::Per::Quarter);
    EXPECT_EQ(settings.may_override, (std::set{Rule::Overlap, Rule::Frequency}));
}

TEST(InspectFile, NoCityWavesAuthorityOrRecusalAside) {
    config::Problems problems;
    read_settings("inspect.yaml", "may_override: [authority]\n", problems);
    ASSERT_EQ(problems.list().size(), 1U);
    EXPECT_EQ(problems.list()[0].place.text(), "inspect.yaml:1:16");
}

}  // namespace
}  // namespace luoshi::inspect
