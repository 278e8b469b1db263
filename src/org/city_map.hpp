#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "config/problem.hpp"

namespace luoshi::org {

/// Where a place is on the map of its city.
struct MapPlace {
    std::string code;         ///< of the division
    base::Decimal longitude;  ///< degrees: where its name stands, or the place itself when it has no outline
    base::Decimal latitude;
    std::string outline;  ///< moves and lines between degrees as SVG writes them (M116.8 38.2L…Z); empty: known as a point only
    std::string note;     ///< how a point was chosen
};

inline constexpr std::string_view kMapFile = "map.csv";

/// Reads map.csv of a package. A code that is no county of the package, what is no degree or no outline, and what is said twice are
/// problems.
std::vector<MapPlace> read_map(std::string_view csv, const std::function<bool(std::string_view code)>& is_county,
                               config::Problems& problems);

}  // namespace luoshi::org
