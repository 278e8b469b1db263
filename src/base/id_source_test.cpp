#include "base/id_source.hpp"

#include <gtest/gtest.h>

namespace luoshi::base {
namespace {

struct FixedClock : Clock {
    Moment moment = *parse_date("2026-01-01");
    Moment now() const override { return moment; }
};

TEST(IdSource, IdsGrowEvenWhenTheClockStandsStillOrGoesBack) {
    FixedClock clock;
    IdSource ids{clock, 1};
    auto last = ids.next();
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) {
            clock.moment -= std::chrono::hours{1};
        }
        const auto id = ids.next();
        ASSERT_GT(id, last);
        last = id;
    }
}

TEST(IdSource, TwoNodesNeverMakeTheSameId) {
    FixedClock clock;
    IdSource one{clock, 1};
    IdSource two{clock, 2};
    EXPECT_NE(one.next(), two.next());
}

}  // namespace
}  // namespace luoshi::base
