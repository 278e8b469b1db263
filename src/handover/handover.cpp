#include "handover/handover.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace luoshi::handover {

Section section_of(std::string_view word) {
    const auto found = std::find(kSections.begin(), kSections.end(), word);
    if (found == kSections.end()) {
        throw std::invalid_argument("交接单中有无法识别的一节");
    }
    return static_cast<Section>(found - kSections.begin());
}

std::string_view name_of(Section section) {
    constexpr std::array<std::string_view, 10> kNames{"承担的责任", "未完成的节点", "待填报",       "待审核",         "督办事项",
                                                      "整改事项",   "会议议定事项", "待召开的会议", "可提异议的预警", "未读消息"};
    return kNames[static_cast<std::size_t>(section)];
}

std::string state_name(const Line& line) {
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"lead", "牵头"},       {"responsible", "责任"}, {"supporting", "配合"},    {"missing", "未报"},
        {"draft", "填报中"},    {"returned", "被退回"},  {"submitted", "待审核"},   {"open", "待整改"},
        {"reported", "待复查"}, {"to_hold", "待召开"},   {"may_object", "可提异议"}};
    for (const auto& [word, name] : kNames) {
        if (line.state == word) {
            return std::string{name};
        }
    }
    return line.state;
}

bool manages(const identity::Actor& actor, UnitId unit) {
    return actor.may_for("duty.assign", unit) || (actor.is_head && actor.is_of(unit) && actor.may("duty.read"));
}

bool is_party(const identity::Actor& actor, const Handover& sheet) { return actor.user == sheet.from.id || actor.user == sheet.to.id; }

bool may_sign(const identity::Actor& actor, const Handover& sheet) {
    return sheet.state == "open" &&
           ((actor.user == sheet.from.id && !sheet.from_signed_on) || (actor.user == sheet.to.id && !sheet.to_signed_on));
}

void sign(const identity::Actor& actor, Handover& sheet, Date day) {
    (actor.user == sheet.from.id ? sheet.from_signed_on : sheet.to_signed_on) = day;
    if (sheet.from_signed_on && sheet.to_signed_on) {
        sheet.state = "signed";
    }
}

}  // namespace luoshi::handover
