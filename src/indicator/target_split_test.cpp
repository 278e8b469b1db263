#include "indicator/target_split.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "indicator/share_package.hpp"
#include "indicator/split_table.hpp"
#include "sheet/sheet.hpp"
#include "sheet/xlsx_file_test.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using testing::ElementsAre;
using testing::HasSubstr;

Decimal number(std::string_view text) { return *Decimal::parse(text); }

std::vector<std::string> texts(const std::vector<Decimal>& values) {
    std::vector<std::string> out;
    std::transform(values.begin(), values.end(), std::back_inserter(out), [](Decimal value) { return value.text(); });
    return out;
}

std::vector<Claim> claims(const std::vector<std::string>& figures) {
    std::vector<Claim> out;
    for (const auto& figure : figures) {
        const auto id = static_cast<std::int64_t>(out.size()) + 1;
        out.push_back({UnitId{id}, "单位" + std::to_string(id), figure.empty() ? std::nullopt : Decimal::parse(figure)});
    }
    return out;
}

Definition counted() {
    Definition out;
    out.name = "淘宝村";
    out.unit = "个";
    return out;
}

TEST(TargetSplit, EqualPartsAddUpAndTheRestGoesToTheFirstIds) {
    const auto three = claims({"", "", ""});
    EXPECT_THAT(texts(*split_equally(number("100"), 0, three)), ElementsAre("34", "33", "33"));
    EXPECT_THAT(texts(*split_equally(number("100"), 2, three)), ElementsAre("33.34", "33.33", "33.33"));
    EXPECT_THAT(texts(*split_equally(number("2"), 0, three)), ElementsAre("1", "1", "0"));
}

TEST(TargetSplit, TheLargestRemainderRoundsUp) {
    EXPECT_THAT(texts(*split_in_proportion(number("10"), 0, claims({"1", "1", "4"}))), ElementsAre("2", "1", "7"));
    EXPECT_THAT(texts(*split_in_proportion(number("10"), 0, claims({"0", "3", "7"}))), ElementsAre("0", "3", "7"));
}

TEST(TargetSplit, WhateverTheFiguresPartsAddUpExactlyAndStayWithinOneStepOfTheirQuota) {
    std::mt19937_64 random{20180817};
    for (int round = 0; round < 3000; ++round) {
        const int decimals = static_cast<int>(random() % 5);
        std::int64_t step = Decimal::kUnit;
        for (int place = 0; place < decimals; ++place) {
            step /= 10;
        }
        const std::int64_t huge = std::numeric_limits<std::int64_t>::max() / step;
        const Decimal total =
            Decimal::from_e4(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(round % 5 == 0 ? huge : 9999)) * step);
        std::vector<Claim> units;
        long double weights = 0;
        for (std::size_t i = 0, count = 1 + random() % 40; i < count; ++i) {
            const auto figure = static_cast<std::int64_t>(random() % (round % 7 == 0 ? std::uint64_t{1} << 62U : 50'000));
            units.push_back({UnitId{static_cast<std::int64_t>(i) + 1}, "甲", Decimal::from_e4(figure)});
            weights += static_cast<long double>(figure);
        }
        units.front().figure = Decimal::from_e4(units.front().figure->e4() + 1);
        weights += 1;
        const auto parts = split_in_proportion(total, decimals, units);
        ASSERT_TRUE(parts) << parts.error().message;
        Decimal sum;
        for (std::size_t i = 0; i < units.size(); ++i) {
            ASSERT_EQ((*parts)[i].e4() % step, 0);
            sum = *sum.plus((*parts)[i]);
            const long double quota = static_cast<long double>(total.e4()) * static_cast<long double>(units[i].figure->e4()) / weights;
            ASSERT_LE(std::abs(static_cast<long double>((*parts)[i].e4()) - quota),
                      static_cast<long double>(step) * 1.001L + quota * 1e-15L);
        }
        ASSERT_EQ(sum, total);
        // the order in which units are listed changes nothing
        std::vector<std::size_t> order(units.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), random);
        std::vector<Claim> mixed;
        for (const auto i : order) {
            mixed.push_back(units[i]);
        }
        const auto again = split_in_proportion(total, decimals, mixed);
        for (std::size_t i = 0; i < order.size(); ++i) {
            ASSERT_EQ((*again)[i], (*parts)[order[i]]);
        }
    }
}

TEST(TargetSplit, EveryUnitWithoutAFigureIsNamed) {
    const auto refused = split_in_proportion(number("10"), 0, claims({"1", "", "-2", ""}));
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 3U);
    EXPECT_EQ(refused.error().fields[0].code, "share.no_figure");
    EXPECT_THAT(refused.error().fields[0].message, HasSubstr("单位2"));
    EXPECT_EQ(refused.error().fields[1].code, "share.negative_figure");
    EXPECT_THAT(refused.error().fields[2].message, HasSubstr("单位4"));
}

TEST(TargetSplit, NothingToDivideByIsSaid) {
    EXPECT_EQ(split_equally(number("10"), 0, {}).error().code, "share.no_units");
    EXPECT_EQ(split_in_proportion(number("10"), 0, claims({"0", "0"})).error().code, "share.all_zero");
    EXPECT_EQ(split_equally(number("10.5"), 0, claims({"1"})).error().code, "share.too_fine");
}

SumLine line(std::string_view held, const std::vector<std::string>& parts, SplitRule rule = {}, ShareSettings settings = {}) {
    std::vector<Decimal> values;
    std::transform(parts.begin(), parts.end(), std::back_inserter(values), [](const std::string& part) { return number(part); });
    return *sum_line(rule, settings, number(held), values);
}

TEST(SumRule, SaysShortExactOrOver) {
    EXPECT_EQ(line("100", {"40", "50"}).verdict, SumVerdict::Short);
    EXPECT_EQ(line("100", {"40", "50"}).difference, number("-10"));
    EXPECT_TRUE(line("100", {"40", "50"}).loose);
    EXPECT_EQ(line("100", {"40", "60"}).verdict, SumVerdict::Exact);
    EXPECT_FALSE(line("100", {"40", "60"}).loose);
    EXPECT_EQ(line("100", {"60", "60"}).verdict, SumVerdict::Over);
    EXPECT_FALSE(line("100", {"60", "60"}).loose);
    EXPECT_EQ(line("100", {}).verdict, SumVerdict::Short);
}

TEST(SumRule, MoreThanTheSettingBeyondTheTargetIsPaddingWithItsPercentage) {
    EXPECT_FALSE(line("100", {"120"}).padded);
    EXPECT_EQ(line("100", {"120"}).padding, number("20"));
    EXPECT_TRUE(line("100", {"120.0001"}).padded);
    EXPECT_EQ(line("100", {"75", "75"}).padding, number("50"));
    EXPECT_TRUE(line("100", {"106"}, {}, {.padding_pct = number("5")}).padded);
    EXPECT_FALSE(line("100", {"80"}).padding);
}

TEST(SumRule, OfAFigureNotToBeExceededMoreIsLooseAndLessIsPadding) {
    const SplitRule ceiling{Binding::Sum, Bound::Ceiling, 0};
    EXPECT_TRUE(line("100", {"60", "60"}, ceiling).loose);
    EXPECT_FALSE(line("100", {"60", "60"}, ceiling).padded);
    EXPECT_TRUE(line("100", {"70"}, ceiling).padded);
    EXPECT_EQ(line("100", {"70"}, ceiling).padding, number("30"));
}

TEST(SumRule, DoesNotApplyWhereEachCountyAnswersForTheWhole) {
    Definition each = counted();
    each.across = Across::Minimum;
    EXPECT_EQ(split_rule(each, plan::TargetOperator::AtLeast).binding, Binding::Each);
    EXPECT_EQ(line("3", {"3", "3", "3"}, split_rule(each, plan::TargetOperator::AtLeast)).verdict, SumVerdict::NotApplicable);
    EXPECT_FALSE(line("3", {"3", "3"}, split_rule(each, plan::TargetOperator::AtLeast)).loose);
    EXPECT_TRUE(line("3", {"3", "2"}, split_rule(each, plan::TargetOperator::AtLeast)).loose);
    Definition share = counted();
    share.kind = Kind::Ratio;
    EXPECT_EQ(split_rule(share, plan::TargetOperator::AtLeast).binding, Binding::Each);
    EXPECT_EQ(split_rule(counted(), plan::TargetOperator::AtMost).bound, Bound::Ceiling);
}

TEST(SumRule, ASumBeyondTheRangeIsNone) {
    const std::vector<Decimal> parts(2, Decimal::from_e4(std::numeric_limits<std::int64_t>::max()));
    EXPECT_FALSE(sum_line({}, {}, number("1"), parts));
}

const UnitLookup kByName = [](const std::string& name) -> std::variant<UnitId, base::Phrase> {
    if (name == "甲县" || name == "甲县政府") {
        return UnitId{11};
    }
    if (name == "乙市") {
        return UnitId{12};
    }
    return base::phrase("share.table_unknown_unit", "没有叫“{name}”的下级单位", {{"name", name}});
};

TEST(SplitTable, IsReadWithTheWritingsOfASpreadsheet) {
    const auto parts = read_split_table("份额.csv",
                                        "\xEF\xBB\xBF"
                                        "数值,单位\r\n\"1,200\",甲县政府\r\n１．５万, 乙市 \r\n",
                                        counted(), kByName);
    ASSERT_TRUE(parts) << parts.error().fields.front().message;
    ASSERT_EQ(parts->size(), 2U);
    EXPECT_EQ((*parts)[0].unit, UnitId{11});
    EXPECT_EQ((*parts)[0].value, number("1200"));
    EXPECT_EQ((*parts)[1].value, number("15000"));
}

TEST(SplitTable, EverySlipIsToldWithLineAndColumn) {
    const auto refused =
        read_split_table("a.csv", "单位,数值\n甲县,12\n丙县,3\n乙市,很多\n甲县政府,-1\n乙市,1.5\n,4\n乙市,\n", counted(), kByName);
    ASSERT_FALSE(refused);
    std::vector<std::string> told;
    for (const auto& field : refused.error().fields) {
        told.push_back(field.path + " " + field.code);
    }
    EXPECT_THAT(told, ElementsAre("a.csv:3:1 share.table_unknown_unit", "a.csv:4:2 share.table_not_number", "a.csv:5:2 share.negative",
                                  "a.csv:5:1 share.table_twice", "a.csv:6:2 share.too_many_decimals", "a.csv:6:1 share.table_twice",
                                  "a.csv:7:1 share.table_no_unit", "a.csv:8:2 share.table_no_value", "a.csv:8:1 share.table_twice"));
}

TEST(SplitTable, AWorkbooksSlipsStandWhereTheyStandInTheSheet) {
    const auto cell = [](sheet::Kind kind, std::string text, sheet::Shown shown = sheet::Shown::Plain) {
        return sheet::ReadCell{.kind = kind, .text = std::move(text), .shown = shown};
    };
    using sheet::Kind;
    sheet::ReadSheet page{.name = "份额"};
    page.rows = {{{0, cell(Kind::Text, "单位")}, {1, cell(Kind::Text, "数值")}},
                 {{0, cell(Kind::Text, "甲县\n政府")}, {1, cell(Kind::Number, "1200.0000000000001")}},
                 {},
                 {{0, cell(Kind::Text, "丙县")}, {1, cell(Kind::Number, "0.5", sheet::Shown::Percent)}},
                 {{0, cell(Kind::Text, "乙市")}},
                 {{0, cell(Kind::Text, "甲县")}, {1, cell(Kind::Number, "43831", sheet::Shown::Date)}},
                 {{0, cell(Kind::Text, "乙市")}, {1, cell(Kind::Boolean, "1")}}};
    sheet::ReadBook book;
    book.sheets = {page};
    const auto refused = read_split_table("份额.xlsx", table_text(book), counted(), kByName);
    ASSERT_FALSE(refused);
    std::vector<std::string> told;
    for (const auto& field : refused.error().fields) {
        told.push_back(field.path + " " + field.code);
    }
    EXPECT_THAT(told, testing::IsSupersetOf({"份额.xlsx:4:1 share.table_unknown_unit", "份额.xlsx:4:2 share.table_not_number",
                                             "份额.xlsx:5:2 share.table_no_value", "份额.xlsx:6:2 share.table_not_number",
                                             "份额.xlsx:7:2 share.table_not_number"}));
    book.sheets = {sheet::ReadSheet{}};
    EXPECT_EQ(table_text(book), "");
}

TEST(SplitTable, TheFirstSheetOfAWorkbookIsReadLikeText) {
    const std::string bytes =
        sheet::xlsx({{.name = "份额", .head = {{"单位", "数值"}}, .rows = {{"甲县政府", number("1200")}, {"乙市", "1.5万"}}},
                     {.name = "说明", .head = {{"别的"}}}});
    const auto book = sheet::read_bytes(bytes);
    ASSERT_TRUE(book) << book.error().message;
    const auto parts = read_split_table("份额.xlsx", table_text(*book), counted(), kByName);
    ASSERT_TRUE(parts) << parts.error().fields.front().message;
    EXPECT_EQ((*parts)[0].value, number("1200"));
    EXPECT_EQ((*parts)[1].value, number("15000"));
}

TEST(SplitTable, AnotherHeadingOrNoLineIsRefused) {
    EXPECT_EQ(read_split_table("a.csv", "名称,数值\n甲县,1\n", counted(), kByName).error().code, "share.bad_table");
    EXPECT_EQ(read_split_table("a.csv", "单位,数值\n", counted(), kByName).error().fields.front().code, "share.table_empty");
    EXPECT_EQ(read_split_table("a.csv", "", counted(), kByName).error().code, "share.bad_table");
    EXPECT_FALSE(read_split_table("a.csv", "单位,数值\n\xB3\xD7,1\n", counted(), kByName));
}

TEST(ShareSettings, HaveDefaultsAndAreChecked) {
    config::Problems none;
    const auto defaults = read_share_settings("shares.yaml", "share_padding_pct: 30\n", none);
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(defaults.padding_pct, number("30"));
    EXPECT_EQ(last_change_day(defaults, 2020), *base::make_date(2020, 6, 30));
    EXPECT_EQ(last_change_day(read_share_settings("shares.yaml", "share_change_until: 09-30\n", none), 2019),
              *base::make_date(2019, 9, 30));
    config::Problems wrong;
    read_share_settings("shares.yaml", "share_padding_pct: -1\nshare_change_until: 02-29\nshare_padding: 3\n", wrong);
    EXPECT_EQ(wrong.list().size(), 3U);
}

std::vector<Claim> lower_ends(std::initializer_list<const char*> values) {
    std::vector<Claim> out;
    for (const char* value : values) {
        const auto id = static_cast<std::int64_t>(out.size()) + 1;
        out.push_back({UnitId{id}, "单位", base::Decimal::parse(value)});
    }
    return out;
}
std::vector<std::string> texts(const base::Result<std::vector<base::Decimal>>& values) {
    std::vector<std::string> out;
    for (const auto& value : *values) {
        out.push_back(value.text());
    }
    return out;
}

TEST(UpperEnds, AddUpToTheUpperEndHeldAndNeverLieBelowTheLowerOnes) {
    const SplitRule whole{Binding::Sum, Bound::Floor, 0};
    const auto five = *base::Decimal::parse("5");
    EXPECT_EQ(texts(upper_ends(whole, five, lower_ends({"1", "1", "1"}))), (std::vector<std::string>{"2", "2", "1"}));
    EXPECT_EQ(texts(upper_ends(whole, five, lower_ends({"0", "0"}))), (std::vector<std::string>{"3", "2"})) << "equally";
    EXPECT_EQ(texts(upper_ends(whole, five, lower_ends({"4", "4"}))), (std::vector<std::string>{"4", "4"})) << "padded beyond the range";
    const SplitRule each{Binding::Each, Bound::Floor, 0};
    EXPECT_EQ(texts(upper_ends(each, five, lower_ends({"3", "6"}))), (std::vector<std::string>{"5", "6"}));
    std::mt19937 random{7};
    for (int round = 0; round < 300; ++round) {
        std::vector<Claim> parts;
        std::int64_t sum = 0;
        for (std::int64_t unit = 1 + static_cast<std::int64_t>(random() % 8); unit > 0; --unit) {
            const auto steps = static_cast<std::int64_t>(random() % 50);
            sum += steps;
            parts.push_back({UnitId{unit}, "单位", base::Decimal::from_e4(steps * 100)});
        }
        const auto held = base::Decimal::from_e4((sum + static_cast<std::int64_t>(random() % 40)) * 100);
        const auto ends = upper_ends({Binding::Sum, Bound::Floor, 2}, held, parts);
        ASSERT_TRUE(ends);
        std::int64_t total = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            ASSERT_GE((*ends)[i], *parts[i].figure);
            total += (*ends)[i].e4();
        }
        ASSERT_EQ(total, held.e4());
    }
}

}  // namespace
}  // namespace luoshi::indicator
