#include "jobs/runner.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace luoshi::jobs {
namespace {

using std::chrono::milliseconds;

TEST(Runner, WorksAgainAndAgainAndAFaultDoesNotEndIt) {
    std::atomic<int> times{0};
    {
        const Runner runner{"test", milliseconds{1}, [&](const auto&) {
                                if (++times == 2) {
                                    throw std::runtime_error("gone");
                                }
                            }};
        while (times < 5) {
            std::this_thread::sleep_for(milliseconds{1});
        }
    }
    const int at_end = times;
    std::this_thread::sleep_for(milliseconds{10});
    EXPECT_EQ(times, at_end);
}

TEST(Runner, TellsLongWorkToStopAndWaitsForIt) {
    std::atomic<bool> begun{false};
    std::atomic<bool> ended{false};
    {
        const Runner runner{"test", std::chrono::hours{1}, [&](const std::function<bool()>& go_on) {
                                begun = true;
                                while (go_on()) {
                                    std::this_thread::sleep_for(milliseconds{1});
                                }
                                ended = true;
                            }};
        while (!begun) {
            std::this_thread::sleep_for(milliseconds{1});
        }
    }
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace luoshi::jobs
