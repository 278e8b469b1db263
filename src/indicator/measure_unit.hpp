#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/fraction.hpp"

namespace luoshi::indicator {

/// What a figure or a part of a formula is counted in: units of measure with their powers, and a multiplier (万, %). Words that count
/// things (个, 家, 人, 场 …) are one unit.
class MeasureUnit {
public:
    /// "人次", "万元", "%", "元/人", "倍" (a bare quotient).
    static MeasureUnit of(std::string_view written);
    /// Of a constant: it fits beside any unit, and times or through it the multiplier is the author's affair.
    static MeasureUnit constant();

    MeasureUnit times(const MeasureUnit& other) const;
    MeasureUnit over(const MeasureUnit& other) const;
    /// What adding the two gives; nothing when they do not fit.
    std::optional<MeasureUnit> plus(const MeasureUnit& other) const;
    bool fits(const MeasureUnit& other) const { return plus(other).has_value(); }
    bool is_constant() const { return constant_; }
    /// "元/个", "万元", "%", or 倍 for a bare quotient.
    std::string text() const;

private:
    MeasureUnit combined(const MeasureUnit& other, int sign) const;

    std::map<std::string, int> powers_;
    std::optional<base::Fraction> multiplier_;  ///< nothing: left open by a constant
    bool constant_ = false;
};

}  // namespace luoshi::indicator
