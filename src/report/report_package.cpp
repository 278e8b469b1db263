#include "report/report_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::report {

std::vector<RouteStep> read_route(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto steps = document.root().at("report");
    config::Codes codes{"环节"};
    std::vector<RouteStep> route;
    for (const auto& step : steps.list()) {
        RouteStep row{step.at("step").text(), step.at("name").text(), Reviewer::LeadUnit};
        codes.declare(row.code, step.at("step"));
        const auto by = step.at("by").choice({"own_head", "lead_unit", "plan_office"});
        row.reviewer = by == "own_head" ? Reviewer::OwnHead : by == "plan_office" ? Reviewer::PlanOffice : Reviewer::LeadUnit;
        row.handed_down_name = step.at("handed_down").opt_text().value_or("");
        route.push_back(std::move(row));
    }
    if (steps.present() && route.empty()) {
        steps.fail("审核路线至少要有一个环节");
    }
    document.finish();
    return route;
}

QualitySettings read_quality(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    QualitySettings settings;
    const auto whole = [&](std::string_view key, int& into, int least, int most) {
        into = static_cast<int>(root.at(key).opt_integer(least, most).value_or(into));
    };
    const auto above_zero = [&](std::string_view key, base::Decimal& into) {
        const auto node = root.at(key);
        into = node.opt_decimal().value_or(into);
        if (into <= base::Decimal{}) {
            node.fail("应大于 0。");
        }
    };
    whole("least_past_months", settings.least_past, 2, 60);
    above_zero("jump_z", settings.jump_z);
    above_zero("step", settings.step);
    whole("copied_pct", settings.copied_pct, 1, 100);
    whole("text_least", settings.text_least, 4, 1000);
    whole("december_pct", settings.spike_pct, 1, 100);
    whole("same_full_pct", settings.same_full_pct, 1, 100);
    whole("same_full_least", settings.same_full_least, 1, 1000);
    document.finish();
    return settings;
}

}  // namespace luoshi::report
