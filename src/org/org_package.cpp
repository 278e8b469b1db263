#include "org/org_package.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "config/csv.hpp"
#include "config/yaml.hpp"
#include "org/city_map.hpp"
#include "org/unit_name.hpp"
#include "villages.hpp"

namespace luoshi::org {
namespace {

using config::Node;
using config::Place;
using config::Problems;

constexpr const char* kDivisions = "divisions.csv";
constexpr const char* kRecodes = "town-recodes.csv";
constexpr const char* kVillages = "villages.csv";

bool is_code(std::string_view code) {
    return std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Structure of the statistical codes (GB/T 2260 and its extension): 4, 6, 9 and 12 digits.
const char* level_of(std::string_view code) {
    switch (is_code(code) ? code.size() : 0) {
        case 4:
            return "city";
        case 6:
            return "county";
        case 9:
            return "town";
        case 12:
            return "village";
        default:
            return "";
    }
}

std::string parent_code(std::string_view code) {
    const std::size_t length[] = {0, 4, 6, 9};
    return std::string{code.substr(0, length[code.size() / 3 - 1])};
}

class DivisionReader {
public:
    DivisionReader(const config::Folder& folder, Problems& problems) : folder_(folder), problems_(problems) {}

    std::vector<PackageDivision> read(std::string_view divisions) {
        read_divisions(divisions);
        if (problems_.all_readable() && !out_.empty()) {
            read_recodes();
        }
        if (problems_.all_readable() && !out_.empty()) {
            read_villages();
        }
        return std::move(out_);
    }

private:
    void read_divisions(std::string_view text) {
        for (auto& row : config::read_csv(kDivisions, text, {"code", "name", "short_name", "kind"}, {}, problems_)) {
            auto& code = row.fields[0];
            const Place place{kDivisions, row.line, 1};
            const std::string level = level_of(code);
            if (level.empty()) {
                problems_.add(place, fmt::format("“{}”不是区划代码，应为 4、6、9 或 12 位数字。", code));
                continue;
            }
            if (row.fields[1].empty()) {
                problems_.add(place, fmt::format("区划 {} 没有名称。", code));
            }
            if (const auto& kind = row.fields[3]; kind != "administrative" && kind != "statistical_zone" && kind != "quasi") {
                problems_.add(place, fmt::format("kind 不能是“{}”，可写的有：administrative、statistical_zone、quasi。", kind));
            }
            auto parent = level == "city" ? std::string{} : parent_code(code);
            if (!parent.empty() && !index_.contains(parent) && problems_.all_readable()) {
                problems_.add(place, fmt::format("区划 {} 的上级 {} 没有列在它前面。", code, parent));
            } else if (parent.empty() && !out_.empty()) {
                problems_.add(place, fmt::format("一个方案包只描述一个市，{} 是第二个。", code));
            }
            if (!index_.emplace(code, out_.size()).second) {
                problems_.add(place, fmt::format("区划 {} 重复。", code));
                continue;
            }
            auto short_name = row.fields[2].empty() ? row.fields[1] : row.fields[2];
            out_.push_back({code, std::move(parent), level, row.fields[3], row.fields[1], std::move(short_name), ""});
        }
    }

    // same: the town lives on under another code; merged: into a town that holds others; new: made from a part of the town.
    void read_recodes() {
        const auto text = folder_.text(kRecodes);
        if (!text) {
            return;
        }
        for (const auto& row : config::read_csv(kRecodes, *text, {"code", "current_code", "change"}, {"verify", "note"}, problems_)) {
            const Place place{kRecodes, row.line, 1};
            const auto& [code, current, change] = std::tie(row.fields[0], row.fields[1], row.fields[2]);
            const auto town = index_.find(code);
            if (town == index_.end() || out_[town->second].level != "town") {
                problems_.add(place, fmt::format("{} 不在 {} 的乡级区划中。", code, kDivisions));
                continue;
            }
            if (change != "same" && change != "merged" && change != "new") {
                problems_.add(place, fmt::format("change 不能是“{}”，可写的有：same、merged、new。", change));
                continue;
            }
            if (change != "new") {
                out_[town->second].current_code = current;
            }
            if (change != "merged" && !town_of_current_.emplace(current, code).second) {
                problems_.add(place, fmt::format("现行代码 {} 已对应 {}，一个现行代码的村只能归入一个乡级区划。", current,
                                                 town_of_current_[current]));
            }
        }
    }

    void read_villages() {
        const auto own = folder_.text(kVillages);
        const std::string_view text = own ? std::string_view{*own} : built_in_villages(out_.front().code);
        if (text.empty()) {
            return;
        }
        for (auto& row : config::read_csv(kVillages, text, {"code", "name", "town_code"}, {}, problems_)) {
            const Place place{kVillages, row.line, 1};
            const auto& code = row.fields[0];
            const auto recoded = town_of_current_.find(row.fields[2]);
            const auto& town = recoded == town_of_current_.end() ? row.fields[2] : recoded->second;
            if (level_of(code) != std::string_view{"village"}) {
                problems_.add(place, fmt::format("“{}”不是村级区划代码，应为 12 位数字。", code));
            } else if (const auto found = index_.find(town); found == index_.end() || out_[found->second].level != "town") {
                problems_.add(place, fmt::format("{}（{}）的乡级代码 {} 不在 {} 中，请在 {} 中说明它对应哪个乡级区划。", row.fields[1],
                                                 code, row.fields[2], kDivisions, kRecodes));
            } else if (!index_.emplace(code, out_.size()).second) {
                problems_.add(place, fmt::format("区划 {} 重复。", code));
            } else {
                // The last three digits: from 400 on quasi villages of the statistics.
                out_.push_back({code, town, "village", code[9] >= '4' ? "quasi" : "administrative", row.fields[1], row.fields[1], ""});
            }
        }
    }

    const config::Folder& folder_;
    Problems& problems_;
    std::vector<PackageDivision> out_;
    std::map<std::string, std::size_t> index_;
    std::map<std::string, std::string> town_of_current_;
};

using Words = std::map<std::string, std::string>;

// Replaces {word}; a word that does not exist is a problem at the node.
std::string fill(const std::string& pattern, const Words& words, const Node& node) {
    std::string out;
    std::size_t at = 0;
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', at)) {
        const auto close = pattern.find('}', open);
        const auto word = words.find(pattern.substr(open + 1, close == std::string::npos ? close : close - open - 1));
        if (close == std::string::npos || word == words.end()) {
            node.fail(
                fmt::format("“{}”中的花括号有误，可用的有 {{code}} {{name}} {{short}} {{stem}} {{county}} {{county_name}} {{county_stem}}，"
                            "以及（each: village）{{town}} {{town_name}}。",
                            pattern));
            return out;
        }
        out.append(pattern, at, open - at).append(word->second);
        at = close + 1;
    }
    return out.append(pattern, at);
}

// 青县 stays: a name of one character needs its level.
std::string stem_of(const std::string& short_name) {
    constexpr std::size_t kCharacter = 3;
    for (const auto* ending : {"市", "县", "区"}) {
        if (short_name.ends_with(ending) && short_name.size() > 2 * kCharacter) {
            return short_name.substr(0, short_name.size() - kCharacter);
        }
    }
    return short_name;
}

// Levels in the order of display.
constexpr std::string_view kLevels[] = {"city", "city_department", "county", "county_department", "town", "village", "other"};

std::string read_level(const Node& node) {
    return node.choice({"city", "city_department", "county", "county_department", "town", "village", "other"});
}

void check_order(const Node& node, std::optional<base::Date> from, std::optional<base::Date> to) {
    if (from && to && *to <= *from) {
        node.at("valid_to").fail("valid_to 应晚于 valid_from。");
    }
}

enum class Origin { Listed, Template };

class UnitReader {
public:
    UnitReader(Package& package, Problems& problems) : package_(package), problems_(problems) {
        for (const auto& division : package.divisions) {
            divisions_[division.code] = &division;
        }
        city_ = package.divisions.empty() ? std::string{} : package.divisions.front().name;
    }

    void refer(const Node& node) { codes_.refer(node.text(), node); }

    void read(const Node& units, const Node& groups) {
        if (const auto defaults = units.at("default_sections"); defaults.present()) {
            for (const auto& [level, list] : defaults.members()) {
                if (std::find(std::begin(kLevels), std::end(kLevels), level) == std::end(kLevels)) {
                    list.fail(fmt::format("没有“{}”这个层级。", level));
                }
                default_sections_[level] = list.opt_texts();
            }
        }
        for (const auto& node : units.at("units").list()) {
            read_unit(node, {}, Origin::Listed);
        }
        for (const auto& node : units.at("templates").opt_list()) {
            read_template(node);
        }
        // The city's organs as the author lists them, places below by their code.
        const auto rank = [](const Entry& entry) {
            const auto level = std::find(std::begin(kLevels), std::end(kLevels), entry.unit.level) - std::begin(kLevels);
            return std::pair{level, level < 2 ? std::string{} : entry.unit.code};
        };
        std::stable_sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) { return rank(a) < rank(b); });
        for (const auto& node : groups.at("groups").list()) {
            read_group(node);
        }
        codes_.check();
        check_tree();
        check_names();
        for (auto& entry : entries_) {
            package_.units.push_back(std::move(entry.unit));
        }
    }

private:
    struct Entry {
        PackageUnit unit;
        Place code_place;
        Place parent_place;
        Origin origin;
    };

    void read_unit(const Node& node, const Words& words, Origin origin) {
        const auto text = [&](const char* key) { return fill(node.at(key).text(), words, node.at(key)); };
        const auto opt_text = [&](const char* key) { return fill(node.at(key).opt_text().value_or(""), words, node.at(key)); };
        PackageUnit unit;
        unit.code = text("code");
        unit.name = text("name");
        unit.short_name = text("short");
        unit.level = read_level(node.at("level"));
        unit.kind = node.at("kind").opt_choice({"government", "zone_committee", "department", "office", "body"}).value_or("department");
        unit.organ = node.at("organ").opt_choice({"administrative", "party", "institution", "association"}).value_or("administrative");
        unit.relation = node.at("relation").opt_choice({"local", "vertical", "dual"}).value_or("local");
        unit.parent = opt_text("parent");
        unit.division = opt_text("division");
        if (problems_.all_readable() && !unit.division.empty() && !divisions_.contains(unit.division)) {
            node.at("division").fail(fmt::format("区划 {} 不在 {} 中。", unit.division, kDivisions));
        }
        codes_.refer(unit.parent, node.at("parent"));
        std::vector<std::string> names{unit.name, unit.short_name};
        for (const auto& alias : node.at("aliases").opt_list()) {
            names.push_back(fill(alias.text(), words, alias));
        }
        unit.names = writings(names, city_);
        const auto sections = node.at("sections");
        unit.sections = sections.present() ? sections.opt_texts() : default_sections_[unit.level];
        unit.valid_from = node.at("valid_from").opt_date();
        unit.valid_to = node.at("valid_to").opt_date();
        check_order(node, unit.valid_from, unit.valid_to);
        unit.verify = node.at("verify").flag(false);
        unit.note = node.at("note").opt_text().value_or("");
        for (const auto& successor : node.at("successors").opt_list()) {
            refer(successor.at("unit"));
            unit.successors.push_back(
                {successor.at("unit").text(), successor.at("from").date(), successor.at("note").opt_text().value_or("")});
        }
        codes_.declare(unit.code, node.at("code"));
        entries_.push_back({std::move(unit), node.at("code").place(), node.at("parent").place(), origin});
    }

    void read_template(const Node& node) {
        const auto level = node.at("each").choice({"county", "town", "village"});
        const auto only = read_codes(node.at("only"), level);
        const auto except = read_codes(node.at("except"), level);
        const auto endings = node.at("names_ending").opt_texts();
        for (const auto& [code, division] : divisions_) {
            const auto& name = division->name;
            const bool ends =
                endings.empty() || std::any_of(endings.begin(), endings.end(), [&](const auto& ending) { return name.ends_with(ending); });
            if (division->level != level || except.contains(code) || (!only.empty() && !only.contains(code)) || !ends) {
                continue;
            }
            const auto* town = above(*division, "town");
            const auto* county = above(*division, "county");
            if (county == nullptr) {
                continue;  // it is missing, which was reported
            }
            Words words{{"code", code},
                        {"name", name},
                        {"short", division->short_name},
                        {"stem", stem_of(division->short_name)},
                        {"county", county->code},
                        {"county_name", county->name},
                        {"county_stem", stem_of(county->short_name)}};
            if (level == "village") {
                words.insert({{"town", town->code}, {"town_name", town->name}});
            }
            read_unit(node, words, Origin::Template);
        }
    }

    /// The division itself or the one it lies in, at a level; null where that is missing.
    const PackageDivision* above(const PackageDivision& division, std::string_view level) const {
        for (const auto* at = &division;;) {
            if (at->level == level) {
                return at;
            }
            const auto parent = divisions_.find(at->parent);
            if (parent == divisions_.end()) {
                return nullptr;
            }
            at = parent->second;
        }
    }

    std::set<std::string> read_codes(const Node& list, const std::string& level) {
        std::set<std::string> out;
        for (const auto& node : list.opt_list()) {
            const auto code = node.text();
            const auto division = divisions_.find(code);
            if (problems_.all_readable() && !code.empty() && (division == divisions_.end() || division->second->level != level)) {
                node.fail(fmt::format("{} 中没有这一级的区划 {}。", kDivisions, code));
            }
            out.insert(code);
        }
        return out;
    }

    void read_group(const Node& node) {
        PackageGroup group;
        group.code = node.at("code").text();
        group.name = node.at("name").text();
        group.kind = node.at("kind").choice({"counties", "towns", "departments", "mixed"});
        std::vector<std::string> names{group.name};
        const auto aliases = node.at("aliases").opt_texts();
        names.insert(names.end(), aliases.begin(), aliases.end());
        group.names = writings(names, city_);
        group.valid_from = node.at("valid_from").opt_date();
        group.valid_to = node.at("valid_to").opt_date();
        check_order(node, group.valid_from, group.valid_to);
        group.verify = node.at("verify").flag(false);
        group.note = node.at("note").opt_text().value_or("");
        const auto all = node.at("all");
        if (all.present()) {
            const auto level = read_level(all.at("level"));
            const auto kind = all.at("kind").opt_text();
            const auto ending = all.at("code_ending").opt_text().value_or("");
            for (const auto& [unit, code_place, parent_place, origin] : entries_) {
                if (unit.level == level && (!kind || unit.kind == *kind) && unit.code.ends_with(ending)) {
                    group.members.push_back({unit.code, unit.valid_from, unit.valid_to});
                }
            }
        }
        const auto members = node.at("members");
        std::set<std::string> seen;
        for (const auto& item : all.present() ? members.opt_list() : members.list()) {
            PackageMember member;
            const auto code = item.is_map() ? item.at("unit") : item;
            member.unit = code.text();
            if (item.is_map()) {
                member.valid_from = item.at("valid_from").opt_date();
                member.valid_to = item.at("valid_to").opt_date();
                check_order(item, member.valid_from, member.valid_to);
            }
            codes_.refer(member.unit, code);
            if (!seen.insert(member.unit).second) {
                code.fail(fmt::format("成员 {} 写了两次，请删去一处。", member.unit));
            }
            group.members.push_back(std::move(member));
        }
        if (problems_.all_readable() && group.members.empty()) {
            node.at("code").fail("这个集合没有成员，请写 members 或改正 all 的条件。");
        }
        group_codes_.declare(group.code, node.at("code"));
        group_places_.push_back(node.at("code").place());
        package_.groups.push_back(std::move(group));
    }

    void check_tree() {
        std::map<std::string, std::string> parent;
        for (const auto& entry : entries_) {
            parent[entry.unit.code] = entry.unit.parent;
        }
        for (const auto& entry : entries_) {
            const auto& start = entry.unit.code;
            std::set<std::string> path;
            for (auto code = start; !code.empty() && path.insert(code).second;) {
                const auto next = parent.find(code);
                code = next == parent.end() ? std::string{} : next->second;
                if (code == start) {
                    problems_.add(entry.parent_place, fmt::format("单位 {} 的上级绕了一圈回到它自己，请改正 parent。", start));
                }
            }
        }
    }

    // A writing means one listed unit or group. Generated units (towns of two counties) may share writings, which then mean nothing; where
    // one has a listed entry's writing, the listed one is meant.
    void check_names() {
        struct Owner {
            std::string name;
            Place place;
        };
        std::map<std::string, Owner> owners;
        const auto refuse = [&](const std::string& name, const Owner& owner, const Place& place) {
            problems_.add(place,
                          fmt::format("名称“{}”已属于 {}（{}），一个写法只能指一个单位或集合。", name, owner.name, owner.place.text()));
        };
        const auto claim = [&](const std::string& who, const std::vector<std::string>& names, const Place& place) {
            for (const auto& name : names) {
                const auto& owner = owners.try_emplace(name_key(name), Owner{who, place}).first->second;
                if (owner.name != who) {
                    refuse(name, owner, place);
                }
            }
        };
        for (const auto& entry : entries_) {
            if (entry.origin == Origin::Listed) {
                claim(entry.unit.name, entry.unit.names, entry.code_place);
            }
        }
        for (std::size_t i = 0; i < package_.groups.size(); ++i) {
            claim(package_.groups[i].name, package_.groups[i].names, group_places_[i]);
        }
        for (auto& entry : entries_) {
            if (entry.origin == Origin::Listed) {
                continue;
            }
            if (const auto owner = owners.find(name_key(entry.unit.name)); owner != owners.end()) {
                refuse(entry.unit.name, owner->second, entry.code_place);
            }
            std::erase_if(entry.unit.names, [&](const std::string& name) { return owners.contains(name_key(name)); });
        }
    }

    Package& package_;
    Problems& problems_;
    std::map<std::string, const PackageDivision*> divisions_;
    std::string city_;
    std::map<std::string, std::vector<std::string>> default_sections_;
    std::vector<Entry> entries_;
    std::vector<Place> group_places_;
    config::Codes codes_{"单位"};
    config::Codes group_codes_{"集合"};
};

}  // namespace

std::string_view built_in_villages(std::string_view city_code) {
    for (const auto& file : embedded::villages()) {
        if (file.name == std::string{city_code} + ".csv") {
            return file.data;
        }
    }
    return {};
}

Package read_package(const config::Folder& folder, Problems& problems) {
    Package package;
    std::map<std::string, std::string> texts;
    for (const auto* name : {"package.yaml", kDivisions, "units.yaml", "groups.yaml"}) {
        auto text = folder.text(name);
        if (!text) {
            problems.add_unreadable({name, 0, 0}, "方案包中缺少这个文件，请补上。");
            continue;
        }
        texts[name] = std::move(*text);
    }
    if (texts.size() < 4) {
        return package;
    }
    package.divisions = DivisionReader{folder, problems}.read(texts[kDivisions]);
    if (const auto map = folder.text(kMapFile); map && problems.all_readable()) {
        const auto is_county = [&](std::string_view code) {
            return std::ranges::any_of(package.divisions, [&](const auto& place) { return place.level == "county" && place.code == code; });
        };
        read_map(*map, is_county, problems);
    }
    config::Document about{"package.yaml", texts["package.yaml"], problems};
    config::Document units{"units.yaml", texts["units.yaml"], problems};
    config::Document groups{"groups.yaml", texts["groups.yaml"], problems};

    const auto root = about.root();
    package.name = root.at("name").text();
    package.tenant = root.at("tenant").text();
    package.division_edition = root.at("division_edition").text();
    const auto plan = root.at("plan");
    package.doc_number = plan.at("doc_number").text();
    package.issued = plan.at("issued").opt_date();
    package.document_sha256 = plan.at("sha256").text();
    package.owner_unit = root.at("owner_unit").text();
    package.plan_office = root.at("plan_office").text();
    if (const auto demo = root.at("demo"); demo.present()) {
        package.demo_business_date = demo.at("business_date").date();
    }
    UnitReader reader{package, problems};
    reader.refer(root.at("owner_unit"));
    reader.refer(root.at("plan_office"));
    reader.read(units.root(), groups.root());
    about.finish();
    units.finish();
    groups.finish();
    return package;
}

}  // namespace luoshi::org
