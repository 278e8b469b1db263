#pragma once
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "identity/settings.hpp"

namespace luoshi::identity {

/// Hashes and checks passwords with argon2id, a bounded number at a time. Costs tens of milliseconds and much memory by design:
/// call it on a worker and outside a transaction. Thread safe.
class PasswordHasher {
public:
    /// The costs are read from `settings` at each use, `hash_parallel` once.
    explicit PasswordHasher(const Settings& settings);
    explicit PasswordHasher(Settings&&) = delete;

    /// A new salted hash, in the self-describing form "$argon2id$…".
    std::string hash(std::string_view password);
    /// Whether the password gives this hash.
    bool matches(const std::string& hash, std::string_view password);
    /// The hash was made with other costs than the settings now ask for.
    bool outdated(const std::string& hash) const;
    /// Takes as long as matches() and never matches: an unknown login must not answer sooner than a known one.
    void waste(std::string_view password);

private:
    class Turn;
    const Settings& settings_;
    int free_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::string nobody_;  ///< the hash of a password that nobody has
};

}  // namespace luoshi::identity
