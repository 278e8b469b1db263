#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/id_source.hpp"
#include "base/result.hpp"
#include "base/search_words.hpp"
#include "indicator/indicator.hpp"
#include "indicator/indicator_package.hpp"
#include "plan/environment.hpp"

namespace luoshi::indicator {

/// The units a name of the package stands for (a unit, or the members of a group); empty when there is none of that name.
using ReporterLookup = std::function<std::vector<UnitId>(const std::string& name)>;

/// What loading a package changed.
struct Loaded {
    int indicators = 0;
    int changed = 0;
    int retired = 0;
};

/// Makes the stored definitions equal to the package's: known codes keep their id, codes no longer there end at `today`.
/// Loading the same package again changes nothing. Errors: indicator.unknown_reporter with every place.
base::Result<Loaded> load_package(store::WriteTx& tx, base::IdSource& ids, base::Date today, const std::vector<PackageIndicator>& package,
                                  const ReporterLookup& reporters);

/// The indicators that a plan document means, in the order asked: plan's hook for linking targets on import.
std::vector<std::optional<plan::IndicatorMatch>> match(store::ReadTx& tx, std::span<const plan::IndicatorQuery> queries);

/// The indicators linked to targets of the task, or beneath the formula of one, that this unit reports, by the package or because who
/// handed the part down asked for them, for the month, by code: the rows of its form.
std::vector<Definition> owed_by(store::ReadTx& tx, UnitId unit, plan::TaskId task, calendar::Period month);

/// The same for many units and tasks at once, or for all tasks of one unit.
using OwedForms = std::map<std::pair<UnitId, plan::TaskId>, std::vector<Definition>>;
OwedForms all_owed(store::ReadTx& tx, std::optional<UnitId> unit, calendar::Period month);

/// What a unit may ask of those it hands its part to: the figures of the task it reports itself and nobody below it does by the package,
/// by code. They are pieces of its own figure.
std::vector<Definition> askable(store::ReadTx& tx, UnitId unit, plan::TaskId task);

std::optional<Definition> find(store::ReadTx& tx, IndicatorId id);
/// Every indicator there ever was, ended ones too.
std::vector<Definition> all(store::ReadTx& tx);
/// An indicator in force with one of its names that has all the words, or whose code or definition completes them.
struct FoundIndicator {
    Definition definition;
    std::vector<std::string> names;  ///< what documents call it, besides its own name
};
std::vector<FoundIndicator> search(store::ReadTx& tx, const base::SearchWords& words, std::size_t most);
/// The indicators that targets of the plan point to, what is reported beneath their formulas, and what formulas make of these only; by
/// code.
std::vector<Definition> of_plan(store::ReadTx& tx, plan::PlanId plan);

}  // namespace luoshi::indicator
