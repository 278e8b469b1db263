#include "org/org_service.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "audit/change.hpp"
#include "org/tenant_service.hpp"

namespace luoshi::org {
namespace {

const audit::Action kSectionAdded{"org.section_added", "新增科室"};

base::Error no_unit() { return base::not_found("org.unit_not_found", "没有这个单位，请回到单位列表重新选择。"); }

}  // namespace

std::vector<Division> OrgService::divisions(std::string_view parent_code) {
    return db_.read([&](store::ReadTx& tx) { return list_divisions(tx, parent_code); });
}

std::vector<PlacedDivision> OrgService::city_map() {
    return db_.read([&](store::ReadTx& tx) {
        config::Problems none;  // the file was checked when it was loaded
        const auto drawn = read_map(
            package_file(tx, kMapFile).value_or(""), [](std::string_view) { return true; }, none);
        std::vector<PlacedDivision> out;
        for (const auto& city : list_divisions(tx, "")) {
            for (auto& county : list_divisions(tx, city.code)) {
                const auto place = std::ranges::find(drawn, county.code, &MapPlace::code);
                out.push_back({std::move(county), place == drawn.end() ? std::nullopt : std::optional{*place}});
            }
        }
        return out;
    });
}

UnitPage OrgService::units(const UnitFilter& filter) {
    return db_.read([&](store::ReadTx& tx) { return list_units(tx, filter); });
}

std::vector<GroupView> OrgService::groups() {
    return db_.read([&](store::ReadTx& tx) {
        const auto today = business_date(tx, clock_);
        std::vector<GroupView> out;
        for (auto& group : list_groups(tx)) {
            const auto day = group.valid_to ? std::min(today, *group.valid_to - std::chrono::days{1}) : today;
            auto members = group_members(tx, group.id, day);
            out.push_back({std::move(group), std::move(members)});
        }
        return out;
    });
}

base::Result<UnitView> OrgService::unit(UnitId id) {
    return db_.read([&](store::ReadTx& tx) { return view(tx, id); });
}

base::Result<UnitView> OrgService::view(store::ReadTx& tx, UnitId id) {
    auto unit = find_unit(tx, id);
    if (!unit) {
        return no_unit();
    }
    UnitView out{std::move(*unit), aliases_of(tx, id), successors_of(tx, id), sections_of(tx, id), {}, children_of(tx, id)};
    const auto today = business_date(tx, clock_);
    for (auto& post : identity::posts_of(tx, id)) {
        const auto section = std::find_if(out.sections.begin(), out.sections.end(), [&](const Section& s) { return s.id == post.section; });
        auto holders = identity::holders(tx, post.id, today);
        out.posts.push_back({std::move(post), section == out.sections.end() ? std::string{} : section->name, std::move(holders)});
    }
    return out;
}

base::Result<Unit> OrgService::editable(store::ReadTx& tx, const identity::Actor& actor, UnitId id) {
    auto unit = find_unit(tx, id);
    if (!unit) {
        return no_unit();
    }
    if (!actor.may_for("org.edit", id)) {
        return base::forbidden("permission.scope", fmt::format("{}不在您的管理范围内，请由该单位或其上级的管理人员办理。", unit->name));
    }
    if (!holds_on({}, unit->valid_to, business_date(tx, clock_))) {
        return base::conflict("org.unit_ended", fmt::format("{}已于 {} 停用，不能再增设，请到承接它的单位办理。", unit->name,
                                                            base::date_text(*unit->valid_to)));
    }
    return std::move(*unit);
}

base::Result<UnitView> OrgService::add_section(const identity::Actor& actor, UnitId unit_id, const std::string& name) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<UnitView> {
        LUOSHI_TRY(unit, editable(tx, actor, unit_id));
        const auto sections = sections_of(tx, unit_id);
        if (std::any_of(sections.begin(), sections.end(), [&](const Section& section) { return section.name == name; })) {
            return base::conflict("org.section_taken", fmt::format("{}已有“{}”，请换一个名称。", unit.name, name));
        }
        const Section section{ids_.make<SectionId>(), unit_id, name};
        insert_section(tx, section);
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {kSectionAdded, "section", section.id.text(), fmt::format("{}增设“{}”", unit.name, name),
                       audit::changes_json({{"name", "名称", "", name}})});
        return view(tx, unit_id);
    });
}

base::Result<UnitView> OrgService::add_post(const identity::Actor& actor, const identity::NewPost& post) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<UnitView> {
        LUOSHI_TRY(unit, editable(tx, actor, post.unit));
        if (post.section) {
            const auto section = find_section(tx, *post.section);
            if (!section || section->unit != post.unit) {
                return base::not_found("org.section_not_found", fmt::format("{}没有这个科室，请重新选择。", unit.name));
            }
        }
        LUOSHI_TRY(added, identity::add_post(tx, ids_, clock_.now(), actor, post));
        return view(tx, post.unit);
    });
}

}  // namespace luoshi::org
