#include "plan/plan.hpp"

#include "base/text.hpp"

namespace luoshi::plan {

bool is_reason(std::string_view text) { return base::decode_utf8(base::trim(text)).value_or(std::u32string{}).size() >= kReasonCharacters; }

base::FieldError reason_missing() {
    return base::field_error(
        "/reason", base::phrase("reason.missing", "请写明理由（至少 {least} 个字）", {{"least", std::to_string(kReasonCharacters)}}));
}

std::string_view role_name(DutyRole role) {
    switch (role) {
        case DutyRole::Lead:
            return "牵头";
        case DutyRole::Responsible:
            return "责任";
        case DutyRole::Supporting:
            return "配合";
    }
    return "";
}

}  // namespace luoshi::plan
