#pragma once
#include <atomic>
#include <cstdint>

#include "base/date.hpp"

namespace luoshi::base {

/// Makes time-ordered 63-bit ids: 41 bits of milliseconds since 2018, 10 bits of node, 12 bits of sequence.
/// Thread safe. Two servers on one database need different nodes (random by default).
class IdSource {
public:
    explicit IdSource(const Clock& clock);
    IdSource(const Clock& clock, unsigned node) : clock_(clock), node_(node & 0x3FFU) {}

    std::int64_t next();
    template <class Id>
    Id make() {
        return Id{next()};
    }

private:
    const Clock& clock_;
    std::uint64_t node_;
    std::atomic<std::uint64_t> last_{0};  ///< milliseconds << 12 | sequence
};

}  // namespace luoshi::base
