#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// What the words of a duty mean on a day.
struct UnitWording {
    Resolution resolution = Resolution::Open;  ///< Unit, Group or Open
    std::vector<UnitRef> units;
    std::optional<std::string> group_code;
};

/// One unit, or the members a group has on that day; nothing when the words are not known for certain.
UnitWording read_unit_words(store::ReadTx& tx, std::string_view words, base::Date on);
/// The members a group has on a day; none when there is no such group.
std::vector<UnitRef> members_of_group(store::ReadTx& tx, std::string_view group_code, base::Date on);

}  // namespace luoshi::plan
