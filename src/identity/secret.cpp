#include "identity/secret.hpp"

#include <sodium.h>

#include <stdexcept>

namespace luoshi::identity {

namespace {

/// libsodium must be initialised before its random numbers are used; repeated calls cost nothing.
void ready() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium 初始化失败");
    }
}

std::string base64url(const unsigned char* bytes, std::size_t size) {
    std::string text(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // its terminating zero
    return text;
}

}  // namespace

std::string random_token() {
    ready();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes.data(), bytes.size());
}

std::string random_password() {
    ready();
    constexpr std::string_view kCapital = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    constexpr std::string_view kSmall = "abcdefghijkmnpqrstuvwxyz";
    constexpr std::string_view kDigit = "23456789";
    constexpr std::string_view kMark = "-+=#@%";
    const auto one_of = [](std::string_view set) { return set[randombytes_uniform(static_cast<std::uint32_t>(set.size()))]; };
    std::string text;
    for (int group = 0; group < 4; ++group) {  // Abc7 four times, a mark between: easy to read out and to type
        text += one_of(kCapital);
        text += one_of(kSmall);
        text += one_of(kSmall);
        text += one_of(kDigit);
        if (group < 3) {
            text += one_of(kMark);
        }
    }
    return text;
}

Digest digest_of(std::string_view secret) {
    Digest digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr, 0);
    return digest;
}

std::string digest_text(const Digest& digest) {
    std::string text(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

std::string csrf_token_of(std::string_view session_token) {
    constexpr std::string_view kPurpose = "luoshi csrf token";
    Digest digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(session_token.data()), session_token.size(),
                       reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size());
    return base64url(digest.data(), digest.size());
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace luoshi::identity
