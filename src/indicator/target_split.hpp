#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "indicator/indicator.hpp"

namespace luoshi::indicator {

/// How what a unit holds of a target is divided among the units below (目标分解): typed by hand, in equal parts, in proportion to a
/// figure of each unit, as an uploaded table says, or the same for each (每县N个).
enum class SplitMethod { Hand, Equal, Proportional, Table, PerUnit };

/// What a package decides about shares.
struct ShareSettings {
    base::Decimal padding_pct = base::Decimal::from_e4(20 * base::Decimal::kUnit);  ///< parts beyond the target by more: 层层加码
    /// The last day of a target's year on which its issued shares may change.
    std::chrono::month_day change_until{std::chrono::June, std::chrono::day{30}};
};
/// The last day on which issued shares of a year's target may be changed.
base::Date last_change_day(const ShareSettings& settings, int year);

/// Whether parts add up to what is divided, or each part answers for the whole (每县不少于N: a county fails alone; a percentage is
/// never added, nor is what counts by the highest or latest unit or by a mean). Then the sum rule does not apply.
enum class Binding { Sum, Each };
/// Whether the target is to be reached, or not to be exceeded.
enum class Bound { Floor, Ceiling };
struct SplitRule {
    Binding binding = Binding::Sum;
    Bound bound = Bound::Floor;
    int decimals = 0;  ///< of the indicator: parts are exact to them
    friend bool operator==(const SplitRule&, const SplitRule&) = default;
};
SplitRule split_rule(const Definition& definition, plan::TargetOperator effective);

/// A unit that is to get a part, with the figure it is measured by.
struct Claim {
    UnitId unit{1};
    std::string name;
    std::optional<base::Decimal> figure = {};
};

/// `total` in proportion to the claims' figures, by largest remainder: the parts add up to it exactly, each exact at `decimals`.
/// Equal remainders go to the larger figure, then to the smaller id, so the order of the claims changes nothing.
/// Errors: request.invalid with every unit without a figure (share.no_figure) or with one below zero (share.negative_figure);
/// share.no_units, share.all_zero, share.too_fine (the total has more decimals than its parts may have).
base::Result<std::vector<base::Decimal>> split_in_proportion(base::Decimal total, int decimals, std::span<const Claim> claims);
/// The same with equal figures.
base::Result<std::vector<base::Decimal>> split_equally(base::Decimal total, int decimals, std::span<const Claim> claims);

/// The upper end of a range for each of its parts, whose lower ends are the claims' figures: in proportion to them by largest remainder
/// (equally where all are zero), so that the upper ends add up as the lower ones do; the whole upper end where each part answers for the
/// whole. Never below the part's own lower end. Errors: share.too_fine.
base::Result<std::vector<base::Decimal>> upper_ends(const SplitRule& rule, base::Decimal held, std::span<const Claim> parts);

/// Everything wrong with a value as a part: negative, more decimals than the indicator has, over its maximum; nothing when it is right.
std::optional<base::Phrase> wrong_part(const Definition& definition, std::string_view unit_name, base::Decimal value);

/// 少分, 恰好, 多分; NotApplicable where each part answers for the whole.
enum class SumVerdict { Short, Exact, Over, NotApplicable };
/// The sum rule at one level.
struct SumLine {
    base::Decimal held;   ///< what is divided
    base::Decimal parts;  ///< their sum; of parts that are not added, zero
    base::Decimal difference;
    SumVerdict verdict = SumVerdict::Exact;
    bool loose = false;                         ///< less is asked below than is held: issued only with a reason
    std::optional<base::Decimal> padding = {};  ///< more is asked below than is held, in percent of it, one decimal
    bool padded = false;                        ///< by more than the setting allows (层层加码)
};
/// Nothing when the sum leaves the range of Decimal.
std::optional<SumLine> sum_line(const SplitRule& rule, const ShareSettings& settings, base::Decimal held,
                                std::span<const base::Decimal> parts);

}  // namespace luoshi::indicator

template <>
struct luoshi::plan::Words<luoshi::indicator::SplitMethod> {
    static constexpr std::array<std::string_view, 5> list{"hand", "equal", "proportional", "table", "per_unit"};
};
template <>
struct luoshi::plan::Words<luoshi::indicator::SumVerdict> {
    static constexpr std::array<std::string_view, 4> list{"short", "exact", "over", "not_applicable"};
};
