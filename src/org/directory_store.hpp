#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "org/unit.hpp"
#include "store/store.hpp"

namespace luoshi::org {

/// Selection of units; empty members do not select.
struct UnitFilter {
    std::string text;  ///< part of a name, of an alias or of the code
    std::string level;
    std::optional<UnitId> parent;
    std::string after;  ///< key of the previous page's last unit
    int limit = 50;
};

struct UnitPage {
    std::vector<Unit> items;
    std::optional<std::string> next;
};

struct Successor {
    UnitRef unit;
    base::Date from;
    std::string note;
};

std::optional<Unit> find_unit(store::ReadTx& tx, UnitId id);
std::optional<Unit> find_unit_by_code(store::ReadTx& tx, std::string_view code);
UnitPage list_units(store::ReadTx& tx, const UnitFilter& filter);
/// Units each of whose words is in a name, an alias or the code of theirs or of the unit above, and at least one in their own; in the
/// order of the package, at most `most`. `words` are name keys, up to four.
std::vector<Unit> units_with_words(store::ReadTx& tx, const std::vector<std::string>& words, std::size_t most);
std::vector<UnitRef> children_of(store::ReadTx& tx, UnitId id);
/// Writings besides name and short name.
std::vector<std::string> aliases_of(store::ReadTx& tx, UnitId id);
std::vector<Successor> successors_of(store::ReadTx& tx, UnitId id);
/// The unit and everything below it in the tree, ended units included, in the order of ids.
std::vector<UnitId> units_below(store::ReadTx& tx, UnitId id);
/// The units above it in the tree, the nearest first.
std::vector<UnitId> units_above(store::ReadTx& tx, UnitId id);
/// Something with the days between which it existed.
template <class Id>
struct Dated {
    Id id;
    std::optional<base::Date> from;
    std::optional<base::Date> to;
};
/// Units and groups one of whose names has this key (name_key).
std::vector<Dated<UnitId>> units_named(store::ReadTx& tx, std::string_view key);
std::vector<Dated<UnitGroupId>> groups_named(store::ReadTx& tx, std::string_view key);

std::vector<Section> sections_of(store::ReadTx& tx, UnitId unit);
std::optional<Section> find_section(store::ReadTx& tx, SectionId id);
/// Throws ConstraintViolation section_name_uq when the unit has one of this name.
void insert_section(store::WriteTx& tx, const Section& section);

std::vector<Group> list_groups(store::ReadTx& tx);
std::optional<Group> find_group_by_code(store::ReadTx& tx, std::string_view code);
/// The units that belong to the group on a day.
std::vector<UnitRef> group_members(store::ReadTx& tx, UnitGroupId id, base::Date day);

/// The places below one, or the city for an empty code, of the tenant's edition.
std::vector<Division> list_divisions(store::ReadTx& tx, std::string_view parent_code);

}  // namespace luoshi::org
