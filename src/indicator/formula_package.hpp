#pragma once
#include <string>
#include <vector>

#include "config/yaml.hpp"
#include "indicator/figure_source.hpp"
#include "indicator/indicator_package.hpp"

namespace luoshi::indicator {

/// An indicator of a package and the place of its formula.
struct FormulaAt {
    PackageIndicator& indicator;
    config::Node node;
};

/// Checks the formulas of a package; each fault is told at its character. A formula uses indicators of the package that have figures, in no
/// circle. Only what is counted in the same unit is added; the unit that comes out is the indicator's own. A flow is made of flows, added
/// or times a constant; a stock of levels; a ratio of anything. Sets carry_forward: nothing in the formula adds up over time.
void check_formulas(const std::vector<FormulaAt>& indicators, const FigureSource* registries);

/// The reported indicators beneath `code`: those of its formula and of formulas within it, and the weights of means; without itself.
/// The package has been checked.
std::vector<std::string> reported_operands(const std::vector<PackageIndicator>& package, const std::string& code);

}  // namespace luoshi::indicator
