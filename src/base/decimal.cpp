#include "base/decimal.hpp"

#include <limits>

namespace luoshi::base {
namespace {

__extension__ using Wide = __int128;

std::optional<std::int64_t> narrow(Wide value) {
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<Decimal> checked(Wide e4) {
    const auto value = narrow(e4);
    return value ? std::optional{Decimal::from_e4(*value)} : std::nullopt;
}

}  // namespace

std::optional<Decimal> Decimal::from_integer(std::int64_t whole) { return checked(Wide{whole} * kUnit); }

std::optional<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) {
        text.remove_prefix(1);
    }
    Wide value = 0;
    int digits = 0;
    int decimals = -1;
    for (const char c : text) {
        if (c == '.' && decimals < 0 && digits > 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9' || decimals == 4 || value > Wide{std::numeric_limits<std::int64_t>::max()}) {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
        ++digits;
        if (decimals >= 0) {
            ++decimals;
        }
    }
    if (digits == 0 || decimals == 0) {
        return std::nullopt;
    }
    for (int place = decimals < 0 ? 0 : decimals; place < 4; ++place) {
        value *= 10;
    }
    return checked(negative ? -value : value);
}

std::string Decimal::text() const {
    const bool negative = e4_ < 0;
    const auto magnitude = negative ? 0ULL - static_cast<std::uint64_t>(e4_) : static_cast<std::uint64_t>(e4_);
    std::string out = (negative ? "-" : "") + std::to_string(magnitude / kUnit);
    auto fraction = static_cast<int>(magnitude % kUnit);
    if (fraction != 0) {
        std::string digits = std::to_string(kUnit + fraction).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        out += "." + digits;
    }
    return out;
}

int Decimal::decimals() const {
    int used = 4;
    for (auto rest = e4_; used > 0 && rest % 10 == 0; rest /= 10) {
        --used;
    }
    return used;
}

std::optional<Decimal> Decimal::plus(Decimal other) const { return checked(Wide{e4_} + other.e4_); }
std::optional<Decimal> Decimal::minus(Decimal other) const { return checked(Wide{e4_} - other.e4_); }
std::optional<Decimal> Decimal::times(std::int64_t factor) const { return checked(Wide{e4_} * factor); }

std::optional<Decimal> ratio(Decimal numerator, Decimal denominator, std::int64_t factor, int decimals) {
    if (denominator.e4() == 0) {
        return std::nullopt;
    }
    Wide step = Decimal::kUnit;
    for (int place = 0; place < decimals; ++place) {
        step /= 10;
    }
    // value/step rounded half away from zero, then scaled back to e4
    Wide top = Wide{numerator.e4()} * factor * Decimal::kUnit;
    Wide bottom = Wide{denominator.e4()} * step;
    if (bottom < 0) {
        top = -top;
        bottom = -bottom;
    }
    const Wide rounded = top >= 0 ? (2 * top + bottom) / (2 * bottom) : -((-2 * top + bottom) / (2 * bottom));
    return checked(rounded * step);
}

}  // namespace luoshi::base
