#pragma once
#include <optional>
#include <vector>

#include "document/document_model.hpp"
#include "document/quantity.hpp"
#include "document/time_rules.hpp"

namespace luoshi::document {

/// Where a text stands, for figures that do not say their year: own sentence, then column, then item, then a plan of one year.
struct TargetContext {
    PlanPeriod period;
    std::optional<int> column_year;
    std::optional<int> item_year;
};

/// Adds the figures to be reached in a compact phrase (domain 8.1), in reading order. Base figures, thresholds, rewards, names and
/// scope counts are none.
void read_targets(const Document& document, const Phrase& phrase, const TargetContext& context, std::vector<plan::DraftTarget>& targets);

/// Moves `added` into `targets` except figures that are there already: the main column and the year column often say the same.
void merge_targets(std::vector<plan::DraftTarget>& targets, std::vector<plan::DraftTarget> added);

/// The sign of a figure that is a difference to a base by the words in front of it (增长, 降低), 0 for a level.
char change_of(std::u32string_view before);

}  // namespace luoshi::document
