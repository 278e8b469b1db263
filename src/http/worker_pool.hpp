#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace luoshi::http {

/// Something a worker runs once per hand-over. Shared by the queue and the connection that waits for it.
class Task {
public:
    virtual ~Task() = default;
    virtual void run() noexcept = 0;
};

/// Threads that take tasks in order of arrival.
class WorkerPool {
public:
    explicit WorkerPool(int threads);
    ~WorkerPool() { stop(); }
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Queues the whole batch under one lock, in order, and empties it.
    void push(std::vector<std::shared_ptr<Task>>& batch);
    /// Runs what is queued, then joins the threads.
    void stop();
    /// Tasks not yet taken by a worker.
    std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::shared_ptr<Task>> queue_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::atomic<std::size_t> waiting_{0};
    std::vector<std::thread> threads_;
};

}  // namespace luoshi::http
