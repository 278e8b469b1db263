#pragma once
// Random trees, reporters and facts for the tests that compare with the naive sum.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <unordered_set>
#include <vector>

#include "rollup/figure.hpp"
#include "rollup/terms.hpp"
#include "rollup/tree.hpp"

namespace luoshi::rollup {

/// A random forest: each unit stands below an earlier one or below none. Reporters owe from different months on, in different rhythms,
/// some until a month, by one part or two, or nothing. Some report a piece of what is reported above them.
struct RandomSite {
    std::mt19937 random;
    std::vector<Tree::Place> places;
    std::vector<Reporter> reporters;
    std::shared_ptr<const Tree> tree;

    int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    RandomSite(unsigned seed, int units) : random(seed) {
        for (int i = 1; i <= units; ++i) {
            const auto parent = i == 1 || below(8) == 0 ? std::nullopt : std::optional{UnitId{1 + below(i - 1)}};
            places.push_back({UnitId{i}, parent});
            if (below(3) != 0) {
                reporters.emplace_back(UnitId{i}, terms());
                reporters.back().within_above = below(5) == 0;
            }
        }
        std::unordered_set<UnitId> with_figures;
        for (const auto& reporter : reporters) {
            with_figures.insert(reporter.unit);
        }
        tree = std::make_shared<const Tree>(places, with_figures);
    }
    Terms terms() {
        using calendar::Rhythm;
        const Period winter = *Period::make(2018, 11);
        const Period spring = *Period::make(2019, 3);
        const std::vector<Terms> all{{Term{}},
                                     {Term{Rhythm::Month, spring, {}}},
                                     {Term{Rhythm::Quarter, winter, {}}},
                                     {Term{Rhythm::Quarter, {}, spring}, Term{Rhythm::Month, spring, Period::make(2020, 5)}},
                                     {Term{Rhythm::Year, winter, winter}},
                                     {}};
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }
    bool is_piece(UnitId unit) const {
        return std::ranges::any_of(reporters, [&](const Reporter& one) { return one.unit == unit && one.within_above; });
    }
    /// Those whose figures make the unit's, in the order of the tree: a unit before those below it, siblings as they are listed. Units that
    /// report a piece, and what is below them, are no part of the figure above.
    std::vector<Reporter> reporters_under(std::optional<UnitId> top) const {
        std::vector<Reporter> out;
        std::ranges::copy_if(reporters, std::back_inserter(out), [&](const Reporter& one) { return one.unit == top; });
        for (const auto& place : places) {
            if (place.parent == top && !is_piece(place.unit)) {
                std::ranges::copy(reporters_under(place.unit), std::back_inserter(out));
            }
        }
        return out;
    }
    std::vector<Fact> facts(IndicatorId indicator, int count) {
        std::vector<Fact> out;
        for (int i = 0; i < count; ++i) {
            Fact f{indicator, UnitId{1 + below(static_cast<int>(places.size()))}, *Period::make(2018 + below(3), 1 + below(12)), 1, {}, {},
                   {}};
            for (const auto& other : out) {
                f.version += other.unit == f.unit && other.period == f.period ? 1 : 0;
            }
            if (below(8) != 0) {
                f.value = base::Decimal::from_e4(below(2'000'000));
                f.numerator = base::Decimal::from_e4(below(1'000'000));
                f.denominator = base::Decimal::from_e4(1 + below(1'000'000));
            }
            out.push_back(f);
        }
        return out;
    }
};

}  // namespace luoshi::rollup
