#include "handover/ownerless_service.hpp"

#include "blob/sha256.hpp"
#include "handover/ownerless_store.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::handover {
namespace {

UnitId told_unit(const Ownerless& row, UnitId fallback, const std::set<UnitId>& assigning, const std::map<UnitId, Place>& places) {
    const bool only_posts = row.parts == 0 && row.orders == 0;
    auto unit = only_posts ? std::optional{row.unit.id} : places.at(row.unit.id).parent;
    while (unit && !assigning.contains(*unit)) {
        unit = places.at(*unit).parent;
    }
    return unit.value_or(fallback);
}

}  // namespace

std::vector<Ownerless> without_owner(store::ReadTx& tx, Date day) {
    std::map<UnitId, Ownerless> found;
    std::map<UnitId, UnitId> fallback;
    const auto row = [&](const OwnerlessRow& of) -> Ownerless& {
        fallback.emplace(of.unit.id, of.fallback);
        auto& out = found[of.unit.id];
        out.unit = of.unit;
        return out;
    };
    for (const auto& part : ownerless_parts(tx, day)) {
        row(part).parts = part.count;
    }
    for (const auto& order : ownerless_orders(tx, day)) {
        row(order).orders = order.count;
    }
    for (const auto& post : empty_posts(tx, day)) {
        row(post).posts.push_back(post.post);
    }
    std::vector<Ownerless> out;
    if (found.empty()) {
        return out;
    }
    const auto assigning = assigning_units(tx, day);
    const auto all = places(tx);
    for (auto& [unit, one] : found) {
        const auto told = told_unit(one, fallback.at(unit), assigning, all);
        one.told = {told, all.at(told).name};
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<Ownerless> without_owner_for(store::ReadTx& tx, const identity::Actor& actor, Date day) {
    auto out = without_owner(tx, day);
    std::erase_if(
        out, [&](const Ownerless& one) { return !actor.may("duty.read") || !(actor.covers(one.unit.id) || actor.is_of(one.told.id)); });
    return out;
}

base::Status tell_without_owner(store::WriteTx& tx, base::IdSource& ids, base::Moment now, Date day) {
    std::map<UnitId, std::vector<Ownerless>> by_told;
    for (auto& one : without_owner(tx, day)) {
        by_told[one.told.id].push_back(std::move(one));
    }
    const auto month = base::date_text(day).substr(0, 7);
    for (const auto& [told, units] : by_told) {
        std::string which;
        for (const auto& one : units) {
            which += one.unit.id.text() + ' ';
        }
        notice::tell_unit(tx, ids, now, day, told, "duty.assign",
                          {"duty.without_owner",
                           base::phrase("handover.told_ownerless", "有{units}个单位的责任无人承担（如{unit}），请安排人员",
                                        {{"unit", units.front().unit.name}, {"units", std::to_string(units.size())}}),
                           "/ownerless", "duty.without_owner " + told.text() + ' ' + month + ' ' + blob::sha256_hex(which)});
    }
    return base::Done{};
}

}  // namespace luoshi::handover
