#pragma once
#include <optional>

#include "base/decimal.hpp"

namespace luoshi::base {

/// An exact fraction of two 128-bit integers in lowest terms. Arithmetic that leaves the range yields nothing instead of wrapping; the
/// greatest common factors are taken out first, so that only numbers that really are that large leave it.
class Fraction {
public:
    __extension__ using Wide = __int128;

    constexpr Fraction() = default;
    explicit Fraction(Decimal value);

    bool is_zero() const { return numerator_ == 0; }
    std::optional<Fraction> plus(const Fraction& other) const;
    std::optional<Fraction> minus(const Fraction& other) const;
    std::optional<Fraction> times(const Fraction& other) const;
    /// Also nothing when `other` is zero: ask is_zero() to tell "not defined" from "too large".
    std::optional<Fraction> over(const Fraction& other) const;

    /// Rounded half up (away from zero) once at `decimals` (0 to 4) digits; nothing when that leaves the range of Decimal.
    std::optional<Decimal> rounded(int decimals) const;
    friend bool operator==(const Fraction&, const Fraction&) = default;

private:
    static std::optional<Fraction> reduced(Wide numerator, Wide denominator);
    Wide numerator_ = 0;
    Wide denominator_ = 1;  ///< above zero
};

}  // namespace luoshi::base
