#include "base/decimal.hpp"

#include <gtest/gtest.h>

namespace luoshi::base {
namespace {

TEST(Decimal, ReadsAndWritesTheShortestForm) {
    EXPECT_EQ(Decimal::parse("1.5")->e4(), 15'000);
    EXPECT_EQ(Decimal::parse("1.50")->text(), "1.5");
    EXPECT_EQ(Decimal::parse("-0.0001")->text(), "-0.0001");
    EXPECT_EQ(Decimal::parse("922337203685477.5807")->text(), "922337203685477.5807");
    EXPECT_EQ(Decimal::from_e4(std::numeric_limits<std::int64_t>::min()).text(), "-922337203685477.5808");
}

TEST(Decimal, RefusesWhatItCannotHoldExactly) {
    for (const char* text : {"", "-", ".", "1.", ".5", "1.23456", "1e3", "１", "1,000", "922337203685477.5808", "99999999999999999999999"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
}

TEST(Decimal, ArithmeticLeavingTheRangeYieldsNothing) {
    const auto most = Decimal::from_e4(std::numeric_limits<std::int64_t>::max());
    EXPECT_FALSE(most.plus(Decimal::from_e4(1)));
    EXPECT_FALSE(most.times(2));
    EXPECT_EQ(Decimal::parse("0.1")->plus(*Decimal::parse("0.2"))->text(), "0.3");
}

TEST(Ratio, RoundsHalfAwayFromZeroOnceAndRefusesZero) {
    const auto d = [](const char* text) { return *Decimal::parse(text); };
    EXPECT_EQ(ratio(d("1"), d("3"), 100, 2)->text(), "33.33");
    EXPECT_EQ(ratio(d("1"), d("8"), 1, 2)->text(), "0.13");
    EXPECT_EQ(ratio(d("-1"), d("8"), 1, 2)->text(), "-0.13");
    EXPECT_EQ(ratio(d("2"), d("3"), 100, 0)->text(), "67");
    EXPECT_FALSE(ratio(d("1"), d("0"), 100, 2));
}

}  // namespace
}  // namespace luoshi::base
