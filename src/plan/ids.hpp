#pragma once
#include "base/strong_id.hpp"

namespace luoshi::plan {

using PlanId = base::StrongId<struct PlanIdTag>;
using DocumentId = base::StrongId<struct DocumentIdTag>;
using ClauseId = base::StrongId<struct ClauseIdTag>;
using TaskId = base::StrongId<struct TaskIdTag>;
using MeasureId = base::StrongId<struct MeasureIdTag>;
using TargetId = base::StrongId<struct TargetIdTag>;
using TargetChangeId = base::StrongId<struct TargetChangeIdTag>;
using DutyId = base::StrongId<struct DutyIdTag>;
using QuestionId = base::StrongId<struct QuestionIdTag>;
using CorrectionId = base::StrongId<struct CorrectionIdTag>;
using UnitDutyId = base::StrongId<struct UnitDutyIdTag>;
using AssignmentId = base::StrongId<struct AssignmentIdTag>;
using MilestoneId = base::StrongId<struct MilestoneIdTag>;
/// Targets point to indicators, so their id is named here; indicator owns the rows.
using IndicatorId = base::StrongId<struct IndicatorIdTag>;

}  // namespace luoshi::plan
