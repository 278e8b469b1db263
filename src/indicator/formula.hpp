#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fraction.hpp"

namespace luoshi::indicator {

/// What a formula stands on: an indicator by its code, or a query over a registry by its name, written registry("name").
struct Operand {
    enum class Kind { Indicator, Registry };
    Kind kind = Kind::Indicator;
    std::string name;
    friend bool operator==(const Operand&, const Operand&) = default;
};

/// Why a formula has no value though all its operands have one.
enum class NoValue { ZeroDivisor, OutOfRange };

/// Something wrong in a formula; `at` counts characters from its beginning.
struct FormulaFault {
    std::size_t at = 0;
    std::string message;
};

/// An indicator computed from others: codes of indicators, decimal constants, + - * / and brackets, in full or half width. Never changes.
class Formula {
public:
    /// A step of the reckoning, in the order in which a stack takes them.
    struct Step {
        enum class Kind { Number, Operand, Add, Subtract, Multiply, Divide, Negate };
        Kind kind;
        std::size_t at = 0;  ///< character of the formula
        base::Decimal number = {};
        std::size_t operand = 0;  ///< into operands()
    };

    static std::variant<Formula, FormulaFault> parse(std::string_view text);

    /// Each once, in the order in which they are first written.
    const std::vector<Operand>& operands() const { return operands_; }
    const std::vector<Step>& steps() const { return steps_; }
    /// Exact, from the values of operands() in their order.
    std::variant<base::Fraction, NoValue> value(std::span<const base::Fraction> operands) const;
    /// The formula with other names for its operands, as people read it.
    std::string worded(std::span<const std::string> names) const;

private:
    friend class FormulaParser;
    struct Written {
        std::string text;                    ///< a sign, a number or what stands between
        std::optional<std::size_t> operand;  ///< instead of the text
    };
    std::vector<Operand> operands_;
    std::vector<Step> steps_;
    std::vector<Written> written_;
};

}  // namespace luoshi::indicator
