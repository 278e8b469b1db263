#pragma once
#include "document/target_rules.hpp"

namespace luoshi::document {

/// Adds targets without a number: all of a named set (A县、B县全部列入…), a figure that stands in another plan (超过…规划目标).
void read_unquantified(const Document& document, const Phrase& phrase, const TargetContext& context,
                       std::vector<plan::DraftTarget>& targets);
/// Adds the document to be issued by a time limit, if the phrase asks for one (8月底前…制定出台…措施).
void read_deliverable(const Document& document, const Phrase& phrase, std::optional<int> year, std::vector<plan::DraftTarget>& targets);

}  // namespace luoshi::document
