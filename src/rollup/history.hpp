#pragma once
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rollup/column.hpp"
#include "rollup/indicator_figures.hpp"
#include "rollup/terms.hpp"

namespace luoshi::rollup {

/// What is measured, and by whom.
struct Subject {
    Definition definition;
    std::vector<Reporter> reporters;  ///< in the order in which they are shown
};

/// The figures of a row of nodes in some spans of time, span by span; meaningless where there are none.
struct Cells {
    std::vector<std::int64_t> first;    ///< value or numerator, scale 4
    std::vector<std::int64_t> second;   ///< denominator of a ratio, else empty
    std::vector<std::int32_t> figures;  ///< how many it is made of
};

/// All months of one indicator over a tree, each month added up, and each year to date. Never changes; a changed copy shares what it
/// did not touch.
///
/// Over time: a flow adds the months of its year; a level (stock, set, deliverable, ratio that carries forward) is the latest one;
/// a ratio that does not carry forward adds the parts of its months. Over units: values add up, or the lowest, the highest or the one of
/// the latest month counts; the parts of a ratio add up and are divided last, once. Only reporters count; the figures of those that report
/// a piece of what a unit above reports are their own and added to nothing.
class History : public IndicatorFigures {
public:
    /// Every reporter must be in the tree; one that is not throws std::invalid_argument.
    History(std::shared_ptr<const Tree> tree, Subject subject);

    /// The newest version of a unit's figure in a month.
    struct Newest {
        Period period;
        Node leaf;
        std::optional<Amount> amount;  ///< nothing when it was taken back
    };
    /// A copy with these figures, at most one for each leaf and month, in the order of months and leaves. Figures of leaves that do not
    /// report the indicator are passed over. Throws std::overflow_error where a total leaves the range.
    History with(std::span<const Newest> figures) const;
    /// The months whose figures differ on any node; all of them where the trees do.
    std::vector<Period> differences(const History& other) const;
    /// The months whose totals differ from what adding up anew gives.
    std::vector<Period> broken() const { return differences(recomputed()); }

    const Definition& definition() const override { return asked_->definition; }
    const std::vector<UnitId>& reporters() const override { return asked_->reporters; }
    const Tree& tree() const override { return *tree_; }
    bool is_piece(Node node) const override { return asked_->pieces != nullptr && asked_->pieces->has(node); }

    /// What the leaves at or below a node come to over the time meant. A level is read at the last month of the span; one that carries
    /// forward is the latest up to then. Coverage counts reports of the months meant, whatever the kind: what was carried forward is none.
    Sum sum(Node node, Span span, Over over) const override;
    Exact exact(Node node, Span span, Over over) const override;
    /// The same for a row of nodes and some spans at once. `out` is reused: reading into the same cells again allocates nothing.
    void read(Nodes nodes, std::span<const Span> spans, Over over, Cells& out) const;
    int expected(Node node) const override { return asked_->all.count(node); }
    Coverage units(Node node, Period until) const override;
    /// What a leaf reported in the month itself, without carrying forward.
    std::optional<Amount> own(Node leaf, Period period) const;
    std::optional<indicator::Figure> own_figure(Node leaf, Period period) const override;
    std::optional<Period> latest(Node leaf) const override;

    /// The copy that adding up every month anew gives.
    History recomputed() const;
    std::size_t bytes() const;

private:
    /// Reporters with the same terms: how many of them stand at or below a node makes what is owed there.
    struct Group {
        Terms terms;
        Column members;                ///< present where one of them reports
        std::optional<Period> begins;  ///< the first month owed; nothing: none ever
    };
    /// What is asked of whom: the same for all copies.
    struct Asked {
        Definition definition;
        std::vector<UnitId> reporters;         ///< whose figures make the total
        std::shared_ptr<const Pieces> pieces;  ///< null: none
        Column all;                            ///< present where a leaf reports
        std::vector<Group> groups;
        bool owes(const Group& group, Period month) const;
        int owed(const Group& group, Span months) const;
        /// What the leaf has for the month is owed.
        bool owed_by(Node leaf, Period month) const;
    };
    static Asked asked(const std::shared_ptr<const Tree>& tree, Subject subject);
    /// A month's own figures, those among them that nobody asked for, and what has come together up to the month: the latest level, or
    /// the year to date where that cannot be had by adding up the months (the lowest or highest of units' years; how many units have a
    /// figure in the year).
    struct Month {
        Month(Column own_figures, Column not_owed, Column together)
            : own(std::move(own_figures)), unasked(std::move(not_owed)), so_far(std::move(together)) {}
        Column own;
        Column unasked;
        Column so_far;
    };
    /// What a figure is made from: columns whose totals add up to it.
    struct Sources {
        std::array<const Column*, 12> columns;  // NOLINT: filled up to size; clearing it would cost more than the reading
        std::size_t size = 0;
        void put(const Column& column) { columns[size++] = &column; }
    };
    Sources sources(Span span, Over over) const;
    Coverage reports(Node node, Span months) const;
    /// The lowest or highest of the leaves' sums over several months: no column has it ready.
    std::int64_t chosen_over(Node node, const Sources& from) const;
    bool is_one_of_leaves(const Sources& from) const;
    const Month* at(Period period) const;
    /// The newest month there is, up to this one.
    const Month* at_or_before(Period period) const;
    /// The newest month of the year of `until`, up to it.
    const Month* newest_of_year(Period until) const;
    bool begins_anew(Period period) const;
    Period last() const;
    std::optional<Amount> come_together(std::size_t place, Node leaf, const std::optional<Amount>& own) const;

    std::shared_ptr<const Tree> tree_;
    std::shared_ptr<const Asked> asked_;
    Column empty_own_;
    Column empty_unasked_;
    Column empty_so_far_;
    std::optional<Period> first_;
    std::vector<std::shared_ptr<const Month>> months_;
};

}  // namespace luoshi::rollup
