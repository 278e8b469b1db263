#include "rollup/tree.hpp"

#include <stdexcept>

namespace luoshi::rollup {

Tree::Tree(const std::vector<Place>& places, const std::unordered_set<UnitId>& with_figures) {
    std::unordered_map<UnitId, std::size_t> given;
    given.reserve(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        given.emplace(places[i].unit, i);
    }
    // children of each place in the order given; the last list is the root's
    std::vector<std::vector<std::size_t>> below(places.size() + 1);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto parent = places[i].parent ? given.find(*places[i].parent) : given.end();
        below[parent == given.end() ? places.size() : parent->second].push_back(i);
    }
    place_.reserve(places.size());
    struct Entry {
        std::size_t place;
        bool own_leaf;
    };
    std::vector<Entry> order{{places.size(), false}};
    order.reserve(places.size() + 1);
    parent_.push_back(kRoot);
    units_.push_back(UnitId{0});
    std::size_t level_end = 1;
    for (std::size_t at = 0; at < order.size(); ++at) {
        if (at == level_end) {
            ++depth_;
            level_end = order.size();
        }
        first_child_.push_back(static_cast<Node>(order.size()));
        const auto [place, own_leaf] = order[at];
        if (own_leaf || below[place].empty()) {
            continue;
        }
        inner_end_ = static_cast<Node>(at + 1);
        const auto add = [&](std::size_t child, bool leaf_of_parent) {
            const auto node = static_cast<Node>(order.size());
            order.push_back({child, leaf_of_parent});
            parent_.push_back(static_cast<Node>(at));
            units_.push_back(places[child].unit);
            if (!leaf_of_parent) {
                place_.emplace(places[child].unit, node);
            }
        };
        if (place < places.size() && with_figures.contains(places[place].unit)) {
            add(place, true);
        }
        for (const auto child : below[place]) {
            add(child, false);
        }
    }
    first_child_.push_back(static_cast<Node>(order.size()));
    if (place_.size() != places.size()) {
        throw std::invalid_argument("单位的上下级关系有循环，或同一单位出现两次");
    }
}

std::optional<Node> Tree::find(UnitId unit) const {
    const auto found = place_.find(unit);
    return found == place_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<Node> Tree::leaf(UnitId unit) const {
    const auto node = find(unit);
    if (!node || is_leaf(*node)) {
        return node;
    }
    const auto first = children(*node).first;
    return units_[first] == unit ? std::optional{first} : std::nullopt;
}

std::optional<UnitId> Tree::unit(Node node) const { return node == kRoot ? std::nullopt : std::optional{units_[node]}; }

Nodes Tree::below(Node node, int depth) const {
    Nodes nodes{node, node + 1};
    for (; depth > 0; --depth) {
        nodes = {first_child_[nodes.first], first_child_[nodes.last]};
    }
    return nodes;
}

}  // namespace luoshi::rollup
