#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/ids.hpp"
#include "report/timeliness.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// The moves of all reports of the periods from `from` to `to`, each report's in order.
std::map<ReportId, std::vector<Move>> moves_of(store::ReadTx& tx, std::string_view from, std::string_view to);

std::map<identity::UnitId, std::string> unit_names(store::ReadTx& tx);

/// Somebody in office who may fill in for his unit.
struct InOffice {
    std::string name;
    std::string post;
};
/// Those of all units, on a day.
std::map<identity::UnitId, std::vector<InOffice>> fillers(store::ReadTx& tx, base::Date on);

}  // namespace luoshi::report
