#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace luoshi::identity {

/// What an installation may choose. The defaults are what level-3 assessments (GB/T 22239) usually expect.
struct Settings {
    // argon2id: 64 MiB and 3 passes take about 60 ms on one core of 2023: a guess on a stolen hash costs an attacker that much
    // memory and time, a login still feels immediate. At most `hash_parallel` run at once: 50 logins cost 128 MiB, not 3 GiB.
    std::size_t hash_memory_bytes = std::size_t{64} << 20U;
    unsigned hash_passes = 3;
    int hash_parallel = 2;

    std::size_t password_min_length = 10;
    int password_classes = 3;  ///< of: capital, small letter, digit, mark
    std::chrono::days password_max_age{90};
    int password_history = 5;  ///< the newest that may not be used again, the present one included

    int login_failures = 5;
    std::chrono::minutes login_lock{30};
    std::chrono::minutes administrator_login_lock{60};
    int address_failures = 50;  ///< a county hall shares one address, so this is wider than the limit of an account
    std::chrono::minutes address_lock{15};

    std::chrono::minutes session_idle{30};
    std::chrono::minutes administrator_session_idle{15};
    std::chrono::hours session_absolute{8};
    std::chrono::seconds session_cache{5};         ///< how long another server may still honour what was revoked
    std::chrono::seconds session_touch_every{60};  ///< last-seen is written at most this often

    bool behind_tls = false;  ///< adds Secure to the cookie
    /// Address of the reverse proxy in front; the last X-Forwarded-For it sends is the client. Empty: there is none.
    std::string trusted_proxy = {};
    std::string public_origin = {};  ///< "https://luoshi.example.gov.cn" when a proxy rewrites Host; empty: compare Origin with Host
};

}  // namespace luoshi::identity
