#pragma once
#include <set>
#include <vector>

#include "indicator/indicator_name.hpp"
#include "indicator/indicator_package.hpp"
#include "store/store.hpp"

namespace luoshi::indicator {

/// Every indicator ever loaded, retired ones too.
std::vector<Definition> all_definitions(store::ReadTx& tx);
std::vector<Definition> definitions_of_plan(store::ReadTx& tx, plan::PlanId plan);
std::vector<Definition> definitions_owed(store::ReadTx& tx, UnitId unit, plan::TaskId task);
/// That a unit reports an indicator for a task; in the order of the indicators' codes.
struct OwedPair {
    UnitId unit;
    plan::TaskId task;
    IndicatorId indicator;
};
std::vector<OwedPair> owed_pairs(store::ReadTx& tx, std::optional<UnitId> unit);
/// What units below this one report by the package.
std::set<IndicatorId> indicators_reported_below(store::ReadTx& tx, UnitId unit);
std::optional<Definition> find_definition(store::ReadTx& tx, IndicatorId id);
/// Names and aliases of the indicators in force.
std::vector<Writing> writings(store::ReadTx& tx);

/// Inserts, or updates in place and bumps the version when anything differs. Returns whether a row changed.
bool put_definition(store::WriteTx& tx, const Definition& definition);
/// Ends an indicator that the package no longer holds; false when it has ended already.
bool retire_definition(store::WriteTx& tx, IndicatorId id, base::Date today);
/// Makes what documents call it, who reports it, or what is reported beneath it, equal to the list given; bumps the version and
/// returns true when it was not.
bool put_names(store::WriteTx& tx, IndicatorId id, std::vector<std::string> names);
bool put_reporters(store::WriteTx& tx, IndicatorId id, std::vector<UnitId> units);
bool put_operands(store::WriteTx& tx, IndicatorId id, std::vector<IndicatorId> operands);

}  // namespace luoshi::indicator
