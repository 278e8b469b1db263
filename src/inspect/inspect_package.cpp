#include "inspect/inspect_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::inspect {

Settings read_settings(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    Settings settings;
    for (const auto& row : root.at("caps").opt_list()) {
        const auto type = row.at("type").opt_choice({"comprehensive", "special", "event", "routine", "lead"});
        const auto per = row.at("per").choice({"year", "quarter"});
        settings.caps.push_back({.type = type ? plan::from_word<Type>(*type) : std::nullopt,
                                 .per = per == "quarter" ? Cap::Per::Quarter : Cap::Per::Year,
                                 .most = static_cast<int>(row.at("most").integer(1, 1000))});
    }
    for (const auto& rule : root.at("may_override").opt_list()) {
        // Authority and recusal are the law's: no city may wave them aside.
        if (const auto known = plan::from_word<Rule>(rule.choice({"overlap", "frequency", "period"}))) {
            settings.may_override.insert(*known);
        }
    }
    document.finish();
    return settings;
}

}  // namespace luoshi::inspect
