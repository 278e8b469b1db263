#include "org/city_map.hpp"

#include <fmt/core.h>

#include <set>

#include "config/csv.hpp"

namespace luoshi::org {
namespace {

base::Decimal degrees(const std::string& text, int least, int most, const config::Place& place, config::Problems& problems) {
    const auto number = base::Decimal::parse(text);
    if (!number || number < base::Decimal::from_integer(least) || number > base::Decimal::from_integer(most)) {
        problems.add(place, fmt::format("“{}”不是度数，应为 {} 到 {} 之间的小数，如 {}.5。", text, least, most, least));
        return {};
    }
    return *number;
}

}  // namespace

std::vector<MapPlace> read_map(std::string_view csv, const std::function<bool(std::string_view code)>& is_county,
                               config::Problems& problems) {
    std::vector<MapPlace> out;
    const std::string file{kMapFile};
    std::set<std::string> seen;
    for (auto& row : config::read_csv(file, csv, {"code", "longitude", "latitude", "outline"}, {"note"}, problems)) {
        const config::Place place{file, row.line, 1};
        auto& code = row.fields[0];
        auto& outline = row.fields[3];
        if (!is_county(code)) {
            problems.add(place, fmt::format("{} 不在 divisions.csv 的县级区划中。", code));
        }
        if (!seen.insert(code).second) {
            problems.add(place, fmt::format("区划 {} 已有一行，请合并。", code));
        }
        if (outline.find_first_not_of("MLZ0123456789. ") != std::string::npos || (!outline.empty() && outline.front() != 'M')) {
            problems.add(place, "outline 应为由 M、L、Z 和度数组成的边界，如 M116.8 38.2L116.9 38.2L116.9 38.3Z；没有边界请留空。");
        }
        out.push_back({std::move(code), degrees(row.fields[1], 73, 136, place, problems), degrees(row.fields[2], 3, 54, place, problems),
                       std::move(outline), std::move(row.fields[4])});
    }
    return out;
}

}  // namespace luoshi::org
