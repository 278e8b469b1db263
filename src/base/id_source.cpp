#include "base/id_source.hpp"

#include <random>

namespace luoshi::base {

IdSource::IdSource(const Clock& clock) : IdSource(clock, std::random_device{}()) {}

std::int64_t IdSource::next() {
    constexpr auto kEpoch = std::chrono::sys_days{std::chrono::year{2018} / 1 / 1};
    const auto elapsed = std::chrono::floor<std::chrono::milliseconds>(clock_.now() - kEpoch).count();
    const std::uint64_t floor = static_cast<std::uint64_t>(elapsed) << 12U;
    std::uint64_t last = last_.load();
    std::uint64_t mine = 0;
    do {
        mine = floor > last ? floor : last + 1;  // a clock set back or a full millisecond borrows from the future
    } while (!last_.compare_exchange_weak(last, mine));
    return static_cast<std::int64_t>(((mine >> 12U) << 22U) | (node_ << 12U) | (mine & 0xFFFU));
}

}  // namespace luoshi::base
