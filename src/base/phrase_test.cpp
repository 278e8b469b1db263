#include "base/phrase.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace luoshi::base {
namespace {

TEST(Phrase, SaysTheSentenceWithItsParametersAndKeepsThem) {
    const auto said = phrase("light.behind", "计划进度{planned}%，落后{gap}个百分点", {{"planned", "50"}, {"gap", "17.5"}, {"unit", "个"}});
    EXPECT_EQ(said.text, "计划进度50%，落后17.5个百分点");
    EXPECT_EQ(said.code, "light.behind");
    EXPECT_THAT(said.params, testing::Contains(testing::Pair("gap", "17.5")));
}

TEST(Phrase, TakesWhatStandsInAParameterAsItIs) { EXPECT_EQ(phrase("a.b", "“{name}”", {{"name", "{gap}"}}).text, "“{gap}”"); }

TEST(Phrase, APatternThatNamesNoParameterIsAFault) {
    EXPECT_THROW(phrase("a.b", "{gap}", {{"planned", "1"}}), std::invalid_argument);
    EXPECT_THROW(phrase("a.b", "{gap", {{"gap", "1"}}), std::invalid_argument);
}

TEST(Phrase, SeveralAreJoinedInOrder) {
    EXPECT_EQ(joined_text({phrase("a.a", "甲"), phrase("a.b", "乙")}, "；"), "甲；乙");
    EXPECT_EQ(joined_text({}, "；"), "");
}

}  // namespace
}  // namespace luoshi::base
