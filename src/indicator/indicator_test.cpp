#include "indicator/indicator.hpp"

#include <gmock/gmock.h>

namespace luoshi::indicator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Decimal d(const char* text) { return *base::Decimal::parse(text); }

Definition villages() { return {.code = "v", .name = "淘宝村", .unit = "个", .kind = Kind::Stock}; }
Definition coverage() {
    return {.code = "c",
            .name = "覆盖率",
            .unit = "%",
            .decimals = 2,
            .kind = Kind::Ratio,
            .maximum = d("100"),
            .numerator_name = "已覆盖社区数",
            .denominator_name = "社区总数"};
}

/// "path code" of every complaint.
std::vector<std::string> complaints(const Definition& definition, const Entry& entry) {
    const auto figure = figure_of(definition, entry);
    std::vector<std::string> out;
    if (!figure) {
        EXPECT_EQ(figure.error().code, "indicator.value_invalid");
        for (const auto& field : figure.error().fields) {
            out.push_back(field.path + " " + field.code);
        }
    }
    return out;
}

TEST(FigureOfEntry, NothingEnteredIsMissingAndZeroIsAFigure) {
    EXPECT_EQ(*figure_of(villages(), {}), std::nullopt);
    EXPECT_EQ((*figure_of(villages(), {.value = d("0")}))->value, d("0"));
    EXPECT_EQ(*figure_of(coverage(), {}), std::nullopt);
}

TEST(FigureOfEntry, MoreDecimalsThanTheDefinitionAllowsAreAnErrorNotARounding) {
    EXPECT_THAT(complaints(villages(), {.value = d("2.5")}), ElementsAre("value value.not_whole"));
    auto amounts = villages();
    amounts.decimals = 2;
    EXPECT_THAT(complaints(amounts, {.value = d("2.55")}), IsEmpty());
    EXPECT_THAT(complaints(amounts, {.value = d("2.555")}), ElementsAre("value value.too_many_decimals"));
}

TEST(FigureOfEntry, PartsOfARatioThatAreCountedAreWhole) {
    auto counted = coverage();
    counted.part_decimals = 0;
    EXPECT_THAT(complaints(counted, {.numerator = d("30.5"), .denominator = d("40.5")}),
                ElementsAre("numerator value.not_whole", "denominator value.not_whole"));
    EXPECT_THAT(complaints(coverage(), {.numerator = d("30.5"), .denominator = d("40.5")}), IsEmpty());
}

TEST(FigureOfEntry, EveryFaultOfAValueIsToldTogether) {
    EXPECT_THAT(complaints(villages(), {.value = d("-1.5")}), ElementsAre("value value.negative", "value value.not_whole"));
}

TEST(FigureOfEntry, APercentageEndsAtAHundredUnlessTheDefinitionAllowsMore) {
    EXPECT_THAT(complaints(coverage(), {.numerator = d("30"), .denominator = d("30")}), IsEmpty());
    EXPECT_THAT(complaints(coverage(), {.numerator = d("31"), .denominator = d("30")}), ElementsAre("numerator value.over_maximum"));
    auto broadband = coverage();
    broadband.maximum = d("300");
    EXPECT_THAT(complaints(broadband, {.numerator = d("31"), .denominator = d("30")}), IsEmpty());
}

TEST(FigureOfEntry, ARatioIsComputedFromItsPartsAndRoundedHalfUpOnce) {
    const auto figure = figure_of(coverage(), {.value = d("99"), .numerator = d("1"), .denominator = d("3")});
    EXPECT_EQ(**figure, (Figure{d("33.33"), d("1"), d("3")}));
    EXPECT_EQ((*figure_of(coverage(), {.numerator = d("1"), .denominator = d("16")}))->value, d("6.25"));
    EXPECT_EQ((*figure_of(coverage(), {.numerator = d("1"), .denominator = d("32")}))->value, d("3.13")) << "3.125";
}

TEST(FigureOfEntry, ARatioNeedsBothPartsAndADenominatorAboveZero) {
    EXPECT_THAT(complaints(coverage(), {.numerator = d("1")}), ElementsAre("denominator value.missing"));
    EXPECT_THAT(complaints(coverage(), {.denominator = d("3")}), ElementsAre("numerator value.missing"));
    EXPECT_THAT(complaints(coverage(), {.numerator = d("-1"), .denominator = d("0")}),
                ElementsAre("numerator value.negative", "denominator value.zero_denominator"));
}

TEST(FigureOfEntry, AMemberOfASetIsDoneOrNot) {
    auto listed = villages();
    listed.kind = Kind::Set;
    listed.maximum = d("1");
    EXPECT_THAT(complaints(listed, {.value = d("1")}), IsEmpty());
    EXPECT_THAT(complaints(listed, {.value = d("2")}), ElementsAre("value value.over_maximum"));
}

}  // namespace
}  // namespace luoshi::indicator
