#include "rollup/column.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace luoshi::rollup {
namespace {

/// At least this many changes, and this share of the tree (1 in N), before adding up anew is cheaper than carrying up one by one.
constexpr std::size_t kAnew = 64;
constexpr std::size_t kAnewShare = 16;

[[noreturn]] void out_of_range() { throw std::overflow_error("汇总结果超出可表示的范围，请核对指标的计量单位"); }

std::int64_t difference(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    if (__builtin_sub_overflow(a, b, &out)) {
        out_of_range();
    }
    return out;
}

/// Of two figures the one that is taken.
bool counts_before(Fold fold, Amount a, Amount b) {
    return fold == Fold::Minimum ? a.first < b.first : fold == Fold::Maximum ? a.first > b.first : a.second > b.second;
}

std::size_t plane_count(Planes planes) { return static_cast<std::size_t>(planes); }

}  // namespace

std::int64_t added(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    if (__builtin_add_overflow(a, b, &out)) {
        out_of_range();
    }
    return out;
}

Pieces::Pieces(const Tree& tree, const std::vector<Node>& nodes) : words_((tree.size() + 63) / 64) {
    for (const Node node : nodes) {
        words_[node / 64] |= std::uint64_t{1} << (node % 64);
    }
}

/// A column being changed.
struct Column::Draft {
    std::array<Paged<std::int64_t>::Writer, 2> totals;
    Paged<std::uint64_t>::Writer present;
    Paged<std::int32_t>::Writer counts;

    explicit Draft(const Column& from)
        : totals{Paged<std::int64_t>::Writer{from.totals_[0]}, Paged<std::int64_t>::Writer{from.totals_[1]}},
          present(from.present_),
          counts(from.counts_) {}
    int count(Node node) const {
        return node < counts.so_far().size() ? counts.at(node) : static_cast<int>(present.at(node / 64) >> (node % 64) & 1U);
    }
    Amount total(Node node) const {
        const auto of = [&](std::size_t plane) { return totals[plane].so_far().size() == 0 ? 0 : totals[plane].at(node); };
        return {of(0), of(1)};
    }
    /// Touches no page that has the same total.
    void total(Node node, Planes planes, Amount amount) {
        for (std::size_t plane = 0; plane < plane_count(planes); ++plane) {
            const auto part = plane == 0 ? amount.first : amount.second;
            if (totals[plane].at(node) != part) {
                totals[plane][node] = part;
            }
        }
    }
    void put(Node leaf, Planes planes, const std::optional<Amount>& amount) {
        if (leaf < counts.so_far().size()) {
            counts[leaf] = amount ? 1 : 0;
        } else if (const auto bit = std::uint64_t{1} << (leaf % 64); amount) {
            present[leaf / 64] |= bit;
        } else {
            present[leaf / 64] &= ~bit;
        }
        total(leaf, planes, amount.value_or(Amount{}));
    }
};

Column::Column(std::shared_ptr<const Tree> tree, Planes planes, Fold fold, std::shared_ptr<const Pieces> pieces)
    : tree_(std::move(tree)),
      pieces_(std::move(pieces)),
      planes_(planes),
      fold_(fold),
      totals_{Paged<std::int64_t>{plane_count(planes) > 0 ? tree_->size() : 0},
              Paged<std::int64_t>{plane_count(planes) > 1 ? tree_->size() : 0}},
      present_((tree_->size() + 63) / 64),
      counts_(tree_->inner_end()) {}

void Column::add_up(Draft& draft) const {
    const Tree& tree = *tree_;
    const Node inner = tree.inner_end();
    std::vector<std::int32_t> counts(inner);
    for (Node node = inner; node-- > 0;) {
        if (tree.is_leaf(node)) {
            counts[node] = draft.counts.at(node);
            continue;
        }
        const auto [first, last] = tree.children(node);
        std::int32_t count = 0;
        Node child = first;
        for (; child < std::min(last, inner); ++child) {
            count += is_piece(child) ? 0 : counts[child];
        }
        for (; pieces_ != nullptr && child < last; ++child) {
            count += is_piece(child) ? 0 : draft.count(child);
        }
        while (child < last) {  // by words of the bitmap
            const Node end = std::min<Node>(last, (child / 64 + 1) * 64);
            const auto bits = draft.present.at(child / 64) >> (child % 64);
            const Node width = end - child;
            count += std::popcount(width == 64 ? bits : bits & ((std::uint64_t{1} << width) - 1));
            child = end;
        }
        counts[node] = count;
    }
    for (Node node = 0; node < inner; ++node) {
        if (draft.counts.at(node) != counts[node]) {
            draft.counts[node] = counts[node];
        }
    }
    if (fold_ == Fold::Sum) {
        for (std::size_t plane = 0; plane < plane_count(planes_); ++plane) {
            add_up_plane(draft, plane, counts);
        }
        return;
    }
    for (Node node = inner; node-- > 0;) {
        if (!tree.is_leaf(node)) {
            draft.total(node, planes_, chosen(draft, tree.children(node)));
        }
    }
}

void Column::add_up_plane(Draft& draft, std::size_t plane, const std::vector<std::int32_t>& counts) const {
    const Node inner = tree_->inner_end();
    auto& writer = draft.totals[plane];
    std::vector<std::int64_t> totals(inner);
    for (Node node = inner; node-- > 0;) {
        if (tree_->is_leaf(node)) {
            totals[node] = writer.at(node);
            continue;
        }
        const auto [first, last] = tree_->children(node);
        std::int64_t total = 0;
        for (Node child = first; child < std::min(last, inner); ++child) {
            total = is_piece(child) ? total : added(total, totals[child]);
        }
        if (pieces_ != nullptr) {
            for (Node child = std::max(first, inner); child < last; ++child) {
                total = is_piece(child) ? total : added(total, writer.at(child));
            }
        } else {
            writer.so_far().stretches(std::max(first, inner), std::max(last, inner),
                                      [&](std::size_t, std::span<const std::int64_t> values) {
                                          for (const auto value : values) {
                                              total = added(total, value);
                                          }
                                      });
        }
        totals[node] = counts[node] > 0 ? total : 0;
    }
    for (Node node = 0; node < inner; ++node) {
        if (writer.at(node) != totals[node]) {
            writer[node] = totals[node];
        }
    }
}

/// The one among the children with a figure that counts for all of them; zeros when none has one.
Amount Column::chosen(const Draft& draft, Nodes children) const {
    std::optional<Amount> best;
    for (Node child = children.first; child < children.last; ++child) {
        if (is_piece(child) || draft.count(child) == 0) {
            continue;
        }
        const Amount amount = draft.total(child);
        if (!best || counts_before(fold_, amount, *best)) {
            best = amount;
        }
    }
    return best.value_or(Amount{});
}

void Column::carry_up(Draft& draft, const Change& change) const {
    const bool had = draft.count(change.leaf) > 0;
    const Amount before = draft.total(change.leaf);
    draft.put(change.leaf, planes_, change.amount);
    const Amount now = draft.total(change.leaf);
    const Amount grown = fold_ == Fold::Sum ? Amount{difference(now.first, before.first), difference(now.second, before.second)} : Amount{};
    const auto more = (change.amount ? 1 : 0) - (had ? 1 : 0);
    for (Node node = change.leaf; node != Tree::kRoot && !is_piece(node);) {
        node = tree_->parent(node);
        if (more != 0) {
            draft.counts[node] += more;
        }
        if (fold_ != Fold::Sum) {
            draft.total(node, planes_, chosen(draft, tree_->children(node)));
            continue;
        }
        const Amount total = draft.total(node);
        draft.total(node, planes_, {added(total.first, grown.first), added(total.second, grown.second)});
    }
}

Column::Column(const Column& from, Draft draft)
    : tree_(from.tree_),
      pieces_(from.pieces_),
      planes_(from.planes_),
      fold_(from.fold_),
      totals_{std::move(draft.totals[0]).done(), std::move(draft.totals[1]).done()},
      present_(std::move(draft.present).done()),
      counts_(std::move(draft.counts).done()) {}

Column Column::with(std::span<const Change> changes) const {
    Draft draft{*this};
    if (changes.size() < kAnew || changes.size() * kAnewShare < tree_->size()) {
        for (const auto& change : changes) {
            carry_up(draft, change);
        }
    } else {
        for (const auto& change : changes) {
            draft.put(change.leaf, planes_, change.amount);
        }
        add_up(draft);
    }
    return {*this, std::move(draft)};
}

Column Column::recomputed() const {
    Draft draft{*this};
    add_up(draft);
    return {*this, std::move(draft)};
}

void Column::totals(Nodes nodes, std::size_t plane, Onto onto, std::span<std::int64_t> out) const {
    if (onto == Onto::Nothing) {
        totals_[plane].copy(nodes.first, out);
        return;
    }
    totals_[plane].stretches(nodes.first, nodes.last, [&](std::size_t first, std::span<const std::int64_t> values) {
        auto* to = &out[first - nodes.first];
        for (const auto value : values) {
            *to = added(*to, value);
            ++to;
        }
    });
}

void Column::counts(Nodes nodes, Onto onto, std::span<std::int32_t> out) const {
    const Node inner = std::min<Node>(std::max(nodes.first, tree_->inner_end()), nodes.last);
    if (onto == Onto::Nothing) {
        counts_.copy(nodes.first, out.first(inner - nodes.first));
        std::ranges::fill(out.subspan(inner - nodes.first), 0);
    } else {
        counts_.stretches(nodes.first, inner, [&](std::size_t first, std::span<const std::int32_t> values) {
            auto* to = &out[first - nodes.first];
            for (const auto value : values) {
                *to++ += value;
            }
        });
    }
    for (Node node = inner; node < nodes.last; ++node) {
        out[node - nodes.first] += count(node);
    }
}

std::size_t Column::bytes() const { return totals_[0].bytes() + totals_[1].bytes() + present_.bytes() + counts_.bytes(); }

bool Column::same(const Column& other) const {
    for (Node node = 0; node < tree_->size(); ++node) {
        if (count(node) != other.count(node) || amount(node) != other.amount(node)) {
            return false;
        }
    }
    return true;
}

}  // namespace luoshi::rollup
