#pragma once
#include <string>
#include <vector>

#include "audit/change.hpp"

namespace luoshi::plan {

/// The fields that differ.
inline std::vector<audit::Change> really_changed(std::vector<audit::Change> fields) {
    std::erase_if(fields, [](const audit::Change& field) { return field.before == field.after; });
    return fields;
}

/// The detail of an event: the fields that differ.
inline std::string changed_fields(std::vector<audit::Change> fields) { return audit::changes_json(really_changed(std::move(fields))); }

}  // namespace luoshi::plan
