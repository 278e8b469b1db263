#include "config/yaml.hpp"

#include <gmock/gmock.h>

namespace luoshi::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> lines(const Problems& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(Yaml, ReadsEveryKindOfValue) {
    Problems problems;
    Document document{"a.yaml", R"(
name: 沧州市商务局
count: 19
share: 12.5
from: 2018-08-17
open: true
relation: 双重
aliases: [市商务局, "商务局"]
members:
  - {code: a}
  - {code: b}
settings: {甲: 1, 乙: 2}
)",
                      problems};
    const auto root = document.root();
    EXPECT_EQ(root.at("name").text(), "沧州市商务局");
    EXPECT_EQ(root.at("count").integer(1, 100), 19);
    EXPECT_EQ(root.at("share").decimal().text(), "12.5");
    EXPECT_EQ(base::date_text(root.at("from").date()), "2018-08-17");
    EXPECT_TRUE(root.at("open").flag(false));
    EXPECT_EQ(root.at("relation").choice({"属地", "垂直", "双重"}), "双重");
    EXPECT_THAT(root.at("aliases").opt_texts(), ElementsAre("市商务局", "商务局"));
    std::string codes;
    for (const auto& member : root.at("members").list()) {
        codes += member.at("code").text();
    }
    EXPECT_EQ(codes, "ab");
    std::int64_t sum = 0;
    for (const auto& [key, value] : root.at("settings").members()) {
        sum += value.integer(0, 10);
    }
    EXPECT_EQ(sum, 3);
    EXPECT_EQ(root.at("note").opt_text(), std::nullopt);
    document.finish();
    EXPECT_THAT(lines(problems), IsEmpty());
}

TEST(Yaml, CollectsEveryErrorWithLineAndColumnInCharacters) {
    Problems problems;
    Document document{"u.yaml", "单位: {name: 商务局, from: 2018-02-30, level: conty, count: many, share: 1.23456, on: yes, list: x}\n",
                      problems};
    const auto unit = document.root().at("单位");
    unit.at("name").text();
    unit.at("from").date();
    unit.at("level").choice({"city", "county"});
    unit.at("count").integer(1, 9);
    unit.at("share").decimal();
    unit.at("on").flag(false);
    unit.at("list").list();
    unit.at("code").text();
    EXPECT_THAT(
        lines(problems),
        ElementsAre("u.yaml:1:5 缺少“code”，请补上。", "u.yaml:1:23 “from”应是存在的日期，写成 2018-08-17 的形式，现在是“2018-02-30”。",
                    "u.yaml:1:42 “level”不能是“conty”，是否想写“county”？", "u.yaml:1:56 “count”应是 1 到 9 的整数，现在是“many”。",
                    "u.yaml:1:69 “share”应是数，小数不超过四位，现在是“1.23456”。", "u.yaml:1:82 “on”应是 true 或 false，现在是“yes”。",
                    "u.yaml:1:93 “list”应是列表，每个元素一行、以“- ”开头，或写成 [甲, 乙]。"));
}

TEST(Yaml, AnUnknownKeyIsAnErrorThatNamesTheLikelyOne) {
    Problems problems;
    Document document{"u.yaml", "units:\n  - code: a\n    nmae: 甲\n    电话: 1\n", problems};
    for (const auto& unit : document.root().at("units").list()) {
        unit.at("code").text();
        unit.at("name").opt_text();
    }
    document.finish();
    EXPECT_THAT(lines(problems), ElementsAre("u.yaml:3:5 这里没有“nmae”这一项，是否想写“name”？",
                                             "u.yaml:4:5 这里没有“电话”这一项，可写的有：code、name。"));
}

TEST(Yaml, BrokenSyntaxIsReportedAtItsPlaceAndOnlyOnce) {
    Problems problems;
    Document document{"u.yaml", "name: 甲\nunits: [a, b\nlevel: x\n", problems};
    EXPECT_EQ(document.root().at("name").text(), "");
    document.finish();
    ASSERT_EQ(problems.list().size(), 1U);
    EXPECT_EQ(problems.list()[0].place.line, 3);
    EXPECT_THAT(problems.list()[0].message, HasSubstr("YAML 写法有误"));
}

TEST(Yaml, DuplicateKeysAnchorsAndEmptyFilesAreRefused) {
    Problems problems;
    Document twice{"a.yaml", "name: 甲\nname: 乙\n", problems};
    Document anchor{"b.yaml", "a: &x 1\nb: *x\n", problems};
    Document empty{"c.yaml", "", problems};
    EXPECT_THAT(lines(problems), ElementsAre("a.yaml:2:1 “name”写了两次，前一次在第 1 行，请删去一处。", HasSubstr("b.yaml:1:4 不支持锚点"),
                                             HasSubstr("b.yaml:2:4 不支持锚点"), "c.yaml 文件是空的。"));
}

TEST(Yaml, WhatIsNotUtf8OrNestsWithoutEndIsRefusedAtItsPlace) {
    Problems problems;
    Document encoding{"a.yaml", "name: 甲\nunit: \xC9\xCC\xCE\xF1\xBE\xD6\n", problems};
    Document depth{"b.yaml", std::string(100'000, '['), problems};
    EXPECT_THAT(lines(problems), ElementsAre("a.yaml:2:7 从这里起不是 UTF-8 编码，请用 UTF-8 另存这个文件。", HasSubstr("b.yaml:1:")));
}

TEST(Yaml, AWrongKindOfValueNeverCrashesTheReader) {
    Problems problems;
    Document document{"a.yaml", "a: 1\nb: [1]\nc:\n", problems};
    const auto root = document.root();
    EXPECT_EQ(root.at("a").at("x").text(), "");
    EXPECT_THAT(root.at("a").members(), IsEmpty());
    EXPECT_EQ(root.at("b").text(), "");
    EXPECT_EQ(root.at("c").integer(3, 9), 3);
    EXPECT_THAT(lines(problems), ElementsAre("a.yaml:1:4 “a”应是“键: 值”的形式，其中要有“x”。", "a.yaml:1:4 “a”应是“键: 值”的形式。",
                                             "a.yaml:2:4 “b”应是文字，不能是列表或一组键值。", HasSubstr("没有填写“c”，请补上。")));
}

TEST(Codes, ReportsDuplicatesAndUnknownReferencesWithTheirPlaces) {
    Problems problems;
    Document document{"u.yaml", "codes: [1309.commerce, 1309.finance, 1309.commerce]\nlead: 1309.comerce\nother: 9\n", problems};
    Codes codes{"单位"};
    codes.refer(document.root().at("lead").text(), document.root().at("lead"));
    codes.refer(document.root().at("other").text(), document.root().at("other"));
    for (const auto& code : document.root().at("codes").list()) {
        codes.declare(code.text(), code);
    }
    codes.check();
    EXPECT_THAT(lines(problems), ElementsAre("u.yaml:1:38 单位“1309.commerce”重复，已在 u.yaml:1:9 出现，请改用别的代码或删去一处。",
                                             "u.yaml:2:7 没有单位“1309.comerce”，是否想写“1309.commerce”？",
                                             "u.yaml:3:8 没有单位“9”，请先定义它或改正代码。"));
}

TEST(Codes, AreNotCalledUnknownWhileAFileCouldNotBeRead) {
    Problems problems;
    const Document broken{"u.yaml", "codes: [1309.commerce\n", problems};
    Document document{"g.yaml", "lead: 1309.commerce\n", problems};
    Codes codes{"单位"};
    codes.refer(document.root().at("lead").text(), document.root().at("lead"));
    codes.check();
    EXPECT_FALSE(problems.all_readable());
    ASSERT_EQ(lines(problems).size(), 1U);
    EXPECT_EQ(problems.list()[0].place.file, "u.yaml");
}

TEST(Problems, BecomeOneErrorWithAFieldForEachOnce) {
    Problems problems;
    problems.add({"b.yaml", 2, 1}, "乙");
    problems.add({"a.yaml", 0, 0}, "甲");
    problems.add({"b.yaml", 2, 1}, "乙");
    const auto error = problems.error("package.invalid", "方案包有误。");
    ASSERT_EQ(error.fields.size(), 2U);
    EXPECT_EQ(error.fields[0].path, "a.yaml");
    EXPECT_EQ(error.fields[1].path, "b.yaml:2:1");
}

}  // namespace
}  // namespace luoshi::config
