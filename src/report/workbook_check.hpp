#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/workbook.hpp"

namespace luoshi::report {

/// One thing that is wrong in an uploaded workbook.
struct WorkbookFault {
    struct Place {
        std::size_t row = 0;
        std::size_t column = 0;
    };
    std::optional<Place> place = {};  ///< of the cell; none when the whole is meant
    std::string unit = {};            ///< of the row; empty when no row is meant
    std::string task = {};
    base::Phrase said;        ///< what is wrong and what to do
    std::string typed = {};   ///< in a row that somebody else changed meanwhile: what was typed
    std::string stored = {};  ///< and what is stored now

    /// "C7"; empty when the whole is meant.
    std::string cell() const;
};

/// A number that was understood although it was written otherwise.
struct ReadDifferently {
    std::string cell;
    std::string typed;
    std::string read;
};

enum class Submit { No, Yes };

/// What an uploaded workbook would change.
struct WorkbookVerdict {
    std::vector<WorkbookFault> faults;
    std::vector<ReadDifferently> read_differently;
    struct Change {
        std::size_t report;  ///< its place in the list given
        Content content;     ///< as it is to be stored
        bool save = false;
        bool submit = false;
    };
    std::vector<Change> changes;
    int own = 0;        ///< reports of the own unit in the workbook
    int unchanged = 0;  ///< of them, those with nothing to do
    int others = 0;     ///< reports of other units; they are left alone
};

/// Whether a workbook was made here, for this period and plan (where they are named). `plans`: those whose reports are stored.
/// Errors: workbook.other_tenant, workbook.other_period, workbook.other_plan.
base::Status belongs(const WorkbookRecord& record, const std::string& tenant, std::optional<calendar::Period> period,
                     std::optional<plan::PlanId> plan, const std::vector<plan::PlanId>& plans);

/// Compares every row with what is stored. `reports` are those of the record's period that are still there. Only rows of the own unit
/// may differ (report/INV-2), only while it may write, and only from contents that nobody changed since the workbook was made.
WorkbookVerdict check_workbook(const sheet::ReadBook& book, const WorkbookRecord& record, const std::vector<WorkbookReport>& reports,
                               identity::UnitId own, Submit submit);

/// The workbook as it was uploaded, with what is wrong in red and said in comments. `record` and `reports` may be missing when the
/// workbook could not be understood.
sheet::Form marked_form(const sheet::ReadBook& book, const std::optional<WorkbookRecord>& record,
                        const std::vector<WorkbookReport>& reports, const std::vector<WorkbookFault>& faults);

}  // namespace luoshi::report
