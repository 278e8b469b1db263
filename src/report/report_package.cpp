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

}  // namespace luoshi::report
