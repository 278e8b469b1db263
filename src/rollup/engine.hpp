#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "rollup/formula_figures.hpp"
#include "rollup/history.hpp"
#include "rollup/weighted_figures.hpp"

namespace luoshi::rollup {

/// All figures of all indicators as of one watermark. Never changes; readers hold it as long as they like.
class Snapshot {
public:
    /// Subjects with a formula or a weight stand with all they are made of; std::invalid_argument when one is missing or formulas go round
    /// in a circle.
    Snapshot(std::shared_ptr<const Tree> tree, std::vector<Subject> subjects);

    const Tree& tree() const { return *tree_; }
    /// What is reported or computed of an indicator; null when it is not measured.
    std::shared_ptr<const IndicatorFigures> find(IndicatorId indicator) const;
    /// What units report of it, not yet averaged; null when nobody does.
    const std::shared_ptr<const History>& reported(IndicatorId indicator) const;
    /// How far the facts were read: the largest position; 0 before the first.
    std::int64_t watermark() const { return watermark_; }
    std::size_t bytes() const;
    /// The figures that differ from another snapshot's on any node; both are of the same indicators.
    std::vector<std::pair<IndicatorId, Period>> differences(const Snapshot& other) const;

private:
    friend class Engine;
    struct Computed {
        std::shared_ptr<const FormulaFigures> figures;
        std::vector<IndicatorId> operands;
    };
    struct Weighted {
        std::shared_ptr<const WeightedFigures> figures;
        IndicatorId weight;
    };
    /// Puts means and formulas over the histories as they are now.
    void compute();

    std::shared_ptr<const Tree> tree_;
    std::unordered_map<IndicatorId, std::shared_ptr<const History>> histories_;
    std::map<IndicatorId, Weighted> weighted_;
    std::vector<Computed> computed_;  ///< each behind those it is made of
    std::int64_t watermark_ = 0;
};

/// Keeps every total of every indicator, month and node ready. One writer at a time, readers never wait for it.
class Engine {
public:
    /// Every reporter must be in the tree.
    Engine(std::shared_ptr<const Tree> tree, std::vector<Subject> subjects);

    std::shared_ptr<const Snapshot> snapshot() const;
    /// Takes facts in, in any order and as often as one likes: the newest version of a figure counts. Either all or none; a total that
    /// leaves the range throws std::overflow_error and leaves everything as it was.
    void apply(std::span<const Fact> facts, std::int64_t watermark);
    /// What apply() would make of the snapshot, for facts that are not committed yet.
    std::shared_ptr<const Snapshot> preview(std::span<const Fact> facts, std::int64_t watermark) const;
    /// Adds everything up anew and names what differs: empty unless something is broken.
    std::vector<std::pair<IndicatorId, Period>> check() const;

private:
    struct Key {
        IndicatorId indicator;
        Period period;
        Node leaf;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    using Versions = std::unordered_map<Key, std::int64_t, KeyHash>;
    struct Made {
        std::shared_ptr<const Snapshot> snapshot;
        Versions corrected;  ///< what is new in them
    };
    Made made(std::span<const Fact> facts, std::int64_t watermark) const;

    mutable std::mutex writing_;
    Versions corrected_;  ///< figures beyond their first version, by the newest seen; older ones may still come
    mutable std::mutex publishing_;
    std::shared_ptr<const Snapshot> current_;
};

}  // namespace luoshi::rollup
