#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "org/ids.hpp"

namespace luoshi::org {

/// An organ. `level`, `kind` … are the words of the API and of packages.
struct Unit {
    UnitId id{1};
    std::string code;
    std::string name;
    std::string short_name;
    std::string level;
    std::string kind;
    std::optional<UnitId> parent;
    std::string parent_name;
    std::optional<std::string> division_code;  ///< the place it governs
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;  ///< the first day it no longer exists
};

struct UnitRef {
    UnitId id{1};
    std::string name;
};

struct Section {
    SectionId id{1};
    UnitId unit{1};
    std::string name;
};

/// A set of units that plans name as one.
struct Group {
    UnitGroupId id{1};
    std::string code;
    std::string name;
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
    std::string note;
};

/// A place, with the organ that governs it.
struct Division {
    std::string code;
    std::string name;
    std::string level;
    std::string kind;
    std::int64_t child_count = 0;
    std::optional<UnitRef> unit;
    std::optional<std::string> current_code;
};

/// What a name in a text stands for: one unit, or one group, or (neither) nothing certain.
struct NameMatch {
    std::optional<UnitId> unit;
    std::optional<UnitGroupId> group;
};

/// Whether something with these dates exists on a day.
inline bool holds_on(const std::optional<base::Date>& from, const std::optional<base::Date>& to, base::Date day) {
    return (!from || *from <= day) && (!to || day < *to);
}

}  // namespace luoshi::org
