#pragma once
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

#include "base/date.hpp"
#include "identity/actor.hpp"
#include "identity/secret.hpp"

namespace luoshi::identity {

enum class MustChangePassword { No, OneTime, Expired };

/// A session as loaded from the database. Shared by the requests that use it at the same time; immutable but for `last_seen`.
struct Session {
    Actor actor;  ///< without address and request id, which belong to a request
    std::string login;
    MustChangePassword must_change = MustChangePassword::No;
    Digest digest{};
    base::Moment expires_at;
    std::chrono::minutes idle{0};
    base::Moment loaded_at;
    mutable std::atomic<base::Moment> last_seen{};
};

/// Sessions of the last seconds by the digest of their token, so that a request costs no query. Thread safe.
class SessionCache {
public:
    explicit SessionCache(std::chrono::seconds keep) : keep_(keep) {}

    /// The session, unless it was loaded too long ago.
    std::shared_ptr<const Session> find(const Digest& digest, base::Moment now) const;
    void put(std::shared_ptr<const Session> session);
    void forget(const Digest& digest);
    void forget_user(UserId user);

private:
    /// A digest is random: any 8 bytes of it are a good hash.
    struct FirstBytes {
        std::size_t operator()(const Digest& digest) const noexcept;
    };
    struct Shard {
        mutable std::shared_mutex mutex;
        std::unordered_map<Digest, std::shared_ptr<const Session>, FirstBytes> sessions;
    };
    static constexpr std::size_t kShards = 16;
    /// A shard that grows beyond this drops what is stale.
    static constexpr std::size_t kShardLimit = 256;

    const Shard& shard(const Digest& digest) const { return shards_[digest.back() % kShards]; }
    Shard& shard(const Digest& digest) { return shards_[digest.back() % kShards]; }

    std::chrono::seconds keep_;
    std::array<Shard, kShards> shards_;
};

}  // namespace luoshi::identity
