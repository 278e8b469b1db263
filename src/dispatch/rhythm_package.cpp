#include "dispatch/rhythm_package.hpp"

#include <algorithm>

#include "config/yaml.hpp"

namespace luoshi::dispatch {
namespace {

constexpr int kMostWorkDays = 60;

OccasionRule read_rule(const config::Node& node) {
    OccasionRule rule;
    rule.code = node.at("code").text();
    rule.kind = plan::from_word<Kind>(node.at("kind").choice({"dispatch", "summary", "inspection", "assessment"})).value_or(Kind::Dispatch);
    rule.name = node.at("name").text();
    rule.owner = plan::from_word<Owner>(node.at("owner").choice({"plan_office", "lead_department", "county", "internal"}))
                     .value_or(Owner::PlanOffice);
    rule.units = node.at("units").opt_texts();
    rule.chair = node.at("chair").opt_text().value_or("");
    rule.every =
        calendar::rhythm_from(node.at("every").choice({"month", "quarter", "half_year", "year"})).value_or(calendar::Rhythm::Month);
    rule.opens = static_cast<int>(node.at("opens").integer(1, kMostWorkDays));
    rule.due = static_cast<int>(node.at("due").integer(1, kMostWorkDays));
    if (rule.due < rule.opens) {
        node.at("due").fail("截止不能早于开启：应为期末后第几个工作日，不小于 opens。");
    }
    for (const auto& section : node.at("agenda").list()) {
        const auto word = plan::from_word<Section>(section.choice({"late", "figures", "orders", "decisions"}));
        if (word && std::ranges::find(rule.agenda, *word) != rule.agenda.end()) {
            section.fail("议程中这一节写了两次，请删去一处。");
        } else if (word) {
            rule.agenda.push_back(*word);
        }
    }
    return rule;
}

}  // namespace

std::vector<OccasionRule> read_rhythm(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    config::Codes codes{"节奏"};
    std::vector<OccasionRule> rules;
    for (const auto& node : document.root().at("occasions").list()) {
        rules.push_back(read_rule(node));
        codes.declare(rules.back().code, node.at("code"));
    }
    document.finish();
    return rules;
}

}  // namespace luoshi::dispatch
