#include "rollup/roster.hpp"

namespace luoshi::rollup {

Roster::Roster(const Tree& tree, const std::unordered_map<UnitId, Listed>& units) : by_node_(tree.size()) {
    for (Node node = Tree::kRoot + 1; node < tree.size(); ++node) {
        by_node_[node] = units.at(*tree.unit(node));
        if (!tree.is_own_leaf(node)) {
            by_level_[by_node_[node].level].push_back(node);
        }
    }
}

const std::vector<Node>& Roster::of_level(const std::string& level) const {
    static const std::vector<Node> kNone;
    const auto found = by_level_.find(level);
    return found == by_level_.end() ? kNone : found->second;
}

}  // namespace luoshi::rollup
