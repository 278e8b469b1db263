#pragma once
#include "document/document_model.hpp"
#include "document/outline.hpp"
#include "document/table_columns.hpp"
#include "document/time_rules.hpp"

namespace luoshi::document {

/// What the document says once and all tasks need.
struct TaskContext {
    PlanPeriod period;
    std::optional<int> year;  ///< of a time limit without one: the plan's only year, else the year of issue, else its first
    DutyCustom duty;
};

/// Clauses and tasks of the numbered text: the smallest numbered item, and every heading with text of its own.
void add_item_tasks(const Document& document, const std::vector<Item>& items, const TaskContext& context, plan::PlanDraft& draft);
/// Clauses and tasks of a table: each row with content of its own; sub-rows of one number are n-1, n-2.
void add_table_tasks(const Document& document, const TaskTable& table, const TaskContext& context, plan::PlanDraft& draft);

}  // namespace luoshi::document
