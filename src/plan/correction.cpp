#include "plan/correction.hpp"

namespace luoshi::plan {

std::optional<base::FieldError> missing_reason(PlanState state, std::string_view reason) {
    if (state == PlanState::Draft || is_reason(reason)) {
        return std::nullopt;
    }
    return base::field_error(
        "/reason", base::phrase("plan.reason_missing", "方案已经确认，正在执行：修改必须说明理由（至少 {least} 个字），原内容会保留",
                                {{"least", std::to_string(kReasonCharacters)}}));
}

}  // namespace luoshi::plan
