#include "indicator/measure_unit.hpp"

#include "indicator/indicator_name.hpp"
#include "plan/unit_multiplier.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::Fraction;

/// One unit without a stroke.
std::pair<std::string, Fraction> single(std::string_view word) {
    const auto [multiplier, base_word] = plan::split_measure_word(word);
    const auto measure = measure_of(word);
    if (measure == "%" || measure == "‰") {
        return {"", *Fraction{*Decimal::from_integer(1)}.over(Fraction{*Decimal::from_integer(measure == "%" ? 100 : 1000)})};
    }
    return {base_word.empty() || base_word == "倍" ? "" : std::string{measure},
            Fraction{Decimal::from_integer(multiplier).value_or(Decimal{})}};
}

}  // namespace

MeasureUnit MeasureUnit::of(std::string_view written) {
    MeasureUnit out;
    out.multiplier_ = Fraction{*Decimal::from_integer(1)};
    for (int sign = 1;; sign = -1) {
        const auto stroke = written.find('/');
        const auto [measure, multiplier] = single(written.substr(0, stroke));
        MeasureUnit one;
        one.multiplier_ = multiplier;
        if (!measure.empty()) {
            one.powers_[measure] = 1;
        }
        out = out.combined(one, sign);
        if (stroke == std::string_view::npos) {
            return out;
        }
        written.remove_prefix(stroke + 1);
    }
}

MeasureUnit MeasureUnit::constant() {
    MeasureUnit out;
    out.constant_ = true;
    return out;
}

MeasureUnit MeasureUnit::combined(const MeasureUnit& other, int sign) const {
    MeasureUnit out = *this;
    for (const auto& [measure, power] : other.powers_) {
        if ((out.powers_[measure] += sign * power) == 0) {
            out.powers_.erase(measure);
        }
    }
    out.constant_ = constant_ && other.constant_;
    out.multiplier_ = !multiplier_ || !other.multiplier_ ? std::nullopt
                      : sign > 0                         ? multiplier_->times(*other.multiplier_)
                                                         : multiplier_->over(*other.multiplier_);
    return out;
}

MeasureUnit MeasureUnit::times(const MeasureUnit& other) const { return combined(other, 1); }
MeasureUnit MeasureUnit::over(const MeasureUnit& other) const { return combined(other, -1); }

std::optional<MeasureUnit> MeasureUnit::plus(const MeasureUnit& other) const {
    if (constant_ || other.constant_) {
        return constant_ ? other : *this;
    }
    const bool same_multiplier = !multiplier_ || !other.multiplier_ || *multiplier_ == *other.multiplier_;
    if (powers_ != other.powers_ || !same_multiplier) {
        return std::nullopt;
    }
    return multiplier_ ? *this : other;
}

std::string MeasureUnit::text() const {
    std::string above;
    std::string below;
    for (const auto& [measure, power] : powers_) {
        for (int i = 0; i < power; ++i) {
            above += (above.empty() ? "" : "·") + measure;
        }
        for (int i = 0; i > power; --i) {
            below += "/" + measure;
        }
    }
    const auto size = multiplier_ ? multiplier_->rounded(4) : std::nullopt;
    const auto multiplied = !size                                         ? ""
                            : *size == Decimal::from_e4(100)              ? "%"
                            : *size == Decimal::from_e4(10)               ? "‰"
                            : *size == Decimal::from_integer(10'000)      ? "万"
                            : *size == Decimal::from_integer(100'000'000) ? "亿"
                                                                          : "";
    if (above.empty() && below.empty()) {
        return *multiplied == '\0' ? "倍" : multiplied;
    }
    return multiplied + (above.empty() ? "1" : above) + below;
}

}  // namespace luoshi::indicator
