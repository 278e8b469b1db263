#include "indicator/indicator_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "indicator/formula_package.hpp"
#include "indicator/indicator_name.hpp"

namespace luoshi::indicator {
namespace {

/// What is computed is not reported, and has no other way of adding up than its formula.
void check_computed(const config::Node& node, const Definition& definition) {
    if (definition.kind != Kind::Flow && definition.kind != Kind::Stock && definition.kind != Kind::Ratio) {
        node.at("kind").fail("有公式（formula）的指标只能是 flow、stock 或 ratio。");
    }
    for (const char* key : {"reported_by", "numerator", "denominator", "across", "weight", "carry", "maximum"}) {
        if (const auto other = node.at(key); other.present()) {
            other.fail(fmt::format("有公式（formula）的指标由计算得出，不写 {}；请删去其中一项。", key));
        }
    }
}

/// Which ways of adding up over units a kind has.
void check_across(const config::Node& node, const Definition& definition) {
    const bool weighted = definition.across == Across::Weighted;
    if (weighted && definition.weight.empty()) {
        node.at("across").fail("加权平均（across: weighted）须写 weight：按哪个指标加权，写它的代码（code）");
    }
    if (!weighted && !definition.weight.empty()) {
        node.at("weight").fail("只有加权平均（across: weighted）才写 weight");
    }
    if (definition.across == Across::Sum) {
        return;
    }
    if (definition.kind == Kind::Ratio) {
        node.at("across").fail(
            fmt::format("比率按分子分母汇总，不能写 across: {}；请删去 across 或改用存量", plan::word(definition.across)));
    } else if (definition.kind == Kind::Flow && (weighted || definition.across == Across::Latest)) {
        node.at("across").fail(
            fmt::format("流量逐月相加，不能写 across: {}；请改用存量，或以比率分别填报分子和分母", plan::word(definition.across)));
    } else if (definition.kind != Kind::Flow && definition.kind != Kind::Stock) {
        node.at("across").fail("名单和文件类指标数完成的单位，定性指标没有数值，都不写 across");
    }
}

/// What a kind fixes: only a ratio has parts; members of a set and documents are 0 or 1 and stay done.
void check_kind(const config::Node& node, Definition& definition) {
    if (definition.by_formula()) {
        check_computed(node, definition);
        return;
    }
    const bool ratio = definition.kind == Kind::Ratio;
    const bool counted = definition.kind == Kind::Set || definition.kind == Kind::Deliverable;
    if (ratio != !definition.numerator_name.empty() || ratio != !definition.denominator_name.empty()) {
        node.fail(ratio ? "比率须写明 numerator（分子）和 denominator（分母）的名称"
                        : "只有比率（kind: ratio）才写 numerator 和 denominator");
    }
    check_across(node, definition);
    if (definition.kind == Kind::Flow && definition.carry_forward) {
        node.fail("流量逐月相加，不能写 carry: true");
    }
    if (counted && (!definition.carry_forward || definition.decimals != 0)) {
        node.fail("名单和文件类指标须写 carry: true，且不带小数");
    }
    if (counted) {
        definition.maximum = base::Decimal::from_integer(1);
    } else if (!definition.maximum && definition.unit == "%") {
        definition.maximum = base::Decimal::from_integer(100);
    }
}

PackageIndicator read_indicator(const config::Node& node) {
    PackageIndicator out;
    auto& d = out.definition;
    d.code = node.at("code").text();
    d.name = node.at("name").text();
    d.unit = node.at("unit").text();
    d.decimals = static_cast<int>(node.at("decimals").opt_integer(0, 4).value_or(0));
    // a getter that fails gives an empty word: the problem is noted, any value will do
    d.kind = plan::from_word<Kind>(node.at("kind").choice({"flow", "stock", "ratio", "set", "deliverable", "qualitative"}))
                 .value_or(Kind::Stock);
    d.direction =
        plan::from_word<Direction>(node.at("direction").opt_choice({"up", "down", "interval"}).value_or("up")).value_or(Direction::Up);
    d.across = plan::from_word<Across>(node.at("across").opt_choice({"sum", "minimum", "maximum", "latest", "weighted"}).value_or("sum"))
                   .value_or(Across::Sum);
    d.weight = node.at("weight").opt_text().value_or("");
    out.weight_at = node.at("weight").place();
    d.carry_forward = node.at("carry").flag(false);
    d.every = calendar::rhythm_from(node.at("every").opt_choice({"month", "quarter", "half_year", "year"}).value_or("month"))
                  .value_or(calendar::Rhythm::Month);
    d.maximum = node.at("maximum").opt_decimal();
    d.numerator_name = node.at("numerator").opt_text().value_or("");
    d.denominator_name = node.at("denominator").opt_text().value_or("");
    d.part_decimals = static_cast<int>(node.at("part_decimals").opt_integer(0, 4).value_or(4));
    d.definition = node.at("definition").text();
    d.formula = node.at("formula").opt_text().value_or("");
    if (node.at("verify").flag(false)) {
        d.definition += "（口径待核定）";
    }
    check_kind(node, d);
    out.names.push_back(d.name);
    for (const auto& name : node.at("names").opt_list()) {
        out.names.push_back(name.text());
    }
    for (const auto& reporter : d.by_formula() ? std::vector<config::Node>{} : node.at("reported_by").list()) {
        out.reporters.push_back({reporter.text(), reporter.place()});
    }
    return out;
}

/// A weight is a figure that units report and that adds up: then weights never go round in a circle.
void check_weight(const config::Node& node, const Definition& definition, const std::vector<PackageIndicator>& package) {
    std::vector<std::string> codes;
    std::ranges::transform(package, std::back_inserter(codes), [](const auto& one) { return one.definition.code; });
    const auto found = std::ranges::find(codes, definition.weight);
    if (found == codes.end()) {
        const auto meant = config::closest(definition.weight, codes);
        node.fail(fmt::format("没有用来加权的指标“{}”{}", definition.weight,
                              meant.empty() ? "；请写指标的代码（code）" : fmt::format("，是否想写“{}”？", meant)));
        return;
    }
    const auto& weight = package[static_cast<std::size_t>(found - codes.begin())].definition;
    if (weight.by_formula() || weight.across != Across::Sum || (weight.kind != Kind::Flow && weight.kind != Kind::Stock)) {
        node.fail(fmt::format("“{}”不能用来加权：权重须是各单位填报、相加汇总的存量或流量", weight.name));
    }
}

}  // namespace

std::vector<PackageIndicator> read_package(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    config::Codes codes{"指标"};
    std::map<std::string, std::string> taken;
    const auto nodes = document.root().at("indicators").list();
    std::vector<PackageIndicator> out;
    for (const auto& node : nodes) {
        auto indicator = read_indicator(node);
        codes.declare(indicator.definition.code, node.at("code"));
        for (const auto& name : indicator.names) {
            const auto [other, fresh] = taken.emplace(normalised(name), indicator.definition.code);
            if (!fresh) {
                node.fail(other->second == indicator.definition.code
                              ? fmt::format("叫法“{}”写了两次，请删去一个", name)
                              : fmt::format("叫法“{}”已属于指标“{}”，一种叫法只能指一个指标", name, other->second));
            }
        }
        out.push_back(std::move(indicator));
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (const auto& definition = out[i].definition; definition.across == Across::Weighted && !definition.weight.empty()) {
            check_weight(nodes[i].at("weight"), definition, out);
        }
    }
    std::vector<FormulaAt> formulas;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        formulas.push_back({out[i], nodes[i].at("formula")});
    }
    check_formulas(formulas, nullptr);
    document.finish();
    codes.check();
    return out;
}

}  // namespace luoshi::indicator
