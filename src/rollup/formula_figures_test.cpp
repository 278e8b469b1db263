#include "rollup/formula_figures.hpp"

#include <gmock/gmock.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <map>

#include "rollup/engine.hpp"
#include "rollup/naive_sum.hpp"
#include "rollup/random_site_test.hpp"

namespace luoshi::rollup {
namespace {

using base::Decimal;
using indicator::Kind;
using Real = boost::multiprecision::cpp_rational;

const IndicatorId kSales{1}, kPeople{2}, kEach{3}, kTwice{4};
const UnitId kCity{1}, kEast{2}, kWest{3};

Decimal d(const char* text) { return *Decimal::parse(text); }
Period p(const char* text) { return *Period::parse(text); }

Definition reported(IndicatorId id, const char* code, Kind kind) {
    Definition out;
    out.id = id;
    out.code = out.name = code;
    out.kind = kind;
    out.carry_forward = kind != Kind::Flow;
    out.unit = kind == Kind::Ratio ? "%" : "个";
    return out;
}
Definition computed(IndicatorId id, const char* code, const char* formula, int decimals = 2) {
    auto out = reported(id, code, Kind::Ratio);
    out.carry_forward = false;
    out.unit = "元/人";
    out.decimals = decimals;
    out.formula = formula;
    return out;
}
Fact fact(IndicatorId indicator, UnitId unit, const char* period, const char* value, int version = 1) {
    return {indicator, unit, p(period), version, d(value), {}, {}};
}
std::string why(const Sum& sum) { return sum.undefined ? sum.undefined->text : ""; }

/// A city of two counties: sales of each month, people of each year's end, and sales a head of both.
struct Counties {
    std::shared_ptr<const Tree> tree = std::make_shared<const Tree>(std::vector<Tree::Place>{{kCity, {}}, {kEast, kCity}, {kWest, kCity}},
                                                                    std::unordered_set<UnitId>{kEast, kWest});
    Engine engine{tree,
                  {{computed(kTwice, "twice", "each * 2"), {}},
                   {computed(kEach, "each", "sales / people"), {}},
                   {reported(kSales, "sales", Kind::Flow), {kEast, kWest}},
                   {reported(kPeople, "people", Kind::Stock), {kEast, kWest}}}};
    Node city = *tree->find(kCity);

    void report(std::vector<Fact> facts) { engine.apply(facts, static_cast<std::int64_t>(facts.size())); }
    auto each() const { return engine.snapshot()->find(kEach); }
};

TEST(FormulaFigures, AreTheFormulaOfTheSumsNotTheMeanOfFormulas) {
    Counties site;
    site.report({fact(kPeople, kEast, "2018-12", "10"), fact(kPeople, kWest, "2018-12", "90"), fact(kSales, kEast, "2019-01", "100"),
                 fact(kSales, kWest, "2019-01", "90"), fact(kSales, kEast, "2019-02", "60")});
    EXPECT_EQ(site.each()->month(site.city, p("2019-01")), (Sum{d("1.9"), {}, {}, {0, 2}, {}, 2}))
        << "190 / 100; the mean of 10 and 1 is 5.5. Nobody reported people";
    EXPECT_EQ(site.each()->month(*site.tree->find(kEast), p("2019-01")).value, d("10"));
    EXPECT_EQ(site.each()->year_to(site.city, p("2019-02")).value, d("2.5"));
    EXPECT_EQ(site.each()->sum(site.city, {p("2019-01"), p("2019-03")}, Over::Span).value, d("2.5"));
    EXPECT_EQ(site.engine.snapshot()->find(kTwice)->year_to(site.city, p("2019-02")).value, d("5")) << "a formula of a formula";
    EXPECT_EQ(site.each()->formula(), "sales ÷ people");
}

TEST(FormulaFigures, AFormulaOfAFormulaIsNotRoundedBetween) {
    Counties site;
    site.report({fact(kPeople, kEast, "2018-12", "3"), fact(kSales, kEast, "2019-01", "1")});
    EXPECT_EQ(site.each()->month(*site.tree->find(kEast), p("2019-01")).value, d("0.33"));
    EXPECT_EQ(site.engine.snapshot()->find(kTwice)->month(*site.tree->find(kEast), p("2019-01")).value, d("0.67")) << "not 0.66";
}

TEST(FormulaFigures, WithoutAFigureOfAnOperandTheyAreNotDefinedAndSayWhich) {
    Counties site;
    site.report({fact(kSales, kEast, "2019-01", "100"), fact(kPeople, kEast, "2019-02", "10")});
    const auto january = site.each()->month(site.city, p("2019-01"));
    EXPECT_EQ(january.value, std::nullopt);
    EXPECT_EQ(why(january), "没有“people”的数据");
    EXPECT_EQ(january.coverage, (Coverage{0, 2}));
    EXPECT_EQ(why(site.each()->month(site.city, p("2018-12"))), "没有“sales、people”的数据");
    EXPECT_EQ(why(site.engine.snapshot()->find(kTwice)->month(site.city, p("2019-01"))), "没有“people”的数据");
}

TEST(FormulaFigures, CoverageIsThatOfTheLeastCompleteOperand) {
    Counties site;
    site.report({fact(kSales, kEast, "2019-01", "100"), fact(kSales, kWest, "2019-01", "50"), fact(kPeople, kEast, "2019-01", "10")});
    EXPECT_EQ(site.each()->month(site.city, p("2019-01")), (Sum{d("15"), {}, {}, {1, 2}}));
}

TEST(FormulaFigures, WhereNothingIsOwedOfAnOperandNothingOfItIsMissing) {
    const auto tree = std::make_shared<const Tree>(std::vector<Tree::Place>{{kEast, {}}}, std::unordered_set<UnitId>{});
    Engine engine{tree,
                  {{computed(kEach, "each", "people + sales"), {}},
                   {reported(kSales, "sales", Kind::Flow), {kEast}},
                   {reported(kPeople, "people", Kind::Stock), {{kEast, {Term{Rhythm::Year, {}, {}}}}}}}};
    engine.apply(std::vector{fact(kPeople, kEast, "2018-12", "10")}, 1);
    const auto each = engine.snapshot()->find(kEach);
    EXPECT_EQ(each->month(Tree::kRoot, p("2019-06")).coverage, (Coverage{0, 1})) << "of sales: people are owed in December only";
    EXPECT_EQ(each->units(Tree::kRoot, p("2019-06")), (Coverage{0, 1}));
}

TEST(FormulaFigures, DivisionByZeroIsNotDefinedWhichIsNotTheSameAsMissing) {
    Counties site;
    site.report({fact(kSales, kEast, "2019-01", "100"), fact(kPeople, kEast, "2019-01", "0")});
    const auto sum = site.each()->month(site.city, p("2019-01"));
    EXPECT_EQ(sum.value, std::nullopt);
    EXPECT_EQ(why(sum), "除数为零");
    EXPECT_EQ(sum.coverage, (Coverage{1, 2}));
}

TEST(FormulaFigures, WhatLeavesTheRangeIsNotDefinedNeverWrong) {
    Counties site;
    site.report({fact(kSales, kEast, "2019-01", "922337203685477"), fact(kPeople, kEast, "2019-01", "0.0001")});
    EXPECT_EQ(why(site.each()->month(site.city, p("2019-01"))), "结果超出可表示的范围");
}

TEST(FormulaFigures, FollowEveryCorrectionAndShowInAPreview) {
    Counties site;
    site.report({fact(kPeople, kEast, "2019-01", "10"), fact(kSales, kEast, "2019-01", "100")});
    const auto before = site.engine.snapshot();
    const auto preview = site.engine.preview(std::vector{fact(kSales, kEast, "2019-01", "300", 2)}, 3);
    EXPECT_EQ(preview->find(kEach)->month(site.city, p("2019-01")).value, d("30"));
    EXPECT_EQ(site.each()->month(site.city, p("2019-01")).value, d("10"));
    site.engine.apply(std::vector{fact(kSales, kEast, "2019-01", "200", 2)}, 3);
    EXPECT_EQ(site.each()->month(site.city, p("2019-01")).value, d("20"));
    EXPECT_EQ(before->find(kEach)->month(site.city, p("2019-01")).value, d("10")) << "a snapshot never changes";
}

TEST(FormulaFigures, AUnitsOwnFigureIsOfTheMonthsInWhichItReported) {
    Counties site;
    site.report({fact(kPeople, kEast, "2018-12", "10"), fact(kSales, kEast, "2019-02", "100")});
    const auto leaf = *site.tree->leaf(kEast);
    EXPECT_EQ(site.each()->own_figure(leaf, p("2019-02"))->value, d("10"));
    EXPECT_EQ(site.each()->own_figure(leaf, p("2019-01")), std::nullopt);
    EXPECT_EQ(site.each()->latest(leaf), p("2019-02"));
    EXPECT_EQ(site.each()->latest(*site.tree->leaf(kWest)), std::nullopt);
    EXPECT_THAT(site.each()->reporters(), testing::ElementsAre(kEast, kWest));
}

TEST(FormulaFigures, ASnapshotIsNotMadeOfFormulasThatStandOnNothing) {
    const auto tree = std::make_shared<const Tree>(std::vector<Tree::Place>{{kCity, {}}}, std::unordered_set<UnitId>{});
    EXPECT_THROW((Engine{tree, {{computed(kEach, "each", "nothing"), {}}}}), std::invalid_argument);
    EXPECT_THROW((Engine{tree, {{computed(kEach, "each", "twice"), {}}, {computed(kTwice, "twice", "each"), {}}}}), std::invalid_argument);
}

/// A random formula and, beside it, its value by another way of reckoning; nothing when it is not defined.
struct RandomFormula {
    RandomSite& site;
    const std::vector<std::optional<Real>>& values;
    std::string text = {};

    std::optional<Real> part(int depth) {
        const int kind = depth == 0 ? site.below(4) : site.below(10);
        if (kind == 0) {
            const auto number = Decimal::from_e4(site.below(50'000));
            text += number.text();
            return Real{number.e4()} / 10'000;
        }
        if (kind < 4) {
            const auto i = static_cast<std::size_t>(site.below(static_cast<int>(values.size())));
            text += std::string{"abc"[i]};
            return values[i];
        }
        const char sign = "+-*/"[site.below(4)];
        text += "(";
        const auto left = part(depth - 1);
        text += std::string{" "} + sign + " ";
        const auto right = part(depth - 1);
        text += ")";
        if (!left || !right || (sign == '/' && *right == 0)) {
            return std::nullopt;
        }
        return sign == '+'   ? Real{*left + *right}
               : sign == '-' ? Real{*left - *right}
               : sign == '*' ? Real{*left * *right}
                             : Real{*left / *right};
    }
};

/// Half up, away from zero.
Decimal rounded(const Real& value, int decimals) {
    boost::multiprecision::cpp_int scale = 1;
    for (int i = 0; i < decimals; ++i) {
        scale *= 10;
    }
    const Real size = abs(value) * scale + Real{1, 2};
    const boost::multiprecision::cpp_int steps = numerator(size) / denominator(size);
    const auto e4 = static_cast<std::int64_t>(steps) * Decimal::kUnit / static_cast<std::int64_t>(scale);
    return Decimal::from_e4(value < 0 ? -e4 : e4);
}

TEST(FormulaFigures, AgreeWithTheNaiveSumReckonedInArbitraryPrecisionOnEveryNode) {
    int defined = 0;
    for (unsigned round = 0; round < 120; ++round) {
        RandomSite site{round, 1 + static_cast<int>(round % 30)};
        const std::array definitions{reported(IndicatorId{1}, "a", Kind::Flow), reported(IndicatorId{2}, "b", Kind::Stock),
                                     reported(IndicatorId{3}, "c", Kind::Ratio)};
        std::vector<Fact> facts;
        for (const auto& definition : definitions) {
            std::ranges::move(site.facts(definition.id, site.below(120)), std::back_inserter(facts));
        }
        const auto node = static_cast<Node>(site.below(static_cast<int>(site.tree->size())));
        const auto unit = site.tree->unit(node);
        const bool own_leaf = unit && site.tree->find(*unit) != node;
        auto below = site.reporters_under(unit);
        std::erase_if(below, [&](const Reporter& one) { return own_leaf && one.unit != *unit; });
        const Period period = p(std::array{"2018-12", "2019-07", "2020-12"}[round % 3]);
        const Over over = site.below(2) == 0 ? Over::Span : Over::YearToDate;
        std::vector<std::optional<Real>> values;
        std::map<std::string, Coverage> coverages;
        std::vector<Subject> subjects;
        for (const auto& definition : definitions) {
            std::vector<Fact> own;
            std::ranges::copy_if(facts, std::back_inserter(own), [&](const Fact& f) { return f.indicator == definition.id; });
            const NaiveSeries naive{definition, below, own};
            const auto sum = over == Over::Span ? naive.month(period) : naive.year_to(period);
            values.push_back(!sum.value        ? std::nullopt
                             : sum.denominator ? std::optional{Real{sum.numerator->e4()} * 100 / sum.denominator->e4()}
                                               : std::optional{Real{sum.value->e4()} / 10'000});
            coverages.emplace(definition.code, sum.coverage);
            subjects.push_back({definition, site.reporters});
        }
        RandomFormula formula{site, values};
        const auto expected = formula.part(3);
        const int decimals = site.below(5);
        subjects.push_back({computed(kTwice, "f", formula.text.c_str(), decimals), {}});
        const auto operands = std::get<indicator::Formula>(indicator::Formula::parse(formula.text)).operands();
        if (operands.empty()) {
            continue;
        }
        const auto came = [&](const indicator::Operand& operand) {
            const auto [reports, owed] = coverages.at(operand.name);
            return owed == 0 ? Real{2} : Real{reports} / owed;
        };
        Engine engine{site.tree, subjects};
        engine.apply(facts, 1);
        const auto sum = engine.snapshot()->find(kTwice)->sum(node, {period, period}, over);
        ASSERT_EQ(sum.coverage, coverages.at(std::ranges::min_element(operands, {}, came)->name)) << "of the least complete operand";
        if (!expected) {
            ASSERT_EQ(sum.value, std::nullopt) << formula.text;
            ASSERT_NE(sum.undefined, nullptr);
        } else if (!sum.value) {
            ASSERT_EQ(why(sum), "结果超出可表示的范围") << formula.text;
        } else {
            ASSERT_EQ(*sum.value, rounded(*expected, decimals)) << formula.text << " round " << round;
            ++defined;
        }
    }
    EXPECT_GT(defined, 30);
}

TEST(FormulaFigures, SayOfHowManyUnitsWhatTheyAreMadeOfIsCarriedForward) {
    Counties c;
    c.report({fact(kPeople, kEast, "2018-12", "10"), fact(kPeople, kWest, "2018-12", "10"), fact(kSales, kEast, "2019-01", "50"),
              fact(kSales, kWest, "2019-01", "30"), fact(kPeople, kWest, "2019-01", "10")});
    const auto january = c.each()->month(c.city, p("2019-01"));
    EXPECT_EQ(january.value, d("4"));
    EXPECT_EQ(january.carried, 1) << "the people of East are December's";
    EXPECT_EQ(c.engine.snapshot()->find(kTwice)->month(c.city, p("2019-01")).carried, 1);
    EXPECT_EQ(c.each()->month(*c.tree->find(kWest), p("2019-01")).carried, 0);
    EXPECT_EQ(c.each()->month(c.city, p("2019-02")).carried, 0) << "without sales there is no figure to carry";
}

}  // namespace
}  // namespace luoshi::rollup
