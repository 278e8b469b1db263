// Built a second time with ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "rollup/engine.hpp"

namespace luoshi::rollup {
namespace {

using base::Decimal;

TEST(Engine, ReadersBesideTheWriterSeeWholeBatchesOnly) {
    const IndicatorId kCount{1};
    const UnitId kCity{1};
    const Period kJune = *Period::make(2019, 6);
    Definition definition;
    definition.id = kCount;
    definition.carry_forward = true;
    std::vector<Tree::Place> places{{kCity, {}}};
    std::vector<Reporter> towns;
    for (int i = 0; i < 1500; ++i) {
        towns.emplace_back(UnitId{1000 + i});
        places.push_back({towns.back().unit, kCity});
    }
    Engine engine{std::make_shared<const Tree>(places, std::unordered_set<UnitId>{}), {{definition, towns}}};
    std::atomic<bool> done{false};
    const auto read = [&] {
        std::int64_t last = 0;
        while (!done) {
            const auto snapshot = engine.snapshot();
            const auto sum = snapshot->find(kCount)->month(Tree::kRoot, kJune);
            // each batch adds one to the first town and takes one from the second, so the sum stays what it was
            ASSERT_EQ(sum.value, Decimal::from_integer(1000));
            ASSERT_GE(snapshot->watermark(), last);
            last = snapshot->watermark();
        }
    };
    const auto batch = [&](int number) {
        engine.apply(std::vector{Fact{kCount, towns.front().unit, kJune, number, Decimal::from_integer(number), {}, {}},
                                 Fact{kCount, towns.back().unit, kJune, number, Decimal::from_integer(1000 - number), {}, {}}},
                     number);
    };
    batch(1);
    std::thread first{read};
    std::thread second{read};
    for (int number = 2; number <= 300; ++number) {
        batch(number);
    }
    done = true;
    first.join();
    second.join();
}

}  // namespace
}  // namespace luoshi::rollup
