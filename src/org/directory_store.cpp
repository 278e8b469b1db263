#include "org/directory_store.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "org/tenant_store.hpp"
#include "org/unit_name.hpp"

namespace luoshi::org {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_UNIT_COLUMNS                                                                                                 \
    "SELECT u.unit_id, u.code, u.name, u.short_name, u.level, u.kind, u.parent_id, p.name, u.division_code, u.valid_from, " \
    "u.valid_to, u.place FROM unit u LEFT JOIN unit p ON p.unit_id = u.parent_id "

const Sql kUnit{"org.unit", LUOSHI_UNIT_COLUMNS "WHERE u.unit_id = $1"};
const Sql kUnitByCode{"org.unit_by_code", LUOSHI_UNIT_COLUMNS "WHERE u.code = $1"};
const Sql kUnits{"org.units", LUOSHI_UNIT_COLUMNS
                 "WHERE ($1 = '' OR u.level = $1) AND (CAST($2 AS BIGINT) = 0 OR u.parent_id = $2) AND (u.place, u.unit_id) > ($3, $4) "
                 "AND ($5 = '%%' OR u.code LIKE $5 ESCAPE '!' OR EXISTS "
                 "(SELECT 1 FROM unit_alias a WHERE a.unit_id = u.unit_id AND a.name_key LIKE $5 ESCAPE '!')) "
                 "ORDER BY u.place, u.unit_id LIMIT $6"};
#define LUOSHI_NAMED(unit, word) \
    "(EXISTS (SELECT 1 FROM unit_alias a WHERE a.unit_id = " unit " AND lower(a.name_key) LIKE " word " ESCAPE '!'))"
#define LUOSHI_NEAR(word) "(" word " = '' OR " LUOSHI_NAMED("u.unit_id", word) " OR " LUOSHI_NAMED("u.parent_id", word) ")"
const Sql kUnitsWithWords{"org.units_with_words", LUOSHI_UNIT_COLUMNS
                          "WHERE (" LUOSHI_NAMED("u.unit_id", "$1") " OR " LUOSHI_NAMED("u.unit_id", "$2") " OR " LUOSHI_NAMED(
                              "u.unit_id", "$3") " OR " LUOSHI_NAMED("u.unit_id", "$4") " OR u.code LIKE $1 ESCAPE '!') "
                          "AND (u.code LIKE $1 ESCAPE '!' OR " LUOSHI_NEAR("$1") ") AND " LUOSHI_NEAR("$2") " AND " LUOSHI_NEAR(
                              "$3") " AND " LUOSHI_NEAR("$4") " ORDER BY u.place, u.unit_id LIMIT $5"};
#undef LUOSHI_NEAR
#undef LUOSHI_NAMED
#undef LUOSHI_UNIT_COLUMNS
const Sql kChildren{"org.children", "SELECT unit_id, name FROM unit WHERE parent_id = $1 ORDER BY place, unit_id"};
const Sql kAliases{"org.aliases",
                   "SELECT a.name FROM unit_alias a JOIN unit u ON u.unit_id = a.unit_id "
                   "WHERE a.unit_id = $1 AND a.name <> u.name AND a.name <> u.short_name ORDER BY a.name"};
const Sql kSuccessors{"org.successors",
                      "SELECT s.successor_id, u.name, s.from_on, s.note FROM unit_successor s JOIN unit u ON u.unit_id = s.successor_id "
                      "WHERE s.unit_id = $1 ORDER BY s.from_on, u.place"};
const Sql kBelow{
    "org.units_below",
    "WITH RECURSIVE below (unit_id) AS (SELECT unit_id FROM unit WHERE unit_id = $1 "
    "UNION ALL SELECT u.unit_id FROM unit u JOIN below b ON u.parent_id = b.unit_id) SELECT unit_id FROM below ORDER BY unit_id"};
const Sql kAbove{
    "org.units_above",
    "WITH RECURSIVE above (unit_id, far) AS (SELECT parent_id, 1 FROM unit WHERE unit_id = $1 AND parent_id IS NOT NULL UNION ALL "
    "SELECT u.parent_id, a.far + 1 FROM unit u JOIN above a ON u.unit_id = a.unit_id WHERE u.parent_id IS NOT NULL) "
    "SELECT unit_id FROM above ORDER BY far"};
const Sql kUnitsNamed{
    "org.units_named",
    "SELECT DISTINCT u.unit_id, u.valid_from, u.valid_to FROM unit_alias a JOIN unit u ON u.unit_id = a.unit_id WHERE a.name_key = $1"};
const Sql kGroupsNamed{"org.groups_named",
                       "SELECT DISTINCT g.group_id, g.valid_from, g.valid_to FROM unit_group_alias a JOIN unit_group g ON g.group_id = "
                       "a.group_id WHERE a.name_key = $1"};
const Sql kSections{"org.sections",
                    "SELECT section_id, unit_id, name FROM section WHERE unit_id = $1 AND valid_to IS NULL ORDER BY section_id"};
const Sql kSection{"org.section", "SELECT section_id, unit_id, name FROM section WHERE section_id = $1"};
const Sql kInsertSection{"org.insert_section", "INSERT INTO section (section_id, unit_id, name) VALUES ($1, $2, $3)"};
const Sql kGroups{"org.groups", "SELECT group_id, code, name, valid_from, valid_to, note FROM unit_group ORDER BY place, group_id"};
const Sql kGroupByCode{"org.group_by_code", "SELECT group_id, code, name, valid_from, valid_to, note FROM unit_group WHERE code = $1"};
const Sql kMembers{"org.members",
                   "SELECT m.unit_id, u.name FROM unit_group_member m JOIN unit u ON u.unit_id = m.unit_id WHERE m.group_id = $1 "
                   "AND (m.valid_from IS NULL OR m.valid_from <= $2) AND (m.valid_to IS NULL OR m.valid_to > $2) ORDER BY m.place"};
const Sql kDivisions{"org.divisions",
                     "SELECT d.code, d.name, d.level, d.kind, d.current_code, (SELECT count(*) FROM division c WHERE c.edition = d.edition "
                     "AND c.parent_code = d.code AND c.valid_to IS NULL), u.unit_id, u.name FROM division d "
                     "LEFT JOIN unit u ON u.division_code = d.code AND u.valid_to IS NULL "
                     "WHERE d.edition = $1 AND COALESCE(d.parent_code, '') = $2 AND d.valid_to IS NULL ORDER BY d.code"};

Unit unit_of(const Row& row) {
    Unit unit;
    unit.id = row.id<UnitId>(0);
    unit.code = row.text(1);
    unit.name = row.text(2);
    unit.short_name = row.text(3);
    unit.level = row.text(4);
    unit.kind = row.text(5);
    unit.parent = row.opt_id<UnitId>(6);
    unit.parent_name = row.opt_text(7).value_or("");
    unit.division_code = row.opt_text(8);
    unit.valid_from = row.opt_date(9);
    unit.valid_to = row.opt_date(10);
    return unit;
}

UnitRef ref_of(const Row& row) { return {row.id<UnitId>(0), row.text(1)}; }
Section section_of(const Row& row) { return {row.id<SectionId>(0), row.id<UnitId>(1), row.text(2)}; }
Group group_of(const Row& row) { return {row.id<UnitGroupId>(0), row.text(1), row.text(2), row.opt_date(3), row.opt_date(4), row.text(5)}; }

template <class Id>
Dated<Id> dated_of(const Row& row) {
    return {row.id<Id>(0), row.opt_date(1), row.opt_date(2)};
}

// "part of": the wildcards of LIKE stand for themselves.
std::string like_part(std::string_view text) {
    std::string out = "%";
    for (const char c : name_key(text)) {
        if (c == '%' || c == '_' || c == '!') {
            out += '!';
        }
        out += c;
    }
    return out + "%";
}

}  // namespace

std::optional<Unit> find_unit(store::ReadTx& tx, UnitId id) { return tx.one(kUnit, {id}, unit_of); }

std::optional<Unit> find_unit_by_code(store::ReadTx& tx, std::string_view code) { return tx.one(kUnitByCode, {code}, unit_of); }

UnitPage list_units(store::ReadTx& tx, const UnitFilter& filter) {
    std::int64_t place = -1;
    std::int64_t id = 0;
    const auto* end = filter.after.data() + filter.after.size();
    if (const auto [rest, fault] = std::from_chars(filter.after.data(), end, place); fault == std::errc{} && rest != end && *rest == '.') {
        std::from_chars(rest + 1, end, id);
    }
    UnitPage page;
    std::string key;
    tx.each(kUnits, {filter.level, filter.parent ? filter.parent->value() : 0, place, id, like_part(filter.text), filter.limit + 1},
            [&](const Row& row) {
                if (page.items.size() == static_cast<std::size_t>(filter.limit)) {
                    page.next = key;
                    return;
                }
                page.items.push_back(unit_of(row));
                key = std::to_string(row.integer(11)) + "." + page.items.back().id.text();
            });
    return page;
}

std::vector<Unit> units_with_words(store::ReadTx& tx, const std::vector<std::string>& words, std::size_t most) {
    std::array<std::string, 4> parts;  // an unused one is empty: no name is like it
    for (std::size_t i = 0; i < std::min(words.size(), parts.size()); ++i) {
        parts[i] = like_part(words[i]);
    }
    return tx.all(kUnitsWithWords, {parts[0], parts[1], parts[2], parts[3], static_cast<std::int64_t>(most)}, unit_of);
}

std::vector<UnitRef> children_of(store::ReadTx& tx, UnitId id) { return tx.all(kChildren, {id}, ref_of); }

std::vector<std::string> aliases_of(store::ReadTx& tx, UnitId id) {
    return tx.all(kAliases, {id}, [](const Row& row) { return row.text(0); });
}

std::vector<Successor> successors_of(store::ReadTx& tx, UnitId id) {
    return tx.all(kSuccessors, {id}, [](const Row& row) { return Successor{ref_of(row), row.date(2), row.text(3)}; });
}

std::vector<UnitId> units_below(store::ReadTx& tx, UnitId id) {
    return tx.all(kBelow, {id}, [](const Row& row) { return row.id<UnitId>(0); });
}

std::vector<UnitId> units_above(store::ReadTx& tx, UnitId id) {
    return tx.all(kAbove, {id}, [](const Row& row) { return row.id<UnitId>(0); });
}

std::vector<Dated<UnitId>> units_named(store::ReadTx& tx, std::string_view key) { return tx.all(kUnitsNamed, {key}, dated_of<UnitId>); }

std::vector<Dated<UnitGroupId>> groups_named(store::ReadTx& tx, std::string_view key) {
    return tx.all(kGroupsNamed, {key}, dated_of<UnitGroupId>);
}

std::vector<Section> sections_of(store::ReadTx& tx, UnitId unit) { return tx.all(kSections, {unit}, section_of); }

std::optional<Section> find_section(store::ReadTx& tx, SectionId id) { return tx.one(kSection, {id}, section_of); }

void insert_section(store::WriteTx& tx, const Section& section) { tx.later(kInsertSection, {section.id, section.unit, section.name}); }

std::vector<Group> list_groups(store::ReadTx& tx) { return tx.all(kGroups, {}, group_of); }

std::optional<Group> find_group_by_code(store::ReadTx& tx, std::string_view code) { return tx.one(kGroupByCode, {code}, group_of); }

std::vector<UnitRef> group_members(store::ReadTx& tx, UnitGroupId id, base::Date day) { return tx.all(kMembers, {id, day}, ref_of); }

std::vector<Division> list_divisions(store::ReadTx& tx, std::string_view parent_code) {
    return tx.all(kDivisions, {setting(tx, "division_edition").value_or(""), parent_code}, [](const Row& row) {
        Division division;
        division.code = row.text(0);
        division.name = row.text(1);
        division.level = row.text(2);
        division.kind = row.text(3);
        division.current_code = row.opt_text(4);
        division.child_count = row.integer(5);
        if (const auto unit = row.opt_id<UnitId>(6)) {
            division.unit = UnitRef{*unit, row.text(7)};
        }
        return division;
    });
}

}  // namespace luoshi::org
