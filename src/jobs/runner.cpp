#include "jobs/runner.hpp"

#include "log/log.hpp"

namespace luoshi::jobs {

Runner::Runner(std::string name, std::chrono::milliseconds every, std::function<void(const std::function<bool()>&)> work)
    : name_(std::move(name)), every_(every), work_(std::move(work)), thread_([this] { run(); }) {}

Runner::~Runner() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    stopping_.notify_all();
    thread_.join();
}

void Runner::run() {
    const auto go_on = [this] {
        const std::lock_guard lock{mutex_};
        return !stop_;
    };
    for (;;) {
        try {
            work_(go_on);
        } catch (const std::exception& fault) {
            log::error("runner.fault", {{"runner", name_}, {"fault", fault.what()}});
        }
        std::unique_lock lock{mutex_};
        if (stopping_.wait_for(lock, every_, [this] { return stop_; })) {
            return;
        }
    }
}

}  // namespace luoshi::jobs
