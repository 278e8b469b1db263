#pragma once
#include "rollup/history.hpp"

namespace luoshi::rollup {

/// An indicator whose units' figures are averaged, each counting as much as another indicator says of the same unit at the same time.
/// Read from the leaves when it is asked for; exact, divided last, rounded half up once at the indicator's decimals. A unit counts when it
/// has both figures: reports of one without a weight are missing from the coverage. Not defined (with the reason) when no unit with a
/// figure has a weight or the weights add up to zero. A leaf is what the unit reported.
class WeightedFigures : public IndicatorFigures {
public:
    /// Both over the same tree.
    WeightedFigures(std::shared_ptr<const History> values, std::shared_ptr<const History> weights)
        : values_(std::move(values)), weights_(std::move(weights)) {}

    const Definition& definition() const override { return values_->definition(); }
    const std::vector<UnitId>& reporters() const override { return values_->reporters(); }
    const Tree& tree() const override { return values_->tree(); }
    bool is_piece(Node node) const override { return values_->is_piece(node); }
    int expected(Node node) const override { return values_->expected(node); }
    Coverage units(Node node, Period until) const override;
    Sum sum(Node node, Span span, Over over) const override;
    Exact exact(Node node, Span span, Over over) const override;
    std::optional<indicator::Figure> own_figure(Node leaf, Period period) const override { return values_->own_figure(leaf, period); }
    std::optional<Period> latest(Node leaf) const override { return values_->latest(leaf); }
    std::vector<const IndicatorFigures*> operands() const override { return {weights_.get()}; }

private:
    std::shared_ptr<const History> values_;
    std::shared_ptr<const History> weights_;
};

}  // namespace luoshi::rollup
