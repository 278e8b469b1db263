#include "base/fraction.hpp"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

namespace luoshi::base {
namespace {

using Exact = boost::multiprecision::cpp_rational;

Decimal d(const char* text) { return *Decimal::parse(text); }
Fraction f(const char* text) { return Fraction{d(text)}; }

TEST(Fraction, KeepsNumeratorAndDenominatorApartAndRoundsOnce) {
    const auto third = f("1").over(f("3"));
    EXPECT_EQ(third->times(f("3")), f("1")) << "0.3333 times 3 would be 0.9999";
    EXPECT_EQ(third->rounded(2), d("0.33"));
    EXPECT_EQ(f("0.125").rounded(2), d("0.13"));
    EXPECT_EQ(f("-0.125").rounded(2), d("-0.13"));
    EXPECT_EQ(f("1").over(f("16"))->times(f("100"))->rounded(0), d("6"));
}

TEST(Fraction, DivisionByZeroIsNothing) {
    EXPECT_EQ(f("1").over(f("0")), std::nullopt);
    EXPECT_TRUE(f("2").minus(f("2"))->is_zero());
}

TEST(Fraction, WhatLeavesTheRangeIsNothingNeverWrong) {
    const Fraction most{Decimal::from_e4(INT64_MAX)};
    const auto square = most.times(most);
    ASSERT_TRUE(square);
    EXPECT_EQ(square->rounded(0), std::nullopt) << "beyond Decimal";
    EXPECT_EQ(square->times(*square), std::nullopt) << "beyond 128 bits";
    EXPECT_EQ(square->over(most), most);
}

TEST(Fraction, AgreesWithArbitraryPrecisionOrSaysNothing) {
    std::mt19937_64 random{7};
    const auto limit = boost::multiprecision::cpp_int{1} << 127;
    for (int round = 0; round < 4000; ++round) {
        Fraction fraction;
        Exact exact = 0;
        for (int step = 0; step < 6; ++step) {
            const auto e4 = static_cast<std::int64_t>(random()) >> (random() % 60);
            const Fraction operand{Decimal::from_e4(e4)};
            const Exact number = Exact{e4} / 10'000;
            std::optional<Fraction> next;
            switch (random() % 4) {
                case 0:
                    next = fraction.plus(operand);
                    exact += number;
                    break;
                case 1:
                    next = fraction.minus(operand);
                    exact -= number;
                    break;
                case 2:
                    next = fraction.times(operand);
                    exact *= number;
                    break;
                default:
                    next = fraction.over(operand);
                    if (e4 == 0) {
                        ASSERT_EQ(next, std::nullopt);
                        next = fraction;
                        break;
                    }
                    exact /= number;
            }
            if (!next) {
                ASSERT_GT(abs(numerator(exact)) * denominator(exact), limit >> 66) << "given up on a small number";
                break;
            }
            fraction = *next;
            const int decimals = static_cast<int>(random() % 5);
            if (const auto rounded = fraction.rounded(decimals)) {
                const Exact off = abs(Exact{rounded->e4()} / 10'000 - exact);
                Exact half = Exact{1} / 2;
                for (int place = 0; place < decimals; ++place) {
                    half /= 10;
                }
                ASSERT_LE(off, half);
            }
        }
    }
}

}  // namespace
}  // namespace luoshi::base
