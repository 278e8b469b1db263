#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/date.hpp"
#include "identity/actor.hpp"
#include "plan/ids.hpp"

namespace luoshi::plan {

/// Answers of GET /tasks/{id}, kept as they were written. One may be sent again while this process has committed nothing since, for at
/// most a second (another server may have), and only if the stored task still has its version. Thread safe.
class TaskReplies {
public:
    struct Reply {
        std::shared_ptr<const std::string> body;
        std::int64_t version = 0;   ///< of the task
        std::uint64_t commits = 0;  ///< Database::commits() of the view it was written from
        base::Moment made;
    };
    static constexpr std::chrono::seconds kBelieved{1};

    /// The reply for this reader, if one was kept and may still hold.
    std::shared_ptr<const Reply> find(TaskId task, const identity::Actor& reader, std::uint64_t commits, base::Moment now);
    void keep(TaskId task, const identity::Actor& reader, Reply reply);
    /// 0: every answer is written anew, as the benchmark wants to see. Before the first request.
    void keep_at_most(std::size_t replies) { most_kept_ = replies; }

private:
    /// Readers who see the same: whoever sees every part (0), else the holders of one post.
    using Key = std::pair<std::int64_t, std::int64_t>;
    static Key key_of(TaskId task, const identity::Actor& reader);

    std::size_t most_kept_ = 512;
    std::mutex mutex_;
    std::map<Key, std::shared_ptr<const Reply>> replies_;
};

}  // namespace luoshi::plan
