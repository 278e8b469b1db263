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
    const auto known = values_->sum(node, span, over);
    Exact out{.value = {}, .coverage = {0, known.coverage.expected}};
    bool any = false;
    std::optional<Fraction> products = Fraction{};
    std::optional<Fraction> total = Fraction{};
    values_->each_counted(node, [&](Node leaf) {
        const auto own = values_->sum(leaf, span, over);
        const auto weight = own.value ? weights_->sum(leaf, span, over).value : std::nullopt;
        if (weight) {
            any = true;
            out.coverage.reported += own.coverage.reported;
            out.carried += own.carried;
            products = plus_product(products, *own.value, *weight);
            total = plus_product(total, *weight, *base::Decimal::from_integer(1));
        }
    });
    if (!any) {
        out.undefined = known.value
                            ? reason(phrase("figures.operand_missing", "没有“{names}”的数据", {{"names", weights_->definition().name}}))
                            : nullptr;
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
            .undefined = std::move(number.undefined),
            .carried = number.carried};
    return out;
}

Coverage WeightedFigures::units(Node node, Period until) const {
    auto out = values_->units(node, until);
    if (!tree().is_leaf(node)) {
        out.reported = 0;
        values_->each_counted(
            node, [&](Node leaf) { out.reported += values_->year_to(leaf, until).value && weights_->year_to(leaf, until).value ? 1 : 0; });
    }
    return out;
}

}  // namespace luoshi::rollup
