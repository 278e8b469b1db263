#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/completeness.hpp"
#include "plan/effective_operator.hpp"
#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// Adds a duty to the names shown of a task: the units where a person decided on a few, else the words of the document.
void show_units(std::vector<std::string>& shown, const std::string& literal, const std::vector<std::string>& decided);

/// What the list and the page of a task have in common.
struct TaskHead {
    TaskId id{1};
    int ordinal = 0;  ///< place in the document
    std::string ref;
    std::string title;
    TaskState state = TaskState::Draft;
    std::optional<base::Date> deadline;
    bool continuous = false;
    std::int64_t version = 0;
    int open_questions = 0;
    std::vector<std::string> lead_units;         ///< as show_units() says
    std::vector<std::string> responsible_units;  ///< responsible and supporting
    TaskFacts facts;
};

struct TaskFilter {
    std::string words;           ///< in number, title or text; empty: any
    std::optional<UnitId> unit;  ///< named by a duty or holding a part
    std::optional<TaskState> state;
    std::optional<int> after = std::nullopt;  ///< ordinal of the last task of the page before
    int limit = 1000;
};
/// Tasks of a plan in the order of the document: three queries whatever their number.
std::vector<TaskHead> list_tasks(store::ReadTx& tx, PlanId plan, const TaskFilter& filter);

/// The words of a task.
struct TaskText {
    TaskId id{1};
    std::string ref;
    std::string title;
    std::string content;
    std::string plan;  ///< its title
    PlanState plan_state = PlanState::Draft;
};
/// Of every task that was not rejected, of the newest plan first.
std::vector<TaskText> task_texts(store::ReadTx& tx);

/// A task with its place.
struct TaskRow {
    TaskHead head;  ///< without names, counts and facts
    Named<PlanId> plan{PlanId{1}, {}};
    PlanState plan_state = PlanState::Draft;
    UnitId owner{1};
    UnitId office{1};
    DocumentId document{1};
    std::string content;
    std::string first_title;  ///< as drawn from the document, like the deadline after it
    std::optional<base::Date> first_deadline;
    bool corrected = false;     ///< since its plan was confirmed, itself, a target or a duty
    bool change_asked = false;  ///< of one of its targets, decided or not
    Span span;
    std::optional<ClauseId> clause;
    std::string clause_ref;
};
std::optional<TaskRow> find_task(store::ReadTx& tx, TaskId id);
std::optional<std::int64_t> find_task_version(store::ReadTx& tx, TaskId id);
/// Stores title, content, deadline and state; false when `row.head.version` is no longer the stored one.
bool update_task(store::WriteTx& tx, const TaskRow& row);

struct MeasureRow {
    MeasureId id{1};
    int year_from = 0;
    int year_to = 0;
    std::string text;
    Span span;
};
std::vector<MeasureRow> measures_of_task(store::ReadTx& tx, TaskId task);

/// A target as drawn from the document.
struct FirstTarget {
    std::string name;
    TargetOperator op = TargetOperator::Equal;
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> value_max;
    std::string unit;
    std::optional<int> year;
    bool operator==(const FirstTarget&) const = default;
};

struct TargetRow {
    TargetId id{1};
    TaskId task{1};
    TargetKind kind = TargetKind::Numeric;
    std::string name;
    TargetOperator op = TargetOperator::Equal;
    TargetOperator effective_op = TargetOperator::Equal;
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> value_max;
    std::string unit;
    std::optional<base::Decimal> base;
    std::optional<base::Decimal> base_max;
    std::optional<int> year;
    std::optional<base::Date> due_on;
    std::string scope;
    std::string change;
    bool per_year = false;
    std::optional<Named<IndicatorId>> indicator;
    Span span;
    std::int64_t version = 0;
    FirstTarget first;
};
std::vector<TargetRow> targets_of_task(store::ReadTx& tx, TaskId task);
std::optional<TargetRow> find_target(store::ReadTx& tx, TargetId id);
/// Name and direction of an indicator, if there is one of this id.
struct IndicatorHead {
    std::string name;
    Direction direction;
};
std::optional<IndicatorHead> find_indicator(store::ReadTx& tx, IndicatorId id);
/// False when `row.version` is no longer the stored one.
bool update_target(store::WriteTx& tx, const TargetRow& row);

/// One unit's part, as the page of the task shows it.
struct UnitPart {
    UnitDutyId id{1};
    UnitRef unit{UnitId{1}, {}};
    DutyRole role = DutyRole::Lead;
    std::string from_literal;           ///< the words of the duty it comes from; of the part above when handed down
    std::optional<UnitId> handed_from;  ///< unit of the part it was handed down from
    bool reports = false;
    bool assigned = false;  ///< to anybody
    bool accepted = false;  ///< by a post
    int milestones = 0;
    int planned_milestones = 0;
};
/// Parts in force, leads first.
std::vector<UnitPart> parts_of_task(store::ReadTx& tx, TaskId task);

}  // namespace luoshi::plan
