#include "indicator/indicator_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "indicator/formula_package.hpp"
#include "indicator/indicator_store.hpp"

namespace luoshi::indicator {
namespace {

std::vector<UnitId> reporters_of(const PackageIndicator& indicator, const ReporterLookup& lookup, config::Problems& problems) {
    std::set<UnitId> units;
    for (const auto& reporter : indicator.reporters) {
        const auto found = lookup(reporter.name);
        if (found.empty()) {
            problems.add(reporter.place, fmt::format("没有名为“{}”的单位或单位组，请在单位表中添加或改正名称", reporter.name));
        }
        units.insert(found.begin(), found.end());
    }
    return {units.begin(), units.end()};
}

}  // namespace

base::Result<Loaded> load_package(store::WriteTx& tx, base::IdSource& ids, base::Date today, const std::vector<PackageIndicator>& package,
                                  const ReporterLookup& reporters) {
    std::map<std::string, IndicatorId> left;
    for (const auto& known : all_definitions(tx)) {
        left.emplace(known.code, known.id);
    }
    config::Problems problems;
    Loaded loaded;
    std::map<std::string, IndicatorId> ids_of;
    std::map<std::string, std::vector<UnitId>> reporters_by_code;
    std::set<std::string> changed_codes;
    for (const auto& indicator : package) {
        auto definition = indicator.definition;
        const auto known = left.find(definition.code);
        definition.id = known == left.end() ? ids.make<IndicatorId>() : known->second;
        if (known != left.end()) {
            left.erase(known);
        }
        ids_of.emplace(definition.code, definition.id);
        bool changed = put_definition(tx, definition);
        changed = put_names(tx, definition.id, indicator.names) || changed;
        auto& units = reporters_by_code[definition.code] = reporters_of(indicator, reporters, problems);
        changed = put_reporters(tx, definition.id, units) || changed;
        if (changed) {
            changed_codes.insert(definition.code);
        }
    }
    for (const auto& indicator : package) {
        std::vector<IndicatorId> operands;
        std::ranges::transform(reported_operands(package, indicator.definition.code), std::back_inserter(operands),
                               [&](const auto& code) { return ids_of.at(code); });
        if (put_operands(tx, ids_of.at(indicator.definition.code), std::move(operands))) {
            changed_codes.insert(indicator.definition.code);
        }
    }
    for (const auto& indicator : package) {
        if (indicator.definition.across == Across::Weighted &&
            !std::ranges::includes(reporters_by_code.at(indicator.definition.weight), reporters_by_code.at(indicator.definition.code))) {
            problems.add(indicator.weight_at,
                         fmt::format("“{}”的填报单位不都填报用来加权的“{}”，没有权数的单位无法计入平均；请核对两者的 reported_by",
                                     indicator.definition.name, indicator.definition.weight));
        }
    }
    if (!problems.empty()) {
        return problems.error("indicator.unknown_reporter", "指标定义中有找不到的填报单位");
    }
    loaded.indicators = static_cast<int>(package.size());
    loaded.changed = static_cast<int>(changed_codes.size());
    for (const auto& [code, id] : left) {
        loaded.retired += retire_definition(tx, id, today) ? 1 : 0;
    }
    return loaded;
}

std::vector<std::optional<plan::IndicatorMatch>> match(store::ReadTx& tx, std::span<const plan::IndicatorQuery> queries) {
    const auto known = writings(tx);
    std::vector<std::optional<plan::IndicatorMatch>> out;
    for (const auto& query : queries) {
        const auto found = match_name(known, query.name, query.unit);
        out.push_back(found ? std::optional{plan::IndicatorMatch{found->indicator, found->direction}} : std::nullopt);
    }
    return out;
}

std::vector<Definition> owed_by(store::ReadTx& tx, UnitId unit, plan::TaskId task, calendar::Period month) {
    auto out = definitions_owed(tx, unit, task);
    std::erase_if(out, [&](const Definition& definition) { return !calendar::ends_span(month, definition.every); });
    return out;
}

OwedForms all_owed(store::ReadTx& tx, std::optional<UnitId> unit, calendar::Period month) {
    std::map<IndicatorId, Definition> known;
    for (auto& definition : all_definitions(tx)) {
        if (calendar::ends_span(month, definition.every)) {
            known.emplace(definition.id, std::move(definition));
        }
    }
    OwedForms out;
    for (const auto& pair : owed_pairs(tx, unit)) {
        if (const auto owed = known.find(pair.indicator); owed != known.end()) {
            out[{pair.unit, pair.task}].push_back(owed->second);
        }
    }
    return out;
}

std::vector<Definition> askable(store::ReadTx& tx, UnitId unit, plan::TaskId task) {
    auto out = definitions_owed(tx, unit, task);
    const auto by_package_below = indicators_reported_below(tx, unit);
    std::erase_if(out, [&](const Definition& definition) { return by_package_below.contains(definition.id); });
    return out;
}

std::optional<Definition> find(store::ReadTx& tx, IndicatorId id) { return find_definition(tx, id); }

std::vector<Definition> all(store::ReadTx& tx) { return all_definitions(tx); }

std::vector<FoundIndicator> search(store::ReadTx& tx, const base::SearchWords& words, std::size_t most) {
    std::map<IndicatorId, std::vector<std::string>> names;
    for (auto& writing : writings(tx)) {
        names[writing.indicator].push_back(std::move(writing.name));
    }
    std::vector<FoundIndicator> out;
    for (auto& definition : all_definitions(tx)) {
        const auto in_force = names.find(definition.id);
        if (in_force == names.end() || out.size() == most) {
            continue;
        }
        std::erase(in_force->second, definition.name);
        std::string text = definition.name + "\n" + definition.code + "\n" + definition.definition;
        for (const auto& name : in_force->second) {
            text += "\n" + name;
        }
        if (words.all_in({base::decode_utf8(text).value_or(U"")})) {
            out.push_back({std::move(definition), std::move(in_force->second)});
        }
    }
    return out;
}

std::vector<Definition> of_plan(store::ReadTx& tx, plan::PlanId plan) { return definitions_of_plan(tx, plan); }

}  // namespace luoshi::indicator
