#pragma once
#include <map>
#include <string>
#include <vector>

#include "report/quality.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

struct Rules;

/// A question about a report, and what the unit answered (empty: nothing yet).
struct AskedQuestion {
    Question question;
    std::string answer;
};

/// Questions about a report as it is stored, those for the reviewer only when `most` says so; answered ones that are no question any
/// more stand at the end.
std::vector<AskedQuestion> asked_questions(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed,
                                           const Rules& rules, Asks most);
/// Every question to the unit has an answer that says something. Errors: report.questions_open with a field error for each.
base::Status all_answered(const std::vector<AskedQuestion>& asked);
/// Stores answers to questions that are asked now and tells what changed, for the history.
std::vector<Change> store_answers(store::WriteTx& tx, ReportId report, const std::vector<AskedQuestion>& asked,
                                  const std::map<std::string, std::string>& answers);

}  // namespace luoshi::report
