#include "indicator/formula_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "indicator/formula.hpp"
#include "indicator/measure_unit.hpp"

namespace luoshi::indicator {
namespace {

using StepKind = Formula::Step::Kind;

class FormulaCheck {
public:
    FormulaCheck(const std::vector<FormulaAt>& indicators, const FigureSource* registries) : registries_(registries) {
        for (const auto& at : indicators) {
            known_.emplace(at.indicator.definition.code, Known{at});
        }
    }
    void run() {
        for (auto& [code, known] : known_) {
            check(known);
        }
    }

private:
    enum class State { Fresh, Open, Done };
    struct Known {
        FormulaAt at;
        State state = State::Fresh;
        Definition& definition() const { return at.indicator.definition; }
    };
    /// A part of a formula: its unit, and whether its months add up to its year.
    struct Part {
        MeasureUnit unit;
        bool adds;
    };

    void check(Known& known) {
        if (!known.definition().by_formula() || known.state != State::Fresh) {
            return;
        }
        known.state = State::Open;
        path_.push_back(known.definition().name);
        auto parsed = Formula::parse(known.definition().formula);
        if (const auto* fault = std::get_if<FormulaFault>(&parsed)) {
            known.at.node.fail_at(fault->at, "公式有误：" + fault->message + "。");
        } else if (const auto& formula = std::get<Formula>(parsed); check_operands(known, formula)) {
            check_kind(known, formula);
        }
        path_.pop_back();
        known.state = State::Done;
    }

    /// Whether all of them can be used; each that cannot is told once, where it first stands.
    bool check_operands(Known& known, const Formula& formula) {
        bool good = true;
        std::set<std::size_t> seen;
        for (const auto& step : formula.steps()) {
            if (step.kind != StepKind::Operand || !seen.insert(step.operand).second) {
                continue;
            }
            const auto fault = fault_of(formula.operands()[step.operand]);
            if (!fault.empty()) {
                known.at.node.fail_at(step.at, fault);
                good = false;
            }
        }
        return good;
    }

    std::string fault_of(const Operand& operand) {
        if (operand.kind == Operand::Kind::Registry) {
            const bool found = registries_ != nullptr && registries_->unit_of(operand.name);
            return found ? "" : fmt::format("没有名为“{}”的台账查询：台账尚未启用，公式暂时只能使用指标。", operand.name);
        }
        const auto found = known_.find(operand.name);
        if (found == known_.end()) {
            std::vector<std::string> codes;
            std::ranges::transform(known_, std::back_inserter(codes), [](const auto& entry) { return entry.first; });
            const auto meant = config::closest(operand.name, codes);
            return fmt::format("公式中没有指标“{}”{}", operand.name,
                               meant.empty() ? "；公式里写指标的代码（code）。" : fmt::format("，是否想写“{}”？", meant));
        }
        auto& used = found->second;
        if (used.definition().kind == Kind::Qualitative) {
            return fmt::format("“{}”是定性指标，没有数值，不能用于公式。", used.definition().name);
        }
        if (used.state == State::Open) {
            const auto from = std::ranges::find(path_, used.definition().name);
            return fmt::format("公式循环引用：{} → {}；请改用填报的指标。", fmt::join(from, path_.end(), " → "), used.definition().name);
        }
        check(used);
        return {};
    }

    void check_kind(Known& known, const Formula& formula) {
        auto& definition = known.definition();
        const auto part = whole(known, formula);
        const bool level = std::ranges::none_of(formula.operands(), [&](const Operand& operand) { return adds(operand); });
        definition.carry_forward = level;
        if (!part) {
            return;
        }
        if (part->unit.is_constant()) {
            known.at.node.fail("公式里没有指标，只有数；请改正。");
        } else if (!part->unit.fits(MeasureUnit::of(definition.unit))) {
            known.at.node.fail(
                fmt::format("公式算出的单位是“{}”，与指标的单位“{}”不符；请改正公式或单位，倍数不同（如万元与元、倍与%）须乘以常数。",
                            part->unit.text(), definition.unit));
        }
        if (definition.kind == Kind::Flow && !part->adds) {
            known.at.node.fail("流量（kind: flow）的公式只能由流量相加减、乘除常数得到；相除得到的请写 kind: ratio。");
        }
        if (definition.kind == Kind::Stock && !level) {
            known.at.node.fail("存量（kind: stock）的公式不能用逐月相加的指标；请改为 kind: flow 或 kind: ratio。");
        }
    }

    bool adds(const Operand& operand) const {
        return operand.kind == Operand::Kind::Indicator && adds_over_time(known_.at(operand.name).definition());
    }

    Part part_of(const Operand& operand) const {
        if (operand.kind == Operand::Kind::Registry) {
            return {MeasureUnit::of(*registries_->unit_of(operand.name)), false};
        }
        const auto& definition = known_.at(operand.name).definition();
        return {MeasureUnit::of(definition.unit), definition.kind == Kind::Flow};
    }

    /// The unit of the whole formula; nothing when parts do not fit, which is told.
    std::optional<Part> whole(Known& known, const Formula& formula) const {
        std::vector<Part> stack;
        for (const auto& step : formula.steps()) {
            if (step.kind == StepKind::Number || step.kind == StepKind::Operand) {
                stack.push_back(step.kind == StepKind::Number ? Part{MeasureUnit::constant(), false}
                                                              : part_of(formula.operands()[step.operand]));
                continue;
            }
            if (step.kind == StepKind::Negate) {
                continue;
            }
            const Part right = std::move(stack.back());
            stack.pop_back();
            Part& left = stack.back();
            if (step.kind == StepKind::Multiply || step.kind == StepKind::Divide) {
                const bool multiply = step.kind == StepKind::Multiply;
                left.adds = (left.adds && right.unit.is_constant()) || (multiply && right.adds && left.unit.is_constant());
                left.unit = multiply ? left.unit.times(right.unit) : left.unit.over(right.unit);
                continue;
            }
            auto unit = left.unit.plus(right.unit);
            if (!unit) {
                known.at.node.fail_at(step.at,
                                      fmt::format("单位不同，不能相加减：左边是“{}”，右边是“{}”。", left.unit.text(), right.unit.text()));
                return std::nullopt;
            }
            left = {std::move(*unit), left.adds && right.adds};
        }
        return std::move(stack.back());
    }

    const FigureSource* registries_;
    std::map<std::string, Known> known_;
    std::vector<std::string> path_;  ///< names of the indicators being checked
};

}  // namespace

void check_formulas(const std::vector<FormulaAt>& indicators, const FigureSource* registries) {
    FormulaCheck{indicators, registries}.run();
}

std::vector<std::string> reported_operands(const std::vector<PackageIndicator>& package, const std::string& code) {
    const auto of = [&](const std::string& wanted) -> const Definition& {
        return std::ranges::find(package, wanted, [](const auto& one) -> const std::string& { return one.definition.code; })->definition;
    };
    const auto& definition = of(code);
    std::vector<std::string> used;
    if (definition.by_formula()) {
        const auto formula = std::get<Formula>(Formula::parse(definition.formula));
        for (const auto& operand : formula.operands()) {
            if (operand.kind == Operand::Kind::Indicator) {
                used.push_back(operand.name);
            }
        }
    } else if (definition.across == Across::Weighted) {
        used.push_back(definition.weight);
    }
    std::set<std::string> out;
    for (const auto& one : used) {
        if (!of(one).by_formula()) {
            out.insert(one);
        }
        for (auto& beneath : reported_operands(package, one)) {
            out.insert(std::move(beneath));
        }
    }
    return {out.begin(), out.end()};
}

}  // namespace luoshi::indicator
