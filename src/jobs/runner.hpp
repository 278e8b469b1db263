#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace luoshi::jobs {

/// A thread that does something again and again beside a running server, the first time shortly after the start. What it throws is
/// written to the log, and it goes on. Ends with its owner, after the piece of work it is at.
class Runner {
public:
    /// `work` is told whether to go on with the next piece; `name` stands in the log.
    Runner(std::string name, std::chrono::milliseconds every, std::function<void(const std::function<bool()>& go_on)> work);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

private:
    void run();

    std::string name_;
    std::chrono::milliseconds every_;
    std::function<void(const std::function<bool()>&)> work_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace luoshi::jobs
