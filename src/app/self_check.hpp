#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/date.hpp"
#include "rollup/live_figures_service.hpp"

namespace luoshi::app {

/// Compares all totals with the facts, writes the result to the log (a difference is an error) and returns it.
rollup::FiguresCheck check_figures(store::Database& db, rollup::LiveFigures& figures, const base::Clock& clock);

/// Does so beside a running server: the first time a minute after the start, then every so many hours, each time once nothing has been
/// committed for ten seconds (but not later than ten minutes). Ends with its owner.
class SelfCheck {
public:
    SelfCheck(store::Database& db, rollup::LiveFigures& figures, const base::Clock& clock, std::chrono::hours every);
    ~SelfCheck();
    SelfCheck(const SelfCheck&) = delete;
    SelfCheck& operator=(const SelfCheck&) = delete;

private:
    void run(std::chrono::hours every);
    /// False when the server is stopping.
    bool wait(std::chrono::seconds time);

    store::Database& db_;
    rollup::LiveFigures& figures_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace luoshi::app
