#pragma once
#include "report/known_value.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

/// What the unit's own reports already say: an indicator handed in with another task this period, the last approved figure of a level,
/// the last answer to a field that rarely changes.
Known reported_before(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed,
                      const std::vector<FormField>& asked);

}  // namespace luoshi::report
