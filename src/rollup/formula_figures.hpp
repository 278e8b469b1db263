#pragma once
#include "indicator/formula.hpp"
#include "rollup/indicator_figures.hpp"

namespace luoshi::rollup {

/// An indicator by formula: at every node, and over any time, the formula of the totals of its operands, never a mean of formulas. Exact;
/// rounded half up once at the indicator's decimals. Not defined (with the reason) where an operand has no figure, a divisor is zero, or
/// the result leaves the range. Its coverage is that of the operand of which the smallest part has been reported; of as many units it is
/// carried forward as of the operand of which most are.
class FormulaFigures : public IndicatorFigures {
public:
    /// `operands` in the order of the formula, at least one.
    FormulaFigures(Definition definition, indicator::Formula formula, std::vector<std::shared_ptr<const IndicatorFigures>> operands);

    const Definition& definition() const override { return definition_; }
    const std::vector<UnitId>& reporters() const override { return reporters_; }
    const Tree& tree() const override { return operands_.front()->tree(); }
    bool is_piece(Node node) const override;
    int expected(Node node) const override;
    Coverage units(Node node, Period until) const override;
    Sum sum(Node node, Span span, Over over) const override;
    Exact exact(Node node, Span span, Over over) const override;
    std::optional<indicator::Figure> own_figure(Node leaf, Period period) const override;
    std::optional<Period> latest(Node leaf) const override;
    std::string formula() const override;
    std::vector<const IndicatorFigures*> operands() const override;

    /// The same formula over newer figures of its operands.
    FormulaFigures over(std::vector<std::shared_ptr<const IndicatorFigures>> operands) const;

private:
    Definition definition_;
    indicator::Formula formula_;
    std::vector<std::shared_ptr<const IndicatorFigures>> operands_;
    std::vector<UnitId> reporters_;
};

}  // namespace luoshi::rollup
