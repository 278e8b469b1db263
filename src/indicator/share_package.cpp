#include "indicator/share_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::indicator {

ShareSettings read_share_settings(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    ShareSettings settings;
    const auto padding = root.at("share_padding_pct");
    if (const auto percent = padding.opt_decimal()) {
        settings.padding_pct = *percent;
        if (*percent < base::Decimal{}) {
            padding.fail("应为 0 或更大的百分数。");
        }
    }
    const auto until = root.at("share_change_until");
    if (const auto text = until.opt_text()) {
        const auto day = base::parse_date("2019-" + *text);  // a year without 02-29: the day must exist in every year
        if (day) {
            const std::chrono::year_month_day parts{*day};
            settings.change_until = parts.month() / parts.day();
        } else {
            until.fail("应写成“月-日”，例如 06-30，且每年都有这一天。");
        }
    }
    document.finish();
    return settings;
}

}  // namespace luoshi::indicator
