#include "document/numbering.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

std::string mark(std::u32string_view text) {
    const auto read = read_mark(base::fold_width(text));
    return read ? base::encode_utf8(read->label) + "/" + std::to_string(read->length) : "-";
}

TEST(Numbering, ReadsEveryLevelInBothWidths) {
    EXPECT_EQ(mark(U"一、主要目标"), "一/2");
    EXPECT_EQ(mark(U"十二、保障措施"), "十二/3");
    EXPECT_EQ(mark(U"（三）加快建设"), "(三)/3");
    EXPECT_EQ(mark(U"1．加快建设"), "1/2");
    EXPECT_EQ(mark(U"116、加快建设"), "116/4");
    EXPECT_EQ(mark(U"（2）加快建设"), "(2)/3");
    EXPECT_EQ(mark(U"2）加快建设"), "(2)/2");
    EXPECT_EQ(mark(U"③加快建设"), "③/1");
    EXPECT_EQ(mark(U"第十条为规范"), "第十条/3");
    EXPECT_EQ(mark(U"——到2025年"), "/2");
}

TEST(Numbering, KnowsAYearBehindTheMarkFromADecimal) {
    EXPECT_EQ(mark(U"1.2019年9月底前修订"), "1/2");
    EXPECT_EQ(mark(U"1.5万人参加"), "-");
}

TEST(Numbering, LeavesTextAlone) {
    for (const auto text : {U"一般公共预算", U"2018年，全市", U"(2018-2020年)", U"第一时间报告", U"市商务局", U"—3—", U"(此件公开发布)"}) {
        EXPECT_EQ(mark(text), "-") << base::encode_utf8(text);
    }
}

}  // namespace
}  // namespace luoshi::document
