#include "indicator/target_split.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::phrase;

__extension__ using Wide = __int128;

/// The smallest part there can be, in the stored form.
std::int64_t step_of(int decimals) {
    std::int64_t step = Decimal::kUnit;
    for (int place = 0; place < decimals; ++place) {
        step /= 10;
    }
    return step;
}

std::vector<base::FieldError> wrong_figures(std::span<const Claim> claims) {
    std::vector<base::FieldError> errors;
    for (const Claim& claim : claims) {
        const std::string path = "/figures/" + claim.unit.text();
        if (!claim.figure) {
            errors.push_back(
                base::field_error(path, phrase("share.no_figure", "{unit}没有用来分配的数，请补上，或不分给它", {{"unit", claim.name}})));
        } else if (claim.figure->e4() < 0) {
            errors.push_back(
                base::field_error(path, phrase("share.negative_figure", "{unit}用来分配的数不能为负", {{"unit", claim.name}})));
        }
    }
    return errors;
}

}  // namespace

base::Date last_change_day(const ShareSettings& settings, int year) { return base::Date{std::chrono::year{year} / settings.change_until}; }

SplitRule split_rule(const Definition& definition, plan::TargetOperator effective) {
    const bool each = definition.across != Across::Sum || definition.kind == Kind::Ratio;
    const bool ceiling = effective == plan::TargetOperator::AtMost || effective == plan::TargetOperator::LessThan;
    return {each ? Binding::Each : Binding::Sum, ceiling ? Bound::Ceiling : Bound::Floor, definition.decimals};
}

base::Result<std::vector<Decimal>> split_in_proportion(Decimal total, int decimals, std::span<const Claim> claims) {
    if (claims.empty()) {
        return base::bad_input("share.no_units", "请至少选择一个承担目标的单位");
    }
    if (auto errors = wrong_figures(claims); !errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", errors.front().message, std::move(errors), {}};
    }
    const std::int64_t step = step_of(decimals);
    if (total.e4() % step != 0 || total.e4() < 0) {
        return base::bad_input(phrase("share.too_fine", "目标 {total} 的小数位多于指标允许的 {decimals} 位，无法分成恰好相加的份额",
                                      {{"total", total.text()}, {"decimals", std::to_string(decimals)}}));
    }
    const Wide weights =
        std::accumulate(claims.begin(), claims.end(), Wide{0}, [](Wide sum, const Claim& claim) { return sum + claim.figure->e4(); });
    if (weights == 0) {
        return base::bad_input("share.all_zero", "各单位用来分配的数都是 0，无法按比例分解");
    }
    const std::int64_t steps = total.e4() / step;
    std::vector<std::int64_t> parts;
    std::vector<Wide> remainders;
    std::int64_t left = steps;
    for (const Claim& claim : claims) {
        const Wide share = Wide{steps} * claim.figure->e4();
        parts.push_back(static_cast<std::int64_t>(share / weights));
        remainders.push_back(share % weights);
        left -= parts.back();
    }
    std::vector<std::size_t> order(claims.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (remainders[a] != remainders[b]) {
            return remainders[a] > remainders[b];
        }
        return claims[a].figure != claims[b].figure ? claims[a].figure > claims[b].figure : claims[a].unit < claims[b].unit;
    });
    for (std::size_t i = 0; left > 0; ++i, --left) {
        ++parts[order[i]];
    }
    std::vector<Decimal> out;
    std::transform(parts.begin(), parts.end(), std::back_inserter(out), [&](std::int64_t part) { return Decimal::from_e4(part * step); });
    return out;
}

base::Result<std::vector<Decimal>> split_equally(Decimal total, int decimals, std::span<const Claim> claims) {
    std::vector<Claim> even{claims.begin(), claims.end()};
    for (Claim& claim : even) {
        claim.figure = Decimal::from_e4(Decimal::kUnit);
    }
    return split_in_proportion(total, decimals, even);
}

base::Result<std::vector<Decimal>> upper_ends(const SplitRule& rule, Decimal held, std::span<const Claim> parts) {
    std::vector<Decimal> out(parts.size(), held);
    if (rule.binding == Binding::Sum) {
        const bool all_zero = std::ranges::all_of(parts, [](const Claim& part) { return part.figure->e4() == 0; });
        LUOSHI_TRY(divided, all_zero ? split_equally(held, rule.decimals, parts) : split_in_proportion(held, rule.decimals, parts));
        out = std::move(divided);
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out[i] = std::max(out[i], *parts[i].figure);
    }
    return out;
}

std::optional<base::Phrase> wrong_part(const Definition& definition, std::string_view unit_name, Decimal value) {
    const std::string unit{unit_name};
    if (value.e4() < 0) {
        return phrase("share.negative", "{unit}的份额不能为负数", {{"unit", unit}});
    }
    if (value.decimals() > definition.decimals) {
        return phrase("share.too_many_decimals", "{unit}的份额最多 {decimals} 位小数，请改正",
                      {{"unit", unit}, {"decimals", std::to_string(definition.decimals)}});
    }
    if (definition.maximum && value > *definition.maximum) {
        return phrase("share.over_maximum", "{unit}的份额不能超过 {maximum}{measure}",
                      {{"unit", unit}, {"maximum", definition.maximum->text()}, {"measure", definition.unit}});
    }
    return std::nullopt;
}

std::optional<SumLine> sum_line(const SplitRule& rule, const ShareSettings& settings, Decimal held, std::span<const Decimal> parts) {
    SumLine line{.held = held, .parts = {}, .difference = {}};
    if (rule.binding == Binding::Each) {
        line.verdict = SumVerdict::NotApplicable;
        line.loose =
            std::any_of(parts.begin(), parts.end(), [&](Decimal part) { return rule.bound == Bound::Floor ? part < held : part > held; });
        return line;
    }
    Wide sum = 0;
    for (const Decimal part : parts) {
        sum += part.e4();
    }
    if (sum > std::numeric_limits<std::int64_t>::max() || sum < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    line.parts = Decimal::from_e4(static_cast<std::int64_t>(sum));
    const auto difference = line.parts.minus(held);
    if (!difference) {
        return std::nullopt;
    }
    line.difference = *difference;
    line.verdict = line.parts < held ? SumVerdict::Short : line.parts > held ? SumVerdict::Over : SumVerdict::Exact;
    line.loose = line.verdict == (rule.bound == Bound::Floor ? SumVerdict::Short : SumVerdict::Over);
    const Wide beyond = line.loose ? 0 : line.difference.e4() < 0 ? -Wide{line.difference.e4()} : Wide{line.difference.e4()};
    if (beyond > 0) {
        // compared before rounding: 20.04 % is more than 20 % although it is shown as 20
        line.padded = beyond * 100 * Decimal::kUnit > Wide{settings.padding_pct.e4()} * held.e4();
        line.padding = base::ratio(Decimal::from_e4(static_cast<std::int64_t>(beyond)), held, 100, 1);
    }
    return line;
}

}  // namespace luoshi::indicator
