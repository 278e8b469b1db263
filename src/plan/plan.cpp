#include "plan/plan.hpp"

namespace luoshi::plan {

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
