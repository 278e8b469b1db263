#include "org/package_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "org/directory_store.hpp"
#include "org/package_store.hpp"
#include "org/tenant_store.hpp"

namespace luoshi::org {
namespace {

using store::WriteTx;

const audit::Action kLoaded{"org.package_loaded", "装入机构资料"};

class Loader {
public:
    Loader(WriteTx& tx, base::IdSource& ids, base::Date today, const Package& package)
        : tx_(tx), ids_(ids), today_(today), package_(package) {}

    LoadCounts load() {
        load_settings();
        load_divisions();
        load_units();
        load_names(Named::Unit, wanted_unit_names());
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
        auto stored = stored_divisions(tx_, edition);
        const auto key = [](const PackageDivision& d) { return std::tie(d.parent, d.level, d.kind, d.name, d.current_code); };
        for (const auto& d : package_.divisions) {
            const auto found = stored.find(d.code);
            if (found == stored.end()) {
                insert_division(tx_, edition, d);
                ++counts_.added;
            } else {
                if (found->second.ended || key(found->second.division) != key(d)) {
                    update_division(tx_, edition, d);
                    ++counts_.changed;
                }
                stored.erase(found);
            }
        }
        for (const auto& [code, row] : stored) {
            if (!row.ended) {
                end_division(tx_, edition, code, today_);
                ++counts_.ended;
            }
        }
    }

    void load_units() {
        const auto stored = stored_units(tx_);
        for (const auto& [code, row] : stored) {
            unit_ids_.emplace(code, row.id);
        }
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
            const UnitRow row{unit_ids_.at(unit.code), unit, unit.parent.empty() ? std::nullopt : std::optional{unit_ids_.at(unit.parent)},
                              place};
            const auto found = stored.find(unit.code);
            if (found == stored.end()) {
                insert_unit(tx_, row);
                ++counts_.added;
            } else if (!found->second.same_as(row)) {
                update_unit(tx_, row);
                ++counts_.changed;
            }
        }
        for (const auto& [code, row] : stored) {
            if (!by_code.contains(code) && !row.unit.valid_to) {
                end_unit(tx_, row.id, today_);
                ++counts_.ended;
            }
        }
    }

    using Names = std::set<Name>;

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
    void load_names(Named whose, Names wanted) {
        std::set<std::int64_t> owners;
        for (const auto& [id, name] : wanted) {
            owners.insert(id);
        }
        int gone = 0;
        for (const Name& name : stored_names(tx_, whose)) {
            if (wanted.erase(name) == 0 && owners.contains(name.first)) {
                drop_name(tx_, whose, name);
                ++gone;
            }
        }
        for (const Name& name : wanted) {
            insert_name(tx_, whose, name);
        }
        counts_.changed += gone;
        counts_.added += static_cast<int>(wanted.size());
    }

    void load_successors() {
        std::map<Succession, SuccessionTerms> wanted;
        for (const auto& unit : package_.units) {
            for (const auto& successor : unit.successors) {
                wanted[{unit_ids_.at(unit.code), unit_ids_.at(successor.unit)}] = {successor.from, successor.note};
            }
        }
        for (const auto& [succession, terms] : stored_successions(tx_)) {
            const auto found = wanted.find(succession);
            if (found != wanted.end() && found->second == terms) {
                wanted.erase(found);
            } else {
                drop_succession(tx_, succession);
                ++counts_.changed;
            }
        }
        for (const auto& [succession, terms] : wanted) {
            insert_succession(tx_, succession, terms);
        }
        counts_.added += static_cast<int>(wanted.size());
    }

    void load_sections() {
        const auto names = stored_sections(tx_);
        Names stored{names.begin(), names.end()};
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
        const auto stored = stored_groups(tx_);
        Names names;
        std::map<Membership, MembershipTerms> members;
        std::set<UnitGroupId> kept;
        for (std::size_t i = 0; i < package_.groups.size(); ++i) {
            const auto& group = package_.groups[i];
            const int place = static_cast<int>(i);
            const auto found = stored.find(group.code);
            const auto id = found == stored.end() ? ids_.make<UnitGroupId>() : found->second.id;
            if (found == stored.end()) {
                insert_group(tx_, {id, group, place});
                ++counts_.added;
            } else if (!found->second.same_as(group, place)) {
                update_group(tx_, {id, group, place});
                ++counts_.changed;
            }
            kept.insert(id);
            for (const auto& name : group.names) {
                names.emplace(id.value(), name);
            }
            for (const auto& member : group.members) {
                const int member_place = static_cast<int>(members.size());
                members.try_emplace({id, unit_ids_.at(member.unit)}, MembershipTerms{member_place, member.valid_from, member.valid_to});
            }
        }
        for (const auto& [code, row] : stored) {
            if (!kept.contains(row.id) && !row.group.valid_to) {
                end_group(tx_, row.id, today_);
                ++counts_.ended;
            }
        }
        load_names(Named::Group, std::move(names));
        load_members(std::move(members), kept);
    }

    void load_members(std::map<Membership, MembershipTerms> wanted, const std::set<UnitGroupId>& kept) {
        for (const auto& [membership, terms] : stored_memberships(tx_)) {
            const auto found = wanted.find(membership);
            if (found != wanted.end() && found->second == terms) {
                wanted.erase(found);
            } else if (kept.contains(membership.first)) {
                drop_membership(tx_, membership);
                ++counts_.changed;
            }
        }
        for (const auto& [membership, terms] : wanted) {
            insert_membership(tx_, membership, terms);
        }
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
