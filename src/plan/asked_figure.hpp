#pragma once
#include <string>

#include "plan/ids.hpp"

namespace luoshi::plan {

/// A figure asked of a unit by who handed it the part, or that may be asked.
struct AskedFigure {
    IndicatorId id{1};
    std::string name;
    std::string unit;  ///< base unit: 个, 人次, %
};

}  // namespace luoshi::plan
