#include "supervise/light_package.hpp"

#include <fmt/format.h>

#include "config/yaml.hpp"

namespace luoshi::supervise {
namespace {

/// Percentage points behind schedule: more than none, at most all.
base::Decimal read_points(const config::Node& node) {
    const auto points = node.decimal();
    if (node.present() && (points <= base::Decimal{} || points > base::Decimal::from_e4(100 * base::Decimal::kUnit))) {
        node.fail(fmt::format("应大于 0、不超过 100（百分点），现在是 {}。", points.text()));
    }
    return points;
}

}  // namespace

LightSettings read_lights(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    LightSettings lights{.yellow_from = read_points(root.at("yellow_from")), .red_above = read_points(root.at("red_above"))};
    const auto read_opt = [&](const char* key, base::Decimal& into) {
        if (const auto node = root.at(key); node.present()) {
            into = read_points(node);
        }
    };
    read_opt("call_effect_pct", lights.call_effect_pct);
    read_opt("miss_likely_pct", lights.miss_likely_pct);
    read_opt("miss_open_pct", lights.miss_open_pct);
    if (lights.miss_likely_pct < lights.miss_open_pct) {
        (root.at("miss_likely_pct").present() ? root.at("miss_likely_pct") : root.at("miss_open_pct"))
            .fail("miss_likely_pct（很可能完不成）小于 miss_open_pct（难以确定）：请改正。");
    }
    if (root.at("yellow_from").present() && root.at("red_above").present() && lights.red_above < lights.yellow_from) {
        root.at("red_above").fail("red_above 小于 yellow_from，就没有黄灯了：请改正。");
    }
    document.finish();
    return lights;
}

}  // namespace luoshi::supervise
