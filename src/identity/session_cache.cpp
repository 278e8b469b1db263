#include "identity/session_cache.hpp"

#include <cstring>
#include <mutex>

namespace luoshi::identity {

std::size_t SessionCache::FirstBytes::operator()(const Digest& digest) const noexcept {
    std::size_t bytes = 0;
    std::memcpy(&bytes, digest.data(), sizeof bytes);
    return bytes;
}

std::shared_ptr<const Session> SessionCache::find(const Digest& digest, base::Moment now) const {
    const Shard& home = shard(digest);
    const std::shared_lock lock(home.mutex);
    const auto found = home.sessions.find(digest);
    if (found == home.sessions.end() || now - found->second->loaded_at >= keep_) {
        return nullptr;
    }
    return found->second;
}

void SessionCache::put(std::shared_ptr<const Session> session) {
    Shard& home = shard(session->digest);
    const std::unique_lock lock(home.mutex);
    if (home.sessions.size() >= kShardLimit) {
        std::erase_if(home.sessions, [&](const auto& entry) { return session->loaded_at - entry.second->loaded_at >= keep_; });
    }
    home.sessions.insert_or_assign(session->digest, session);
}

void SessionCache::forget(const Digest& digest) {
    Shard& home = shard(digest);
    const std::unique_lock lock(home.mutex);
    home.sessions.erase(digest);
}

void SessionCache::forget_user(UserId user) {
    for (Shard& each : shards_) {
        const std::unique_lock lock(each.mutex);
        std::erase_if(each.sessions, [&](const auto& entry) { return entry.second->actor.user == user; });
    }
}

}  // namespace luoshi::identity
