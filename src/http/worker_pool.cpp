#include "http/worker_pool.hpp"

#include <algorithm>
#include <iterator>

namespace luoshi::http {

WorkerPool::WorkerPool(int threads) {
    for (int i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
    }
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

void WorkerPool::push(std::vector<std::shared_ptr<Task>>& batch) {
    std::size_t to_wake = 0;
    {
        const std::lock_guard lock{mutex_};
        queue_.insert(queue_.end(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
        waiting_.store(queue_.size(), std::memory_order_relaxed);
        to_wake = std::min(idle_, batch.size());
    }
    batch.clear();
    for (; to_wake > 0; --to_wake) {
        wake_.notify_one();
    }
}

void WorkerPool::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        while (queue_.empty() && !stopping_) {
            ++idle_;
            wake_.wait(lock);
            --idle_;
        }
        if (queue_.empty()) {
            return;
        }
        const std::shared_ptr<Task> task = std::move(queue_.front());
        queue_.pop_front();
        waiting_.store(queue_.size(), std::memory_order_relaxed);
        lock.unlock();
        task->run();
        lock.lock();
    }
}

}  // namespace luoshi::http
