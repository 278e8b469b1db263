#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan_draft.hpp"

namespace luoshi::corpus {

/// Hits, wrong extras and misses of one kind of item.
struct Tally {
    int hit = 0;
    int extra = 0;
    int missed = 0;

    double f1() const { return hit + extra + missed == 0 ? 1.0 : 2.0 * hit / (2.0 * hit + extra + missed); }
    void add(const Tally& other);
};

/// How well a draft agrees with its labels. `tallies`: tasks, lead, responsible, targets, deadlines, years, meta, op.
struct Score {
    std::map<std::string, Tally> tallies;
    std::vector<std::string> differences;  ///< one line each, for people

    /// Weighted mean of F1: tasks .20, lead .15, responsible .15, targets .35, deadlines .15; kinds that do not occur are left out.
    double overall() const;
    void add(const Score& other);
};

/// Compares a draft with labels (JSON text in the form of README.md).
Score score(std::string_view labels, const plan::PlanDraft& draft);

}  // namespace luoshi::corpus
