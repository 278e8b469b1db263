#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/phrase.hpp"
#include "report/report.hpp"

namespace luoshi::store {
class ReadTx;
}

namespace luoshi::report {

struct ReportRow;

/// Answers that are already held, with where they come from: shown for confirmation, never taken by themselves.
struct Known {
    struct Figure {
        Value value;
        base::Phrase source;  ///< "据2020年5月经审定数"
    };
    struct Answer {
        std::string value;
        base::Phrase source;
    };
    std::map<plan::IndicatorId, Figure> figures = {};
    std::map<FormFieldId, Answer> fields = {};
};

/// Where answers are held beside earlier reports: a registry names what it can compute for the report. What reports say goes first.
using KnownValues = std::function<Known(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed,
                                        const std::vector<FormField>& asked)>;

/// `held` and what registries hold beside it; they may be none.
Known with_registries(Known held, const KnownValues& registries, store::ReadTx& tx, const ReportRow& report,
                      const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked);

/// Some answer names a source: only then what is known has to be looked up.
bool names_origins(const Content& typed);

/// Whoever confirms an answer names the source he was shown (`origin`). It must be the answer of that source, or the one confirmed
/// before; an answer of one's own has no source. Errors of fields: value.not_known, when the source says something else by now.
std::vector<base::FieldError> check_origins(const Content& typed, const Content& stored, const Known& known);

/// What a workbook brings names no sources: a figure or answer left as it was keeps its own, a new one that is just what was shown as known
/// beside its cell confirms that.
void find_origins(Content& typed, const Content& stored, const Known& known);

}  // namespace luoshi::report
