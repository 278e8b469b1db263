#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace luoshi::app {

using BenchClock = std::chrono::steady_clock;

/// Calls one(i, due) for every i < count on some threads, `per_second` of them a second; 0: as fast as it goes. What is late begins at
/// once and is counted from when it was due. Returns the seconds it took. What `one` throws is thrown when all are done.
double paced(std::size_t count, double per_second, int threads, const std::function<void(std::size_t, BenchClock::time_point)>& one);

/// How long things took, gathered from many threads.
class Durations {
public:
    void add(BenchClock::duration duration);
    void fail(const std::string& why);

    std::size_t count() const;
    int errors() const;
    std::string first_error() const;
    /// The duration that `part` of them (0 to 1) do not exceed, in milliseconds; 0 when there are none.
    double quantile_ms(double part) const;

private:
    mutable std::mutex mutex_;
    std::vector<BenchClock::duration> durations_;
    int errors_ = 0;
    std::string first_error_;
};

}  // namespace luoshi::app
