#pragma once
#include <map>
#include <string>
#include <vector>

#include "report/known_value.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

/// What a unit's own reports already say in a period and before it, read once for all of its reports of that period.
class HeldByUnit {
public:
    HeldByUnit(store::ReadTx& tx, identity::UnitId unit, std::string period);

    /// For one report: an indicator handed in with another task this period, the last approved figure of a level, the last answer to a
    /// field that rarely changes.
    Known known(const ReportRow& report, const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked) const;

private:
    struct Elsewhere {
        ReportId report;
        Value value;
        std::string task;
    };
    struct Answered {
        std::string value;
        std::string period;
        plan::TaskId task;
    };
    identity::UnitId unit_;
    std::map<plan::IndicatorId, std::vector<Elsewhere>> elsewhere_;  ///< the newest first
    std::map<FormFieldId, std::vector<Answered>> answered_;          ///< the newest period first
    std::map<std::pair<identity::UnitId, plan::IndicatorId>, PreviousValue> approved_;
};

}  // namespace luoshi::report
