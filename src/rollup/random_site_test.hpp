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
#include "rollup/tree.hpp"

namespace luoshi::rollup {

/// A random forest: each unit stands below an earlier one or below none.
struct RandomSite {
    std::mt19937 random;
    std::vector<Tree::Place> places;
    std::vector<UnitId> reporters;
    std::shared_ptr<const Tree> tree;

    int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    RandomSite(unsigned seed, int units) : random(seed) {
        for (int i = 1; i <= units; ++i) {
            const auto parent = i == 1 || below(8) == 0 ? std::nullopt : std::optional{UnitId{1 + below(i - 1)}};
            places.push_back({UnitId{i}, parent});
            if (below(3) != 0) {
                reporters.emplace_back(i);
            }
        }
        tree = std::make_shared<const Tree>(places, std::unordered_set<UnitId>(reporters.begin(), reporters.end()));
    }
    /// In the order of the tree: a unit before those below it, siblings as they are listed.
    std::vector<UnitId> reporters_under(std::optional<UnitId> top) const {
        std::vector<UnitId> out;
        if (top && std::ranges::count(reporters, *top) > 0) {
            out.push_back(*top);
        }
        for (const auto& place : places) {
            if (place.parent == top) {
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
