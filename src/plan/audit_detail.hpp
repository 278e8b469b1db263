#pragma once
#include <string>
#include <vector>

#include "audit/change.hpp"

namespace luoshi::plan {

/// The detail of an event: the fields that differ.
inline std::string changed_fields(std::vector<audit::Change> fields) {
    std::erase_if(fields, [](const audit::Change& field) { return field.before == field.after; });
    return audit::changes_json(fields);
}

}  // namespace luoshi::plan
