#include "org/package_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "org/directory_service.hpp"
#include "org/ids.hpp"
#include "org/tenant_service.hpp"
#include "org/unit_name.hpp"

namespace luoshi::org {
namespace {

using store::Row;
using store::Sql;
using store::WriteTx;

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

const audit::Action kLoaded{"org.package_loaded", "装入机构资料"};

std::optional<std::string> given(const std::string& text) { return text.empty() ? std::nullopt : std::optional{text}; }

struct UnitRow {
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

struct GroupRow {
    UnitGroupId id;
    PackageGroup group;
    int place = 0;

    bool same_as(const PackageGroup& other, int other_place) const {
        return std::tie(group.name, group.kind, group.valid_from, group.valid_to, group.verify, group.note, place) ==
               std::tie(other.name, other.kind, other.valid_from, other.valid_to, other.verify, other.note, other_place);
    }
};

class Loader {
public:
    Loader(WriteTx& tx, base::IdSource& ids, base::Date today, const Package& package)
        : tx_(tx), ids_(ids), today_(today), package_(package) {}

    LoadCounts load() {
        load_settings();
        load_divisions();
        load_units();
        load_aliases(kUnitAliases, kAddUnitAlias, kDropUnitAlias, wanted_unit_names());
        load_successors();
        load_sections();
        load_groups();
        return counts_;
    }

private:
    void load_settings() {
        const std::pair<const char*, const std::string&> settings[] = {{"tenant_name", package_.tenant},
                                                                       {"division_edition", package_.division_edition}};
        for (const auto& [key, value] : settings) {
            if (setting(tx_, key) != value) {
                set_setting(tx_, key, value);
                ++counts_.changed;
            }
        }
    }

    void load_divisions() {
        const auto& edition = package_.division_edition;
        struct Stored {
            PackageDivision division;
            bool ended;
        };
        std::map<std::string, Stored> stored;
        tx_.each(kDivisions, {edition}, [&](const Row& row) {
            PackageDivision division{row.text(0), row.opt_text(1).value_or(""), row.text(2), row.text(3), row.text(4),
                                     "",          row.opt_text(5).value_or("")};
            stored.emplace(row.text(0), Stored{std::move(division), !row.is_null(6)});
        });
        const auto key = [](const PackageDivision& d) { return std::tie(d.parent, d.level, d.kind, d.name, d.current_code); };
        for (const auto& d : package_.divisions) {
            const auto found = stored.find(d.code);
            if (found == stored.end()) {
                tx_.execute(kAddDivision, {edition, d.code, given(d.parent), d.level, d.kind, d.name, given(d.current_code)});
                ++counts_.added;
            } else {
                if (found->second.ended || key(found->second.division) != key(d)) {
                    tx_.execute(kChangeDivision, {edition, d.code, given(d.parent), d.level, d.kind, d.name, given(d.current_code)});
                    ++counts_.changed;
                }
                stored.erase(found);
            }
        }
        for (const auto& [code, row] : stored) {
            if (!row.ended) {
                tx_.execute(kEndDivision, {edition, code, today_});
                ++counts_.ended;
            }
        }
    }

    void load_units() {
        std::map<std::string, UnitRow> stored;
        tx_.each(kUnits, {}, [&](const Row& row) {
            UnitRow out;
            out.unit.code = row.text(1);
            out.unit.name = row.text(2);
            out.unit.short_name = row.text(3);
            out.unit.level = row.text(4);
            out.unit.kind = row.text(5);
            out.unit.organ = row.text(6);
            out.unit.relation = row.text(7);
            out.parent = row.opt_id<UnitId>(8);
            out.unit.division = row.opt_text(9).value_or("");
            out.place = static_cast<int>(row.integer(10));
            out.unit.valid_from = row.opt_date(11);
            out.unit.valid_to = row.opt_date(12);
            out.unit.verify = row.integer(13) != 0;
            out.unit.note = row.text(14);
            unit_ids_.emplace(out.unit.code, row.id<UnitId>(0));
            stored.emplace(out.unit.code, std::move(out));
        });
        std::map<std::string, const PackageUnit*> by_code;
        for (const auto& unit : package_.units) {
            by_code[unit.code] = &unit;
            unit_ids_.try_emplace(unit.code, ids_.make<UnitId>());
        }
        // Parents first: the tree is at most a handful of levels deep.
        std::vector<std::pair<int, int>> order;  // depth, place
        for (std::size_t i = 0; i < package_.units.size(); ++i) {
            int depth = 0;
            for (const auto* unit = &package_.units[i]; !unit->parent.empty(); unit = by_code.at(unit->parent)) {
                ++depth;
            }
            order.emplace_back(depth, static_cast<int>(i));
        }
        std::sort(order.begin(), order.end());
        for (const auto& [depth, place] : order) {
            const auto& unit = package_.units[static_cast<std::size_t>(place)];
            const UnitRow row{unit, unit.parent.empty() ? std::nullopt : std::optional{unit_ids_.at(unit.parent)}, place};
            const auto found = stored.find(unit.code);
            if (found == stored.end()) {
                write_unit(kAddUnit, row);
                ++counts_.added;
            } else if (!found->second.same_as(row)) {
                write_unit(kChangeUnit, row);
                ++counts_.changed;
            }
        }
        for (const auto& [code, row] : stored) {
            if (!by_code.contains(code) && !row.unit.valid_to) {
                tx_.execute(kEndUnit, {unit_ids_.at(code), today_});
                ++counts_.ended;
            }
        }
    }

    void write_unit(const Sql& sql, const UnitRow& row) {
        const auto& u = row.unit;
        tx_.execute(sql, {unit_ids_.at(u.code), u.code, u.name, u.short_name, u.level, u.kind, u.organ, u.relation, row.parent,
                          given(u.division), row.place, u.valid_from, u.valid_to, u.verify ? 1 : 0, u.note});
    }

    using Names = std::set<std::pair<std::int64_t, std::string>>;

    Names wanted_unit_names() const {
        Names out;
        for (const auto& unit : package_.units) {
            for (const auto& name : unit.names) {
                out.emplace(unit_ids_.at(unit.code).value(), name);
            }
        }
        return out;
    }

    // Names of units or groups the package no longer has stay with them: old texts name them.
    void load_aliases(const Sql& all, const Sql& add, const Sql& drop, Names wanted) {
        std::set<std::int64_t> owners;
        for (const auto& [id, name] : wanted) {
            owners.insert(id);
        }
        Names gone;
        tx_.each(all, {}, [&](const Row& row) {
            auto name = std::pair{row.integer(0), row.text(1)};
            if (wanted.erase(name) == 0 && owners.contains(name.first)) {
                gone.insert(std::move(name));
            }
        });
        for (const auto& [id, name] : gone) {
            tx_.execute(drop, {id, name});
        }
        for (const auto& [id, name] : wanted) {
            tx_.execute(add, {id, name, name_key(name)});
        }
        counts_.changed += static_cast<int>(gone.size());
        counts_.added += static_cast<int>(wanted.size());
    }

    void load_successors() {
        using Fields = std::pair<base::Date, std::string>;
        std::map<std::pair<UnitId, UnitId>, Fields> wanted;
        for (const auto& unit : package_.units) {
            for (const auto& successor : unit.successors) {
                wanted[{unit_ids_.at(unit.code), unit_ids_.at(successor.unit)}] = {successor.from, successor.note};
            }
        }
        std::vector<std::pair<UnitId, UnitId>> gone;
        tx_.each(kSuccessors, {}, [&](const Row& row) {
            const auto key = std::pair{row.id<UnitId>(0), row.id<UnitId>(1)};
            const auto found = wanted.find(key);
            if (found != wanted.end() && found->second == Fields{row.date(2), row.text(3)}) {
                wanted.erase(found);
            } else {
                gone.push_back(key);
            }
        });
        for (const auto& [unit, successor] : gone) {
            tx_.execute(kDropSuccessor, {unit, successor});
        }
        for (const auto& [key, fields] : wanted) {
            tx_.execute(kAddSuccessor, {key.first, key.second, fields.first, fields.second});
        }
        counts_.changed += static_cast<int>(gone.size());
        counts_.added += static_cast<int>(wanted.size());
    }

    void load_sections() {
        Names stored;
        tx_.each(kSectionNames, {}, [&](const Row& row) { stored.emplace(row.integer(0), row.text(1)); });
        for (const auto& unit : package_.units) {
            const auto id = unit_ids_.at(unit.code);
            for (const auto& name : unit.sections) {
                if (stored.emplace(id.value(), name).second) {
                    insert_section(tx_, {ids_.make<SectionId>(), id, name});
                    ++counts_.added;
                }
            }
        }
    }

    void load_groups() {
        std::map<std::string, GroupRow> stored;
        tx_.each(kGroups, {}, [&](const Row& row) {
            PackageGroup group;
            group.name = row.text(2);
            group.kind = row.text(3);
            group.valid_from = row.opt_date(5);
            group.valid_to = row.opt_date(6);
            group.verify = row.integer(7) != 0;
            group.note = row.text(8);
            stored.emplace(row.text(1), GroupRow{row.id<UnitGroupId>(0), std::move(group), static_cast<int>(row.integer(4))});
        });
        Names names;
        std::map<std::pair<UnitGroupId, UnitId>, Member> members;
        std::set<UnitGroupId> kept;
        for (std::size_t i = 0; i < package_.groups.size(); ++i) {
            const auto& group = package_.groups[i];
            const int place = static_cast<int>(i);
            const auto found = stored.find(group.code);
            const auto id = found == stored.end() ? ids_.make<UnitGroupId>() : found->second.id;
            if (found == stored.end()) {
                write_group(kAddGroup, id, group, place);
                ++counts_.added;
            } else if (!found->second.same_as(group, place)) {
                write_group(kChangeGroup, id, group, place);
                ++counts_.changed;
            }
            kept.insert(id);
            for (const auto& name : group.names) {
                names.emplace(id.value(), name);
            }
            for (const auto& member : group.members) {
                const int member_place = static_cast<int>(members.size());
                members.try_emplace({id, unit_ids_.at(member.unit)}, Member{member_place, member.valid_from, member.valid_to});
            }
        }
        for (const auto& [code, row] : stored) {
            if (!kept.contains(row.id) && !row.group.valid_to) {
                tx_.execute(kEndGroup, {row.id, today_});
                ++counts_.ended;
            }
        }
        load_aliases(kGroupAliases, kAddGroupAlias, kDropGroupAlias, std::move(names));
        load_members(std::move(members), kept);
    }

    void write_group(const Sql& sql, UnitGroupId id, const PackageGroup& g, int place) {
        tx_.execute(sql, {id, g.code, g.name, g.kind, place, g.valid_from, g.valid_to, g.verify ? 1 : 0, g.note});
    }

    struct Member {
        int place = 0;
        std::optional<base::Date> from;
        std::optional<base::Date> to;
        friend bool operator==(const Member&, const Member&) = default;
    };

    void load_members(std::map<std::pair<UnitGroupId, UnitId>, Member> wanted, const std::set<UnitGroupId>& kept) {
        std::vector<std::pair<UnitGroupId, UnitId>> gone;
        tx_.each(kMembers, {}, [&](const Row& row) {
            const auto key = std::pair{row.id<UnitGroupId>(0), row.id<UnitId>(1)};
            const auto found = wanted.find(key);
            if (found != wanted.end() && found->second == Member{static_cast<int>(row.integer(2)), row.opt_date(3), row.opt_date(4)}) {
                wanted.erase(found);
            } else if (kept.contains(key.first)) {
                gone.push_back(key);
            }
        });
        for (const auto& [group, unit] : gone) {
            tx_.execute(kDropMember, {group, unit});
        }
        for (const auto& [key, member] : wanted) {
            tx_.execute(kAddMember, {key.first, key.second, member.place, member.from, member.to});
        }
        counts_.changed += static_cast<int>(gone.size());
        counts_.added += static_cast<int>(wanted.size());
    }

    WriteTx& tx_;
    base::IdSource& ids_;
    base::Date today_;
    const Package& package_;
    LoadCounts counts_;
    std::map<std::string, UnitId> unit_ids_;
};

}  // namespace

LoadCounts load_package(WriteTx& tx, base::IdSource& ids, base::Moment at, base::Date today, const audit::Origin& origin,
                        const Package& package) {
    const auto counts = Loader{tx, ids, today, package}.load();
    if (counts != LoadCounts{}) {
        audit::record(
            tx, ids, at, origin,
            {kLoaded, "package", package.doc_number,
             fmt::format("装入{}的机构资料：新增{}项，修改{}项，停用{}项", package.tenant, counts.added, counts.changed, counts.ended),
             "{}"});
    }
    return counts;
}

}  // namespace luoshi::org
