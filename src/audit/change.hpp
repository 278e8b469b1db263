#pragma once
#include <string>
#include <vector>

namespace luoshi::audit {

/// One field that differs between two states of a thing; `name` is what people call the field.
struct Change {
    std::string field;
    std::string name;
    std::string before;
    std::string after;
};

/// The changes as a JSON array of {field, name, before, after}: the form in which histories are stored and shown.
std::string changes_json(const std::vector<Change>& changes);

}  // namespace luoshi::audit
