#include "app/bench_pace.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

namespace luoshi::app {

double paced(std::size_t count, double per_second, int threads, const std::function<void(std::size_t, BenchClock::time_point)>& one) {
    const auto begin = BenchClock::now();
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr fault;
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            auto due = BenchClock::now();
            if (per_second > 0) {
                const std::chrono::duration<double> after{static_cast<double>(i) / per_second};
                due = begin + std::chrono::duration_cast<BenchClock::duration>(after);
                std::this_thread::sleep_until(due);
            }
            try {
                one(i, due);
            } catch (...) {
                const std::lock_guard lock{mutex};
                fault = std::current_exception();
            }
        }
    };
    std::vector<std::thread> all;
    all.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) {
        all.emplace_back(work);
    }
    for (auto& thread : all) {
        thread.join();
    }
    if (fault) {
        std::rethrow_exception(fault);
    }
    return std::chrono::duration<double>(BenchClock::now() - begin).count();
}

void Durations::add(BenchClock::duration duration) {
    const std::lock_guard lock{mutex_};
    durations_.push_back(duration);
}

void Durations::fail(const std::string& why) {
    const std::lock_guard lock{mutex_};
    if (errors_++ == 0) {
        first_error_ = why;
    }
}

std::size_t Durations::count() const {
    const std::lock_guard lock{mutex_};
    return durations_.size();
}

int Durations::errors() const {
    const std::lock_guard lock{mutex_};
    return errors_;
}

std::string Durations::first_error() const {
    const std::lock_guard lock{mutex_};
    return first_error_;
}

double Durations::quantile_ms(double part) const {
    const std::lock_guard lock{mutex_};
    if (durations_.empty()) {
        return 0;
    }
    auto sorted = durations_;
    std::ranges::sort(sorted);
    const auto place = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1) + 0.5);
    return std::chrono::duration<double, std::milli>(sorted[place]).count();
}

}  // namespace luoshi::app
