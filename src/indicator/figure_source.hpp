#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace luoshi::indicator {

/// Where registry("name") of a formula gets its figures from: queries over registries (台账). No registry exists yet, so every name is
/// refused when a package is checked. A query's figures are written as facts when the month closes (design 5); formulas read those.
class FigureSource {
public:
    virtual ~FigureSource() = default;
    /// The unit of measure of a query's figures; nothing when there is no query of that name.
    virtual std::optional<std::string> unit_of(std::string_view query) const = 0;
};

}  // namespace luoshi::indicator
