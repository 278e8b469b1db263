#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace luoshi::identity {

/// What is stored of a secret that is itself random (a session token): its BLAKE2b-256 digest.
using Digest = std::array<std::uint8_t, 32>;

/// 256 random bits from the system, as 43 characters of base64url.
std::string random_token();
/// A password for one use: 16 characters of four classes without look-alikes (80+ bits).
std::string random_password();

Digest digest_of(std::string_view secret);
/// The digest in hexadecimal, as stored.
std::string digest_text(const Digest& digest);
/// The CSRF token of a session: derived from its token, so nothing more is stored, and the token cannot be computed back.
std::string csrf_token_of(std::string_view session_token);
/// Compares in a time that does not depend on where two texts differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace luoshi::identity
