#include "plan/correction.hpp"

#include "base/text.hpp"

namespace luoshi::plan {

std::optional<base::FieldError> missing_reason(PlanState state, std::string_view reason) {
    constexpr std::size_t kReasonCharacters = 4;
    const bool given = base::decode_utf8(base::trim(reason)).value_or(std::u32string{}).size() >= kReasonCharacters;
    if (state == PlanState::Draft || given) {
        return std::nullopt;
    }
    return base::FieldError{"/reason", "plan.reason_missing", "方案已经确认，正在执行：修改必须说明理由（至少 4 个字），原内容会保留"};
}

}  // namespace luoshi::plan
