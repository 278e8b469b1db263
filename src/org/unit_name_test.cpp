#include "org/unit_name.hpp"

#include <gmock/gmock.h>

namespace luoshi::org {
namespace {

using testing::ElementsAre;

TEST(NameKey, ForgetsWidthBlanksBracketsAndSeparators) {
    const auto key = name_key("各县市区政府");
    for (const auto* writing : {"各县（市、区）政府", "各县(市、区)政府", "各县（市，区）人民政府", "各县(市,区)政府",
                                " 各县 市区\u3000政府", "各县〔市、区〕政府", "各县【市·区】政府"}) {
        EXPECT_EQ(name_key(writing), key) << writing;
    }
    EXPECT_EQ(name_key("高新区管理委员会"), name_key("高新区管委会"));
    EXPECT_EQ(name_key("ＷＩＦＩ办"), "WIFI办");
}

TEST(NameKey, KeepsWhatTellsNamesApart) {
    EXPECT_NE(name_key("各县市政府"), name_key("各县市区政府"));
    EXPECT_NE(name_key("相关县市区政府"), name_key("各县市区政府"));
    EXPECT_NE(name_key("市人民检察院"), name_key("市检察院"));
    EXPECT_EQ(name_key("\xFF"), "\xFF");
}

TEST(Writings, ACityNamesItsOwnOrgansInTwoWays) {
    EXPECT_THAT(writings({"沧州市商务局", "市商务局", "商务局"}, "沧州市"), ElementsAre("沧州市商务局", "市商务局", "商务局"));
    EXPECT_THAT(writings({"市工信局"}, "沧州市"), ElementsAre("市工信局", "沧州市工信局"));
    EXPECT_THAT(writings({"沧州市", "黄骅市政府"}, "沧州市"), ElementsAre("沧州市", "黄骅市政府"));
}

}  // namespace
}  // namespace luoshi::org
