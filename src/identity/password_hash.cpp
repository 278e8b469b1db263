#include "identity/password_hash.hpp"

#include <sodium.h>

#include <stdexcept>

#include "identity/secret.hpp"

namespace luoshi::identity {

/// Holds one of the allowed parallel computations.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
        std::unique_lock lock(hasher_.mutex_);
        hasher_.freed_.wait(lock, [&] { return hasher_.free_ > 0; });
        --hasher_.free_;
    }
    ~Turn() {
        {
            const std::lock_guard lock(hasher_.mutex_);
            ++hasher_.free_;
        }
        hasher_.freed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    PasswordHasher& hasher_;
};

PasswordHasher::PasswordHasher(const Settings& settings)
    : settings_(settings), free_(settings.hash_parallel), nobody_(hash(random_token())) {}

std::string PasswordHasher::hash(std::string_view password) {
    const Turn turn(*this);
    std::string out(crypto_pwhash_argon2id_STRBYTES, '\0');
    if (crypto_pwhash_argon2id_str(out.data(), password.data(), password.size(), settings_.hash_passes, settings_.hash_memory_bytes) != 0) {
        throw std::runtime_error("password hash: out of memory");
    }
    out.resize(out.find('\0'));
    return out;
}

bool PasswordHasher::matches(const std::string& hash, std::string_view password) {
    const Turn turn(*this);
    return crypto_pwhash_argon2id_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool PasswordHasher::outdated(const std::string& hash) const {
    return crypto_pwhash_argon2id_str_needs_rehash(hash.c_str(), settings_.hash_passes, settings_.hash_memory_bytes) != 0;
}

void PasswordHasher::waste(std::string_view password) { static_cast<void>(matches(nobody_, password)); }

}  // namespace luoshi::identity
