#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "org/ids.hpp"
#include "org/org_package.hpp"
#include "store/store.hpp"

namespace luoshi::org {

// What the organisation package is compared with and written to.

struct StoredDivision {
    PackageDivision division;
    bool ended = false;
};
std::map<std::string, StoredDivision> stored_divisions(store::ReadTx& tx, std::string_view edition);
void insert_division(store::WriteTx& tx, std::string_view edition, const PackageDivision& division);
void update_division(store::WriteTx& tx, std::string_view edition, const PackageDivision& division);
void end_division(store::WriteTx& tx, std::string_view edition, std::string_view code, base::Date on);

struct UnitRow {
    UnitId id{1};
    PackageUnit unit;
    std::optional<UnitId> parent;
    int place = 0;

    bool same_as(const UnitRow& other) const {
        const auto key = [](const UnitRow& row) {
            const auto& u = row.unit;
            return std::tie(u.name, u.short_name, u.level, u.kind, u.organ, u.relation, row.parent, u.division, row.place, u.valid_from,
                            u.valid_to, u.verify, u.note);
        };
        return key(*this) == key(other);
    }
};

std::map<std::string, UnitRow> stored_units(store::ReadTx& tx);
void insert_unit(store::WriteTx& tx, const UnitRow& row);
void update_unit(store::WriteTx& tx, const UnitRow& row);
void end_unit(store::WriteTx& tx, UnitId id, base::Date on);

struct GroupRow {
    UnitGroupId id{1};
    PackageGroup group;
    int place = 0;

    bool same_as(const PackageGroup& other, int other_place) const {
        return std::tie(group.name, group.kind, group.valid_from, group.valid_to, group.verify, group.note, place) ==
               std::tie(other.name, other.kind, other.valid_from, other.valid_to, other.verify, other.note, other_place);
    }
};
std::map<std::string, GroupRow> stored_groups(store::ReadTx& tx);
void insert_group(store::WriteTx& tx, const GroupRow& row);
void update_group(store::WriteTx& tx, const GroupRow& row);
void end_group(store::WriteTx& tx, UnitGroupId id, base::Date on);

/// Whose names.
enum class Named { Unit, Group };
/// A name with the id of the unit or group that has it.
using Name = std::pair<std::int64_t, std::string>;
std::vector<Name> stored_names(store::ReadTx& tx, Named whose);
void insert_name(store::WriteTx& tx, Named whose, const Name& name);
void drop_name(store::WriteTx& tx, Named whose, const Name& name);

/// Unit and successor.
using Succession = std::pair<UnitId, UnitId>;
struct SuccessionTerms {
    base::Date from;
    std::string note;
    bool operator==(const SuccessionTerms&) const = default;
};
std::vector<std::pair<Succession, SuccessionTerms>> stored_successions(store::ReadTx& tx);
void insert_succession(store::WriteTx& tx, const Succession& succession, const SuccessionTerms& terms);
void drop_succession(store::WriteTx& tx, const Succession& succession);

/// Sections with the id of their unit.
std::vector<Name> stored_sections(store::ReadTx& tx);

using Membership = std::pair<UnitGroupId, UnitId>;
struct MembershipTerms {
    int place = 0;
    std::optional<base::Date> from;
    std::optional<base::Date> to;
    bool operator==(const MembershipTerms&) const = default;
};
std::vector<std::pair<Membership, MembershipTerms>> stored_memberships(store::ReadTx& tx);
void insert_membership(store::WriteTx& tx, const Membership& membership, const MembershipTerms& terms);
void drop_membership(store::WriteTx& tx, const Membership& membership);

}  // namespace luoshi::org
