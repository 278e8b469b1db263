#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml.hpp"
#include "indicator/indicator.hpp"

namespace luoshi::indicator {

/// A unit or group as the package names it, and where.
struct ReporterName {
    std::string name;
    config::Place place;
};

/// One indicator of a package; its definition carries no id yet.
struct PackageIndicator {
    Definition definition;
    std::vector<std::string> names;  ///< the definition's own name first, then the writings of documents
    std::vector<ReporterName> reporters;
    config::Place weight_at = {};
};

/// Reads indicators.yaml; everything wrong with it goes to `problems`.
std::vector<PackageIndicator> read_package(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::indicator
