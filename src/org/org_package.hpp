#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "config/folder.hpp"
#include "config/problem.hpp"

namespace luoshi::org {

struct PackageDivision {
    std::string code;
    std::string parent;  ///< empty for the city
    std::string level;
    std::string kind;
    std::string name;
    std::string short_name;
    std::string current_code;  ///< empty when later editions kept the code
};

struct PackageSuccessor {
    std::string unit;
    base::Date from;
    std::string note;
};

struct PackageUnit {
    std::string code;
    std::string name;
    std::string short_name;
    std::string level;
    std::string kind;
    std::string organ;
    std::string relation;
    std::string parent;              ///< code; empty for a root
    std::string division;            ///< the place it governs; empty for others
    std::vector<std::string> names;  ///< every writing: name and short name first
    std::vector<std::string> sections;
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
    bool verify = false;
    std::string note;
    std::vector<PackageSuccessor> successors;
};

struct PackageMember {
    std::string unit;
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
};

struct PackageGroup {
    std::string code;
    std::string name;
    std::string kind;
    std::vector<std::string> names;
    std::vector<PackageMember> members;
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
    bool verify = false;
    std::string note;
};

/// package.yaml, divisions.csv, town-recodes.csv, villages.csv, units.yaml and groups.yaml of a package; map.csv is only checked.
struct Package {
    std::string name;
    std::string tenant;
    std::string division_edition;
    std::string doc_number;
    std::optional<base::Date> issued;
    std::string document_sha256;
    std::string owner_unit;
    std::string plan_office;
    std::optional<base::Date> demo_business_date;
    std::vector<PackageDivision> divisions;  ///< parents before children
    std::vector<PackageUnit> units;
    std::vector<PackageGroup> groups;
};

/// Reads and checks; everything wrong goes to `problems` and the package must then not be loaded. Needs no database.
/// Villages come from villages.csv of the folder, else from those built into the program for the city.
Package read_package(const config::Folder& folder, config::Problems& problems);

/// Villages of a city (four-digit code) that were built into the program as CSV; empty when there are none.
std::string_view built_in_villages(std::string_view city_code);

}  // namespace luoshi::org
