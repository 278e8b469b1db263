#include "app/self_check.hpp"

#include "log/log.hpp"

namespace luoshi::app {
namespace {

constexpr std::chrono::seconds kAfterStart{60};
constexpr std::chrono::seconds kQuiet{10};
constexpr int kMostWaits = 60;

}  // namespace

rollup::FiguresCheck check_figures(store::Database& db, rollup::LiveFigures& figures, const base::Clock& clock) {
    auto found = figures.check(db, clock.now());
    for (const auto& one : found.differences) {
        log::error("figures.differ", {{"indicator", one.name}, {"period", one.period.text()}});
    }
    log::info("figures.checked",
              {{"watermark", std::to_string(found.watermark)}, {"differences", std::to_string(found.differences.size())}});
    return found;
}

SelfCheck::SelfCheck(store::Database& db, rollup::LiveFigures& figures, const base::Clock& clock, std::chrono::hours every)
    : db_(db), figures_(figures), clock_(clock), thread_([this, every] { run(every); }) {}

SelfCheck::~SelfCheck() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    stopping_.notify_all();
    thread_.join();
}

bool SelfCheck::wait(std::chrono::seconds time) {
    std::unique_lock lock{mutex_};
    return !stopping_.wait_for(lock, time, [this] { return stop_; });
}

void SelfCheck::run(std::chrono::hours every) {
    for (std::chrono::seconds pause = kAfterStart; wait(pause); pause = every) {
        auto commits = db_.commits();
        for (int waited = 0; waited < kMostWaits; ++waited) {
            if (!wait(kQuiet)) {
                return;
            }
            const auto now = db_.commits();
            if (now == commits) {
                break;
            }
            commits = now;
        }
        try {
            check_figures(db_, figures_, clock_);
        } catch (const std::exception& fault) {
            log::error("figures.check_failed", {{"fault", fault.what()}});
        }
    }
}

}  // namespace luoshi::app
