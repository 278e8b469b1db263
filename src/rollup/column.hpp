#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rollup/paged.hpp"
#include "rollup/tree.hpp"

namespace luoshi::rollup {

/// What a leaf holds: a value at scale 4 and, where that is wanted, the number of its month; or the two parts of a ratio.
struct Amount {
    std::int64_t first = 0;
    std::int64_t second = 0;
    friend bool operator==(Amount, Amount) = default;
};

/// The exact sum. Throws std::overflow_error when it leaves 64 bits.
std::int64_t added(std::int64_t a, std::int64_t b);

/// Nodes that are a piece of what a node above them reports: their totals are not added to their parent's.
class Pieces {
public:
    Pieces(const Tree& tree, const std::vector<Node>& nodes);
    bool has(Node node) const { return (words_[node / 64] >> (node % 64) & 1U) != 0; }
    friend bool operator==(const Pieces&, const Pieces&) = default;

private:
    std::vector<std::uint64_t> words_;
};

/// How the children of a node become its total: added, or one of those with a figure taken: with the lowest `first`, the highest, or the
/// largest `second` (its month); of equals the first child.
enum class Fold { Sum, Minimum, Maximum, Latest };

/// What a column keeps of each node besides how many leaves have a figure: nothing, a value, or both parts of an Amount.
enum class Planes { None = 0, Value = 1, Parts = 2 };

/// What reading into a row does to what is there.
enum class Onto { Nothing, Sum };

/// One indicator in one month over the whole tree: the figures of the leaves and, for every inner node, their total and how many there
/// are. Never changes; a changed copy shares what it did not touch.
class Column {
public:
    struct Change {
        Node leaf;
        std::optional<Amount> amount;  ///< nothing takes the figure away
    };
    /// No `pieces`: there are none.
    Column(std::shared_ptr<const Tree> tree, Planes planes, Fold fold, std::shared_ptr<const Pieces> pieces = nullptr);

    /// A copy with other figures on some leaves, each leaf at most once. Few changes are carried up one by one, many are added up anew.
    /// A total that leaves the range of 64 bits throws std::overflow_error.
    Column with(std::span<const Change> changes) const;
    /// The copy that adding up all leaves anew gives: equal to this one unless something is broken.
    Column recomputed() const;

    bool has(Node node) const { return count(node) > 0; }
    /// Leaves with a figure at or below the node.
    int count(Node node) const { return node < counts_.size() ? counts_[node] : static_cast<int>(present_[node / 64] >> (node % 64) & 1U); }
    /// Total of the node; meaningless unless has(node).
    Amount amount(Node node) const {
        return {planes_ == Planes::None ? 0 : totals_[0][node], planes_ == Planes::Parts ? totals_[1][node] : 0};
    }
    /// Writes or adds the totals of a row of nodes to `out`, which is as long as the row. Adding throws std::overflow_error.
    void totals(Nodes nodes, std::size_t plane, Onto onto, std::span<std::int64_t> out) const;
    /// The same for how many leaves have a figure.
    void counts(Nodes nodes, Onto onto, std::span<std::int32_t> out) const;
    Planes planes() const { return planes_; }
    std::size_t bytes() const;
    /// The same figures on every node.
    bool same(const Column& other) const;

private:
    struct Draft;
    bool is_piece(Node node) const { return pieces_ != nullptr && pieces_->has(node); }
    void add_up(Draft& draft) const;
    void carry_up(Draft& draft, const Change& change) const;
    void add_up_plane(Draft& draft, std::size_t plane, const std::vector<std::int32_t>& counts) const;
    Amount chosen(const Draft& draft, Nodes children) const;
    /// What has become of a draft of `from`.
    Column(const Column& from, Draft draft);

    std::shared_ptr<const Tree> tree_;
    std::shared_ptr<const Pieces> pieces_;
    Planes planes_;
    Fold fold_;
    std::array<Paged<std::int64_t>, 2> totals_;
    Paged<std::uint64_t> present_;  ///< a bit for each leaf behind the inner nodes
    Paged<std::int32_t> counts_;    ///< of the nodes up to the last inner one
};

}  // namespace luoshi::rollup
