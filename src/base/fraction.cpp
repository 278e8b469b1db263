#include "base/fraction.hpp"

#include <limits>

namespace luoshi::base {
namespace {

using Wide = Fraction::Wide;

Wide common_factor(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

std::optional<Wide> product(Wide a, Wide b) {
    Wide out = 0;
    return __builtin_mul_overflow(a, b, &out) || out == std::numeric_limits<Wide>::min() ? std::nullopt : std::optional{out};
}

std::optional<Wide> sum(Wide a, Wide b) {
    Wide out = 0;
    return __builtin_add_overflow(a, b, &out) || out == std::numeric_limits<Wide>::min() ? std::nullopt : std::optional{out};
}

}  // namespace

Fraction::Fraction(Decimal value) : Fraction(*reduced(value.e4(), Decimal::kUnit)) {}

std::optional<Fraction> Fraction::reduced(Wide numerator, Wide denominator) {
    const Wide factor = common_factor(numerator, denominator);
    Fraction out;
    out.numerator_ = numerator / factor;
    out.denominator_ = denominator / factor;
    if (out.denominator_ < 0) {
        out.numerator_ = -out.numerator_;
        out.denominator_ = -out.denominator_;
    }
    return out;
}

std::optional<Fraction> Fraction::plus(const Fraction& other) const {
    const Wide factor = common_factor(denominator_, other.denominator_);
    const auto left = product(numerator_, other.denominator_ / factor);
    const auto right = product(other.numerator_, denominator_ / factor);
    const auto denominator = product(denominator_, other.denominator_ / factor);
    const auto numerator = left && right ? sum(*left, *right) : std::nullopt;
    return numerator && denominator ? reduced(*numerator, *denominator) : std::nullopt;
}

std::optional<Fraction> Fraction::minus(const Fraction& other) const {
    Fraction negative = other;
    negative.numerator_ = -negative.numerator_;
    return plus(negative);
}

std::optional<Fraction> Fraction::times(const Fraction& other) const {
    const Wide across = common_factor(numerator_, other.denominator_);
    const Wide back = common_factor(other.numerator_, denominator_);
    const auto numerator = product(numerator_ / across, other.numerator_ / back);
    const auto denominator = product(denominator_ / back, other.denominator_ / across);
    return numerator && denominator ? reduced(*numerator, *denominator) : std::nullopt;
}

std::optional<Fraction> Fraction::over(const Fraction& other) const {
    return other.is_zero() ? std::nullopt : times(*reduced(other.denominator_, other.numerator_));
}

std::optional<Decimal> Fraction::rounded(int decimals) const {
    Wide scale = 1;
    for (int place = 0; place < decimals; ++place) {
        scale *= 10;
    }
    const Wide size = numerator_ < 0 ? -numerator_ : numerator_;
    const auto whole = product(size / denominator_, scale);
    const auto rest = product(size % denominator_, scale);
    if (!whole || !rest) {
        return std::nullopt;
    }
    const Wide left = *rest % denominator_;
    const auto steps = sum(*whole, *rest / denominator_ + (left >= denominator_ - left ? 1 : 0));
    const auto e4 = steps ? product(*steps, Decimal::kUnit / scale) : std::nullopt;
    if (!e4 || *e4 > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return Decimal::from_e4(static_cast<std::int64_t>(numerator_ < 0 ? -*e4 : *e4));
}

}  // namespace luoshi::base
