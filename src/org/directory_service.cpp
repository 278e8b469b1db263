#include "org/directory_service.hpp"

#include <algorithm>
#include <set>

#include "org/unit_name.hpp"

namespace luoshi::org {
namespace {

// The one of several that exists on the day; else the only one there ever was.
template <class Id>
std::optional<Id> only_one(const std::vector<Dated<Id>>& all, base::Date day) {
    std::vector<Dated<Id>> current;
    std::ranges::copy_if(all, std::back_inserter(current), [&](const auto& one) { return holds_on(one.from, one.to, day); });
    const auto& candidates = current.empty() ? all : current;
    return candidates.size() == 1 ? std::optional{candidates.front().id} : std::nullopt;
}

}  // namespace

std::vector<UnitId> bearers_on(store::ReadTx& tx, UnitId id, base::Date day) {
    std::vector<UnitId> out;
    std::set<UnitId> seen{id};
    std::vector<UnitId> open{id};
    while (!open.empty()) {
        const auto next = open.back();
        open.pop_back();
        const auto unit = find_unit(tx, next);
        if (unit && holds_on(unit->valid_from, unit->valid_to, day)) {
            out.push_back(next);
        } else {
            for (const auto& successor : successors_of(tx, next)) {
                if (successor.from <= day && seen.insert(successor.unit.id).second) {
                    open.push_back(successor.unit.id);
                }
            }
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

NameMatch resolve_unit_text(store::ReadTx& tx, std::string_view text, base::Date day) {
    const auto key = name_key(text);
    NameMatch match;
    match.unit = only_one(units_named(tx, key), day);
    if (!match.unit) {
        match.group = only_one(groups_named(tx, key), day);
    }
    return match;
}

}  // namespace luoshi::org
