#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace luoshi::blob {

/// SHA-256 of bytes that come in pieces. The only place of the program that computes it.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::string_view bytes);
    /// The digest in lower-case hex; nothing can be added afterwards.
    std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace luoshi::blob
