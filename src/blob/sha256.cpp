#include "blob/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace luoshi::blob {

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

namespace {

void require(int done) {
    if (done != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
}

}  // namespace

Sha256::Sha256() : state_(std::make_unique<State>()) {
    require(state_->digest ? EVP_DigestInit_ex(state_->digest.get(), EVP_sha256(), nullptr) : 0);
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { require(EVP_DigestUpdate(state_->digest.get(), bytes.data(), bytes.size())); }

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    require(EVP_DigestFinal_ex(state_->digest.get(), bytes.data(), &length));
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        out += kHex[bytes[i] >> 4U];
        out += kHex[bytes[i] & 0xFU];
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.hex();
}

}  // namespace luoshi::blob
