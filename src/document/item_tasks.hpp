#pragma once
#include "document/outline.hpp"
#include "document/task_rules.hpp"

namespace luoshi::document {

/// Clauses and tasks of the numbered text: the smallest numbered item, and every heading with text of its own.
void add_item_tasks(const Document& document, const std::vector<Item>& items, const TaskContext& context, plan::PlanDraft& draft);

}  // namespace luoshi::document
