#include "rollup/naive_sum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

namespace luoshi::rollup {
namespace {

using base::Decimal;
using indicator::Across;
using indicator::Kind;

const IndicatorId kIndicator{1};

Decimal d(const char* text) { return *Decimal::parse(text); }
Period p(const char* text) { return *Period::parse(text); }
std::vector<Reporter> units(int count) {
    std::vector<Reporter> out;
    for (int i = 1; i <= count; ++i) {
        out.emplace_back(UnitId{i});
    }
    return out;
}
Fact fact(int unit, const char* period, const char* value, int version = 1) {
    return {kIndicator, UnitId{unit}, p(period), version, d(value), {}, {}};
}
Fact parts(int unit, const char* period, const char* numerator, const char* denominator) {
    return {kIndicator, UnitId{unit}, p(period), 1, {}, d(numerator), d(denominator)};
}
Definition of(Kind kind, bool carry, Across across = Across::Sum) {
    Definition definition;
    definition.kind = kind;
    definition.carry_forward = carry;
    definition.across = across;
    definition.unit = kind == Kind::Ratio ? "%" : "个";
    definition.decimals = kind == Kind::Ratio ? 2 : 0;
    return definition;
}

TEST(NaiveSum, AFlowAddsOverUnitsAndTheMonthsOfItsYear) {
    const NaiveSeries series{
        of(Kind::Flow, false), units(2),
        std::vector{fact(1, "2018-12", "100"), fact(1, "2019-01", "3"), fact(2, "2019-01", "4"), fact(1, "2019-03", "5")}};
    EXPECT_EQ(series.month(p("2019-01")).value, d("7"));
    EXPECT_EQ(series.year_to(p("2019-12")).value, d("12"));
    EXPECT_EQ(series.year_to(p("2019-02")).value, d("7"));
}

TEST(NaiveSum, ALevelIsTheLatestOfEachUnitCarriedForwardWhereTheDefinitionSaysSo) {
    const std::vector facts{fact(1, "2018-11", "5"), fact(1, "2019-02", "6"), fact(2, "2018-12", "2")};
    const NaiveSeries carried{of(Kind::Stock, true), units(2), facts};
    EXPECT_EQ(carried.month(p("2019-01")).value, d("7"));
    EXPECT_EQ(carried.year_to(p("2019-12")).value, d("8"));
    const NaiveSeries strict{of(Kind::Stock, false), units(2), facts};
    EXPECT_EQ(strict.month(p("2019-01")).value, std::nullopt);
    EXPECT_EQ(strict.year_to(p("2019-12")), (Sum{d("6"), {}, {}, {1, 24}, {}, 1})) << "one report of two units and twelve months";
    EXPECT_EQ(strict.units_to(p("2019-12")), (Coverage{1, 2}));
    EXPECT_EQ(carried.month(p("2019-01")), (Sum{d("7"), {}, {}, {0, 2}, {}, 2})) << "what is carried forward is no report";
    EXPECT_EQ(carried.units_to(p("2019-01")), (Coverage{2, 2}));
}

TEST(NaiveSum, ARatioAddsItsPartsAndDividesLast) {
    const NaiveSeries series{of(Kind::Ratio, true), units(2), std::vector{parts(1, "2019-01", "1", "10"), parts(2, "2019-01", "89", "90")}};
    EXPECT_EQ(series.month(p("2019-01")), (Sum{d("90"), d("90"), d("100"), {2, 2}})) << "the mean of 10 % and 98.89 % would be 54.44 %";
}

TEST(NaiveSum, ARatioThatDoesNotCarryForwardAddsThePartsOfItsMonths) {
    const NaiveSeries series{of(Kind::Ratio, false), units(1),
                             std::vector{parts(1, "2019-01", "10", "100"), parts(1, "2019-02", "30", "100")}};
    EXPECT_EQ(series.month(p("2019-02")).value, d("30"));
    EXPECT_EQ(series.year_to(p("2019-02")).value, d("20"));
    EXPECT_EQ(series.month(p("2019-03")).value, std::nullopt);
}

TEST(NaiveSum, WhereEachUnitMustReachTheTargetTheLowestCounts) {
    const NaiveSeries series{of(Kind::Stock, true, Across::Minimum), units(3),
                             std::vector{fact(1, "2019-01", "4"), fact(2, "2019-02", "1")}};
    EXPECT_EQ(series.year_to(p("2019-12")), (Sum{d("1"), {}, {}, {2, 36}, {}, 2}));
}

TEST(NaiveSum, WhereTheHighestCountsOneUnitIsTheFigureOfTheWhole) {
    const NaiveSeries series{of(Kind::Stock, true, Across::Maximum), units(3),
                             std::vector{fact(1, "2019-01", "4"), fact(2, "2019-02", "1")}};
    EXPECT_EQ(series.year_to(p("2019-12")), (Sum{d("4"), {}, {}, {2, 36}, {}, 2}));
}

TEST(NaiveSum, WhereTheLatestCountsItIsTheFigureOfTheNewestMonthAndOfTheFirstUnitThatReportedThen) {
    const NaiveSeries series{
        of(Kind::Stock, true, Across::Latest), units(3),
        std::vector{fact(1, "2019-01", "4"), fact(2, "2019-02", "1"), fact(3, "2019-02", "9"), fact(1, "2019-05", "6")}};
    EXPECT_EQ(series.month(p("2019-01")).value, d("4"));
    EXPECT_EQ(series.month(p("2019-04")), (Sum{d("1"), {}, {}, {0, 3}, {}, 3})) << "the second and the third reported for February";
    EXPECT_EQ(series.year_to(p("2019-12")).value, d("6"));
}

TEST(NaiveSum, AWeightedMeanIsOfTheUnitsThatHaveAWeightAndIsDividedLast) {
    const NaiveSeries people{of(Kind::Stock, true), units(2), std::vector{fact(1, "2018-12", "1"), fact(2, "2018-12", "2")}};
    const auto mean = [&](std::vector<Fact> facts) {
        return NaiveSeries{of(Kind::Stock, true, Across::Weighted), units(3), facts, people};
    };
    EXPECT_EQ(mean({fact(1, "2019-01", "10"), fact(2, "2019-01", "0")}).month(p("2019-01")).value, d("3"))
        << "10 / 3, half up at no decimals";
    EXPECT_EQ(mean({fact(1, "2019-01", "10"), fact(3, "2019-01", "99")}).month(p("2019-02")), (Sum{d("10"), {}, {}, {0, 3}, {}, 1}));
    EXPECT_EQ(mean({fact(1, "2019-01", "10"), fact(3, "2019-01", "99")}).month(p("2019-01")).coverage, (Coverage{1, 3}))
        << "the report of the unit without a weight does not count";
    EXPECT_NE(mean({fact(3, "2019-01", "99")}).month(p("2019-01")).undefined, nullptr) << "nobody who reported has a weight";
    EXPECT_EQ(mean({}).month(p("2019-01")), (Sum{{}, {}, {}, {0, 3}})) << "nobody reported";
}

TEST(NaiveSum, MissingIsNotZero) {
    const NaiveSeries series{of(Kind::Flow, false), units(3), std::vector{fact(1, "2019-01", "0")}};
    EXPECT_EQ(series.month(p("2019-01")), (Sum{d("0"), {}, {}, {1, 3}}));
    EXPECT_EQ(series.month(p("2019-02")), (Sum{{}, {}, {}, {0, 3}}));
}

TEST(NaiveSum, TheLatestVersionCountsAndACorrectionMayTakeAFigureBack) {
    auto taken_back = fact(2, "2019-01", "9", 2);
    taken_back.value.reset();
    const NaiveSeries series{of(Kind::Flow, false), units(2),
                             std::vector{fact(1, "2019-01", "7", 3), fact(1, "2019-01", "5", 2), taken_back, fact(2, "2019-01", "9", 1)}};
    EXPECT_EQ(series.month(p("2019-01")), (Sum{d("7"), {}, {}, {1, 2}}));
    EXPECT_EQ(series.latest_period(UnitId{2}), std::nullopt);
}

TEST(NaiveSum, AUnitThatIsNoReporterDoesNotCount) {
    const NaiveSeries series{of(Kind::Flow, false), units(1), std::vector{fact(1, "2019-01", "1"), fact(9, "2019-01", "1")}};
    EXPECT_EQ(series.month(p("2019-01")), (Sum{d("1"), {}, {}, {1, 1}}));
}

TEST(NaiveSum, AMonthKnowsTheUnitsOwnFigureApartFromTheOneCarriedForward) {
    const NaiveSeries series{of(Kind::Stock, true), units(1), std::vector{fact(1, "2019-01", "5")}};
    EXPECT_EQ(series.own(UnitId{1}, p("2019-01"))->value, d("5"));
    EXPECT_EQ(series.own(UnitId{1}, p("2019-02")), nullptr);
    EXPECT_EQ(series.latest_period(UnitId{1}), p("2019-01"));
}

TEST(NaiveSum, CoverageCountsTheReportsOfTheMonthsThatEachUnitOwes) {
    const std::vector<Reporter> reporters{{UnitId{1}, {Term{Rhythm::Month, p("2018-11"), {}}}},
                                          {UnitId{2}, {Term{Rhythm::Quarter, {}, {}}}},
                                          {UnitId{3}, {Term{Rhythm::Month, p("2019-02"), p("2019-03")}}}};
    const NaiveSeries series{
        of(Kind::Flow, false), reporters,
        std::vector{fact(1, "2018-10", "1"), fact(1, "2018-12", "1"), fact(2, "2019-03", "1"), fact(3, "2019-02", "1")}};
    EXPECT_EQ(series.over({p("2018-01"), p("2018-12")}).coverage, (Coverage{1, 2 + 4}))
        << "October was not owed yet, but counts as a figure";
    EXPECT_EQ(series.year_to(p("2018-12")).value, d("2"));
    EXPECT_EQ(series.month(p("2019-02")).coverage, (Coverage{1, 2})) << "the second owes quarters only";
    EXPECT_EQ(series.year_to(p("2019-12")).coverage, (Coverage{2, 12 + 4 + 2}));
}

TEST(NaiveSum, ASumThatLeavesTheRangeIsAFaultNotAWrongFigure) {
    const auto huge = Decimal::from_e4(INT64_MAX).text();
    const NaiveSeries series{of(Kind::Flow, false), units(2),
                             std::vector{fact(1, "2019-01", huge.c_str()), fact(2, "2019-01", huge.c_str())}};
    EXPECT_THROW(series.month(p("2019-01")), std::overflow_error);
}

/// A second reading of the rules: the unit's figure by recursion over months, the sum by recursion over units.
struct Recursion {
    const Definition& definition;
    const std::vector<Fact>& facts;
    Period from;

    struct Figure {
        std::int64_t value, numerator, denominator;
        Period at;  ///< the newest month with a figure
    };
    std::optional<Figure> in_month(UnitId unit, Period period) const {
        const Fact* best = nullptr;
        for (const auto& f : facts) {
            if (f.unit == unit && f.period == period && (best == nullptr || f.version > best->version)) {
                best = &f;
            }
        }
        if (best == nullptr || (definition.kind == Kind::Ratio ? !best->numerator : !best->value)) {
            return std::nullopt;
        }
        const auto e4 = [](const std::optional<Decimal>& number) { return number.value_or(Decimal{}).e4(); };
        return Figure{e4(best->value), e4(best->numerator), e4(best->denominator), period};
    }
    std::optional<Figure> until(UnitId unit, Period period) const {
        if (period < (definition.carry_forward ? p("2018-01") : from)) {
            return std::nullopt;
        }
        const auto here = in_month(unit, period);
        const bool adds = definition.kind == Kind::Flow || (definition.kind == Kind::Ratio && !definition.carry_forward);
        if (here && !adds) {
            return here;
        }
        const auto before = until(unit, period.previous());
        if (!here || !before) {
            return here ? here : before;
        }
        return Figure{here->value + before->value, here->numerator + before->numerator, here->denominator + before->denominator, period};
    }
    std::optional<Figure> over(const std::vector<Reporter>& reporters, std::size_t first, Period period) const {
        if (first == reporters.size()) {
            return std::nullopt;
        }
        const auto here = until(reporters[first].unit, period);
        const auto rest = over(reporters, first + 1, period);
        if (!here || !rest) {
            return here ? here : rest;
        }
        if (definition.across == Across::Latest) {
            return here->at >= rest->at ? here : rest;
        }
        const auto value = definition.across == Across::Minimum   ? std::min(here->value, rest->value)
                           : definition.across == Across::Maximum ? std::max(here->value, rest->value)
                                                                  : here->value + rest->value;
        return Figure{value, here->numerator + rest->numerator, here->denominator + rest->denominator, here->at};
    }
};

TEST(NaiveSum, AgreesWithARecursionOnRandomFacts) {
    std::mt19937 random{20180817};
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int round = 0; round < 400; ++round) {
        const Kind kind = std::array{Kind::Flow, Kind::Stock, Kind::Ratio, Kind::Set}[static_cast<std::size_t>(below(4))];
        const bool carry = kind != Kind::Flow && below(2) == 0;
        const auto across =
            std::array{Across::Sum, Across::Minimum, Across::Maximum,
                       Across::Latest}[static_cast<std::size_t>(kind == Kind::Ratio ? 0 : below(kind == Kind::Flow ? 3 : 4))];
        const auto definition = of(kind, carry, across);
        const auto reporters = units(1 + below(6));
        std::vector<Fact> facts;
        for (int i = below(60); i > 0; --i) {
            Fact f{kIndicator, UnitId{1 + below(7)}, *Period::make(2018 + below(2), 1 + below(12)), 0, {}, {}, {}};
            for (const auto& other : facts) {
                f.version += other.unit == f.unit && other.period == f.period ? 1 : 0;
            }
            if (below(10) != 0) {
                f.value = Decimal::from_e4(below(2'000'000));
                f.numerator = Decimal::from_e4(below(1'000'000));
                f.denominator = Decimal::from_e4(1 + below(1'000'000));
            }
            facts.push_back(f);
        }
        std::shuffle(facts.begin(), facts.end(), random);
        const NaiveSeries series{definition, reporters, facts};
        for (const char* month : {"2018-03", "2018-12", "2019-01", "2019-07", "2019-12"}) {
            for (const bool whole_year : {false, true}) {
                const Recursion recursion{definition, facts, whole_year ? *Period::make(p(month).year(), 1) : p(month)};
                const auto wanted = recursion.over(reporters, 0, p(month));
                const auto sum = whole_year ? series.year_to(p(month)) : series.month(p(month));
                ASSERT_EQ(sum.value.has_value(), wanted.has_value());
                if (!wanted) {
                    continue;
                }
                if (kind == Kind::Ratio) {
                    ASSERT_EQ(sum.numerator->e4(), wanted->numerator);
                    ASSERT_EQ(sum.denominator->e4(), wanted->denominator);
                    ASSERT_EQ(sum.value, base::ratio(*sum.numerator, *sum.denominator, 100, 2));
                } else {
                    ASSERT_EQ(sum.value->e4(), wanted->value) << "round " << round << " " << month;
                }
            }
        }
    }
}

}  // namespace
}  // namespace luoshi::rollup
