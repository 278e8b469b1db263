#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "identity/ids.hpp"

namespace luoshi::rollup {

using identity::UnitId;

/// A node's place in the tree's level order: the root is 0, the children of a node stand in a row, and so does each level.
using Node = std::uint32_t;

/// The nodes [first, last).
struct Nodes {
    Node first = 0;
    Node last = 0;
    std::size_t size() const { return last - first; }
    friend bool operator==(Nodes, Nodes) = default;
};

/// The units of one tree version, numbered in level order. The root stands for all of them and is no unit. A unit that has both units
/// below it and figures of its own gets a leaf of its own as its first child, so that figures hang on leaves only. Never changes.
class Tree {
public:
    struct Place {
        UnitId unit;
        std::optional<UnitId> parent;  ///< nothing, or a unit that is not in the tree: directly below the root
    };
    /// `places` in the order in which siblings are shown; each unit once. A unit whose line upwards does not end (a cycle) throws
    /// std::invalid_argument.
    Tree(const std::vector<Place>& places, const std::unordered_set<UnitId>& with_figures);

    static constexpr Node kRoot = 0;
    std::size_t size() const { return parent_.size(); }
    /// Where a unit's total is; nothing when it is not in the tree.
    std::optional<Node> find(UnitId unit) const;
    /// Where a unit's own figures are; nothing for a unit with units below it that was not named as having figures.
    std::optional<Node> leaf(UnitId unit) const;
    /// Nothing for the root. A leaf of an inner unit's own gives that unit.
    std::optional<UnitId> unit(Node node) const;
    Node parent(Node node) const { return parent_[node]; }
    Nodes children(Node node) const { return {first_child_[node], first_child_[node + 1]}; }
    bool is_leaf(Node node) const { return first_child_[node] == first_child_[node + 1]; }
    /// The node is the leaf of an inner unit's own figures, and so no unit below it.
    bool is_own_leaf(Node node) const { return node != kRoot && units_[node] == units_[parent_[node]]; }
    /// The nodes `depth` levels below `node`, which stand in a row.
    Nodes below(Node node, int depth) const;
    /// All inner nodes are below this one.
    Node inner_end() const { return inner_end_; }
    int depth() const { return depth_; }  ///< levels without the root's

private:
    std::vector<Node> parent_;
    std::vector<Node> first_child_;  ///< size() + 1
    std::vector<UnitId> units_;
    std::unordered_map<UnitId, Node> place_;
    Node inner_end_ = 0;
    int depth_ = 0;
};

}  // namespace luoshi::rollup
