#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fraction.hpp"
#include "calendar/rhythm.hpp"
#include "rollup/figure.hpp"
#include "rollup/tree.hpp"

namespace luoshi::rollup {

using calendar::ends_span;
using calendar::ends_within;
using calendar::Rhythm;
using calendar::Span;

/// Over which time a figure is meant: the span alone, or January to its last month.
enum class Over { Span, YearToDate };

/// The months whose reports are meant: those of the span, or from January to its last one.
inline Span months_meant(Span span, Over over) {
    return {over == Over::YearToDate ? *Period::make(span.last.year(), 1) : span.first, span.last};
}

/// A figure before it is rounded.
struct Exact {
    std::optional<base::Fraction> value;
    std::shared_ptr<const base::Phrase> undefined = {};
    Coverage coverage = {};
    int carried = 0;
};

/// The figures of one indicator on every node of a tree: reported (History), averaged over units (WeightedFigures) or computed
/// (FormulaFigures). Never changes.
class IndicatorFigures {
public:
    virtual ~IndicatorFigures() = default;
    virtual const Definition& definition() const = 0;
    /// Whose figures make the total; of a formula: who reports all it is made of.
    virtual const std::vector<UnitId>& reporters() const = 0;
    virtual const Tree& tree() const = 0;
    /// What stands at the node is a piece of what a unit above it reports, and not added to the node above; of a formula: of anything it is
    /// made of.
    virtual bool is_piece(Node node) const = 0;
    /// Calls see(leaf) for each leaf whose figures make the node's total.
    template <class See>
    void each_counted(Node node, See&& see) const {
        if (tree().is_leaf(node)) {
            see(node);
            return;
        }
        for (Node child = tree().children(node).first; child < tree().children(node).last; ++child) {
            if (!is_piece(child)) {
                each_counted(child, see);
            }
        }
    }
    /// How many reporters there are at or below a node; of a formula: of what is made of the fewest. 0: it has no figure there.
    virtual int expected(Node node) const = 0;
    /// How many units at or below a node have a figure of the year up to `until` (a level that carries forward: or an older one), of
    /// those that owed one by then; of a formula: of what is made of the fewest.
    virtual Coverage units(Node node, Period until) const = 0;
    /// What the leaves at or below a node come to over the time meant.
    virtual Sum sum(Node node, Span span, Over over) const = 0;
    virtual Exact exact(Node node, Span span, Over over) const = 0;
    /// A leaf's figure of the month itself, without carrying forward.
    virtual std::optional<indicator::Figure> own_figure(Node leaf, Period period) const = 0;
    /// The newest month in which a leaf has a figure of its own.
    virtual std::optional<Period> latest(Node leaf) const = 0;

    Sum month(Node node, Period period) const { return sum(node, {period, period}, Over::Span); }
    Sum year_to(Node node, Period until) const { return sum(node, {until, until}, Over::YearToDate); }

    /// The formula with the names of its indicators; empty for what is reported.
    virtual std::string formula() const { return {}; }
    /// What a formula is made of, in the order in which it is written; by what a mean weighs its units.
    virtual std::vector<const IndicatorFigures*> operands() const { return {}; }

protected:
    IndicatorFigures() = default;
    IndicatorFigures(const IndicatorFigures&) = default;
    IndicatorFigures& operator=(const IndicatorFigures&) = default;
};

}  // namespace luoshi::rollup
