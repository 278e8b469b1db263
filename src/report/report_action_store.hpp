#pragma once
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "report/report.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// The report something was done to, as its history and the audit trail name it.
struct ActedOn {
    ReportId report{1};
    std::string unit_name;
    std::string task_ref;
    std::string period;
    base::Date day;  ///< the business day
    int step = 0;    ///< where it stood before
};

/// Writes an action as a row of the report's history and as an audit row (report/INV-7).
void record_action(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const identity::Actor& actor, const ActedOn& on, Action action,
                   const std::string& reason, const std::vector<Change>& changed);

}  // namespace luoshi::report
