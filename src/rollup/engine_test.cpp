#include "rollup/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "rollup/naive_sum.hpp"
#include "rollup/random_site_test.hpp"

namespace luoshi::rollup {
namespace {

using base::Decimal;
using indicator::Across;
using indicator::Kind;

const IndicatorId kIndicator{1};
const UnitId kCity{1}, kEast{10}, kWest{20}, kEastTown{11}, kWestTown{21}, kBureau{30};

Decimal d(const char* text) { return *Decimal::parse(text); }
Period p(const char* text) { return *Period::parse(text); }

Definition of(Kind kind, bool carry, Across across = Across::Sum) {
    Definition definition;
    definition.id = kIndicator;
    definition.kind = kind;
    definition.carry_forward = carry;
    definition.across = across;
    definition.unit = kind == Kind::Ratio ? "%" : "个";
    definition.decimals = kind == Kind::Ratio ? 2 : 0;
    return definition;
}
Fact fact(UnitId unit, const char* period, const char* value, int version = 1) {
    return {kIndicator, unit, p(period), version, d(value), {}, {}};
}

/// A city with two counties, a town in each, and a bureau; the eastern county reports besides its town.
std::shared_ptr<const Tree> small_tree() {
    return std::make_shared<const Tree>(
        std::vector<Tree::Place>{{kCity, {}}, {kEast, kCity}, {kWest, kCity}, {kBureau, kCity}, {kEastTown, kEast}, {kWestTown, kWest}},
        std::unordered_set<UnitId>{kEast, kEastTown, kWestTown});
}

TEST(Tree, NumbersUnitsLevelByLevelAndGivesAnInnerUnitWithFiguresALeafOfItsOwn) {
    const auto tree = small_tree();
    EXPECT_EQ(tree->children(Tree::kRoot), (Nodes{1, 2}));
    EXPECT_EQ(tree->unit(1), kCity);
    EXPECT_EQ(tree->children(1), (Nodes{2, 5})) << "East, West, bureau";
    EXPECT_EQ(tree->below(1, 2).size(), 3U) << "East's own leaf, its town, West's town";
    EXPECT_NE(tree->leaf(kEast), tree->find(kEast));
    EXPECT_EQ(tree->unit(*tree->leaf(kEast)), kEast);
    EXPECT_EQ(tree->leaf(kWest), std::nullopt);
    EXPECT_EQ(tree->leaf(kWestTown), tree->find(kWestTown));
    EXPECT_EQ(tree->depth(), 3);
    EXPECT_EQ(tree->find(UnitId{99}), std::nullopt);
}

TEST(Tree, RefusesUnitsThatStandAboveThemselves) {
    EXPECT_THROW((Tree{{{kEast, kWest}, {kWest, kEast}}, {}}), std::invalid_argument);
    EXPECT_THROW((Tree{{{kEast, {}}, {kEast, {}}}, {}}), std::invalid_argument);
}

TEST(Tree, AUnitWhoseParentIsNotInTheTreeStandsBelowTheRoot) {
    const Tree tree{{{kEast, kCity}, {kBureau, {}}}, {}};
    EXPECT_EQ(tree.children(Tree::kRoot).size(), 2U);
}

TEST(Engine, EveryLevelShowsItsSumAndHowManyReported) {
    const auto tree = small_tree();
    Engine engine{tree, {{of(Kind::Flow, false), {kEast, kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEast, "2019-01", "3"), fact(kEastTown, "2019-01", "4"), fact(kWestTown, "2019-02", "5")}, 3);
    const auto snapshot = engine.snapshot();
    const auto& history = *snapshot->reported(kIndicator);
    EXPECT_EQ(history.month(*tree->find(kEast), p("2019-01")), (Sum{d("7"), {}, {}, {2, 2}}));
    EXPECT_EQ(history.month(*tree->find(kWest), p("2019-01")), (Sum{{}, {}, {}, {0, 1}})) << "missing is not zero";
    EXPECT_EQ(history.year_to(Tree::kRoot, p("2019-12")), (Sum{d("12"), {}, {}, {3, 36}})) << "three of thirty-six reports";
    EXPECT_EQ(history.year_to(Tree::kRoot, p("2020-01")), (Sum{{}, {}, {}, {0, 3}}));
    EXPECT_EQ(snapshot->watermark(), 3);
}

TEST(Engine, AReaderKeepsTheFiguresItBeganWith) {
    Engine engine{small_tree(), {{of(Kind::Stock, true), {kEastTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-01", "3")}, 1);
    const auto before = engine.snapshot();
    engine.apply(std::vector{fact(kEastTown, "2019-01", "9", 2)}, 2);
    EXPECT_EQ(before->find(kIndicator)->month(Tree::kRoot, p("2019-05")).value, d("3"));
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(Tree::kRoot, p("2019-05")).value, d("9"));
}

TEST(Engine, AnOlderVersionThatArrivesLaterChangesNothing) {
    Engine engine{small_tree(), {{of(Kind::Flow, false), {kEastTown}}}};
    auto taken_back = fact(kEastTown, "2019-01", "5", 3);
    taken_back.value.reset();
    engine.apply(std::vector{taken_back}, 3);
    engine.apply(std::vector{fact(kEastTown, "2019-01", "4", 2), fact(kEastTown, "2019-01", "3", 1)}, 2);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(Tree::kRoot, p("2019-01")).value, std::nullopt);
    EXPECT_EQ(engine.snapshot()->watermark(), 3) << "the watermark never goes back";
}

TEST(Engine, AQuarterAddsItsMonthsAndCountsReports) {
    const auto tree = small_tree();
    Engine engine{tree, {{of(Kind::Flow, false), {kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-03", "9"), fact(kEastTown, "2019-04", "1"), fact(kEastTown, "2019-06", "2"),
                             fact(kWestTown, "2019-05", "4")},
                 4);
    const Span quarter{p("2019-04"), p("2019-06")};
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->sum(Tree::kRoot, quarter, Over::Span), (Sum{d("7"), {}, {}, {3, 6}}));
}

TEST(Engine, WhereTheLowestCountsAQuarterIsTheLowestOfTheUnitsQuarters) {
    Engine engine{small_tree(), {{of(Kind::Flow, false, Across::Minimum), {kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-04", "1"), fact(kEastTown, "2019-05", "5"), fact(kWestTown, "2019-04", "4")}, 3);
    const Span quarter{p("2019-04"), p("2019-06")};
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->sum(Tree::kRoot, quarter, Over::Span).value, d("4")) << "6 and 4, not 1 + 4";
}

TEST(Engine, WhereTheHighestCountsAQuarterIsTheHighestOfTheUnitsQuarters) {
    Engine engine{small_tree(), {{of(Kind::Flow, false, Across::Maximum), {kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-04", "1"), fact(kEastTown, "2019-05", "5"), fact(kWestTown, "2019-06", "5.5")}, 3);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->sum(Tree::kRoot, {p("2019-04"), p("2019-06")}, Over::Span).value, d("6"))
        << "6 and 5.5, not 1 + 5 + 5.5";
}

TEST(Engine, TheFigureReportedForTheLatestMonthCountsUntilItIsTakenBack) {
    const auto tree = small_tree();
    Engine engine{tree, {{of(Kind::Stock, true, Across::Latest), {kEast, kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kWestTown, "2019-03", "7"), fact(kEastTown, "2019-02", "2"), fact(kEast, "2019-02", "3")}, 3);
    const auto at = [&](Node node) { return engine.snapshot()->find(kIndicator)->month(node, p("2019-06")); };
    EXPECT_EQ(at(Tree::kRoot), (Sum{d("7"), {}, {}, {0, 3}, {}, 3}));
    EXPECT_EQ(at(*tree->find(kEast)).value, d("3")) << "of the same month: the county before its town";
    auto taken_back = fact(kWestTown, "2019-03", "7", 2);
    taken_back.value.reset();
    engine.apply(std::vector{taken_back}, 4);
    EXPECT_EQ(at(Tree::kRoot), (Sum{d("3"), {}, {}, {0, 3}, {}, 2}));
}

TEST(Engine, ALevelIsReadAtTheEndOfTheSpan) {
    Engine engine{small_tree(), {{of(Kind::Stock, true), {kEastTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-04", "3"), fact(kEastTown, "2019-06", "5"), fact(kEastTown, "2019-07", "8")}, 3);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->sum(Tree::kRoot, {p("2019-04"), p("2019-06")}, Over::Span),
              (Sum{d("5"), {}, {}, {2, 3}}))
        << "May is missing, though June is there";
}

TEST(Engine, AQuarterlyFigureIsMissedOnlyInMonthsThatEndAQuarter) {
    auto flow = of(Kind::Flow, false);
    flow.every = Rhythm::Quarter;
    Engine engine{small_tree(), {{flow, {kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-03", "9")}, 1);
    const auto history = engine.snapshot()->find(kIndicator);
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-02")).coverage, (Coverage{0, 0})) << "nothing is owed";
    EXPECT_EQ(history->year_to(Tree::kRoot, p("2019-02")).coverage, (Coverage{0, 0}));
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-03")).coverage, (Coverage{1, 2}));
    EXPECT_EQ(history->sum(Tree::kRoot, {p("2019-01"), p("2019-12")}, Over::Span).coverage, (Coverage{1, 8})) << "two units, four quarters";
}

TEST(Engine, EachUnitOwesByItsOwnRhythmAndFromItsFirstMonthOn) {
    const auto tree = small_tree();
    Engine engine{tree,
                  {{of(Kind::Flow, false),
                    {{kEast, {Term{Rhythm::Month, p("2018-09"), p("2019-06")}}},
                     {kEastTown, {Term{Rhythm::Quarter, p("2018-11"), {}}}},
                     kWestTown}}}};
    engine.apply(std::vector{fact(kEast, "2018-08", "1"), fact(kEast, "2018-09", "2"), fact(kEastTown, "2018-12", "4")}, 3);
    const auto history = engine.snapshot()->find(kIndicator);
    const auto east = *tree->find(kEast);
    EXPECT_EQ(history->sum(east, {p("2018-01"), p("2018-12")}, Over::Span), (Sum{d("7"), {}, {}, {2, 5}}))
        << "four months and a quarter are owed; what came for August is a figure and no report that was owed";
    EXPECT_EQ(history->month(east, p("2018-08")), (Sum{d("1"), {}, {}, {0, 0}}));
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-02")).coverage, (Coverage{0, 2})) << "the quarterly one is not missed between";
    EXPECT_EQ(history->year_to(east, p("2019-12")).coverage, (Coverage{0, 6 + 4})) << "the county until June";
    EXPECT_EQ(history->units(Tree::kRoot, p("2019-02")), (Coverage{0, 2}));
    engine.apply(std::vector{fact(kEast, "2018-09", "3", 2)}, 4);
    auto taken_back = fact(kEast, "2018-08", "1", 2);
    taken_back.value.reset();
    engine.apply(std::vector{taken_back}, 5);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(east, p("2018-08")), (Sum{{}, {}, {}, {0, 0}}));
    EXPECT_TRUE(engine.check().empty());
}

TEST(Engine, ALevelCarriedForwardIsAValueButNoReport) {
    const auto tree = small_tree();
    Engine engine{tree, {{of(Kind::Stock, true), {kEastTown, kWestTown}}}};
    engine.apply(std::vector{fact(kEastTown, "2019-05", "3"), fact(kWestTown, "2019-05", "4"), fact(kWestTown, "2019-06", "5")}, 3);
    const auto history = engine.snapshot()->find(kIndicator);
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-05")), (Sum{d("7"), {}, {}, {2, 2}}));
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-06")), (Sum{d("8"), {}, {}, {1, 2}, {}, 1}));
    EXPECT_EQ(history->month(Tree::kRoot, p("2019-07")), (Sum{d("8"), {}, {}, {0, 2}, {}, 2}));
    EXPECT_EQ(history->units(Tree::kRoot, p("2019-07")), (Coverage{2, 2})) << "both have a figure";
}

TEST(Engine, APreviewChangesNothing) {
    Engine engine{small_tree(), {{of(Kind::Flow, false), {kEastTown}}}};
    const auto preview = engine.preview(std::vector{fact(kEastTown, "2019-01", "4", 2)}, 1);
    EXPECT_EQ(preview->find(kIndicator)->month(Tree::kRoot, p("2019-01")).value, d("4"));
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(Tree::kRoot, p("2019-01")).value, std::nullopt);
    engine.apply(std::vector{fact(kEastTown, "2019-01", "3", 1)}, 1);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(Tree::kRoot, p("2019-01")).value, d("3"));
}

TEST(Engine, ATotalThatLeavesTheRangeIsAFaultAndLeavesEverythingAsItWas) {
    Engine engine{small_tree(), {{of(Kind::Flow, false), {kEastTown, kWestTown}}}};
    const auto huge = Decimal::from_e4(INT64_MAX).text();
    engine.apply(std::vector{fact(kEastTown, "2019-01", huge.c_str())}, 1);
    EXPECT_THROW(engine.apply(std::vector{fact(kWestTown, "2019-01", "1")}, 2), std::overflow_error);
    EXPECT_EQ(engine.snapshot()->find(kIndicator)->month(Tree::kRoot, p("2019-01")).coverage, (Coverage{1, 2}));
    EXPECT_EQ(engine.snapshot()->watermark(), 1);
}

TEST(Engine, AgreesWithTheNaiveSumOnEveryNodeWhateverTheOrderInWhichFactsArrive) {
    int partly = 0;
    for (unsigned round = 0; round < 240; ++round) {
        RandomSite site{round, 1 + static_cast<int>(round % 20 == 0 ? 1500 : round % 3 == 0 ? round : round % 40)};
        const Kind kind = std::array{Kind::Flow, Kind::Stock, Kind::Ratio, Kind::Set}[round % 4];
        const bool carry = kind != Kind::Flow && site.below(2) == 0;
        const auto across =
            std::array{Across::Sum, Across::Minimum, Across::Maximum,
                       Across::Latest}[static_cast<std::size_t>(kind == Kind::Ratio ? 0 : site.below(kind == Kind::Flow ? 3 : 4))];
        auto definition = of(kind, carry, across);
        definition.every = calendar::kRhythms[static_cast<std::size_t>(site.below(4))];
        auto facts = site.facts(kIndicator, site.below(400));
        if (site.below(2) == 0) {
            std::ranges::shuffle(facts, site.random);
        }
        Engine engine{site.tree, {{definition, site.reporters}}};
        for (std::size_t from = 0; from < facts.size();) {
            const auto size =
                std::min<std::size_t>(facts.size() - from, static_cast<std::size_t>(1 + site.below(site.below(4) == 0 ? 300 : 5)));
            engine.apply(std::span{facts}.subspan(from, size), static_cast<std::int64_t>(from + size));
            from += size;
        }
        EXPECT_TRUE(engine.check().empty());
        const auto snapshot = engine.snapshot();
        const auto& history = *snapshot->reported(kIndicator);
        for (Node node = 0; node < site.tree->size(); node += 1 + static_cast<Node>(site.below(4))) {
            const auto unit = site.tree->unit(node);
            const bool own_leaf = unit && site.tree->find(*unit) != node;
            auto below = site.reporters_under(unit);
            std::erase_if(below, [&](const Reporter& one) { return own_leaf && one.unit != *unit; });
            const NaiveSeries naive{definition, below, facts};
            for (const char* month : {"2018-01", "2018-12", "2019-01", "2019-07", "2020-12", "2021-03"}) {
                ASSERT_EQ(history.month(node, p(month)), naive.month(p(month))) << "round " << round << ", node " << node << ", " << month;
                ASSERT_EQ(history.year_to(node, p(month)), naive.year_to(p(month)))
                    << "round " << round << ", node " << node << ", " << month;
                ASSERT_EQ(history.units(node, p(month)), naive.units_to(p(month)))
                    << "round " << round << ", node " << node << ", " << month;
                const Span half_year = calendar::span_of(p(month), Rhythm::HalfYear);
                ASSERT_EQ(history.sum(node, half_year, Over::Span), naive.over(half_year))
                    << "round " << round << ", node " << node << ", " << month;
                partly += history.sum(node, half_year, Over::Span).coverage.reported > 0 ? 1 : 0;
            }
        }
        Cells row;
        const Nodes all{0, static_cast<Node>(site.tree->size())};
        const std::vector<Span> spans{{p("2019-07"), p("2019-07")}, {p("2019-04"), p("2019-07")}, {p("2017-01"), p("2017-01")}};
        for (const auto over : {Over::Span, Over::YearToDate}) {
            history.read(all, spans, over, row);
            for (std::size_t cell = 0; cell < row.figures.size(); ++cell) {
                const auto sum = history.sum(static_cast<Node>(cell % all.size()), spans[cell / all.size()], over);
                ASSERT_EQ(row.figures[cell] > 0, sum.value.has_value());
                if (sum.value) {
                    ASSERT_EQ(row.first[cell], (kind == Kind::Ratio ? sum.numerator : sum.value)->e4());
                }
            }
            ASSERT_EQ(row.figures.size(), all.size() * spans.size());
        }
        for (const auto& reporter : site.reporters) {
            const auto unit = reporter.unit;
            const NaiveSeries naive{definition, {reporter}, facts};
            const auto leaf = *site.tree->leaf(unit);
            ASSERT_EQ(history.latest(leaf), naive.latest_period(unit));
            const auto* own = naive.own(unit, p("2019-07"));
            ASSERT_EQ(history.own(leaf, p("2019-07")).has_value(), own != nullptr);
            if (own != nullptr) {
                ASSERT_EQ(history.own(leaf, p("2019-07"))->first, (kind == Kind::Ratio ? own->numerator : own->value)->e4());
            }
        }
    }
    EXPECT_GT(partly, 1000) << "the rounds are of something";
}

}  // namespace
}  // namespace luoshi::rollup
