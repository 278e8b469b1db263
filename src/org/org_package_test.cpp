#include "org/org_package.hpp"

#include <gmock/gmock.h>

#include <map>

namespace luoshi::org {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const PackageUnit& unit(const Package& package, std::string_view code) {
    for (const auto& candidate : package.units) {
        if (candidate.code == code) {
            return candidate;
        }
    }
    throw std::runtime_error("no unit " + std::string{code});
}

std::vector<std::string> lines(const config::Problems& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

// A package of one city with two counties and a town; each test breaks one file of it.
std::map<std::string, std::string> small_package() {
    return {{"package.yaml",
             "name: 方案\ntenant: 甲州市\ndivision_edition: \"2018\"\nplan: {doc_number: 甲政〔2018〕1号, sha256: ab}\nowner_unit: "
             "\"1399\"\nplan_office: 1399.commerce\n"},
            {"divisions.csv",
             "code,name,short_name,kind\n1399,甲州市,,administrative\n139901,乙县,,administrative\n139902,丙丁回族自治县,丙丁县,"
             "administrative\n"
             "139901100,戊镇,,administrative\n"},
            {"villages.csv", "code,name,town_code\n139901100001,己社区居民委员会,139901100\n139901101498,虚拟社区,139901101\n"},
            {"town-recodes.csv", "code,current_code,change\n139901100,139901101,same\n"},
            {"units.yaml",
             "units:\n  - {code: \"1399\", name: 甲州市人民政府, short: 市政府, level: city, kind: government, division: \"1399\"}\n"
             "  - {code: 1399.commerce, name: 甲州市商务局, short: 市商务局, level: city_department, parent: \"1399\"}\n"
             "templates:\n  - {each: county, code: \"{code}\", name: \"{name}人民政府\", short: \"{stem}政府\", level: county, kind: "
             "government, "
             "division: \"{code}\", parent: \"1399\"}\n"},
            {"groups.yaml", "groups:\n  - {code: counties, name: 各县政府, kind: counties, all: {level: county}}\n"}};
}

Package read(const std::map<std::string, std::string>& texts, config::Problems& problems) {
    std::vector<base::EmbeddedFile> files;
    for (const auto& [name, text] : texts) {
        files.push_back({name, text});
    }
    return read_package(config::Folder::embedded(files), problems);
}

std::vector<std::string> complaints(const std::string& file, const std::string& what, const std::string& with) {
    auto texts = small_package();
    auto& text = texts.at(file);
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
    config::Problems problems;
    read(texts, problems);
    return lines(problems);
}

TEST(Package, MakesAnOrganForEachVillageBelowItsTown) {
    auto texts = small_package();
    texts.at("units.yaml") +=
        "  - {each: town, code: \"{code}\", name: \"{county_name}{name}人民政府\", short: \"{name}政府\", level: town, parent: \"{county}\"}\n"
        "  - {each: village, code: \"{code}\", name: \"{county_name}{town_name}{name}\", short: \"{name}\", level: village, kind: body, "
        "division: \"{code}\", parent: \"{town}\"}\n";
    config::Problems problems;
    const auto package = read(texts, problems);
    EXPECT_THAT(lines(problems), IsEmpty());
    const auto& village = unit(package, "139901100001");
    EXPECT_EQ(village.name, "乙县戊镇己社区居民委员会");
    EXPECT_EQ(village.parent, "139901100") << "the town of the package's edition";
}

TEST(CangzhouPackage, IsWithoutProblemsAndHasEveryPlace) {
    config::Problems problems;
    const auto package = read_package(*config::Folder::open("packages/cangzhou-ecommerce-2018"), problems);
    EXPECT_THAT(lines(problems), IsEmpty());
    std::map<std::string, int> levels;
    std::map<std::string, int> kinds_of_towns;
    std::map<std::string, int> villages_of;
    int recoded = 0;
    for (const auto& division : package.divisions) {
        ++levels[division.level];
        recoded += division.current_code.empty() ? 0 : 1;
        if (division.level == "town") {
            ++kinds_of_towns[division.kind];
        } else if (division.level == "village") {
            ++villages_of[division.parent];
        }
    }
    EXPECT_EQ(levels["city"], 1);
    EXPECT_EQ(levels["county"], 19);
    EXPECT_EQ(levels["town"], 210);
    EXPECT_EQ(levels["village"], 6094);
    EXPECT_EQ(kinds_of_towns["quasi"], 19);
    EXPECT_EQ(recoded, 39);
    EXPECT_EQ(villages_of["130903200"], 30);  // 南陈屯乡, 南陈屯镇 since
    EXPECT_EQ(villages_of["130929205"], 21);  // 徐留高乡, 高官镇 since
    EXPECT_EQ(villages_of["130984401"], 2);
}

TEST(CangzhouPackage, HasAUnitForEveryDepartmentOfThePlanAndEveryPlace) {
    config::Problems problems;
    const auto package = read_package(*config::Folder::open("packages/cangzhou-ecommerce-2018"), problems);
    std::map<std::string, int> levels;
    for (const auto& candidate : package.units) {
        ++levels[candidate.level];
    }
    EXPECT_EQ(levels["county"], 19);
    EXPECT_EQ(levels["county_department"], 38);
    EXPECT_EQ(levels["town"], 210);
    EXPECT_EQ(unit(package, "130930.commerce").name, "孟村回族自治县商务局");
    EXPECT_THAT(unit(package, "130930.commerce").names, Contains("孟村商务局"));
    EXPECT_EQ(unit(package, "130922.commerce").short_name, "青县商务局");
    EXPECT_EQ(unit(package, "130981105").name, "泊头市富镇镇人民政府");
    EXPECT_EQ(unit(package, "130902001").name, "新华区建设北街街道办事处");
    EXPECT_EQ(unit(package, "1309.quality").successors.at(0).unit, "1309.market");
    EXPECT_THAT(unit(package, "1309.commerce").sections, Contains("电子商务科"));
    // The listed 开发区管委会 is meant by its short name, not a zone of Renqiu that the statistics call by the same words.
    EXPECT_THAT(unit(package, "130982500").names, ElementsAre("任丘市开发区管理委员会"));
    EXPECT_THAT(unit(package, "130983100").sections, ElementsAre("党政综合办公室", "经济发展办公室"));
}

TEST(CangzhouPackage, SaysOfEveryGroupSinceWhenItHolds) {
    config::Problems problems;
    const auto package = read_package(*config::Folder::open("packages/cangzhou-ecommerce-2018"), problems);
    EXPECT_FALSE(package.groups.empty());
    for (const auto& group : package.groups) {
        ASSERT_TRUE(group.valid_from) << group.code;
        EXPECT_LE(*group.valid_from, *package.issued) << group.code << " is read on the day of the plan";
        for (const auto& member : group.members) {
            EXPECT_TRUE(!member.valid_to || *member.valid_to > *group.valid_from) << group.code << " " << member.unit;
        }
    }
}

TEST(OrgPackage, TheSmallPackageOfTheseTestsIsRight) {
    config::Problems problems;
    const auto package = read(small_package(), problems);
    EXPECT_THAT(lines(problems), IsEmpty());
    EXPECT_EQ(package.units.size(), 4U);
    EXPECT_EQ(package.units[3].short_name, "丙丁政府");
    ASSERT_EQ(package.divisions.size(), 6U);
    EXPECT_EQ(package.divisions[3].current_code, "139901101");
    EXPECT_EQ(package.divisions[5].parent, "139901100");
    EXPECT_EQ(package.divisions[5].kind, "quasi");
    EXPECT_EQ(package.groups[0].members.size(), 2U);
}

TEST(OrgPackage, NamesEveryMissingFile) {
    config::Problems problems;
    read({}, problems);
    EXPECT_THAT(lines(problems),
                ElementsAre(HasSubstr("divisions.csv "), HasSubstr("groups.yaml "), HasSubstr("package.yaml "), HasSubstr("units.yaml ")));
}

TEST(OrgPackage, AReferenceToAUnitThatIsNotThereNamesThePlaceAndTheLikelyOne) {
    EXPECT_THAT(complaints("package.yaml", "plan_office: 1399.commerce", "plan_office: 1399.comerce"),
                ElementsAre("package.yaml:6:14 没有单位“1399.comerce”，是否想写“1399.commerce”？"));
    EXPECT_THAT(complaints("units.yaml", "city_department, parent: \"1399\"", "city_department, parent: \"1398\""),
                ElementsAre("units.yaml:3:86 没有单位“1398”，是否想写“1399”？"));
    EXPECT_THAT(complaints("groups.yaml", "all: {level: county}", "members: [\"139901\", \"139909\"]"),
                ElementsAre(HasSubstr("groups.yaml:2:70 没有单位“139909”")));
}

TEST(OrgPackage, ADuplicateCodeNamesTheFirst) {
    EXPECT_THAT(complaints("units.yaml", "code: 1399.commerce", "code: \"1399\""),
                Contains("units.yaml:3:12 单位“1399”重复，已在 units.yaml:2:12 出现，请改用别的代码或删去一处。"));
    EXPECT_THAT(complaints("divisions.csv", "139902,丙丁", "139901,丙丁"), Contains("divisions.csv:4:1 区划 139901 重复。"));
}

TEST(OrgPackage, ACircleOfParentsIsRefused) {
    EXPECT_THAT(complaints("units.yaml", "division: \"1399\"}", "division: \"1399\", parent: 1399.commerce}"),
                ElementsAre(HasSubstr("units.yaml:2:104 单位 1399 的上级绕了一圈"),
                            HasSubstr("units.yaml:3:86 单位 1399.commerce 的上级绕了一圈")));
}

TEST(OrgPackage, WrongDatesAndLevelsAreRefused) {
    EXPECT_THAT(complaints("units.yaml", "city_department, parent", "city_departmnet, valid_from: 2018-02-30, parent"),
                ElementsAre(HasSubstr("units.yaml:3:61 “level”不能是“city_departmnet”，是否想写“city_department”？"),
                            HasSubstr("units.yaml:3:90 “valid_from”应是存在的日期")));
    EXPECT_THAT(
        complaints("units.yaml", "city_department, parent", "city_department, valid_from: 2019-01-01, valid_to: 2018-01-01, parent"),
        ElementsAre("units.yaml:3:112 valid_to 应晚于 valid_from。"));
}

TEST(OrgPackage, ANameThatTwoUnitsClaimIsRefused) {
    EXPECT_THAT(complaints("units.yaml", "city_department, parent", "city_department, aliases: [乙县人民政府], parent"),
                ElementsAre(HasSubstr("名称“乙县人民政府”已属于 甲州市商务局")));
}

TEST(OrgPackage, AVillageThatBelongsToNoTownIsRefused) {
    EXPECT_THAT(complaints("town-recodes.csv", "139901101", "139901102"),
                ElementsAre("villages.csv:3:1 虚拟社区（139901101498）的乡级代码 139901101 不在 divisions.csv 中，请在 town-recodes.csv "
                            "中说明它对应哪个乡级区划。"));
    EXPECT_THAT(complaints("town-recodes.csv", "139901100,", "139901109,"),
                Contains(HasSubstr("town-recodes.csv:2:1 139901109 不在 divisions.csv 的乡级区划中")));
}

TEST(OrgPackage, AWrongPlaceholderOfATemplateIsReportedOnce) {
    EXPECT_THAT(complaints("units.yaml", "{name}人民政府", "{nmae}人民政府"),
                ElementsAre(HasSubstr("units.yaml:5:42 “{nmae}人民政府”中的花括号有误")));
}

TEST(OrgPackage, AMapNamesCountiesOfThePackageByDegreesAndOnlyOnce) {
    auto texts = small_package();
    texts["map.csv"] =
        "code,longitude,latitude,outline,note\n139901,116.8,38.3,M116.7 38.2L116.9 38.2L116.8 38.4Z,\n139902,116.9,38.1,,约数\n";
    config::Problems none;
    read(texts, none);
    EXPECT_THAT(lines(none), IsEmpty());
    texts["map.csv"] += "139902,116.9,38.1,,\n139903,116.9,38.1,,\n139904,383,,<path>,\n";
    config::Problems problems;
    read(texts, problems);
    EXPECT_THAT(lines(problems),
                ElementsAre("map.csv:4:1 区划 139902 已有一行，请合并。", "map.csv:5:1 139903 不在 divisions.csv 的县级区划中。",
                            "map.csv:6:1 139904 不在 divisions.csv 的县级区划中。", HasSubstr("map.csv:6:1 outline 应为"),
                            HasSubstr("map.csv:6:1 “383”不是度数"), HasSubstr("map.csv:6:1 “”不是度数")));
}

}  // namespace
}  // namespace luoshi::org
