#pragma once
#include "document/table_columns.hpp"
#include "document/task_rules.hpp"

namespace luoshi::document {

/// Clauses and tasks of a table: each row with content of its own; sub-rows of one number are n-1, n-2.
void add_table_tasks(const Document& document, const TaskTable& table, const TaskContext& context, plan::PlanDraft& draft);

}  // namespace luoshi::document
