#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// The plan a document of this content was imported into, if any.
struct KnownDocument {
    PlanId plan;
    std::string title;
};
std::optional<KnownDocument> find_document(store::ReadTx& tx, std::string_view sha256);

struct NewPlan {
    PlanId id;
    UnitId owner;
    UnitId office;
    std::string_view title;
    const DocumentMeta& meta;
};
void insert_plan(store::WriteTx& tx, const NewPlan& plan, std::string_view by, base::Moment at);
void insert_document(store::WriteTx& tx, DocumentId id, PlanId plan, std::string_view file_name, std::string_view sha256,
                     std::string_view text, base::Moment at);
void insert_clause(store::WriteTx& tx, ClauseId id, DocumentId document, std::optional<ClauseId> parent, int ordinal,
                   const DraftClause& clause);
void insert_task(store::WriteTx& tx, TaskId id, PlanId plan, std::optional<ClauseId> clause, int ordinal, const DraftTask& task);
void insert_measure(store::WriteTx& tx, MeasureId id, TaskId task, const DraftMeasure& measure);

struct NewTarget {
    TargetId id;
    TaskId task;
    int ordinal;
    const DraftTarget& draft;
    TargetOperator effective_op;
    std::optional<base::Decimal> base;
    std::optional<base::Decimal> base_max;
    std::optional<IndicatorId> indicator;
};
void insert_target(store::WriteTx& tx, const NewTarget& target);

struct NewDuty {
    DutyId id;
    TaskId task;
    int ordinal;
    DutyRole role;
    std::string_view literal;
    Resolution resolution;
    std::optional<std::string> group_code;
    Span span;
};
void insert_duty(store::WriteTx& tx, const NewDuty& duty);
void insert_duty_member(store::WriteTx& tx, DutyId duty, UnitId unit);

struct NewQuestion {
    QuestionId id;
    PlanId plan;
    TaskId task;
    std::optional<DutyId> duty;
    std::string_view code;
    std::string_view subject;
    Span span;
};
void insert_question(store::WriteTx& tx, const NewQuestion& question);

}  // namespace luoshi::plan
