#include "plan/unit_wording.hpp"

#include <algorithm>

#include "org/directory_service.hpp"

namespace luoshi::plan {
namespace {

std::vector<UnitRef> named(const std::vector<org::UnitRef>& units) {
    std::vector<UnitRef> out;
    for (const org::UnitRef& unit : units) {
        out.push_back({unit.id, unit.name});
    }
    return out;
}

}  // namespace

UnitWording read_unit_words(store::ReadTx& tx, std::string_view words, base::Date on) {
    const org::NameMatch match = org::resolve_unit_text(tx, words, on);
    if (match.unit) {
        return {Resolution::Unit, {{*match.unit, org::find_unit(tx, *match.unit)->name}}, std::nullopt};
    }
    if (!match.group) {
        return {};
    }
    const std::vector<org::Group> groups = org::list_groups(tx);
    const auto group = std::ranges::find(groups, *match.group, &org::Group::id);
    return {Resolution::Group, named(org::group_members(tx, *match.group, on)),
            group == groups.end() ? std::nullopt : std::optional{group->code}};
}

std::vector<UnitRef> members_of_group(store::ReadTx& tx, std::string_view group_code, base::Date on) {
    const auto group = org::find_group_by_code(tx, group_code);
    return group ? named(org::group_members(tx, group->id, on)) : std::vector<UnitRef>{};
}

}  // namespace luoshi::plan
