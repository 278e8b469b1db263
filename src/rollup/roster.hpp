#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "rollup/tree.hpp"

namespace luoshi::rollup {

/// A unit as tables of figures show it.
struct Listed {
    std::string name;
    std::string level;  ///< city, city_department, county, …
};

/// What the units of a tree are called, and which there are of each level. Never changes.
class Roster {
public:
    /// Every unit of the tree must be listed; std::out_of_range otherwise.
    Roster(const Tree& tree, const std::unordered_map<UnitId, Listed>& units);
    /// The unit of a node other than the root; the leaf of an inner unit's own gives that unit.
    const Listed& at(Node node) const { return by_node_[node]; }
    /// The units of a level, in the tree's order.
    const std::vector<Node>& of_level(const std::string& level) const;

private:
    std::vector<Listed> by_node_;
    std::unordered_map<std::string, std::vector<Node>> by_level_;
};

}  // namespace luoshi::rollup
