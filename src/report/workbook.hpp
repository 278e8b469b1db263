#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "calendar/rhythm.hpp"
#include "report/known_value.hpp"
#include "report/report.hpp"
#include "sheet/form.hpp"
#include "sheet/xlsx_reader.hpp"

namespace luoshi::report {

/// The columns of a reporting workbook, in order.
enum class Column {
    Unit,
    TaskRef,
    Task,
    Indicator,
    Measure,
    Previous,
    Value,
    Numerator,
    Denominator,
    Explanation,
    ProgressPct,
    Progress,
    Problems,
    NextSteps,
    State,
    Key
};
inline constexpr std::size_t kColumns = 16;
std::string_view head(Column column);

/// What a workbook says it is.
struct WorkbookMark {
    std::string tenant;
    calendar::Period period;
    std::string made_at;
};

/// One report as a workbook shows it: begun or not, of the own unit or of another.
struct WorkbookReport {
    plan::UnitDutyId duty{1};
    plan::PlanId plan{1};
    plan::TaskId task{1};
    identity::UnitId unit{1};
    identity::UnitId office{1};                     ///< of the plan
    std::optional<identity::UnitId> superior = {};  ///< that handed the part down
    std::string unit_name;
    std::string task_ref;
    std::string task_title;
    calendar::Rhythm every = calendar::Rhythm::Month;
    std::optional<ReportId> report = {};
    std::int64_t version = 0;  ///< 0: never begun
    Progress progress = {};
    std::optional<base::Error> closed = {};  ///< why its unit cannot change it now
    Content content = {};
    std::vector<indicator::Definition> owed = {};
    std::vector<FormField> asked = {};       ///< fields the plan office added: a row each, below the indicators
    std::vector<std::string> previous = {};  ///< beside `owed`: "12（2020-05）", may be shorter
    Known known = {};                        ///< what its unit may confirm
};

/// What a workbook says of one report in its hidden record.
struct WorkbookEntry {
    plan::UnitDutyId duty{1};
    plan::PlanId plan{1};
    identity::UnitId unit{1};
    std::int64_t version = 0;
    std::string fingerprint;  ///< of the contents it showed
    std::vector<plan::IndicatorId> indicators;
    std::vector<FormFieldId> fields;
};

struct WorkbookRecord {
    WorkbookMark mark;
    std::vector<WorkbookEntry> entries;
};

/// A short sum of what the unit writes: a workbook that comes back tells by it what was changed in it, and since it was made.
std::string fingerprint(const Content& content, const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked = {});

/// The marks of the rows of a report: the duty with the indicator or, with an f, the field; with 0 where it asks neither.
std::vector<std::string> row_keys(plan::UnitDutyId duty, const std::vector<plan::IndicatorId>& indicators,
                                  const std::vector<FormFieldId>& fields);

/// The row, below the head, in which the head stands.
std::size_t workbook_head_row();
inline constexpr std::string_view kWorkbookSheet = "填报";

/// The span these reports are of; the month where they are reported in different rhythms.
std::string name_of(calendar::Period period, const std::vector<WorkbookReport>& reports);

/// The workbook of these reports: one row for each report and indicator. What belongs to the whole report stands in its first row.
sheet::Form workbook_form(const WorkbookMark& mark, const std::vector<WorkbookReport>& reports);

/// workbook.damaged_record: what the workbook says of itself cannot be.
base::Error damaged_record();
/// What an uploaded workbook says it is. Errors: workbook.not_ours, workbook.other_version, workbook.damaged_record.
base::Result<WorkbookRecord> read_record(const sheet::ReadBook& book);

}  // namespace luoshi::report
