#include "config/csv.hpp"

#include <gmock/gmock.h>

namespace luoshi::config {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines(const Problems& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(Csv, FindsColumnsByNameAndUnderstandsQuotes) {
    Problems problems;
    const auto rows = read_csv("a.csv", "\xEF\xBB\xBFname,code\r\n\"甲\n,\"\"乙\"\"\",1\r\n\r\n丙,2", {"code", "name"}, {"note"}, problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].fields, ElementsAre("1", "甲\n,\"乙\"", ""));
    EXPECT_THAT(rows[1].fields, ElementsAre("2", "丙", ""));
    EXPECT_EQ(rows[1].line, 5);
}

TEST(Csv, NamesTheLineOfEveryFault) {
    Problems problems;
    read_csv("a.csv", "code,nmae\n1,2\n", {"code", "name"}, {}, problems);
    read_csv("b.csv", "code,name\n1\n2,乙\n3,\"丙\n", {"code", "name"}, {}, problems);
    EXPECT_THAT(lines(problems), ElementsAre("a.csv:1:1 没有“nmae”这一列，是否想写“name”？", "a.csv:1:1 缺少“name”这一列。",
                                             "b.csv:2:1 这一行有 1 列，标题行有 2 列，请补齐或删去多余的逗号。",
                                             "b.csv:4:1 从这一行起引号没有成对，请检查。"));
}

TEST(Csv, WhatIsNotUtf8IsRefusedAtItsPlace) {
    Problems problems;
    EXPECT_TRUE(read_csv("a.csv", "code,name\n1,\xC9\xCC\n", {"code", "name"}, {}, problems).empty());
    EXPECT_THAT(lines(problems), ElementsAre("a.csv:2:3 从这里起不是 UTF-8 编码，请用 UTF-8 另存这个文件。"));
}

}  // namespace
}  // namespace luoshi::config
