#include "rollup/formula_figures.hpp"

#include <algorithm>

namespace luoshi::rollup {
namespace {

using base::phrase;

std::shared_ptr<const base::Phrase> reason(base::Phrase said) { return std::make_shared<const base::Phrase>(std::move(said)); }

/// Whether a smaller part of what `a` asks for has come in than of `b`. Where nothing is owed nothing is missing.
bool less_complete(const Coverage& a, const Coverage& b) {
    return a.expected > 0 && (b.expected == 0 || std::int64_t{a.reported} * b.expected < std::int64_t{b.reported} * a.expected);
}

}  // namespace

FormulaFigures::FormulaFigures(Definition definition, indicator::Formula formula,
                               std::vector<std::shared_ptr<const IndicatorFigures>> operands)
    : definition_(std::move(definition)), formula_(std::move(formula)), operands_(std::move(operands)) {
    std::ranges::copy_if(operands_.front()->reporters(), std::back_inserter(reporters_), [&](UnitId unit) {
        return std::ranges::all_of(operands_, [&](const auto& operand) { return std::ranges::count(operand->reporters(), unit) > 0; });
    });
}

FormulaFigures FormulaFigures::over(std::vector<std::shared_ptr<const IndicatorFigures>> operands) const {
    FormulaFigures out{*this};
    out.operands_ = std::move(operands);
    return out;
}

bool FormulaFigures::is_piece(Node node) const {
    return std::ranges::any_of(operands_, [&](const auto& operand) { return operand->is_piece(node); });
}

int FormulaFigures::expected(Node node) const {
    int least = operands_.front()->expected(node);
    for (const auto& operand : operands_) {
        least = std::min(least, operand->expected(node));
    }
    return least;
}

Coverage FormulaFigures::units(Node node, Period until) const {
    auto least = operands_.front()->units(node, until);
    for (const auto& operand : operands_) {
        const auto one = operand->units(node, until);
        least = one.expected == 0 || less_complete(one, least) ? one : least;
        if (least.expected == 0) {
            break;  // nobody there has a figure of the formula
        }
    }
    return least;
}

Exact FormulaFigures::exact(Node node, Span span, Over over) const {
    Exact out;
    std::vector<base::Fraction> values;
    std::string missing;
    int carried = 0;
    for (const auto& operand : operands_) {
        auto part = operand->exact(node, span, over);
        if (values.empty() && missing.empty()) {
            out.coverage = part.coverage;
        }
        out.coverage = less_complete(part.coverage, out.coverage) ? part.coverage : out.coverage;
        if (!part.value && !part.undefined) {
            missing += (missing.empty() ? "" : "、") + operand->definition().name;
        } else if (part.undefined) {
            out.undefined = std::move(part.undefined);
        }
        carried = std::max(carried, part.carried);
        values.push_back(part.value.value_or(base::Fraction{}));
    }
    if (!missing.empty()) {
        out.undefined = reason(phrase("figures.operand_missing", "没有“{names}”的数据", {{"names", missing}}));
    }
    if (out.undefined) {
        return out;
    }
    const auto value = formula_.value(values);
    if (const auto* number = std::get_if<base::Fraction>(&value)) {
        out.value = *number;
        out.carried = carried;
    } else {
        out.undefined = reason(std::get<indicator::NoValue>(value) == indicator::NoValue::ZeroDivisor
                                   ? phrase("figures.zero_divisor", "除数为零")
                                   : phrase("figures.out_of_range", "结果超出可表示的范围"));
    }
    return out;
}

Sum FormulaFigures::sum(Node node, Span span, Over over) const {
    const auto number = exact(node, span, over);
    Sum out{.coverage = number.coverage, .undefined = number.undefined, .carried = number.carried};
    if (number.value) {
        out.value = number.value->rounded(definition_.decimals);
        if (!out.value) {
            out.undefined = reason(phrase("figures.out_of_range", "结果超出可表示的范围"));
        }
    }
    return out;
}

std::optional<indicator::Figure> FormulaFigures::own_figure(Node leaf, Period period) const {
    const bool anything_new =
        std::ranges::any_of(operands_, [&](const auto& operand) { return operand->own_figure(leaf, period).has_value(); });
    const auto value = anything_new ? month(leaf, period).value : std::nullopt;
    return value ? std::optional{indicator::Figure{.value = *value}} : std::nullopt;
}

std::optional<Period> FormulaFigures::latest(Node leaf) const {
    std::optional<Period> newest;
    for (const auto& operand : operands_) {
        const auto one = operand->latest(leaf);
        if (!one) {
            return std::nullopt;
        }
        newest = std::max(newest.value_or(*one), *one);
    }
    return newest;
}

std::string FormulaFigures::formula() const {
    std::vector<std::string> names;
    for (const auto& operand : operands_) {
        names.push_back(operand->definition().name);
    }
    return formula_.worded(names);
}

std::vector<const IndicatorFigures*> FormulaFigures::operands() const {
    std::vector<const IndicatorFigures*> out;
    for (const auto& operand : operands_) {
        out.push_back(operand.get());
    }
    return out;
}

}  // namespace luoshi::rollup
