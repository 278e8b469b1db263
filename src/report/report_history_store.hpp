#pragma once
#include <string>

#include "base/id_source.hpp"
#include "report/report.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

/// Who did something, as histories show it.
struct Person {
    identity::UserId user{1};
    std::string name;
    std::string post;
    identity::UnitId unit{1};
    std::string unit_name;
};

/// A report whose whole course is known: from an earlier system, or of a demonstration.
struct PastReport {
    plan::UnitDutyId duty{1};
    std::string period;
    Content content;
    State state = State::Approved;  ///< or Submitted, Returned
    Person submitter;
    Person reviewer;
    std::string return_reason;  ///< Returned only
    base::Moment submitted_at;
    base::Moment decided_at;
};

/// Stores past reports with their history, and the facts of approved ones, in the order given. The contents are taken as checked.
void load_past_report(store::WriteTx& tx, base::IdSource& ids, const DutyRow& duty, const PastReport& past);

}  // namespace luoshi::report
