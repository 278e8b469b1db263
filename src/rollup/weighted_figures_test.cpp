#include "rollup/weighted_figures.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "rollup/engine.hpp"
#include "rollup/naive_sum.hpp"
#include "rollup/random_site_test.hpp"

namespace luoshi::rollup {
namespace {

using base::Decimal;
using indicator::Across;
using indicator::Kind;

const IndicatorId kContent{1}, kPeople{2}, kTwice{3};
const UnitId kCity{1}, kEast{2}, kWest{3}, kSouth{4};

Decimal d(const char* text) { return *Decimal::parse(text); }
Period p(const char* text) { return *Period::parse(text); }
Fact fact(IndicatorId indicator, UnitId unit, const char* period, const char* value, int version = 1) {
    return {indicator, unit, p(period), version, d(value), {}, {}};
}

Definition level(IndicatorId id, const char* code) {
    Definition out;
    out.id = id;
    out.code = out.name = code;
    out.kind = Kind::Stock;
    out.carry_forward = true;
    return out;
}
/// How content people are, the mean weighed by how many they are.
Definition content(int decimals = 2) {
    auto out = level(kContent, "content");
    out.across = Across::Weighted;
    out.weight = "people";
    out.decimals = decimals;
    return out;
}
Definition twice() {
    auto out = level(kTwice, "twice");
    out.formula = "content * 2";
    out.decimals = 2;
    return out;
}
std::string why(const Sum& sum) { return sum.undefined ? sum.undefined->text : ""; }

/// A city of three counties.
struct Counties {
    std::shared_ptr<const Tree> tree = std::make_shared<const Tree>(
        std::vector<Tree::Place>{{kCity, {}}, {kEast, kCity}, {kWest, kCity}, {kSouth, kCity}}, std::unordered_set<UnitId>{});
    Engine engine{tree, {{twice(), {}}, {content(), {kEast, kWest, kSouth}}, {level(kPeople, "people"), {kEast, kWest, kSouth}}}};
    Node city = *tree->find(kCity);

    void report(std::vector<Fact> facts) { engine.apply(facts, static_cast<std::int64_t>(facts.size())); }
    Sum mean(const char* month) const { return engine.snapshot()->find(kContent)->month(city, p(month)); }
};

TEST(WeightedFigures, AMeanCountsEachUnitByItsWeightAndIsDividedLast) {
    Counties site;
    site.report({fact(kPeople, kEast, "2018-12", "10"), fact(kPeople, kWest, "2018-12", "20"), fact(kPeople, kSouth, "2018-12", "0"),
                 fact(kContent, kEast, "2019-01", "90"), fact(kContent, kWest, "2019-01", "80"), fact(kContent, kSouth, "2019-01", "1")});
    EXPECT_EQ(site.mean("2019-01"), (Sum{d("83.33"), {}, {}, {3, 3}})) << "(900 + 1600) / 30; the plain mean of 90 and 80 is 85";
    EXPECT_EQ(site.engine.snapshot()->find(kTwice)->month(site.city, p("2019-01")).value, d("166.67")) << "not rounded before the formula";
    EXPECT_EQ(site.engine.snapshot()->find(kContent)->month(*site.tree->find(kSouth), p("2019-01")).value, d("1")) << "what it reported";
    EXPECT_EQ(site.engine.snapshot()->find(kContent)->operands().at(0)->definition().id, kPeople);
}

TEST(WeightedFigures, AUnitWithoutAWeightDoesNotCountAndIsMissingFromTheCoverage) {
    Counties site;
    site.report({fact(kPeople, kEast, "2018-12", "10"), fact(kContent, kEast, "2019-01", "90"), fact(kContent, kWest, "2019-01", "10")});
    EXPECT_EQ(site.mean("2019-01"), (Sum{d("90"), {}, {}, {1, 3}}));
    site.report({fact(kPeople, kWest, "2019-02", "30")});
    EXPECT_EQ(site.mean("2019-01").value, d("90")) << "the weight of February is not January's";
    EXPECT_EQ(site.mean("2019-02"), (Sum{d("30"), {}, {}, {0, 3}, {}, 2})) << "nobody reported February";
    EXPECT_EQ(site.engine.snapshot()->find(kContent)->units(site.city, p("2019-02")), (Coverage{2, 3}));
}

TEST(WeightedFigures, WithoutWeightsItIsNotDefinedWhichIsNotTheSameAsMissing) {
    Counties site;
    EXPECT_EQ(site.mean("2019-01"), (Sum{{}, {}, {}, {0, 3}}));
    site.report({fact(kContent, kEast, "2019-01", "90")});
    EXPECT_EQ(why(site.mean("2019-01")), "没有“people”的数据");
    site.report({fact(kPeople, kEast, "2019-02", "0")});
    EXPECT_EQ(why(site.mean("2019-02")), "“people”合计为零，无法加权");
    EXPECT_EQ(site.mean("2019-02").value, std::nullopt);
    EXPECT_EQ(why(site.engine.snapshot()->find(kTwice)->month(site.city, p("2019-02"))), "“people”合计为零，无法加权");
}

TEST(WeightedFigures, FollowCorrectionsOfFiguresAndOfWeightsAndShowInAPreview) {
    Counties site;
    site.report({fact(kPeople, kEast, "2019-01", "1"), fact(kPeople, kWest, "2019-01", "1"), fact(kContent, kEast, "2019-01", "90"),
                 fact(kContent, kWest, "2019-01", "50")});
    const auto before = site.engine.snapshot();
    EXPECT_EQ(site.mean("2019-01").value, d("70"));
    const auto preview = site.engine.preview(std::vector{fact(kPeople, kEast, "2019-01", "3", 2)}, 5);
    EXPECT_EQ(preview->find(kContent)->month(site.city, p("2019-01")).value, d("80"));
    site.report({fact(kPeople, kEast, "2019-01", "3", 2), fact(kContent, kWest, "2019-01", "10", 2)});
    EXPECT_EQ(site.mean("2019-01").value, d("70"));
    EXPECT_EQ(before->find(kContent)->month(site.city, p("2019-01")).value, d("70")) << "a snapshot never changes";
}

TEST(WeightedFigures, ASnapshotIsNotMadeOfMeansWithoutTheirWeight) {
    const auto tree = std::make_shared<const Tree>(std::vector<Tree::Place>{{kCity, {}}}, std::unordered_set<UnitId>{});
    EXPECT_THROW((Engine{tree, {{content(), {kCity}}}}), std::invalid_argument);
}

TEST(WeightedFigures, AgreeWithTheNaiveMeanOnEveryNodeWhateverTheOrderInWhichFactsArrive) {
    int undefined = 0;
    int below_all = 0;
    for (unsigned round = 0; round < 120; ++round) {
        RandomSite site{round, 1 + static_cast<int>(round % 40)};
        auto measured = content(site.below(5));
        measured.carry_forward = site.below(2) == 0;
        auto weight = level(kPeople, "people");
        weight.kind = site.below(2) == 0 ? Kind::Flow : Kind::Stock;
        weight.carry_forward = weight.kind == Kind::Stock && site.below(2) == 0;
        auto facts = site.facts(kContent, site.below(200));
        auto weights = site.facts(kPeople, site.below(200));
        for (auto& one : weights) {
            one.value = one.value && site.below(4) == 0 ? Decimal{} : one.value;
        }
        auto all = facts;
        all.insert(all.end(), weights.begin(), weights.end());
        std::ranges::shuffle(all, site.random);
        Engine engine{site.tree, {{measured, site.reporters}, {weight, site.reporters}}};
        for (std::size_t from = 0; from < all.size(); from += 7) {
            engine.apply(std::span{all}.subspan(from, std::min<std::size_t>(7, all.size() - from)), 1);
        }
        const auto figures = engine.snapshot()->find(kContent);
        for (Node node = 0; node < site.tree->size(); ++node) {
            const auto unit = site.tree->unit(node);
            auto below = site.reporters_under(unit);
            auto counted = measured;
            if (site.tree->is_leaf(node)) {
                std::erase_if(below, [&](const Reporter& one) { return one.unit != unit; });
                counted.across = Across::Sum;  // what the unit reported, with or without a weight
            }
            const NaiveSeries naive = site.tree->is_leaf(node) ? NaiveSeries{counted, below, facts}
                                                               : NaiveSeries{counted, below, facts, NaiveSeries{weight, below, weights}};
            for (const char* month : {"2018-01", "2018-12", "2019-07", "2020-12", "2021-03"}) {
                for (const bool whole_year : {false, true}) {
                    const auto sum = whole_year ? figures->year_to(node, p(month)) : figures->month(node, p(month));
                    const auto wanted = whole_year ? naive.year_to(p(month)) : naive.month(p(month));
                    ASSERT_EQ(sum.value, wanted.value) << "round " << round << ", node " << node << ", " << month;
                    ASSERT_EQ(sum.coverage, wanted.coverage) << "round " << round << ", node " << node << ", " << month;
                    ASSERT_EQ(sum.carried, wanted.carried);
                    ASSERT_EQ(figures->units(node, p(month)), naive.units_to(p(month))) << "round " << round << ", node " << node;
                    ASSERT_EQ(sum.undefined == nullptr, wanted.undefined == nullptr);
                    undefined += sum.undefined ? 1 : 0;
                    below_all += sum.value && sum.coverage.reported < sum.coverage.expected ? 1 : 0;
                }
            }
        }
    }
    EXPECT_GT(undefined, 30);
    EXPECT_GT(below_all, 30);
}

}  // namespace
}  // namespace luoshi::rollup
