#include "rollup/weighted_figures.hpp"

namespace luoshi::rollup {
namespace {

using base::Fraction;
using base::phrase;

std::shared_ptr<const base::Phrase> reason(base::Phrase said) { return std::make_shared<const base::Phrase>(std::move(said)); }

std::optional<Fraction> plus_product(const std::optional<Fraction>& sum, base::Decimal a, base::Decimal b) {
    const auto product = Fraction{a}.times(Fraction{b});
    return sum && product ? sum->plus(*product) : std::nullopt;
}

}  // namespace

Exact WeightedFigures::exact(Node node, Span span, Over over) const {
    if (tree().is_leaf(node)) {
        return values_->exact(node, span, over);
    }
    Exact out{.value = {}, .coverage = values_->sum(node, span, over).coverage};
    const bool anything = out.coverage.reported > 0;
    out.coverage.reported = 0;
    std::optional<Fraction> products = Fraction{};
    std::optional<Fraction> total = Fraction{};
    tree().each_leaf(node, [&](Node leaf) {
        const auto value = values_->sum(leaf, span, over).value;
        const auto weight = value ? weights_->sum(leaf, span, over).value : std::nullopt;
        if (weight) {
            ++out.coverage.reported;
            products = plus_product(products, *value, *weight);
            total = plus_product(total, *weight, *base::Decimal::from_integer(1));
        }
    });
    if (out.coverage.reported == 0) {
        out.undefined =
            anything ? reason(phrase("figures.operand_missing", "没有“{names}”的数据", {{"names", weights_->definition().name}})) : nullptr;
    } else if (total && total->is_zero()) {
        out.undefined = reason(phrase("figures.zero_weight", "“{name}”合计为零，无法加权", {{"name", weights_->definition().name}}));
    } else {
        out.value = products && total ? products->over(*total) : std::nullopt;
        out.undefined = out.value ? nullptr : reason(phrase("figures.out_of_range", "结果超出可表示的范围"));
    }
    return out;
}

Sum WeightedFigures::sum(Node node, Span span, Over over) const {
    if (tree().is_leaf(node)) {
        return values_->sum(node, span, over);
    }
    auto number = exact(node, span, over);
    Sum out{.value = number.value ? number.value->rounded(definition().decimals) : std::nullopt,
            .coverage = number.coverage,
            .undefined = std::move(number.undefined)};
    return out;
}

}  // namespace luoshi::rollup
