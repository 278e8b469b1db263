#pragma once
#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::base {

/// A 63-bit id that cannot be mixed up with the id of another entity or with a plain number.
/// On the wire it is a string: JavaScript loses integers above 2^53.
template <class Tag>
class StrongId {
public:
    explicit constexpr StrongId(std::int64_t value) : value_(value) {}
    constexpr std::int64_t value() const { return value_; }
    std::string text() const { return std::to_string(value_); }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;

    /// Reads the decimal form; nothing when it is not a positive 63-bit number.
    static std::optional<StrongId> parse(std::string_view text) {
        std::int64_t value = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (fault != std::errc{} || end != text.data() + text.size() || value <= 0) {
            return std::nullopt;
        }
        return StrongId{value};
    }

private:
    std::int64_t value_;
};

}  // namespace luoshi::base

template <class Tag>
struct std::hash<luoshi::base::StrongId<Tag>> {
    std::size_t operator()(luoshi::base::StrongId<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
