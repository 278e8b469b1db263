#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::base {

/// An exact decimal: a 64-bit integer at scale 4 (design: reported values and scores are never binary floats).
/// Range ±922,337,203,685,477.5807; arithmetic that leaves it yields nothing instead of wrapping.
class Decimal {
public:
    static constexpr std::int64_t kUnit = 10'000;

    constexpr Decimal() = default;
    /// From the stored form (value x 10,000).
    static constexpr Decimal from_e4(std::int64_t e4) { return Decimal{e4}; }
    /// From a whole number; nothing when out of range.
    static std::optional<Decimal> from_integer(std::int64_t whole);
    /// Reads "-12.5"; digits and one point only, at most four decimals (more is an error, not a rounding).
    static std::optional<Decimal> parse(std::string_view text);

    constexpr std::int64_t e4() const { return e4_; }
    /// Shortest form: "12.5", "-3", "0".
    std::string text() const;
    /// Number of decimals actually used (0 to 4).
    int decimals() const;

    std::optional<Decimal> plus(Decimal other) const;
    std::optional<Decimal> minus(Decimal other) const;
    std::optional<Decimal> times(std::int64_t factor) const;

    friend constexpr auto operator<=>(Decimal, Decimal) = default;

private:
    constexpr explicit Decimal(std::int64_t e4) : e4_(e4) {}
    std::int64_t e4_ = 0;
};

/// numerator x factor / denominator, rounded half up away from zero once at `decimals` (0 to 4) digits.
/// Nothing when the denominator is zero ("not defined") or the result leaves the range.
std::optional<Decimal> ratio(Decimal numerator, Decimal denominator, std::int64_t factor, int decimals);

}  // namespace luoshi::base
