#include "org/package_store.hpp"

#include "org/unit_name.hpp"

namespace luoshi::org {
namespace {

using store::Row;
using store::Sql;

const Sql kDivisions{"org.load_divisions",
                     "SELECT code, parent_code, level, kind, name, current_code, valid_to FROM division WHERE edition = $1"};
const Sql kAddDivision{
    "org.add_division",
    "INSERT INTO division (edition, code, parent_code, level, kind, name, current_code) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
const Sql kChangeDivision{"org.change_division",
                          "UPDATE division SET parent_code = $3, level = $4, kind = $5, name = $6, current_code = $7, valid_to = NULL "
                          "WHERE edition = $1 AND code = $2"};
const Sql kEndDivision{"org.end_division", "UPDATE division SET valid_to = $3 WHERE edition = $1 AND code = $2"};

const Sql kUnits{
    "org.load_units",
    "SELECT unit_id, code, name, short_name, level, kind, organ, relation, parent_id, division_code, place, valid_from, valid_to, verify, "
    "note FROM unit"};
const Sql kAddUnit{
    "org.add_unit",
    "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, division_code, place, valid_from, "
    "valid_to, verify, note, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)"};
const Sql kChangeUnit{
    "org.change_unit",
    "UPDATE unit SET code = $2, name = $3, short_name = $4, level = $5, kind = $6, organ = $7, relation = $8, parent_id = $9, "
    "division_code = $10, place = $11, valid_from = $12, valid_to = $13, verify = $14, note = $15, version = version + 1 "
    "WHERE unit_id = $1"};
const Sql kEndUnit{"org.end_unit", "UPDATE unit SET valid_to = $2, version = version + 1 WHERE unit_id = $1"};

const Sql kUnitAliases{"org.load_unit_aliases", "SELECT unit_id, name FROM unit_alias"};
const Sql kAddUnitAlias{"org.add_unit_alias", "INSERT INTO unit_alias (unit_id, name, name_key) VALUES ($1, $2, $3)"};
const Sql kDropUnitAlias{"org.drop_unit_alias", "DELETE FROM unit_alias WHERE unit_id = $1 AND name = $2"};
const Sql kGroupAliases{"org.load_group_aliases", "SELECT group_id, name FROM unit_group_alias"};
const Sql kAddGroupAlias{"org.add_group_alias", "INSERT INTO unit_group_alias (group_id, name, name_key) VALUES ($1, $2, $3)"};
const Sql kDropGroupAlias{"org.drop_group_alias", "DELETE FROM unit_group_alias WHERE group_id = $1 AND name = $2"};

const Sql kSuccessors{"org.load_successors", "SELECT unit_id, successor_id, from_on, note FROM unit_successor"};
const Sql kAddSuccessor{"org.add_successor", "INSERT INTO unit_successor (unit_id, successor_id, from_on, note) VALUES ($1, $2, $3, $4)"};
const Sql kDropSuccessor{"org.drop_successor", "DELETE FROM unit_successor WHERE unit_id = $1 AND successor_id = $2"};

const Sql kSectionNames{"org.load_sections", "SELECT unit_id, name FROM section"};

const Sql kGroups{"org.load_groups", "SELECT group_id, code, name, kind, place, valid_from, valid_to, verify, note FROM unit_group"};
const Sql kAddGroup{"org.add_group",
                    "INSERT INTO unit_group (group_id, code, name, kind, place, valid_from, valid_to, verify, note) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
const Sql kChangeGroup{"org.change_group",
                       "UPDATE unit_group SET code = $2, name = $3, kind = $4, place = $5, valid_from = $6, valid_to = $7, verify = $8, "
                       "note = $9 WHERE group_id = $1"};
const Sql kEndGroup{"org.end_group", "UPDATE unit_group SET valid_to = $2 WHERE group_id = $1"};
const Sql kMembers{"org.load_members", "SELECT group_id, unit_id, place, valid_from, valid_to FROM unit_group_member"};
const Sql kAddMember{"org.add_member",
                     "INSERT INTO unit_group_member (group_id, unit_id, place, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)"};
const Sql kDropMember{"org.drop_member", "DELETE FROM unit_group_member WHERE group_id = $1 AND unit_id = $2"};

std::optional<std::string> given(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

void write_unit(store::WriteTx& tx, const Sql& sql, const UnitRow& row) {
    const auto& u = row.unit;
    tx.later(sql, {row.id, u.code, u.name, u.short_name, u.level, u.kind, u.organ, u.relation, row.parent, given(u.division), row.place,
                     u.valid_from, u.valid_to, u.verify ? 1 : 0, u.note});
}

void write_group(store::WriteTx& tx, const Sql& sql, const GroupRow& row) {
    const auto& g = row.group;
    tx.later(sql, {row.id, g.code, g.name, g.kind, row.place, g.valid_from, g.valid_to, g.verify ? 1 : 0, g.note});
}

Name name_of(const Row& row) { return {row.integer(0), row.text(1)}; }

}  // namespace

std::map<std::string, StoredDivision> stored_divisions(store::ReadTx& tx, std::string_view edition) {
    std::map<std::string, StoredDivision> out;
    tx.each(kDivisions, {edition}, [&](const Row& row) {
        PackageDivision division{row.text(0), row.opt_text(1).value_or(""), row.text(2), row.text(3), row.text(4),
                                 "",          row.opt_text(5).value_or("")};
        out.emplace(row.text(0), StoredDivision{std::move(division), !row.is_null(6)});
    });
    return out;
}

void insert_division(store::WriteTx& tx, std::string_view edition, const PackageDivision& d) {
    tx.later(kAddDivision, {edition, d.code, given(d.parent), d.level, d.kind, d.name, given(d.current_code)});
}

void update_division(store::WriteTx& tx, std::string_view edition, const PackageDivision& d) {
    tx.later(kChangeDivision, {edition, d.code, given(d.parent), d.level, d.kind, d.name, given(d.current_code)});
}

void end_division(store::WriteTx& tx, std::string_view edition, std::string_view code, base::Date on) {
    tx.later(kEndDivision, {edition, code, on});
}

std::map<std::string, UnitRow> stored_units(store::ReadTx& tx) {
    std::map<std::string, UnitRow> out;
    tx.each(kUnits, {}, [&](const Row& row) {
        UnitRow unit;
        unit.id = row.id<UnitId>(0);
        unit.unit.code = row.text(1);
        unit.unit.name = row.text(2);
        unit.unit.short_name = row.text(3);
        unit.unit.level = row.text(4);
        unit.unit.kind = row.text(5);
        unit.unit.organ = row.text(6);
        unit.unit.relation = row.text(7);
        unit.parent = row.opt_id<UnitId>(8);
        unit.unit.division = row.opt_text(9).value_or("");
        unit.place = static_cast<int>(row.integer(10));
        unit.unit.valid_from = row.opt_date(11);
        unit.unit.valid_to = row.opt_date(12);
        unit.unit.verify = row.integer(13) != 0;
        unit.unit.note = row.text(14);
        out.emplace(row.text(1), std::move(unit));
    });
    return out;
}

void insert_unit(store::WriteTx& tx, const UnitRow& row) { write_unit(tx, kAddUnit, row); }

void update_unit(store::WriteTx& tx, const UnitRow& row) { write_unit(tx, kChangeUnit, row); }

void end_unit(store::WriteTx& tx, UnitId id, base::Date on) { tx.later(kEndUnit, {id, on}); }

std::map<std::string, GroupRow> stored_groups(store::ReadTx& tx) {
    std::map<std::string, GroupRow> out;
    tx.each(kGroups, {}, [&](const Row& row) {
        GroupRow group;
        group.id = row.id<UnitGroupId>(0);
        group.group.code = row.text(1);
        group.group.name = row.text(2);
        group.group.kind = row.text(3);
        group.place = static_cast<int>(row.integer(4));
        group.group.valid_from = row.opt_date(5);
        group.group.valid_to = row.opt_date(6);
        group.group.verify = row.integer(7) != 0;
        group.group.note = row.text(8);
        out.emplace(row.text(1), std::move(group));
    });
    return out;
}

void insert_group(store::WriteTx& tx, const GroupRow& row) { write_group(tx, kAddGroup, row); }

void update_group(store::WriteTx& tx, const GroupRow& row) { write_group(tx, kChangeGroup, row); }

void end_group(store::WriteTx& tx, UnitGroupId id, base::Date on) { tx.later(kEndGroup, {id, on}); }

std::vector<Name> stored_names(store::ReadTx& tx, Named whose) {
    return tx.all(whose == Named::Unit ? kUnitAliases : kGroupAliases, {}, name_of);
}

void insert_name(store::WriteTx& tx, Named whose, const Name& name) {
    tx.later(whose == Named::Unit ? kAddUnitAlias : kAddGroupAlias, {name.first, name.second, name_key(name.second)});
}

void drop_name(store::WriteTx& tx, Named whose, const Name& name) {
    tx.later(whose == Named::Unit ? kDropUnitAlias : kDropGroupAlias, {name.first, name.second});
}

std::vector<std::pair<Succession, SuccessionTerms>> stored_successions(store::ReadTx& tx) {
    return tx.all(kSuccessors, {}, [](const Row& row) {
        return std::pair{Succession{row.id<UnitId>(0), row.id<UnitId>(1)}, SuccessionTerms{row.date(2), row.text(3)}};
    });
}

void insert_succession(store::WriteTx& tx, const Succession& succession, const SuccessionTerms& terms) {
    tx.later(kAddSuccessor, {succession.first, succession.second, terms.from, terms.note});
}

void drop_succession(store::WriteTx& tx, const Succession& succession) {
    tx.later(kDropSuccessor, {succession.first, succession.second});
}

std::vector<Name> stored_sections(store::ReadTx& tx) { return tx.all(kSectionNames, {}, name_of); }

std::vector<std::pair<Membership, MembershipTerms>> stored_memberships(store::ReadTx& tx) {
    return tx.all(kMembers, {}, [](const Row& row) {
        return std::pair{Membership{row.id<UnitGroupId>(0), row.id<UnitId>(1)},
                         MembershipTerms{static_cast<int>(row.integer(2)), row.opt_date(3), row.opt_date(4)}};
    });
}

void insert_membership(store::WriteTx& tx, const Membership& membership, const MembershipTerms& terms) {
    tx.later(kAddMember, {membership.first, membership.second, terms.place, terms.from, terms.to});
}

void drop_membership(store::WriteTx& tx, const Membership& membership) { tx.later(kDropMember, {membership.first, membership.second}); }

}  // namespace luoshi::org
