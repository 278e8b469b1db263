#pragma once
#include <map>
#include <optional>
#include <vector>

#include "report/report_sight.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {

/// What one reader may see of reports, within one transaction; what was looked up for a task is kept.
class Sights {
public:
    /// Refers to all of its arguments; they outlive it.
    Sights(store::ReadTx& tx, const identity::Actor& reader, const std::vector<RouteStep>& route)
        : tx_(tx), reader_(reader), route_(route) {}

    /// Nothing: the report was never begun.
    Sight of(const DutyRow& duty, const std::optional<ReportId>& report, const Progress& progress);
    /// Lead units of a task, the first is the one that gathers.
    const std::vector<identity::UnitId>& leads(plan::TaskId task);

private:
    const Led& led(plan::TaskId task);

    store::ReadTx& tx_;
    const identity::Actor& reader_;
    const std::vector<RouteStep>& route_;
    std::map<plan::TaskId, std::vector<identity::UnitId>> leads_;
    std::map<plan::TaskId, Led> led_;
};

}  // namespace luoshi::report
