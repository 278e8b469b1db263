#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/decimal.hpp"

namespace luoshi::plan {

/// A measure word split into its multiplier and its base unit: 万人次 is 10,000 x 人次. Figures are stored in the base unit only
/// (design 5: 万 and 亿 exist on entry and display).
struct MeasureWord {
    std::int64_t multiplier = 1;
    std::string_view base;  ///< part of the text given
};

/// Reads 十, 百, 千, 万, 百万, 千万, 亿, 万亿 … before a measure word. A word that is only a multiplier (“50万”) has an empty base.
MeasureWord split_measure_word(std::string_view unit);

/// The value in the base unit; nothing when it leaves the range of Decimal.
std::optional<base::Decimal> to_base_unit(base::Decimal value, std::string_view unit);

}  // namespace luoshi::plan
