#pragma once
#include <optional>
#include <string>
#include <vector>

#include "report/report_service.hpp"
#include "report/workbook_check.hpp"

namespace luoshi::report {

/// What the page from which a workbook is uploaded stands at; a workbook of something else is refused.
struct WorkbookFor {
    std::optional<calendar::Period> period = {};
    std::optional<plan::PlanId> plan = {};
};

/// What came of an upload. With faults nothing was written.
struct WorkbookOutcome {
    std::optional<calendar::Period> period = {};  ///< none when the workbook could not be understood
    std::vector<WorkbookFault> faults = {};
    std::vector<ReadDifferently> read_differently = {};
    int saved = 0;
    int submitted = 0;
    int questioned = 0;  ///< stored, but not handed in: questions about the data are open
    int unchanged = 0;
    int others = 0;
};

/// Reporting by workbook: a unit's reports of a period, or those of all units the reader sees, go out as a file and come back.
class WorkbookService {
public:
    /// `tenant`: what the workbook says whose it is.
    WorkbookService(store::Database& db, base::IdSource& ids, const base::Clock& clock, Rules rules, std::string tenant);

    struct File {
        std::string name;
        std::string bytes;
    };
    /// The reports owed for a period: of one unit, or of all that the actor may read. Errors: workbook.nothing_owed.
    base::Result<File> make(const identity::Actor& actor, const calendar::Period& period, std::optional<identity::UnitId> unit,
                            std::optional<plan::PlanId> plan);

    /// Saves every changed report of the actor's unit from an uploaded workbook, or none (see check_workbook); with Submit::Yes hands in
    /// all of the unit that are open. The file is read and compared before the transaction.
    /// Errors, beside the faults of the outcome: those of sheet::read_xlsx and read_record, those of belongs, workbook.not_yours.
    base::Result<WorkbookOutcome> take(const identity::Actor& actor, const std::string& path, const WorkbookFor& page, Submit submit);

    /// The uploaded workbook with what is wrong marked; nothing is written. Errors: those of sheet::read_xlsx.
    base::Result<File> marked(const identity::Actor& actor, const std::string& path, const WorkbookFor& page, Submit submit);

private:
    struct Reading;
    base::Result<std::vector<WorkbookReport>> load(store::ReadTx& tx, const calendar::Period& period,
                                                   std::optional<identity::UnitId> unit) const;
    /// What the reader's own unit may confirm instead of finding it out again.
    void add_known(store::ReadTx& tx, const identity::Actor& actor, const calendar::Period& period,
                   std::vector<WorkbookReport>& reports) const;
    base::Status judge(const identity::Actor& actor, const WorkbookFor& page, Submit submit, Reading& reading);
    base::Status write(store::WriteTx& tx, const identity::Actor& actor, const Reading& reading, WorkbookOutcome& outcome);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Rules rules_;
    std::string tenant_;
};

}  // namespace luoshi::report
