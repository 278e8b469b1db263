#include "base/search_words.hpp"

#include <gmock/gmock.h>

namespace luoshi::base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SearchWords, AllWordsMustBeThereInAnyOrderWidthAndCase) {
    const SearchWords words{" 淘宝　Ｂ２b "};
    EXPECT_THAT(words.words(), ElementsAre(U"淘宝", U"b2b"));
    EXPECT_TRUE(words.all_in({U"发展B2B平台", U"培育淘宝村"}));
    EXPECT_TRUE(words.all_in({U"ｂ2Ｂ与淘宝"}));
    EXPECT_FALSE(words.all_in({U"培育淘宝村"}));
    EXPECT_TRUE(SearchWords{"　 "}.empty());
    EXPECT_TRUE(SearchWords{"\xff"}.empty());
    EXPECT_EQ(SearchWords{"一 二 三 四 五"}.words().size(), SearchWords::kMost);
}

TEST(SearchWords, MarksEveryHitAsTheTextWritesIt) {
    EXPECT_THAT(SearchWords{"b2b 平台"}.pieces(U"发展Ｂ2B平台，平台多", 50),
                ElementsAre(Piece{"发展", false}, Piece{"Ｂ2B平台", true}, Piece{"，", false}, Piece{"平台", true}, Piece{"多", false}));
    EXPECT_THAT(SearchWords{"无"}.pieces(U"有", 50), ElementsAre(Piece{"有", false}));
    EXPECT_THAT(SearchWords{"无"}.pieces(U"", 50), IsEmpty());
}

TEST(SearchWords, OfALongTextShowsWhereTheFirstHitIs) {
    const std::u32string text = std::u32string(100, U'甲') + U"乙" + std::u32string(100, U'丙');
    EXPECT_THAT(SearchWords{"乙"}.pieces(text, 8), ElementsAre(Piece{"…甲甲", false}, Piece{"乙", true}, Piece{"丙丙丙丙丙…", false}));
    EXPECT_THAT(SearchWords{"丁"}.pieces(text, 3), ElementsAre(Piece{"甲甲甲…", false}));
}

}  // namespace
}  // namespace luoshi::base
