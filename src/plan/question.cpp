#include "plan/question.hpp"

#include <fmt/format.h>

namespace luoshi::plan {

bool asks_for_units(std::string_view code) { return code.starts_with("unit."); }

std::string question_text(std::string_view code, std::string_view subject) {
    if (asks_for_units(code)) {
        return fmt::format("“{}”指哪些单位，文件没有写明，请选定", subject);
    }
    if (code == kNoDuty) {
        return "本条没有写明由哪个单位承担，请选定；确实不需要的，请说明理由";
    }
    if (code == "duty.no_responsible") {
        return fmt::format("“责任单位”一栏是空的，只写了牵头单位“{}”，请确认由谁承担", subject);
    }
    if (code == "duty.lead_cell_many") {
        return fmt::format("“牵头单位”一栏写了多个单位“{}”，请确认谁牵头、谁负责", subject);
    }
    return fmt::format("“{}”需要人工确认", subject);
}

}  // namespace luoshi::plan
