#include "plan/question.hpp"

#include <fmt/format.h>

namespace luoshi::plan {

bool asks_for_units(std::string_view code) { return code.starts_with("unit."); }

DutyRole role_lacking(std::string_view code) { return code == "duty.no_responsible" ? DutyRole::Responsible : DutyRole::Lead; }

std::string question_text(std::string_view code, std::string_view subject) {
    if (asks_for_units(code)) {
        return fmt::format("“{}”指哪些单位，文件没有写明，请选定", subject);
    }
    if (code == kNoDuty) {
        return "本条没有写明由哪个单位承担，请选定；确实不需要的，请说明理由";
    }
    if (code == "duty.no_responsible") {
        return "“责任单位”一栏是空的，请确认由谁承担；牵头单位自己承担的，请说明";
    }
    if (code == "duty.no_lead") {
        return "没有写明牵头单位，请确认由谁牵头";
    }
    if (code == "duty.lead_cell_many") {
        return fmt::format("“牵头单位”一栏写了多个单位“{}”，请确认谁牵头、谁负责", subject);
    }
    if (code == "duty.lead_cell_group") {
        return fmt::format("“牵头单位”一栏只写了“{}”，请确认是各自牵头，还是另有牵头单位", subject);
    }
    return fmt::format("“{}”需要人工确认", subject);
}

}  // namespace luoshi::plan
