#pragma once
#include <map>
#include <string>

#include "report/quality.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

/// What a report is compared with: the unit's own past, the pieces asked of units below it (also those on their way, as soon as the unit
/// that handed the part down has agreed: its place on the route is `superior_step`), and, for a reviewer's questions only, its neighbours
/// on the task: those under the same superior.
Background load_background(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed, Asks most,
                           const calendar::Schedule& schedule, int superior_step);

struct Answer {
    std::string question;  ///< as it was asked
    std::string text;
};
/// By the key of the question.
std::map<std::string, Answer> load_answers(store::ReadTx& tx, ReportId report);
void put_answer(store::WriteTx& tx, ReportId report, const std::string& key, const Answer& answer);

}  // namespace luoshi::report
