#include "plan/task_replies.hpp"

namespace luoshi::plan {
namespace {

/// And every plan: who only reads sees no draft.
bool sees_every_part(const identity::Actor& reader) {
    return reader.scope == identity::Scope::All && reader.may("duty.read") && !reader.only_reads();
}

}  // namespace

TaskReplies::Key TaskReplies::key_of(TaskId task, const identity::Actor& reader) {
    return {task.value(), sees_every_part(reader) ? 0 : reader.post->value()};
}

std::shared_ptr<const TaskReplies::Reply> TaskReplies::find(TaskId task, const identity::Actor& reader, std::uint64_t commits,
                                                            base::Moment now) {
    if (!sees_every_part(reader) && !reader.post) {
        return nullptr;
    }
    const std::scoped_lock lock{mutex_};
    const auto kept = replies_.find(key_of(task, reader));
    const bool holds = kept != replies_.end() && kept->second->commits == commits && now - kept->second->made <= kBelieved;
    return holds ? kept->second : nullptr;
}

void TaskReplies::keep(TaskId task, const identity::Actor& reader, Reply reply) {
    if (most_kept_ == 0 || (!sees_every_part(reader) && !reader.post)) {
        return;
    }
    auto kept = std::make_shared<const Reply>(std::move(reply));
    const std::scoped_lock lock{mutex_};
    if (replies_.size() >= most_kept_) {
        replies_.clear();
    }
    replies_.insert_or_assign(key_of(task, reader), std::move(kept));
}

}  // namespace luoshi::plan
